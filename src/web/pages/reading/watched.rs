//! Which behaviours this page watches for, each with what showed it; and, apart, what is only said to be watched.

use super::said;
use crate::catalogue::Sign;
use crate::explain::{Evidence, Shown, Watched};
use crate::web::page::dom::{Done, List, by_id, set_text, show as show_element, slot};
use crate::web::page::text::{Text, message};
use crate::web::page::words;
use web_sys::Element;

/// Shows the behaviours, where they are unfolded.
pub(super) fn show(text: &Text, evidence: &Evidence) -> Done {
    if !by_id("watched-fold")?.has_attribute("open") {
        return Ok(());
    }
    list(text, "watched-list", &evidence.watched)?;
    list(text, "said-list", &evidence.said)?;
    show_element(&by_id("said")?, !evidence.said.is_empty())
}

fn list(text: &Text, id: &str, rows: &[Watched]) -> Done {
    let list = List { element: by_id(id)?, template: "behaviour", key: "data-behaviour" };
    list.show(rows, |row| row.id.clone(), |entry, row| show_row(text, entry, row))
}

fn show_row(text: &Text, entry: &Element, row: &Watched) -> Done {
    set_text(&slot(entry, "purpose")?, &message(&said::behaviour(&row.id)));
    let list = List { element: slot(entry, "signs")?, template: "sign", key: "data-sign" };
    let key = |shown: &Shown| format!("{} {}", String::from(shown.sign.clone()), said::way_name(shown.way));
    list.show(&row.shown, key, |entry, shown| {
        set_text(&slot(entry, "sign")?, &sign(&shown.sign));
        set_text(&slot(entry, "way")?, &message(said::way(shown.way)));
        set_text(&slot(entry, "count")?, &text.counted(words::counted::TIMES, shown.count));
        show_element(&slot(entry, "times")?, shown.count > 1)
    })?;
    show_element(&slot(entry, "signs")?, !row.shown.is_empty())
}

/// A sign as it stands in a message.
pub(super) fn sign(sign: &Sign) -> String {
    match sign {
        Sign::Parameter(name) => name.clone(),
        Sign::Message(name) => format!("t={name}"),
        Sign::Attribute(name) => format!("sdes › {name}"),
    }
}
