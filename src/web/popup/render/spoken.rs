//! What a screen reader says of a page when something has changed.

use crate::explain::View;
use crate::policy::Mode;
use crate::web::page::dom::Done;
pub(super) use crate::web::page::spoken::say;
use crate::web::page::text::{Text, message};
use crate::web::page::words;
use crate::web::popup::headline::{Headline, headline};
use crate::web::popup::talk::talk;
use std::cell::RefCell;

thread_local! {
    /// What was there to hear at last.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Says what has changed. The first picture is read by whoever opens the popup: to say it as well would be to say it twice.
pub(super) fn say_changed(words: String) -> Done {
    match LAST.replace(Some(words.clone())) {
        Some(before) if before != words => say(&words),
        _ => Ok(()),
    }
}

/// What is there to hear of a page.
pub(super) fn summary(text: &Text, view: &View) -> String {
    let mut said = match headline(view) {
        Headline::Happened { sentence, total, counts, .. } => {
            vec![message(sentence), text.sentence(&format!("{} {}", text.at_least(total), text.counted(counts, total.number)))]
        }
        Headline::Nothing { title, text } => vec![message(title), message(text)],
    };
    if let Some(talk) = talk(view) {
        said.push(message(talk.text));
    }
    if view.reload {
        said.push(message(reload_text(view.mode)));
    }
    text.sentences(&said)
}

/// Why the page has to be loaded again.
pub(super) fn reload_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Allow => words::RELOAD_TO_ALLOW,
        Mode::Chat => words::RELOAD_TO_CHAT,
        Mode::Ask => words::RELOAD_TO_HOLD,
    }
}
