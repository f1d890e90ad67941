//! Cookies as a HAR has them: in raw headers, in lists, or in both.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;

use super::har::{Cookies, HarCookie, Scalar, expiry, of_number};

/// Cookies of one message that are looked at.
const MOST: usize = 400;

/// How long a cookie asks to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Asked {
    /// Until the browser closes.
    Session,
    /// So many seconds from when it was set.
    Seconds(u64),
    /// Not at all: it is taken away.
    Removed,
}

/// A cookie that an answer sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetCookie {
    pub(super) name: String,
    /// Stands for name and value: the same cookie sent back has the same.
    pub(super) print: u64,
    /// The domain that it asks to be kept for; none where it is the host's alone.
    pub(super) domain: Option<String>,
    pub(super) asked: Asked,
}

/// A cookie that goes with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentCookie {
    pub(super) name: String,
    pub(super) value: String,
}

impl SentCookie {
    /// See [`SetCookie::print`].
    pub(super) fn print(&self) -> u64 {
        print(&self.name, &self.value)
    }
}

fn print(name: &str, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, value.trim_matches('"')).hash(&mut hasher);
    hasher.finish()
}

/// The cookies that go with a request. Lists repeat what the header says.
pub(super) fn sent<'a>(headers: impl Iterator<Item = &'a str>, list: Cookies) -> Vec<SentCookie> {
    let of_headers = headers.flat_map(|header| header.split([';', '\n'])).filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some(SentCookie { name: name.trim().to_owned(), value: value.trim().to_owned() })
    });
    let of_list = list.0.into_iter().filter_map(|cookie| {
        Some(SentCookie { name: cookie.name.text()?.trim().to_owned(), value: cookie.value.text().unwrap_or_default() })
    });
    let mut names = HashSet::new();
    of_headers.chain(of_list).filter(|cookie| !cookie.name.is_empty() && names.insert(cookie.name.clone())).take(MOST).collect()
}

/// The cookies that an answer, begun at `time` (milliseconds since 1970), sets.
pub(super) fn set<'a>(headers: impl Iterator<Item = &'a str>, list: Cookies, time: f64) -> Vec<SetCookie> {
    let mut all: Vec<SetCookie> = headers.flat_map(single).filter_map(|text| of_header(text, time)).take(MOST).collect();
    for cookie in list.0 {
        if let Some(cookie) = of_list(cookie, time).filter(|cookie| all.len() < MOST && !all.iter().any(|one| one.name == cookie.name)) {
            all.push(cookie);
        }
    }
    all
}

/// The single cookies of a header's value. Chrome joins several by line ends, others by commas, which dates have too.
fn single(header: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for line in header.split('\n') {
        let mut begin = 0;
        for (at, _) in line.match_indices(',') {
            if line.get(at + 1..).is_some_and(begins_cookie) {
                all.extend(line.get(begin..at));
                begin = at + 1;
            }
        }
        all.extend(line.get(begin..));
    }
    all
}

/// Whether a name and an equals sign stand here: a date's rest has a space or a semicolon before the next equals sign.
fn begins_cookie(text: &str) -> bool {
    let name = text.trim_start_matches(' ').split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && !name.contains([' ', ';', ',', '"', '\t'])
}

/// Source: RFC 6265, 5.2.
fn of_header(text: &str, time: f64) -> Option<SetCookie> {
    let mut parts = text.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (mut domain, mut ends, mut age) = (None, None, None);
    for part in parts {
        let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match attribute.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() => domain = Some(plain_domain(value)),
            "expires" => ends = expiry(value).or(ends),
            "max-age" => age = value.parse::<i64>().ok().or(age),
            _ => {}
        }
    }
    let name = name.trim();
    (!name.is_empty()).then(|| SetCookie { name: name.to_owned(), print: print(name, value.trim()), domain, asked: asked(age, ends, time) })
}

