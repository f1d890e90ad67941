//! What the popup says above everything else: which sentence, and what its large number counts. Nothing of the browser in it.

use super::words::counted;
use crate::catalogue::Role;
use crate::chat::ChatState;
use crate::explain::{Counted, GroupView, Verdict, View};
use crate::policy::Mode;

/// What the popup says above everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headline {
    /// Something happened: a sentence, what it means for the chat, and the number to show large.
    Happened {
        /// The sentence.
        sentence: &'static str,
        /// What it means for the chat.
        chat: &'static str,
        /// The number.
        total: Counted,
        /// What the number counts.
        counts: &'static str,
    },
    /// There is nothing to count: a title and a sentence.
    Nothing {
        /// The title.
        title: &'static str,
        /// The sentence.
        text: &'static str,
    },
}

/// The headline of a page.
pub(crate) fn headline(view: &View) -> Headline {
    match view.verdict {
        Verdict::HeldBack => held_back(view),
        Verdict::LetThrough => match sum(view, |group| group.sent) {
            0 => happened("verdict_let_through", "chat_let_through", view.kept_counts.allowed, counted::TOTAL_KEPT),
            sent => happened("verdict_let_through", "chat_let_through", all(sent), counted::TOTAL_SENT),
        },
        Verdict::Chat => happened(chat(view), "chat_chat", all(sum(view, |group| group.sent)), counted::TOTAL_SENT),
        Verdict::Partly => partly(view),
        Verdict::Tried => happened("verdict_tried", "chat_tried", all(sum(view, |group| group.tried)), counted::TOTAL_TRIED),
        Verdict::Quiet if view.mode == Mode::Ask => Headline::Nothing { title: "quiet_title", text: "quiet_text" },
        Verdict::Quiet if view.mode == Mode::Chat => Headline::Nothing { title: "quiet_title", text: "quiet_text_chat" },
        Verdict::Quiet => Headline::Nothing { title: "quiet_title", text: "quiet_text_allowed" },
        Verdict::Own => Headline::Nothing { title: "own_title", text: "own_text" },
        Verdict::Unsupported => Headline::Nothing { title: "unsupported_title", text: "unsupported_text" },
        Verdict::NoAccess => Headline::Nothing { title: "no_access_title", text: "no_access_text" },
    }
}

/// Requests come first, then a script that did not start, then what was to be kept: the number counts one of them only.
fn held_back(view: &View) -> Headline {
    let counts = view.kept_counts;
    // That the chat would have watched the visit is said only where the script that does so was asked for.
    let engine = view.groups.iter().any(|group| matches!(group.role, Role::Tag | Role::Monitoring | Role::Legacy));
    if view.blocked > 0 {
        let sentence = if engine { "verdict_held_back" } else { "verdict_held_back_parts" };
        happened(sentence, "chat_held_back", all(view.blocked), counted::TOTAL_BLOCKED)
    } else if !counts.stopped.is_none() {
        happened("verdict_held_back", "chat_held_back", counts.stopped, counted::TOTAL_STOPPED)
    } else if !counts.blocked.is_none() {
        happened("verdict_held_back_writes", "chat_writes", counts.blocked, counted::TOTAL_WRITES)
    } else if !counts.session_only.is_none() {
        happened("verdict_session_only", "chat_writes", counts.session_only, counted::TOTAL_SESSION)
    } else {
        happened("verdict_removed", "chat_writes", counts.removed, counted::TOTAL_REMOVED)
    }
}

/// That the chat is there is said only where it is.
fn chat(view: &View) -> &'static str {
    let is_there = view.chat.is_none_or(|chat| matches!(chat.state, ChatState::Offered | ChatState::Open));
    match (view.blocked > 0 || view.kept_counts.held(), is_there) {
        (true, true) => "verdict_chat",
        (true, false) => "verdict_chat_let",
        (false, _) => "verdict_chat_alone",
    }
}

fn partly(view: &View) -> Headline {
    let sent = sum(view, |group| group.sent);
    if sent > 0 && view.blocked > 0 {
        happened("verdict_partly", "chat_partly", all(view.blocked), counted::TOTAL_BLOCKED)
    } else if sent > 0 {
        happened("verdict_partly_sent", "chat_partly_sent", all(sent), counted::TOTAL_SENT)
    } else {
        happened("verdict_partly_kept", "chat_writes", view.kept_counts.allowed, counted::TOTAL_KEPT)
    }
}

fn happened(sentence: &'static str, chat: &'static str, total: Counted, counts: &'static str) -> Headline {
    Headline::Happened { sentence, chat, total, counts }
}

/// A number of requests: each of them is counted.
fn all(number: u64) -> Counted {
    Counted { number, more: false }
}

fn sum(view: &View, count: fn(&GroupView) -> u64) -> u64 {
    view.groups.iter().map(count).fold(0, u64::saturating_add)
}
