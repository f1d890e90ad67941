//! What the page tried to keep, item by item, and what became of each. All of it was seen.

use super::kept::{outlives, rank};
use crate::explain::{Counted, KeptView, View};
use crate::ledger::AttemptOutcome;
use crate::web::page::dom::{Done, List, by_id, set_text, show, show_text, slot};
use crate::web::page::text::{Text, about, message};
use crate::web::page::words::{self, counted};
use crate::web::page::{lasting, words::stem};
use web_sys::Element;

/// Items that are shown without unfolding the rest. One more than these is shown as well: a fold for one saves no room.
const FIRST: usize = 5;

/// Shows the items: those that outlive the visit first, what is beyond the first few folded away.
pub(super) fn show_attempts(text: &Text, view: &View) -> Done {
    show(&by_id("attempts")?, !view.kept.is_empty())?;
    let all_allowed = view.kept.iter().all(|item| item.outcome == AttemptOutcome::Allowed);
    let title = if all_allowed { words::ATTEMPTS_TITLE_ALLOWED } else { words::ATTEMPTS_TITLE };
    set_text(&by_id("attempts-title")?, &message(title));
    let mut items: Vec<&KeptView> = view.kept.iter().collect();
    items.sort_by_key(|item| rank(item.class));
    let shown = if items.len() > FIRST + 1 { FIRST } else { items.len() };
    let (first, rest) = items.split_at_checked(shown).unwrap_or((&items, &[]));
    list(text, "attempts-first", first)?;
    list(text, "attempts-rest", rest)?;
    set_text(&by_id("attempts-more")?, &text.counted(counted::MORE_ATTEMPTS, rest.len() as u64));
    show(&by_id("attempts-fold")?, !rest.is_empty())?;
    let all = view.kept_counts.attempts;
    let beyond = view.kept_more.then(|| text.counted(stem(all, counted::BEYOND, counted::MORE_BEYOND), all.number));
    show_text(&by_id("attempts-beyond")?, beyond.as_deref())
}

fn list(text: &Text, id: &str, items: &[&KeptView]) -> Done {
    let list = List { element: by_id(id)?, template: "attempt", key: "data-row" };
    list.show(items, |item| row(item), |entry, item| show_item(text, entry, item))
}

/// What tells one row from another.
fn row(item: &KeptView) -> String {
    let by = words::by(item.by, item.script.as_deref());
    [item.kind.as_str(), words::outcome_name(item.outcome), by, item.script.as_deref().unwrap_or_default(), &item.name].join(" ")
}

fn show_item(text: &Text, entry: &Element, item: &KeptView) -> Done {
    let outcome = words::outcome_name(item.outcome);
    for (attribute, value) in [
        ("data-attempt", item.name.as_str()),
        ("data-kind", item.kind.as_str()),
        ("data-outcome", outcome),
        ("data-count", &item.count.to_string()),
        ("data-class", &words::class_name(item.class)),
    ] {
        entry.set_attribute(attribute, value)?;
    }
    entry.toggle_attribute_with_force("data-more", item.more)?;
    entry.toggle_attribute_with_force("data-outlives", outlives(item.class))?;
    set_text(&slot(entry, "name")?, &item.name);
    set_text(&slot(entry, "outcome")?, &message(words::outcome(item.outcome)));
    set_text(&slot(entry, "kind")?, &message(words::kind(item.kind)));
    let asked = match lasting::asked(item.asked) {
        Some(lasting) => about(words::ASKED_FOR, &text.lasting(lasting)?),
        None => message(words::ASKED_UNKNOWN),
    };
    set_text(&slot(entry, "lifetime")?, &asked);
    let purpose = item.id.as_deref().map_or_else(|| words::ATTEMPT_UNLISTED.to_owned(), words::item);
    set_text(&slot(entry, "purpose")?, &message(&purpose));
    set_text(&slot(entry, "class")?, &message(words::class(item.class)));
    let host = item.script.as_deref();
    set_text(&slot(entry, "by")?, &about(words::by(item.by, host), host.unwrap_or_default()));
    let count = Counted { number: item.count, more: item.more };
    set_text(&slot(entry, "count")?, &text.counted(stem(count, counted::TIMES, counted::MORE_TIMES), count.number));
    show(&slot(entry, "times")?, count.number > 1)
}