fn of_list(cookie: HarCookie, time: f64) -> Option<SetCookie> {
    let name = cookie.name.text()?.trim().to_owned();
    let ends = match cookie.expires {
        Scalar::Text(text) => expiry(&text),
        Scalar::Number(number) => of_number(number),
        Scalar::Flag(_) | Scalar::None => None,
    };
    let domain = cookie.domain.text().map(|domain| plain_domain(&domain));
    Some(SetCookie { print: print(&name, &cookie.value.text().unwrap_or_default()), name, domain, asked: asked(None, ends, time) })
}

fn plain_domain(domain: &str) -> String {
    domain.trim().trim_start_matches('.').to_ascii_lowercase()
}

/// Source: RFC 6265, 5.3: `Max-Age` goes before `Expires`.
fn asked(age: Option<i64>, ends: Option<f64>, time: f64) -> Asked {
    let seconds = age.map(|age| age as f64).or_else(|| ends.map(|ends| ((ends - time) / 1000.0).round()));
    match seconds {
        None => Asked::Session,
        Some(seconds) if seconds > 0.0 => Asked::Seconds(seconds as u64),
        Some(_) => Asked::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: f64 = 1_795_430_403_000.0;

    fn read(header: &str) -> Vec<(String, Option<String>, Asked)> {
        let all = set([header].into_iter(), Cookies::default(), TIME);
        all.into_iter().map(|cookie| (cookie.name, cookie.domain, cookie.asked)).collect()
    }

    #[test]
    fn joined_headers_are_taken_apart() {
        let visitor = "LPVisitorID=a; Expires=Tue, 23 Nov 2027 10:40:03 GMT; Domain=.liveperson.net; Path=/; HttpOnly";
        let year = ("LPVisitorID".to_owned(), Some("liveperson.net".to_owned()), Asked::Seconds(365 * 86_400));
        let session = ("LPSessionID".to_owned(), None, Asked::Session);
        for joint in ["\n", ",", ", "] {
            assert_eq!(read(&format!("{visitor}{joint}LPSessionID=b; Path=/")), [year.clone(), session.clone()], "{joint:?}");
        }
        assert_eq!(read("a=b; Max-Age=60; Expires=Tue, 23-Nov-27 10:40:03 GMT"), [("a".to_owned(), None, Asked::Seconds(60))]);
        assert_eq!(read("a=; Max-Age=0"), [("a".to_owned(), None, Asked::Removed)]);
        assert_eq!(read("a=; expires=Thu, 01 Jan 1970 00:00:00 GMT"), [("a".to_owned(), None, Asked::Removed)]);
        assert_eq!(read("no cookie"), []);
        assert_eq!(read("=x"), []);
    }

    #[test]
    fn a_list_repeats_the_header_and_stands_where_there_is_none() {
        let list: Cookies = Cookies(vec![
            HarCookie { name: Scalar::Text("a".to_owned()), ..HarCookie::default() },
            HarCookie {
                name: Scalar::Text("b".to_owned()),
                domain: Scalar::Text(".shop.test".to_owned()),
                expires: Scalar::Text("2026-11-24T10:40:03.000Z".to_owned()),
                ..HarCookie::default()
            },
        ]);
        let all = set(["a=1; Max-Age=5"].into_iter(), list.clone(), TIME);
        let told: Vec<_> = all.iter().map(|cookie| (cookie.name.as_str(), cookie.domain.as_deref(), cookie.asked)).collect();
        assert_eq!(told, [("a", None, Asked::Seconds(5)), ("b", Some("shop.test"), Asked::Seconds(86_400))]);
        let sent = sent(["a=1; c=2=3; ; d"].into_iter(), list);
        let told: Vec<_> = sent.iter().map(|cookie| (cookie.name.as_str(), cookie.value.as_str())).collect();
        assert_eq!(told, [("a", "1"), ("c", "2=3"), ("b", "")]);
        assert_eq!(sent[0].print(), all[0].print);
    }
}
