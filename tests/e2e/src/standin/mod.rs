//! A small web on loopback: a few sites, and LivePerson's hosts as the facts describe them.
//!
//! One port answers for every host name, by the `Host` header, with TLS and without. Nothing here is LivePerson's
//! own code; it plays what their scripts and servers were seen to do (see `facts/replay.md`).

mod accounts;
mod chat;
mod chats;
mod cloak;
mod cookies;
mod listen;
mod log;
mod monitor;
mod proxy;
mod reply;
mod route;
mod sites;
mod vendor;
mod ways;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use log::{Kind, Logged};

/// The account number of the shop's tag.
pub const SHOP_ACCOUNT: &str = "12345678";
/// The account number of the bank's tag, which comes from the bank's own hosts.
pub const BANK_ACCOUNT: &str = "87654321";

/// The running stand-in. Dropping it stops it.
pub struct StandIn {
    port: u16,
    proxy_port: u16,
    world: Arc<world::World>,
    tasks: Vec<JoinHandle<()>>,
}

impl StandIn {
    /// Starts it on a free port, with a fresh self-signed certificate.
    pub async fn start() -> anyhow::Result<Self> {
        let web = TcpListener::bind(("127.0.0.1", 0)).await.context("no free port for the stand-in")?;
        let proxy = TcpListener::bind(("127.0.0.1", 0)).await.context("no free port for the stand-in's proxy")?;
        let (port, proxy_port) = (web.local_addr()?.port(), proxy.local_addr()?.port());
        let world = Arc::new(world::World::default());

        let (sniffed, sniffer) = listen::sniff(web)?;
        let service = route::service(Arc::clone(&world));
        let server = tokio::spawn(async move {
            // Only an error of the listener itself ends this, and ours has none.
            let _ = axum::serve(sniffed, service).await;
        });
        let tunnel = tokio::spawn(proxy::run(proxy, SocketAddr::from(([127, 0, 0, 1], port))));
        Ok(Self { port, proxy_port, world, tasks: vec![sniffer, server, tunnel] })
    }

    /// The port that answers for every host, for `--host-resolver-rules=MAP * 127.0.0.1:<port>`.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port of a proxy that leads every host here, for browsers without resolver rules (Firefox).
    pub fn proxy_port(&self) -> u16 {
        self.proxy_port
    }

    /// Everything asked of the stand-in so far, in the order of arrival.
    pub fn log(&self) -> Vec<Logged> {
        self.world.log.all()
    }

    /// Forgets what was logged.
    pub fn clear_log(&self) {
        self.world.log.clear();
    }

    /// Publishes the accounts' campaigns anew: every engagement has another revision from now on, and the old ones are gone.
    pub fn publish(&self) {
        self.world.publish();
    }

    /// What reached LivePerson: its domains, old and new, and the hosts that a site lends it.
    pub fn log_to_liveperson(&self) -> Vec<Logged> {
        let mut all = self.world.log.all();
        all.retain(Logged::is_liveperson);
        all
    }

    /// Waits until the log satisfies `enough`, and gives it; an error that lists the log if that does not come in time.
    pub async fn wait_for(&self, what: &str, timeout: Duration, enough: impl Fn(&[Logged]) -> bool) -> anyhow::Result<Vec<Logged>> {
        let deadline = tokio::time::Instant::now() + timeout;
        loop {
            // The listener is taken before the look, or an entry between the two would be missed.
            let grown = self.world.log.grown();
            let all = self.world.log.all();
            if enough(&all) {
                return Ok(all);
            }
            if tokio::time::timeout_at(deadline, grown).await.is_err() {
                let seen: Vec<String> = all.iter().map(Logged::to_string).collect();
                anyhow::bail!("waited {timeout:?} for {what}; the stand-in saw:\n{}", seen.join("\n"));
            }
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
