//! Addresses as a visitor can read them, and the one of the popup itself. Nothing of the browser in it.

/// Host and path of an address: without its scheme, query and fragment.
pub(crate) fn host_and_path(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    match rest.find('/').and_then(|at| rest.split_at_checked(at)) {
        Some((host, path)) => (host, if path == "/" { "" } else { path }),
        None => (rest, ""),
    }
}

/// The tab that the popup's own address names, `?tab=7`: so it is opened as a page of its own.
pub(crate) fn named_tab(query: &str) -> Option<i32> {
    let pairs = query.trim_start_matches('?').split('&');
    pairs.filter_map(|pair| pair.strip_prefix("tab=")).find_map(|tab| tab.parse().ok())
}
