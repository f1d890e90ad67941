//! What happened, in one sentence and one number.

use super::addresses::show_addresses;
use super::blank;
use crate::explain::View;
use crate::web::page::dom::{Done, by_id, set_text, show as show_element};
use crate::web::page::text::{Text, message};
use crate::web::page::words;
use crate::web::popup::headline::{Headline, headline};

/// Shows the sentence with its number, or the title where there is nothing to count.
pub(super) fn show(text: &Text, view: &View) -> Done {
    match headline(view) {
        Headline::Happened { sentence, chat, total, counts } => {
            let number = by_id("total")?;
            set_text(&number, &text.at_least(total));
            number.toggle_attribute_with_force("data-more", total.more)?;
            set_text(&by_id("counts")?, &text.counted(counts, total.number));
            set_text(&by_id("sentence")?, &message(sentence));
            set_text(&by_id("chat")?, &message(chat));
            show_disguised(view)?;
            show_element(&by_id("verdict")?, true)?;
            blank(None)
        }
        Headline::Nothing { title, text } => {
            show_element(&by_id("verdict")?, false)?;
            blank(Some((&message(title), &message(text))))
        }
    }
}

/// That a tag came in disguise, and from where.
fn show_disguised(view: &View) -> Done {
    let place = by_id("disguised")?;
    place.set_attribute("data-disguised", &view.disguised.len().to_string())?;
    let scripts: Vec<&str> = view.disguised.iter().filter_map(|tag| tag.script.as_deref()).collect();
    let sentence = if scripts.is_empty() { words::DISGUISED } else { words::DISGUISED_AT };
    set_text(&by_id("disguised-text")?, &message(sentence));
    show_addresses(by_id("disguised-at")?, &scripts)?;
    show_element(&place, !view.disguised.is_empty())
}
