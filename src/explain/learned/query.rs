//! The parameters of an address, decoded as a server would.

use crate::explain::plain::decoded;
use crate::ledger::LONGEST_MESSAGE;

/// Parameters of one address that are looked at.
const MOST_PARAMETERS: usize = 64;

/// Name and value of each parameter, and whether the value is cut off where the ledger cuts addresses.
pub(super) fn parameters(url: &str) -> Vec<(String, String, bool)> {
    let Some((_, query)) = url.split_once('?') else { return Vec::new() };
    let query = query.split('#').next().unwrap_or_default();
    // A cut falls on a whole letter, so that up to three bytes may be missing.
    let is_cut = url.len().saturating_add(3) >= LONGEST_MESSAGE;
    let mut parameters: Vec<(String, String, bool)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .take(MOST_PARAMETERS)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value), false)
        })
        .collect();
    if let Some(last) = parameters.last_mut() {
        last.2 = is_cut;
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_as_a_server_does_and_broken_signs_stay() {
        let read = parameters("https://va.v.liveperson.net/api/js/1?u=https%3A%2F%2Fa.test%2F%3Fq%3D1&pt=Two+words&x=%zz%4&&=1&flag#pt=no");
        let pairs: Vec<(&str, &str)> = read.iter().map(|(name, value, _)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("u", "https://a.test/?q=1"), ("pt", "Two words"), ("x", "%zz%4"), ("", "1"), ("flag", "")]);
        assert!(read.iter().all(|(_, _, cut)| !cut));
        assert_eq!(decoded("%ff%C3%BC"), "\u{fffd}ü");
        assert_eq!(parameters("https://a.test/"), []);
        let long = format!("https://a.test/?a=1&b={}", "x".repeat(LONGEST_MESSAGE));
        let cut = long.get(..LONGEST_MESSAGE).unwrap();
        assert_eq!(parameters(cut).iter().map(|(_, _, cut)| *cut).collect::<Vec<_>>(), [false, true]);
        assert_eq!(parameters(&format!("https://a.test/?{}", "a=1&".repeat(500))).len(), MOST_PARAMETERS);
    }
}
