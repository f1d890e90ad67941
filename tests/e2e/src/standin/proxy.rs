//! A proxy that leads every host to the stand-in: Firefox has no resolver rules.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A request head longer than this is not a browser's.
const HEAD_LIMIT: usize = 64 * 1024;

/// Accepts for ever.
pub(super) async fn run(listener: TcpListener, to: SocketAddr) {
    while let Ok((browser, _)) = listener.accept().await {
        tokio::spawn(async move {
            // A tunnel ends with an error as often as without; neither is news.
            let _ = serve(browser, to).await;
        });
    }
}

async fn serve(mut browser: TcpStream, to: SocketAddr) -> io::Result<()> {
    let head = read_head(&mut browser).await?;
    let mut server = TcpStream::connect(to).await?;
    if head.starts_with(b"CONNECT ") {
        browser.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    } else {
        // Plain HTTP: the address in the request line is absolute, which the server reads as well.
        server.write_all(&head).await?;
    }
    copy_bidirectional(&mut browser, &mut server).await?;
    Ok(())
}

/// Reads up to the empty line that ends the head. Of a `CONNECT` nothing follows before our answer.
async fn read_head(browser: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < HEAD_LIMIT {
        head.push(browser.read_u8().await?);
    }
    Ok(head)
}
