//! What the script that was blocked would have kept. It is the catalogue that says so, not the page.

use crate::catalogue::Class;
use crate::explain::WouldKeep;
use crate::web::page::dom::{Done, List, by_id, set_text, show, slot};
use crate::web::page::lasting;
use crate::web::page::text::{Text, message};
use crate::web::page::words::{self, counted};
use web_sys::Element;

/// Shows the items: those that outlive the visit first, the rest folded away.
pub(super) fn show_kept(text: &Text, items: &[WouldKeep]) -> Done {
    show(&by_id("kept")?, !items.is_empty())?;
    let mut items: Vec<&WouldKeep> = items.iter().collect();
    items.sort_by_key(|item| rank(item.class));
    let outliving = items.iter().take_while(|item| outlives(item.class)).count();
    // Where none does, there is nothing to put the rest behind.
    let (first, rest) = items.split_at_checked(outliving).filter(|(first, _)| !first.is_empty()).unwrap_or((&items, &[]));
    list(text, "kept-first", first)?;
    list(text, "kept-rest", rest)?;
    set_text(&by_id("kept-more")?, &text.counted(counted::MORE_KEPT, rest.len() as u64));
    show(&by_id("kept-fold")?, !rest.is_empty())
}

fn list(text: &Text, id: &str, items: &[&WouldKeep]) -> Done {
    let list = List { element: by_id(id)?, template: "item", key: "data-item" };
    list.show(items, |item| item.id.clone(), |entry, item| show_item(text, entry, item))
}

fn show_item(text: &Text, entry: &Element, item: &WouldKeep) -> Done {
    set_text(&slot(entry, "name")?, &item.name);
    set_text(&slot(entry, "class")?, &message(words::class(item.class)));
    entry.toggle_attribute_with_force("data-outlives", outlives(item.class))?;
    set_text(&slot(entry, "kind")?, &message(words::kind(item.kind)));
    set_text(&slot(entry, "lifetime")?, &text.lasting(lasting::lifetime(item.lifetime))?);
    set_text(&slot(entry, "purpose")?, &message(&words::item(&item.id)));
    Ok(())
}

/// Whether an item says something of the visitor on a later visit.
pub(super) fn outlives(class: Class) -> bool {
    matches!(class, Class::PersistentId | Class::PersistentTimestamp)
}

/// In what order items are read.
pub(super) fn rank(class: Class) -> u8 {
    match class {
        Class::PersistentId => 0,
        Class::PersistentTimestamp => 1,
        Class::Legacy => 2,
        Class::Session => 3,
        Class::Conversation | Class::Cobrowse => 4,
        Class::Unlisted => 5,
        Class::Functional | Class::Agent => 6,
    }
}
