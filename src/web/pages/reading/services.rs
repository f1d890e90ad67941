//! What is in an unfolded part of the machinery: its services, down to the single addresses.

use super::said;
use crate::explain::{Address, Evidence, GroupView, ServiceView};
use crate::web::page::dom::{Done, List, by_id, set_text, show as show_element, slot};
use crate::web::page::outcomes::outcomes;
use crate::web::page::steps::show_steps;
use crate::web::page::text::{Text, message};
use crate::web::page::times::show_times;
use crate::web::page::words::{self, counted};
use web_sys::Element;

/// Fills those groups that are unfolded. The groups themselves are the popup's.
pub(super) fn show(text: &Text, evidence: &Evidence) -> Done {
    let groups = by_id("groups")?.children();
    for entry in (0..groups.length()).filter_map(|n| groups.item(n)) {
        let role = entry.get_attribute("data-role").unwrap_or_default();
        let group = evidence.groups.iter().find(|group| group.role.as_str() == role);
        let is_open = entry.query_selector("details[open]")?.is_some();
        if let Some(group) = group.filter(|_| is_open) {
            show_group(text, &entry, group, evidence)?;
        }
    }
    Ok(())
}

fn show_group(text: &Text, entry: &Element, group: &GroupView, evidence: &Evidence) -> Done {
    let why = evidence.consent.iter().find(|consent| consent.roles.contains(&group.role));
    show_element(&slot(entry, "consent")?, why.is_some())?;
    if let Some(why) = why {
        let need = slot(entry, "need")?;
        set_text(&need, &message(words::need(why.need)));
        need.set_attribute("data-need", &words::need_name(why.need))?;
        set_text(&slot(entry, "why")?, &message(&said::consent(&why.id)));
    }
    let list = List { element: slot(entry, "services")?, template: "service", key: "data-service" };
    list.show(&group.services, |service| service.id.clone(), |entry, service| show_service(text, entry, service, evidence))
}

fn show_service(text: &Text, entry: &Element, service: &ServiceView, evidence: &Evidence) -> Done {
    set_text(&slot(entry, "purpose")?, &message(&words::service(&service.id)));
    let outcomes = outcomes(text, service.tried, service.blocked, service.sent);
    set_text(&slot(entry, "outcomes")?, &outcomes.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    show_times(text, entry, service.first, service.last)?;
    let addresses: Vec<&Address> = evidence.addresses.iter().filter(|address| address.service == service.id).collect();
    let list = List { element: slot(entry, "urls")?, template: "address", key: "data-url" };
    let key = |address: &&Address| format!("{} {}", said::request_name(address.outcome), address.url);
    show_steps(text, &list, &addresses, key, |entry, address| show_address(text, entry, address))
}

fn show_address(text: &Text, entry: &Element, address: &Address) -> Done {
    let (place, query) = address.url.find('?').and_then(|at| address.url.split_at_checked(at)).unwrap_or((&address.url, ""));
    let place = place.split_once("://").map_or(place, |(_, rest)| rest);
    let (host, path) = place.find('/').and_then(|at| place.split_at_checked(at)).unwrap_or((place, ""));
    set_text(&slot(entry, "host")?, host);
    set_text(&slot(entry, "path")?, path);
    set_text(&slot(entry, "query")?, query);
    set_text(&slot(entry, "outcome")?, &message(said::request(address.outcome)));
    entry.set_attribute("data-outcome", said::request_name(address.outcome))?;
    set_text(&slot(entry, "count")?, &text.counted(counted::TIMES, address.count));
    show_element(&slot(entry, "times")?, address.count > 1)?;
    show_times(text, entry, address.first, address.last)
}
