//! A list of addresses.

use crate::web::page::dom::{Done, List, set_text, slot};
use crate::web::popup::address::host_and_path;
use web_sys::Element;

/// Shows the addresses. What follows the question mark is for the report; addresses that differ in nothing else are one here.
pub(super) fn show_addresses(element: Element, urls: &[&str]) -> Done {
    let mut addresses: Vec<(&str, &str)> = Vec::new();
    for address in urls.iter().map(|url| host_and_path(url)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    let list = List { element, template: "url", key: "data-url" };
    list.show(
        &addresses,
        |(host, path)| format!("{host}{path}"),
        |entry, (host, path)| {
            set_text(&slot(entry, "host")?, host);
            set_text(&slot(entry, "path")?, path);
            entry.set_attribute("title", &format!("{host}{path}"))
        },
    )
}
