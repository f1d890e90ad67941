//! Which message says what: from the core's terms to keys of `_locales`. Nothing of the browser in it, so that the host
//! tests can hold every key against the files (`tests/locales.rs`).

use crate::catalogue::{Class, Kind, Lifetime, Role};
use crate::explain::{GroupView, Verdict, View};
use crate::policy::Mode;

/// Messages that are asked for by one fixed key.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $key;)*
        /// All of them.
        #[allow(dead_code, reason = "for the host tests")]
        pub(crate) const FIXED: &[&str] = &[$($key),*];
    };
}

keys! {
    /// The language that the messages are written in, for `lang` and for `Intl`.
    LANGUAGE = "language";
    /// `ltr` or `rtl`.
    DIRECTION = "direction";
    /// The extension's name.
    NAME = "name";
    ALLOW_LABEL = "allow_label";
    ALLOW_OFF_TEXT = "allow_off_text";
    ALLOW_ON_TEXT = "allow_on_text";
    ALLOW_CHOSEN_FOR = "allow_chosen_for";
    RELOAD_TO_ALLOW = "reload_to_allow";
    RELOAD_TO_HOLD = "reload_to_hold";
    TRIED_TITLE = "tried_title";
    TRIED_TITLE_ALLOWED = "tried_title_allowed";
    ERROR_TITLE = "error_title";
    ERROR_TEXT = "error_text";
    ERROR_SLOW = "error_slow";
    ERROR_NO_TAB = "error_no_tab";
}

/// Messages that count something; each has one form for every plural category of its language.
pub(crate) mod counted {
    /// Below the large number.
    pub(crate) const TOTAL_BLOCKED: &str = "total_blocked";
    pub(crate) const TOTAL_SENT: &str = "total_sent";
    pub(crate) const TOTAL_TRIED: &str = "total_tried";
    /// What became of the requests of one group.
    pub(crate) const BLOCKED: &str = "count_blocked";
    pub(crate) const SENT: &str = "count_sent";
    pub(crate) const TRIED: &str = "count_tried";
    /// How many items are folded away.
    pub(crate) const MORE_KEPT: &str = "more_kept";

    /// All of them.
    #[allow(dead_code, reason = "for the host tests")]
    pub(crate) const ALL: [&str; 7] = [TOTAL_BLOCKED, TOTAL_SENT, TOTAL_TRIED, BLOCKED, SENT, TRIED, MORE_KEPT];
}

/// The message for one plural category.
pub(crate) fn plural(stem: &str, category: &str) -> String {
    format!("{stem}_{category}")
}

/// An id of the catalogue as a part of a key: keys have no hyphens.
fn plain(id: &str) -> String {
    id.replace('-', "_")
}

/// What a part of the machinery does, in a few words.
pub(crate) fn role_title(role: Role) -> String {
    format!("role_{}_title", plain(role.as_str()))
}

/// What that means, in a sentence.
pub(crate) fn role_text(role: Role) -> String {
    format!("role_{}_text", plain(role.as_str()))
}

/// What a service does, in a sentence.
pub(crate) fn service(id: &str) -> String {
    format!("service_{}", plain(id))
}

/// What a stored item is for, in a sentence.
pub(crate) fn item(id: &str) -> String {
    format!("item_{}", plain(id))
}

/// What the visitor has to be told beside.
pub(crate) fn notice(name: &str) -> String {
    format!("notice_{}", plain(name))
}

/// What an item does to the visitor's privacy.
pub(crate) fn class(class: Class) -> &'static str {
    match class {
        Class::PersistentId => "class_persistent_id",
        Class::PersistentTimestamp => "class_persistent_timestamp",
        Class::Session => "class_session",
        Class::Conversation => "class_conversation",
        Class::Functional => "class_functional",
        Class::Cobrowse => "class_cobrowse",
        Class::Legacy => "class_legacy",
        Class::Agent => "class_agent",
        Class::Unlisted => "class_unlisted",
    }
}

/// Where the browser keeps an item.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Cookie => "kind_cookie",
        Kind::LocalStorage => "kind_local_storage",
        Kind::SessionStorage => "kind_session_storage",
        Kind::IndexedDb => "kind_indexed_db",
    }
}

/// How long an item is kept: a number of units that `Intl` knows, or a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// So many of `day` or `year`.
    Units(u32, &'static str),
    /// A key.
    Message(&'static str),
}

/// How long an item asks to be kept.
pub(crate) fn lifetime(lifetime: Lifetime) -> Lasting {
    match lifetime {
        Lifetime::Days(days) if days >= 365 && days % 365 == 0 => Lasting::Units(days / 365, "year"),
        Lifetime::Days(days) => Lasting::Units(days, "day"),
        Lifetime::Session => Lasting::Message("lifetime_session"),
        Lifetime::Tab => Lasting::Message("lifetime_tab"),
        Lifetime::NoExpiry => Lasting::Message("lifetime_no_expiry"),
        Lifetime::Probe => Lasting::Message("lifetime_probe"),
        Lifetime::Unknown => Lasting::Message("lifetime_unknown"),
    }
}

/// How a site is treated, in two words.
pub(crate) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Ask => "mode_ask",
        Mode::Chat => "mode_chat",
        Mode::Allow => "mode_allow",
    }
}

/// The name of a verdict in `data-state`.
pub(crate) fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::HeldBack => "held-back",
        Verdict::LetThrough => "let-through",
        Verdict::Partly => "partly",
        Verdict::Tried => "tried",
        Verdict::Quiet => "quiet",
        Verdict::Own => "own",
        Verdict::Unsupported => "unsupported",
    }
}

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
        total: u64,
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
    let sum = |count: fn(&GroupView) -> u64| view.groups.iter().map(count).fold(0, u64::saturating_add);
    // That the chat would have watched the visit is said only where the script that does so was asked for.
    let engine = view.groups.iter().any(|group| matches!(group.role, Role::Tag | Role::Monitoring | Role::Legacy));
    let chat = "chat_held_back";
    let happened = |sentence, chat, total, counts| Headline::Happened { sentence, chat, total, counts };
    match view.verdict {
        Verdict::HeldBack if engine => happened("verdict_held_back", chat, view.blocked, counted::TOTAL_BLOCKED),
        Verdict::HeldBack => happened("verdict_held_back_parts", chat, view.blocked, counted::TOTAL_BLOCKED),
        Verdict::LetThrough => happened("verdict_let_through", "chat_let_through", sum(|group| group.sent), counted::TOTAL_SENT),
        Verdict::Partly if view.blocked > 0 => happened("verdict_partly", "chat_partly", view.blocked, counted::TOTAL_BLOCKED),
        Verdict::Partly => happened("verdict_partly_sent", "chat_partly_sent", sum(|group| group.sent), counted::TOTAL_SENT),
        Verdict::Tried => happened("verdict_tried", "chat_tried", sum(|group| group.tried), counted::TOTAL_TRIED),
        Verdict::Quiet if view.mode == Mode::Ask => Headline::Nothing { title: "quiet_title", text: "quiet_text" },
        Verdict::Quiet => Headline::Nothing { title: "quiet_title", text: "quiet_text_allowed" },
        Verdict::Own => Headline::Nothing { title: "own_title", text: "own_text" },
        Verdict::Unsupported => Headline::Nothing { title: "unsupported_title", text: "unsupported_text" },
    }
}
