//! Comparing pages by their address and their time, and cutting what a page can make long.

use super::LONGEST_URL;
use crate::site::Url;

/// A page's address without what follows the hash sign, which is no other page.
pub(super) fn plain_page(address: &str) -> String {
    cut(address.split('#').next().unwrap_or(address), LONGEST_URL)
}

/// Whether two addresses are of one page. An origin alone stands for each of its pages.
pub(super) fn is_same_page(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Some(a), Some(b)) => {
            let bare = a.rest.is_empty() || b.rest.is_empty();
            (a.scheme, a.host) == (b.scheme, b.host) && (bare || a.rest == b.rest)
        }
        _ => one == other,
    }
}

/// Whether two addresses are of one site's pages: a page may change its own address.
pub(super) fn is_same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Some(a), Some(b)) => (a.scheme, a.host) == (b.scheme, b.host),
        _ => one == other,
    }
}

/// Whether two readings are of one `performance.timeOrigin`, which is told in fractions of a millisecond.
pub(super) fn is_same_time(one: f64, other: f64) -> bool {
    (one - other).abs() < 1.0
}

pub(super) fn cut(text: &str, longest: usize) -> String {
    text.get(..text.floor_char_boundary(longest)).unwrap_or_default().to_owned()
}
