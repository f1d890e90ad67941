//! Visitor monitoring: the endpoint that is told of every page and answers with ids and invitations.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::accounts::{self, Account, Fault};
use super::log::Logged;
use super::reply::{self, Reply};
use super::world::identifier;

/// How long the visitor is remembered, in seconds: a year.
const YEAR: u32 = 31_536_000;
/// How often the tag reports an open page. The real one was seen at 10 s; a test should not wait for that.
const KEEP_ALIVE_MS: u32 = 1000;
/// Every account's campaign.
pub(super) const CAMPAIGN: u32 = 5001;
/// An engagement's number is this and its type.
pub(super) const FIRST_ENGAGEMENT: u32 = 900_000;
/// Where the sites have a place for an embedded button.
pub(super) const ZONE: u32 = 271_828;

/// The answer, if it is a monitoring call (`/api/js/<account>`).
pub(super) fn answer(host: &str, asked: &Logged, revision: u32) -> Option<Reply> {
    if !(host.ends_with(".v.liveperson.net") || host == "chat.bank.test") {
        return None;
    }
    let account = asked.path.strip_prefix("/api/js/")?;
    let known = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
    if !known {
        return None;
    }
    if accounts::fault(asked) == Fault::Monitoring {
        return Some(reply::unavailable());
    }
    let callback = asked.param("cb");
    let kind = asked.param("t").unwrap_or_default();
    let (value, ids) = match kind.as_str() {
        "sp" => {
            let ids = Ids::of(asked);
            (ids.to_json(asked), Some(ids))
        }
        "pl" => (engagements(accounts::of(account), revision), None),
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

/// What the account has to show.
fn engagements(account: Account, revision: u32) -> Value {
    let messages: Vec<Value> = account
        .engagements
        .iter()
        .map(|kind| {
            json!({
                "destination": "LE_ENGAGER",
                "subject": "SHOW",
                "content": {
                    "campaignId": CAMPAIGN,
                    "engagementId": FIRST_ENGAGEMENT + kind,
                    "engagementRevision": revision,
                    "engagementType": kind,
                    "contextId": "4",
                    "zoneId": ZONE,
                    "state": account.state,
                    "renderingType": 1,
                    "tglName": if *kind == 3 { "slider" } else { "overlay" },
                },
            })
        })
        .collect();
    json!({ "messagesToVisitor": messages, "interval": KEEP_ALIVE_MS })
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or_default()
}
