//! The scripts that run in pages, filled in from the catalogue: which names are LivePerson's, and which hosts.

use crate::catalogue::{Catalogue, Kind};
use crate::names::{alternatives, own_hosts};

/// The kinds of storage, and what stands for their names in a script.
const PLACES: [(&str, Kind); 4] = [
    ("__COOKIE_NAMES__", Kind::Cookie),
    ("__LOCAL_NAMES__", Kind::LocalStorage),
    ("__SESSION_NAMES__", Kind::SessionStorage),
    ("__DATABASE_NAMES__", Kind::IndexedDb),
];

/// A script of `extension/` with its places filled in: `__COOKIE_NAMES__`, `__LOCAL_NAMES__`, `__SESSION_NAMES__` and
/// `__DATABASE_NAMES__` (alternatives of a regular expression for flag `i`), `__OWN_HOSTS__` (a whole one).
#[must_use]
pub fn filled_in(catalogue: &Catalogue, script: &str) -> String {
    PLACES
        .iter()
        .fold(script.to_owned(), |script, (place, kind)| script.replace(place, &alternatives(catalogue, &[*kind])))
        .replace("__OWN_HOSTS__", &own_hosts(catalogue))
}
