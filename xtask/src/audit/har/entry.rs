//! An entry of a HAR: a request and its answer, with the fields that single exporters add (their names begin with `_`).

use serde::Deserialize;

use super::date::Date;
use super::scalar::{Collects, List, Loose, Scalar};

/// Headers of one message that are kept, of those that are wanted.
const MOST_HEADERS: usize = 64;
/// Cookies of one message that are kept; browsers keep 180 of a domain.
const MOST_COOKIES: usize = 400;
/// The headers that tell something, in lower case.
const WANTED: [&str; 7] = ["cookie", "set-cookie", "referer", "origin", "accept", "sec-fetch-dest", "lp-url"];

/// A request and its answer.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Entry {
    #[serde(rename = "startedDateTime")]
    pub(crate) started: Date,
    pub(crate) request: Request,
    #[serde(default)]
    pub(crate) response: Loose<Response>,
    /// How long it took. Milliseconds; -1 where it is not known.
    #[serde(default)]
    pub(crate) time: Scalar,
    #[serde(default)]
    pub(crate) pageref: Scalar,
    #[serde(default, rename = "_resourceType")]
    pub(crate) resource_type: Scalar,
    /// Chrome: an object; WebPageTest: an address.
    #[serde(default, rename = "_initiator")]
    pub(crate) initiator: Loose<Initiator>,
    #[serde(default, rename = "_webSocketMessages")]
    pub(crate) messages: List<Messages>,
    #[serde(default, rename = "_fromCache")]
    pub(crate) from_cache: Scalar,
    #[serde(default, rename = "_fetchedViaServiceWorker")]
    pub(crate) via_service_worker: Scalar,
    #[serde(default, rename = "_error")]
    pub(crate) error: Scalar,
    #[serde(default, rename = "_blockedReason")]
    pub(crate) blocked_reason: Scalar,
}

/// What was asked.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Request {
    pub(crate) url: Address,
    #[serde(default)]
    pub(crate) method: Scalar,
    #[serde(default)]
    pub(crate) headers: List<Headers>,
    #[serde(default)]
    pub(crate) cookies: List<Cookies>,
    #[serde(default, rename = "postData")]
    pub(crate) post: Loose<Post>,
}

/// An address, which has to be a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Address(pub(crate) String);

/// What was sent beside the address.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Post {
    #[serde(rename = "mimeType")]
    pub(crate) mime_type: Scalar,
    pub(crate) text: Scalar,
    pub(crate) params: List<Cookies>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Response {
    pub(crate) status: Scalar,
    pub(crate) headers: List<Headers>,
    pub(crate) cookies: List<Cookies>,
    pub(crate) content: Loose<Content>,
    #[serde(rename = "_error")]
    pub(crate) error: Scalar,
    #[serde(rename = "_failureText")]
    pub(crate) failure: Scalar,
    #[serde(rename = "_fetchedViaServiceWorker")]
    pub(crate) via_service_worker: Scalar,
}

/// The answer's body, without it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Content {
    #[serde(rename = "mimeType")]
    pub(crate) mime_type: Scalar,
}

/// Who asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Initiator {
    pub(crate) url: Scalar,
    pub(crate) stack: Loose<Stack>,
}

/// Where in a script.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Stack {
    #[serde(rename = "callFrames")]
    pub(crate) frames: List<Frames>,
}

/// The innermost frame that names a script.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Frames(pub(crate) Option<String>);

/// A frame of a stack.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Frame {
    url: Scalar,
}

impl Collects for Frames {
    type Entry = Frame;

    fn take(&mut self, frame: Frame) {
        if self.0.is_none() {
            self.0 = frame.url.text();
        }
    }
}

/// A header.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Header {
    name: Scalar,
    value: Scalar,
}

/// The headers that tell something, their names in lower case.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Collects for Headers {
    type Entry = Header;

    fn take(&mut self, header: Header) {
        let Some(name) = header.name.text().map(|name| name.trim().to_ascii_lowercase()) else { return };
        if self.0.len() < MOST_HEADERS && WANTED.contains(&name.as_str()) {
            self.0.push((name, header.value.text().unwrap_or_default()));
        }
    }
}

impl Headers {
    /// The values of all headers of this name, which is in lower case.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The value of the first header of this name that has one.
    pub(crate) fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).map(str::trim).find(|value| !value.is_empty())
    }
}

/// A cookie as HAR has it; also a field of a form, which has a name and a value too.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HarCookie {
    pub(crate) name: Scalar,
    pub(crate) value: Scalar,
    pub(crate) domain: Scalar,
    pub(crate) expires: Scalar,
}

/// Cookies of one message.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cookies(pub(crate) Vec<HarCookie>);

impl Collects for Cookies {
    type Entry = HarCookie;

    fn take(&mut self, cookie: HarCookie) {
        if self.0.len() < MOST_COOKIES {
            self.0.push(cookie);
        }
    }
}

/// How many messages went over a websocket, each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Messages {
    pub(crate) sent: u64,
    pub(crate) received: u64,
}

/// A message of a websocket, without its text.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Message {
    #[serde(rename = "type")]
    kind: Scalar,
}

impl Collects for Messages {
    type Entry = Message;

    fn take(&mut self, message: Message) {
        match message.kind.text().as_deref() {
            Some("send" | "request" | "sent") => self.sent += 1,
            _ => self.received += 1,
        }
    }
}
