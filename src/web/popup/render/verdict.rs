//! What happened, in one sentence and one number.

use super::blank;
use crate::explain::View;
use crate::web::popup::dom::{Done, by_id, set_text, show as show_element};
use crate::web::popup::text::{Text, message};
use crate::web::popup::words::{self, Headline};

/// Shows the sentence with its number, or the title where there is nothing to count.
pub(super) fn show(text: &Text, view: &View) -> Done {
    match words::headline(view) {
        Headline::Happened { sentence, chat, total, counts } => {
            set_text(&by_id("total")?, &text.number(total));
            set_text(&by_id("counts")?, &text.counted(counts, total));
            set_text(&by_id("sentence")?, &message(sentence));
            set_text(&by_id("chat")?, &message(chat));
            show_element(&by_id("verdict")?, true)?;
            blank(None)
        }
        Headline::Nothing { title, text } => {
            show_element(&by_id("verdict")?, false)?;
            blank(Some((&message(title), &message(text))))
        }
    }
}
