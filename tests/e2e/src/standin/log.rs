//! What was asked of the stand-in.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// How a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary request.
    Http,
    /// A websocket's opening request.
    Websocket,
    /// A text that came over an open websocket, as the body.
    Message,
}

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The host asked for, in lower case, without a port, with its trailing dot if it had one.
    pub host: String,
    /// The path, percent-encoded as sent.
    pub path: String,
    /// What follows the question mark, as sent; empty if nothing.
    pub query: String,
    /// `GET`, `POST`, ...
    pub method: String,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Ordinary or websocket.
    pub kind: Kind,
    /// The `Cookie` header.
    pub cookie: Option<String>,
    /// The `Referer` header.
    pub referer: Option<String>,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Sec-Fetch-Dest` header: what the browser wanted it for (`script`, `image`, `empty`, ...).
    pub dest: Option<String>,
    /// The `LP-URL` header, in which LivePerson's calls say what page they come from.
    pub lp_url: Option<String>,
    /// The body of a `POST` whose length was declared and small; empty otherwise.
    pub body: String,
}

/// LivePerson's registrable domains.
const LIVEPERSON: [&str; 12] = [
    "liveperson.net",
    "lpsnmedia.net",
    "liveperson.com",
    "liveengage.com",
    "liveengage.net",
    "humanclick.com",
    "contactatonce.com",
    "contactatonce.co.uk",
    "contactatonce.com.au",
    "liveper.sn",
    "lprnd.net",
    // The brand hosts below are the bank's own names for LivePerson's servers.
    "messaging.bank.test",
];
/// The bank's own name for the host of the tag and of monitoring.
const DISGUISED: &str = "chat.bank.test";

impl Logged {
    /// The value of a query parameter, decoded.
    pub fn param(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The value of a cookie it carried.
    pub fn sent_cookie(&self, name: &str) -> Option<&str> {
        self.cookie.as_deref()?.split("; ").find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// Whether the host is of LivePerson's domains, or one that a site lends it.
    pub fn is_liveperson(&self) -> bool {
        let host = self.host.trim_end_matches('.');
        host == DISGUISED
            || LIVEPERSON.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    }

    /// Whether it is one of the sites of the stand-in or LivePerson's; everything else is the browser's own traffic.
    pub fn is_known(&self) -> bool {
        self.is_liveperson() || self.host.trim_end_matches('.').ends_with(".test")
    }

    /// The address, put together again.
    pub fn url(&self) -> String {
        let scheme = match (self.kind, self.tls) {
            (Kind::Http, true) => "https",
            (Kind::Http, false) => "http",
            (Kind::Websocket | Kind::Message, true) => "wss",
            (Kind::Websocket | Kind::Message, false) => "ws",
        };
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{scheme}://{}{}{mark}{}", self.host, self.path, self.query)
    }
}

impl fmt::Display for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url())
    }
}

#[derive(Default)]
pub(super) struct Log {
    entries: Mutex<Vec<Logged>>,
    grown: std::sync::Arc<Notify>,
}

impl Log {
    pub(super) fn push(&self, entry: Logged) {
        self.lock().push(entry);
        self.grown.notify_waiters();
    }

    pub(super) fn all(&self) -> Vec<Logged> {
        self.lock().clone()
    }

    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// Resolves at the next entry, also one that comes before it is awaited.
    pub(super) fn grown(&self) -> OwnedNotified {
        std::sync::Arc::clone(&self.grown).notified_owned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Logged>> {
        // A panic elsewhere does not make a list of requests untrue.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
