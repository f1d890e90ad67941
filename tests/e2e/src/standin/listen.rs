//! One port for TLS and plain HTTP: the first byte of a connection tells which.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use anyhow::Context as _;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

/// The first byte of a TLS connection: the record type "handshake".
const TLS_HANDSHAKE: u8 = 22;

/// A connection, ready to speak HTTP.
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer {
    pub(super) tls: bool,
}

/// Gives the connections out as they become ready. A slow handshake holds back nobody else.
pub(super) struct Sniffed {
    ready: mpsc::Receiver<Stream>,
}

/// Starts accepting on `tcp`; the second value is the task that does it.
pub(super) fn sniff(tcp: TcpListener) -> anyhow::Result<(Sniffed, JoinHandle<()>)> {
    let tls = acceptor()?;
    let (send, ready) = mpsc::channel(64);
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = tcp.accept().await {
            let (tls, send) = (tls.clone(), send.clone());
            tokio::spawn(async move {
                // A connection that fails here was given up by the browser; there is nobody to tell.
                if let Ok(stream) = open(stream, tls).await {
                    let _ = send.send(stream).await;
                }
            });
        }
    });
    Ok((Sniffed { ready }, task))
}

async fn open(stream: TcpStream, tls: TlsAcceptor) -> io::Result<Stream> {
    stream.set_nodelay(true)?;
    let mut first = [0];
    stream.peek(&mut first).await?;
    if first == [TLS_HANDSHAKE] { Ok(Stream::Tls(Box::new(tls.accept(stream).await?))) } else { Ok(Stream::Plain(stream)) }
}

fn acceptor() -> anyhow::Result<TlsAcceptor> {
    // The browsers are told not to check names, so one certificate does for all.
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).context("could not make a certificate")?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .context("the certificate does not fit its key")?;
    // Websockets over HTTP/2 are another protocol; one is enough here.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

impl Listener for Sniffed {
    type Io = Stream;
    type Addr = Peer;

    async fn accept(&mut self) -> (Stream, Peer) {
        match self.ready.recv().await {
            Some(stream) => {
                let tls = matches!(stream, Stream::Tls(_));
                (stream, Peer { tls })
            }
            // The accepting task has ended: no connection will ever come.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Peer> {
        Ok(Peer { tls: true })
    }
}

impl Connected<IncomingStream<'_, Sniffed>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Sniffed>) -> Self {
        *stream.remote_addr()
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
