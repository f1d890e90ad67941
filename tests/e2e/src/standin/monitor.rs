//! Visitor monitoring: the endpoint that is told of every page and answers with ids and invitations.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::log::Logged;
use super::reply::{self, Reply};

/// How long the visitor is remembered, in seconds: a year.
const YEAR: u32 = 31_536_000;
/// How often the tag reports an open page. The real one was seen at 10 s; a test should not wait for that.
const KEEP_ALIVE_MS: u32 = 1000;

/// The answer, if it is a monitoring call (`/api/js/<account>`).
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    if !(host.ends_with(".v.liveperson.net") || host == "chat.bank.test") {
        return None;
    }
    let account = asked.path.strip_prefix("/api/js/")?;
    let known = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
    if !known {
        return None;
    }
    let callback = asked.param("cb");
    let kind = asked.param("t").unwrap_or_default();
    let (value, ids) = match kind.as_str() {
        "sp" => {
            let ids = Ids::of(asked);
            (ids.to_json(asked), Some(ids))
        }
        "pl" => (engagements(), None),
        _ => (json!({}), None),
    };
    let mut reply = reply::jsonp(callback.as_deref(), &value);
    if let Some(Ids { visitor, session }) = ids {
        for cookie in [
            format!("LPVisitorID={visitor}; Path=/; Max-Age={YEAR}; HttpOnly; Secure; SameSite=None"),
            format!("LPSessionID={session}; Path=/api/js/{account}; HttpOnly; Secure; SameSite=None"),
        ] {
            reply::cookie(&mut reply, &cookie);
        }
        if host.ends_with(".liveperson.net") {
            let cookie = format!("LivePersonID={visitor}; Domain=liveperson.net; Path=/; Max-Age={YEAR}; Secure; SameSite=None");
            reply::cookie(&mut reply, &cookie);
        }
    }
    Some(reply)
}

/// Who it takes the visitor for.
struct Ids {
    visitor: String,
    session: String,
}

impl Ids {
    /// What the tag says comes first, then the third-party cookie; a stranger gets new ones.
    fn of(asked: &Logged) -> Self {
        let known = |param: &str, cookie: &str| {
            asked.param(param).or_else(|| asked.sent_cookie(cookie).map(str::to_owned)).unwrap_or_else(identifier)
        };
        Self { visitor: known("vid", "LPVisitorID"), session: known("sid", "LPSessionID") }
    }

    fn to_json(&self, asked: &Logged) -> Value {
        json!({
            "sdkConf": {
                "lpVisitorId": self.visitor,
                "lpSessionId": self.session,
                "lpLastVisit": now(),
                "domain": registrable(asked),
                "expiration": YEAR,
            },
            "messagesToVisitor": [],
        })
    }
}

/// The domain that the tag shall write its cookies on. Two labels do for every site of the stand-in.
fn registrable(asked: &Logged) -> String {
    let page = asked.param("u").or_else(|| asked.referer.clone());
    let page = page.unwrap_or_default();
    let host = page.split("//").nth(1).and_then(|rest| rest.split(['/', ':', '?']).next());
    let labels: Vec<&str> = host.unwrap_or_default().split('.').rev().take(2).collect();
    labels.into_iter().rev().collect::<Vec<_>>().join(".")
}

/// An invitation (1, an overlay), a button in the page (5) and a button at the edge of the window (6).
fn engagements() -> Value {
    let messages: Vec<Value> = [(1, 900_001), (5, 900_005), (6, 900_006)]
        .into_iter()
        .map(|(kind, id)| {
            json!({
                "destination": "LE_ENGAGER",
                "subject": "SHOW",
                "content": {
                    "campaignId": 5001,
                    "engagementId": id,
                    "engagementRevision": 7,
                    "engagementType": kind,
                    "contextId": "4",
                    "zoneId": 271_828,
                    "state": 1,
                    "renderingType": 1,
                    "tglName": "overlay",
                },
            })
        })
        .collect();
    json!({ "messagesToVisitor": messages, "interval": KEEP_ALIVE_MS })
}

/// A new identifier of the length and letters of the real ones.
fn identifier() -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..22)
        .filter_map(|_| {
            // Every RandomState has other keys, which is randomness enough for a stand-in.
            let random = RandomState::new().build_hasher().finish();
            let at = usize::try_from(random % 62).ok()?;
            LETTERS.get(at).map(|letter| char::from(*letter))
        })
        .collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or_default()
}
