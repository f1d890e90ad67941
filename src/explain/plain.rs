//! Addresses without what may be personal, and the decoding of them.

use crate::catalogue::{Catalogue, Personal};

/// What stands in place of something that is left out.
pub const LEFT_OUT: &str = "…";
/// A part of a path with letters and digits that is at least so long is a number of somebody's. Characters.
const LONG_NUMBER: usize = 16;
/// Whatever is at least so long is. Characters.
const TOKEN: usize = 40;

/// An address without the values of parameters that are personal, or that no source describes, and without what in its path
/// looks like a number of the visitor's or of a conversation.
#[must_use]
pub fn plain_address(catalogue: &Catalogue, url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (place, query) = url.split_once('?').map_or((url, None), |(place, query)| (place, Some(query)));
    let (scheme, rest) = place.split_once("://").unwrap_or(("", place));
    let mut parts = rest.split('/');
    let mut plain = vec![parts.next().unwrap_or_default()];
    let mut before = "";
    for part in parts {
        // Source: liveperson.md, 3: `/monitoring/visitors/{vid}/visits/`.
        plain.push(if before == "visitors" || is_number(part) { LEFT_OUT } else { part });
        before = part;
    }
    let mut address = plain.join("/");
    if !scheme.is_empty() {
        address = format!("{scheme}://{address}");
    }
    if let Some(query) = query {
        let pairs = query.split('&').map(|pair| plain_pair(catalogue, pair));
        address = format!("{address}?{}", pairs.collect::<Vec<_>>().join("&"));
    }
    address
}

fn is_number(part: &str) -> bool {
    let has = |is: fn(&char) -> bool| part.chars().any(|letter| is(&letter));
    let long = part.chars().count();
    long >= TOKEN || (long >= LONG_NUMBER && !part.contains('.') && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic))
}

fn plain_pair(catalogue: &Catalogue, pair: &str) -> String {
    let Some((name, value)) = pair.split_once('=') else {
        // Without a name nobody can say what it is.
        return if pair.is_empty() { String::new() } else { LEFT_OUT.to_owned() };
    };
    let decoded = decoded(name);
    let mut known = catalogue.parameters.iter().filter(|parameter| parameter.name == decoded).peekable();
    match known.peek().is_some() {
        true if known.all(|parameter| parameter.personal == Personal::No) && !is_number(value) => pair.to_owned(),
        true => format!("{name}={LEFT_OUT}"),
        false => format!("{LEFT_OUT}={LEFT_OUT}"),
    }
}

/// Percent signs and plus signs decoded; what is no such sign stays as it is.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => match pair(&mut rest.clone()) {
                Some(value) => {
                    bytes.push(value);
                    rest.next();
                    rest.next();
                }
                None => bytes.push(byte),
            },
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The byte that two hexadecimal digits stand for.
fn pair(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || char::from(bytes.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (high, low) = (digit()?, digit()?);
    Some(high * 16 + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_personal_is_left_out_wherever_it_stands() {
        let catalogue = Catalogue::embedded().unwrap();
        for (url, plain) in [
            ("https://lptag.liveperson.net/tag/tag.js?site=12345678#x", "https://lptag.liveperson.net/tag/tag.js?site=12345678"),
            (
                "https://va.v.liveperson.net/api/js/1?t=sp&u=https%3A%2F%2Fa.test&vid=A1&anna@a.test=1&anna",
                "https://va.v.liveperson.net/api/js/1?t=sp&u=…&vid=…&…=…&…",
            ),
            (
                "https://va.v.liveperson.net/api/account/1/monitoring/visitors/A1/visits/current/state?v=1&sid=b",
                "https://va.v.liveperson.net/api/account/1/monitoring/visitors/…/visits/current/state?v=1&sid=…",
            ),
            (
                "https://va.msg.liveperson.net/rest_api/account/1/messaging/consumer/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x",
                "https://va.msg.liveperson.net/rest_api/account/1/messaging/consumer/…",
            ),
            (
                "https://lpcdn.lpsnmedia.net/le_re/3.53.0.0-release_5117/jsv2/overlay.js",
                "https://lpcdn.lpsnmedia.net/le_re/3.53.0.0-release_5117/jsv2/overlay.js",
            ),
        ] {
            assert_eq!(plain_address(&catalogue, url), plain);
        }
    }
}
