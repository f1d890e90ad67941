//! Which message says what: from the core's terms to keys of `_locales`. Nothing of the browser in it, so that the host
//! tests can hold every key against the files (`tests/locales.rs`).

use super::keys::keys;
use crate::catalogue::{Class, Kind, Need, Role};
use crate::explain::{Counted, Verdict};
use crate::ledger::{AttemptBy, AttemptOutcome};
use crate::policy::Mode;

keys! {
    /// The language that the messages are written in, for `lang` and for `Intl`.
    LANGUAGE = "language";
    /// `ltr` or `rtl`.
    DIRECTION = "direction";
    /// The extension's name.
    NAME = "name";
    CHOICE_TITLE = "choice_title";
    CHOICE_CHOSEN_FOR = "choice_chosen_for";
    IN_FORCE_TAB = "in_force_tab";
    IN_FORCE_BROWSER = "in_force_browser";
    /// With the time.
    IN_FORCE_DAY = "in_force_day";
    /// It holds for every site without a choice of its own.
    IN_FORCE_DEFAULT = "in_force_default";
    IN_FORCE_ALWAYS = "in_force_always";
    RELOAD_TO_ALLOW = "reload_to_allow";
    RELOAD_TO_HOLD = "reload_to_hold";
    RELOAD_TO_CHAT = "reload_to_chat";
    NO_ACCESS_BESIDE = "no_access_beside";
    ACCESS_GRANTED = "access_granted";
    TRIED_TITLE = "tried_title";
    TRIED_TITLE_ALLOWED = "tried_title_allowed";
    TRIED_TITLE_CHAT = "tried_title_chat";
    ATTEMPTS_TITLE = "attempts_title";
    ATTEMPTS_TITLE_ALLOWED = "attempts_title_allowed";
    /// What is said of an item that the catalogue does not describe.
    ATTEMPT_UNLISTED = "attempt_unlisted";
    /// A lifetime, as what was asked for.
    ASKED_FOR = "asked_for";
    ASKED_UNKNOWN = "asked_unknown";
    BY_SCRIPT = "by_script";
    /// With the script's host.
    BY_SCRIPT_FROM = "by_script_from";
    BY_SERVER = "by_server";
    BY_FOUND = "by_found";
    /// Disguised tags were stopped; their addresses follow.
    DISGUISED_AT = "disguised_at";
    DISGUISED = "disguised";
    /// A number that is not the whole of it.
    MORE_THAN = "more_than";
    CLEANED_NOTHING = "cleaned_nothing";
    CLEANED_OLDEST = "cleaned_oldest";
    CLEANED_LATEST = "cleaned_latest";
    CLEANED_WHEN = "cleaned_when";
    CLEANING = "cleaning";
    CLEAN_UP_ERROR = "clean_up_error";
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
    /// The same of what was to be kept.
    pub(crate) const TOTAL_WRITES: &str = "total_writes";
    pub(crate) const TOTAL_SESSION: &str = "total_session";
    pub(crate) const TOTAL_REMOVED: &str = "total_removed";
    pub(crate) const TOTAL_KEPT: &str = "total_kept";
    pub(crate) const TOTAL_STOPPED: &str = "total_stopped";
    /// What became of the requests of one group.
    pub(crate) const BLOCKED: &str = "count_blocked";
    pub(crate) const SENT: &str = "count_sent";
    pub(crate) const TRIED: &str = "count_tried";
    /// How many items are folded away.
    pub(crate) const MORE_KEPT: &str = "more_kept";
    /// How many attempts to keep something are folded away.
    pub(crate) const MORE_ATTEMPTS: &str = "more_attempts";
    /// How often the same was tried, and more often than that.
    pub(crate) const TIMES: &str = "times";
    pub(crate) const MORE_TIMES: &str = "more_times";
    /// How much there was in all, where not all of it has a row, and more than that.
    pub(crate) const BEYOND: &str = "beyond";
    pub(crate) const MORE_BEYOND: &str = "more_beyond";

    /// What a clean-up removed, on how many sites; what it asks about; what it could not remove.
    pub(crate) const CLEANED: &str = "cleaned";
    pub(crate) const CLEANED_SITES: &str = "cleaned_sites";
    pub(crate) const CLEANED_ASK: &str = "cleaned_ask";
    pub(crate) const CLEANED_FAILED: &str = "cleaned_failed";

    /// The button for the next entries of a long list.
    pub(crate) const SHOW_MORE: &str = "show_more";

    /// All of them.
    #[allow(dead_code, reason = "for the host tests")]
    pub(crate) const ALL: &[&str] = &[
        TOTAL_BLOCKED,
        TOTAL_SENT,
        TOTAL_TRIED,
        TOTAL_WRITES,
        TOTAL_SESSION,
        TOTAL_REMOVED,
        TOTAL_KEPT,
        TOTAL_STOPPED,
        BLOCKED,
        SENT,
        TRIED,
        MORE_KEPT,
        MORE_ATTEMPTS,
        TIMES,
        MORE_TIMES,
        BEYOND,
        MORE_BEYOND,
        CLEANED,
        CLEANED_SITES,
        CLEANED_ASK,
        CLEANED_FAILED,
        SHOW_MORE,
    ];
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

/// The name of a class in `data-class`.
pub(crate) fn class_name(of: Class) -> String {
    class(of).trim_start_matches("class_").replace('_', "-")
}

/// Whether something needs consent, in a few words.
pub(crate) fn need(need: Need) -> &'static str {
    match need {
        Need::Consent => "need_consent",
        Need::OnRequest => "need_on_request",
        Need::Functional => "need_functional",
    }
}

/// The name of a need in `data-need`.
pub(crate) fn need_name(of: Need) -> String {
    need(of).trim_start_matches("need_").replace('_', "-")
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

/// What became of an attempt to keep something.
pub(crate) fn outcome(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Blocked => "outcome_blocked",
        AttemptOutcome::SessionOnly => "outcome_session_only",
        AttemptOutcome::Removed => "outcome_removed",
        AttemptOutcome::Allowed => "outcome_allowed",
    }
}

/// The name of an outcome in `data-outcome`.
pub(crate) fn outcome_name(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Blocked => "blocked",
        AttemptOutcome::SessionOnly => "session-only",
        AttemptOutcome::Removed => "removed",
        AttemptOutcome::Allowed => "allowed",
    }
}

/// Who tried to keep something. With a host, it stands in the message.
pub(crate) fn by(by: AttemptBy, host: Option<&str>) -> &'static str {
    match by {
        AttemptBy::Script if host.is_some() => BY_SCRIPT_FROM,
        AttemptBy::Script => BY_SCRIPT,
        AttemptBy::Server => BY_SERVER,
        AttemptBy::Found => BY_FOUND,
    }
}

/// The message of a number that may not be the whole of it.
pub(crate) fn stem(count: Counted, exact: &'static str, more: &'static str) -> &'static str {
    if count.more { more } else { exact }
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
        Verdict::Chat => "chat",
        Verdict::Partly => "partly",
        Verdict::Tried => "tried",
        Verdict::Quiet => "quiet",
        Verdict::Own => "own",
        Verdict::Unsupported => "unsupported",
        Verdict::NoAccess => "no-access",
    }
}
