//! The one exchange with monitoring that teaches an account's engagements: what is asked, and what is read out of the answer.

use super::Engagement;
use crate::site::Url;
use serde_json::Value;

/// Parameters of the tag's own call that are sent. Not among them: `vid`, `sid`, `rvt`, `r`, `pt`, `sdes`, `identities`, `tid`.
/// Source: liveperson.md, 3.1; the servers' replays answered to `cb` and `t` alone.
const SENT: [&str; 5] = ["cb", "ts", "pid", "u", "sec"];
/// A longer answer is none. Bytes.
const LONGEST_ANSWER: usize = 1 << 20;
/// More engagements than any account has on a page.
const MOST_ENGAGEMENTS: usize = 32;
/// How deep in the answer things are looked for.
const DEEPEST: u8 = 5;
/// A session number has 22 characters. Bytes.
const LONGEST_SESSION: usize = 64;

/// The exchange, made of the call that the tag itself tried to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    base: String,
    account: String,
    params: Vec<(String, String)>,
}

impl Lesson {
    /// Reads a monitoring call of the kind `t=sp`; `None` for any other address.
    #[must_use]
    pub fn of(url: &str) -> Option<Self> {
        let parsed = Url::parse(url)?;
        let (path, query) = parsed.rest.split('#').next()?.split_once('?')?;
        let account = path.split_once("/api/js/")?.1.trim_end_matches('/');
        let is_account = account.len() >= 5 && account.bytes().all(|byte| byte.is_ascii_digit());
        if !is_account || !matches!(parsed.scheme.as_str(), "https" | "http") {
            return None;
        }
        let all: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        if !all.contains(&("t", "sp")) {
            return None;
        }
        let value = |name: &str| all.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        let params = SENT.iter().filter_map(|name| {
            let value = value(name)?;
            Some(((*name).to_owned(), if *name == "u" { without_query(value) } else { value }.to_owned()))
        });
        let base = url.split('?').next()?.to_owned();
        Some(Self { base, account: account.to_owned(), params: params.collect() })
    }

    /// The account's number.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The number of the page view that the tag's call is about: another view of the same document has another.
    #[must_use]
    pub fn view(&self) -> Option<&str> {
        self.params.iter().find(|(name, _)| name == "pid").map(|(_, value)| value.as_str())
    }

    /// The first call: a page has begun.
    #[must_use]
    pub fn start(&self) -> String {
        self.call("sp", None)
    }

    /// The second: it has loaded. `session` is what the first was answered with, so that the two are known to belong together.
    #[must_use]
    pub fn loaded(&self, session: Option<&str>) -> String {
        self.call("pl", session)
    }

    fn call(&self, kind: &str, session: Option<&str>) -> String {
        let mut url = format!("{}?t={kind}", self.base);
        for (name, value) in self.params.iter().filter(|(name, _)| kind == "sp" || !matches!(name.as_str(), "u" | "sec")) {
            url.push_str(&format!("&{name}={value}"));
        }
        if let Some(session) = session {
            url.push_str(&format!("&sid={session}"));
        }
        url
    }
}

/// A page's address up to its query or fragment, percent-encoded as it is.
fn without_query(address: &str) -> &str {
    let ends = ["?", "#", "%3F", "%3f", "%23"].iter().filter_map(|end| address.find(end));
    ends.min().and_then(|end| address.get(..end)).unwrap_or(address)
}

/// What an answer tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The session's number that the server gave for this exchange.
    pub session: Option<String>,
    /// What the tag would be told to show.
    pub engagements: Vec<Engagement>,
}

impl Answer {
    /// Reads an answer: a call of the callback with one object, or the object itself.
    ///
    /// # Errors
    /// When it is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST_ANSWER {
            return Err(format!("an answer of {} bytes", text.len()));
        }
        let body = match (text.find(['(', '{']), text.rfind(')')) {
            (Some(open), Some(close)) if text.get(open..=open) == Some("(") => text.get(open + 1..close),
            _ => Some(text),
        };
        let answer: Value = serde_json::from_str(body.unwrap_or_default()).map_err(|error| error.to_string())?;
        let session = find(&answer, "lpSessionId", DEEPEST).and_then(Value::as_str);
        let is_session =
            |id: &&str| id.len() <= LONGEST_SESSION && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let shown = find(&answer, "messagesToVisitor", DEEPEST).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_shown = |message: &&Value| {
            let text = |name: &str| message.get(name).and_then(Value::as_str);
            text("destination") == Some("LE_ENGAGER") && text("subject") == Some("SHOW")
        };
        let engagements = shown.iter().filter(is_shown).filter_map(|message| Engagement::read(message.get("content")?));
        Ok(Self { session: session.filter(is_session).map(str::to_owned), engagements: engagements.take(MOST_ENGAGEMENTS).collect() })
    }
}

/// The first value of that name, from the outside in.
fn find<'a>(value: &'a Value, name: &str, depth: u8) -> Option<&'a Value> {
    let within: Vec<&Value> = match value {
        Value::Object(map) => match map.get(name) {
            Some(found) => return Some(found),
            None => map.values().collect(),
        },
        Value::Array(list) => list.iter().collect(),
        _ => return None,
    };
    let depth = depth.checked_sub(1)?;
    within.into_iter().find_map(|value| find(value, name, depth))
}
