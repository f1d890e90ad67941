//! What the page tried, by what it does, down to the addresses.

use super::addresses::show_addresses;
use crate::catalogue::Role;
use crate::explain::{GroupView, ServiceView, Verdict, View};
use crate::web::page::dom::{Done, List, by_id, set_text, show, show_text, slot};
use crate::web::page::text::{Text, message};
use crate::web::page::words::{self, counted};
use crate::web::popup::talk;
use web_sys::Element;

/// Shows the groups in the order in which the view has them.
pub(super) fn show_tried(text: &Text, view: &View) -> Done {
    show(&by_id("tried")?, !view.groups.is_empty())?;
    let title = match view.verdict {
        Verdict::LetThrough | Verdict::Own => words::TRIED_TITLE_ALLOWED,
        Verdict::Chat => words::TRIED_TITLE_CHAT,
        _ => words::TRIED_TITLE,
    };
    set_text(&by_id("tried-title")?, &message(title));
    show(&by_id("tried-more")?, view.tried_more)?;
    let list = List { element: by_id("groups")?, template: "group", key: "data-role" };
    list.show(
        &view.groups,
        |group| group.role.as_str().to_owned(),
        |entry, group| {
            show_group(text, entry, group)?;
            let chat = if view.verdict == Verdict::Chat && group.sent > 0 { talk::role(group.role) } else { None };
            let (title, sentence) = chat.map_or_else(
                || (words::role_title(group.role), words::role_text(group.role)),
                |(title, sentence)| (title.to_owned(), sentence.to_owned()),
            );
            set_text(&slot(entry, "title")?, &message(&title));
            set_text(&slot(entry, "text")?, &message(&sentence));
            Ok(())
        },
    )
}

fn show_group(text: &Text, entry: &Element, group: &GroupView) -> Done {
    for (attribute, count) in [("data-blocked", group.blocked), ("data-sent", group.sent), ("data-tried", group.tried)] {
        entry.set_attribute(attribute, &count.to_string())?;
    }
    slot(entry, "glyph")?.set_attribute("href", &format!("#glyph-{}", glyph(group.role)))?;
    for (name, outcome) in ["blocked", "sent", "tried"].into_iter().zip(outcomes(text, group.tried, group.blocked, group.sent)) {
        show_text(&slot(entry, name)?, outcome.as_deref())?;
    }
    let list = List { element: slot(entry, "services")?, template: "service", key: "data-service" };
    list.show(&group.services, |service| service.id.clone(), |entry, service| show_service(text, entry, service))
}

fn show_service(text: &Text, entry: &Element, service: &ServiceView) -> Done {
    set_text(&slot(entry, "purpose")?, &message(&words::service(&service.id)));
    let outcomes = outcomes(text, service.tried, service.blocked, service.sent);
    set_text(&slot(entry, "outcomes")?, &outcomes.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let urls: Vec<&str> = service.urls.iter().map(String::as_str).collect();
    show_addresses(slot(entry, "urls")?, &urls)
}

/// What became of requests: blocked, let through, and neither; each only where there were some.
fn outcomes(text: &Text, tried: u64, blocked: u64, sent: u64) -> [Option<String>; 3] {
    let unfinished = tried.saturating_sub(blocked).saturating_sub(sent);
    [(counted::BLOCKED, blocked), (counted::SENT, sent), (counted::TRIED, unfinished)]
        .map(|(stem, count)| (count > 0).then(|| text.counted(stem, count)))
}

/// The picture of a role; `popup.html` has them.
fn glyph(role: Role) -> &'static str {
    match role {
        Role::Monitoring => "eye",
        Role::Tag | Role::Messaging => "bubble",
        Role::Storage => "box",
        Role::Identity => "person",
        Role::History | Role::Hours => "clock",
        Role::CoBrowsing | Role::Media => "window",
        Role::Forms => "form",
        Role::Configuration => "sliders",
        Role::Discovery | Role::Website => "globe",
        Role::Brand | Role::Legacy | Role::Other => "parts",
    }
}
