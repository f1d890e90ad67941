//! The shell's list of observed requests is the catalogue's, and covers what is to be recorded.
#![cfg(test)]

mod captures;

use askfirst::catalogue::Catalogue;
use askfirst::rules::observed_urls;

/// A match pattern without its scheme and host parts' finer rules: enough to say whether a captured URL is covered.
fn covers(pattern: &str, url: &str) -> bool {
    let (scheme, rest) = pattern.split_once("://").unwrap();
    let (host, path) = rest.split_at(rest.find('/').unwrap());
    let parsed = askfirst::site::Url::parse(url).unwrap();
    let scheme_fits = scheme == parsed.scheme || (scheme == "*" && parsed.scheme.starts_with("http"));
    let host_fits = host == "*" || host.strip_prefix("*.").is_some_and(|domain| askfirst::site::is_within(&parsed.host, domain));
    scheme_fits && host_fits && glob(path.as_bytes(), parsed.rest.as_bytes())
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
        Some((byte, rest)) => text.split_first().is_some_and(|(first, after)| first == byte && glob(rest, after)),
    }
}

#[test]
fn the_shell_lists_what_the_catalogue_says() {
    let shell = include_str!("../extension/observed.js");
    let listed: Vec<&str> = shell.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    let wanted = observed_urls(&Catalogue::embedded().unwrap());
    assert_eq!(
        listed,
        wanted,
        "extension/observed.js should hold:\n{}",
        wanted.iter().map(|url| format!("  \"{url}\",\n")).collect::<String>()
    );
}

#[test]
fn captured_liveperson_requests_are_observed_and_others_do_not_wake_the_worker() {
    let patterns = observed_urls(&Catalogue::embedded().unwrap());
    for row in captures::urls() {
        let observed = patterns.iter().any(|pattern| covers(pattern, &row.url));
        assert_eq!(observed, row.liveperson, "{}", row.url);
    }
}
