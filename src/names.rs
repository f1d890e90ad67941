//! The names of LivePerson's items as JavaScript regular expressions, for what decides without the core: the guard in the
//! page, and the shell's test of whether a changed cookie is worth awakening the core.

use crate::catalogue::{Catalogue, Kind, Place};
use crate::pattern::{LONGEST_NAME, escaped};
use std::collections::BTreeSet;

/// Fits nothing.
const NEVER: &str = "(?!)";

/// One anchored regular expression over the names of all items that may be kept in one of `kinds` and whose name says
/// enough anywhere ([`Place::Anywhere`]). For flag `i` without `u` or `v`; it can stand between slashes as it is.
///
/// A name that is nobody's for its length is dismissed before anything else, so that a hostile one costs nothing.
#[must_use]
pub fn names_source(catalogue: &Catalogue, kinds: &[Kind]) -> String {
    match alternatives(catalogue, kinds).as_str() {
        "" => NEVER.to_owned(),
        shapes => format!("^(?![^]{{{}}})(?:{shapes})$", LONGEST_NAME + 1),
    }
}

/// The shapes of [`names_source`], one beside the other with `|` between them: for an expression of the caller's.
#[must_use]
pub fn alternatives(catalogue: &Catalogue, kinds: &[Kind]) -> String {
    let items = catalogue.items.iter().filter(|item| item.place == Place::Anywhere && item.kinds.iter().any(|kind| kinds.contains(kind)));
    // A catalogue that was loaded has no pattern that cannot be read.
    let shapes: BTreeSet<String> =
        items.flat_map(|item| item.parsed_patterns().unwrap_or_default()).map(|pattern| pattern.javascript()).collect();
    shapes.into_iter().collect::<Vec<_>>().join("|")
}

/// [`names_source`] for cookies.
#[must_use]
pub fn cookie_names(catalogue: &Catalogue) -> String {
    names_source(catalogue, &[Kind::Cookie])
}

/// A regular expression that fits every host, and every cookie's domain, on LivePerson's own domains. For flag `i`.
#[must_use]
pub fn own_hosts(catalogue: &Catalogue) -> String {
    let domains: Vec<String> = catalogue.domains.iter().map(|entry| escaped(&entry.domain)).collect();
    if domains.is_empty() { NEVER.to_owned() } else { format!(r"(?:^|\.)(?:{})$", domains.join("|")) }
}

/// Names joined to a part of a key of `_locales`, which has small letters, digits and underscores only.
#[must_use]
pub fn key_of(names: &[&str]) -> String {
    let mut key = String::new();
    for letter in names.join("_").chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => key.push(letter),
            _ if key.ends_with('_') => {}
            _ => key.push('_'),
        }
    }
    key
}
