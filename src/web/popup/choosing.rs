//! The words of the choice between the modes. Nothing of the browser in it.

use super::words;
use crate::explain::View;
use crate::placeholder::Dismissed;
use crate::policy::{Lasts, Mode};

/// The three modes, with the radio button of each and what it means.
pub(crate) const MODES: [(Mode, &str, &str); 3] = [
    (Mode::Ask, "mode-ask", "choice_ask_text"),
    (Mode::Chat, "mode-chat", "choice_chat_text"),
    (Mode::Allow, "mode-allow", "choice_allow_text"),
];

/// How long a choice may hold, with the value of each in the list.
pub(crate) const LASTS: [(Lasts, &str); 4] =
    [(Lasts::Tab, "tab"), (Lasts::Browser, "browser"), (Lasts::Day, "day"), (Lasts::Always, "always")];

/// What is in force now: a message, and the time that it speaks of.
pub(crate) fn in_force(view: &View) -> Option<(&'static str, Option<f64>)> {
    if view.lasts.is_none() && view.chosen_for.is_none() && view.mode != Mode::Ask && view.mode == view.default_mode {
        return Some((words::IN_FORCE_DEFAULT, None));
    }
    match view.lasts.filter(|_| view.mode != Mode::Ask || view.default_mode != Mode::Ask)? {
        Lasts::Tab => Some((words::IN_FORCE_TAB, None)),
        Lasts::Browser => Some((words::IN_FORCE_BROWSER, None)),
        Lasts::Day => view.until.map(|until| (words::IN_FORCE_DAY, Some(until))),
        Lasts::Always => Some((words::IN_FORCE_ALWAYS, None)),
    }
}

/// Why pages have no chat button.
pub(crate) fn button_off(dismissed: Dismissed) -> &'static str {
    match dismissed {
        Dismissed::Site => "button_off_site",
        Dismissed::All => "button_off_all",
    }
}
