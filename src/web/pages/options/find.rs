//! Which rows the list of sites has. Nothing of the browser in it.

use crate::settings::ShownSite;
use std::collections::BTreeMap;

/// A row: a site with a choice of its own, or one whose choice was removed here and can be put back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The choice, as it is or was.
    pub(crate) site: ShownSite,
    /// Whether it was removed.
    pub(crate) is_gone: bool,
}

/// The rows whose names have what is searched for, in order of name, and how many of them are choices.
pub(crate) fn find(sites: &[ShownSite], removed: &BTreeMap<String, ShownSite>, search: &str) -> (Vec<Row>, usize) {
    let search = wanted(search);
    let here = sites.iter().filter(|site| site.site.contains(&search));
    let mut rows: Vec<Row> = here.map(|site| Row { site: site.clone(), is_gone: false }).collect();
    let count = rows.len();
    let gone = removed.values().filter(|site| site.site.contains(&search));
    rows.extend(gone.map(|site| Row { site: site.clone(), is_gone: true }));
    rows.sort_by(|one, other| one.site.site.cmp(&other.site.site));
    (rows, count)
}

/// What is searched for: an address is searched for by its host.
fn wanted(search: &str) -> String {
    let search = search.trim().to_lowercase();
    let host = search.split_once("://").map_or(search.as_str(), |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}
