//! Which message says what in the reading part: nothing of the browser in it, so that the host's tests can hold every key
//! against the files (`tests/locales.rs`).

use super::keys::keys;
use crate::catalogue::Personal;
use crate::explain::Way;
use crate::ledger::Outcome;

keys! {
    LEARNED_TITLE = "learned_title";
    LEARNED_TITLE_SENT = "learned_title_sent";
    /// No behaviour was shown to be watched.
    BEHAVIOURS_NONE = "behaviours_none";
    /// Nothing was sent, and nothing lay ready.
    LEARNED_NOTHING = "learned_nothing";
    /// A parameter or attribute that the catalogue does not describe.
    LEARNED_UNKNOWN = "learned_unknown";
    /// A function in place of who the visitor is.
    VALUE_IDENTITY_FUNCTION = "value_identity_function";
    VALUE_FUNCTION = "value_function";
    /// The name alone.
    VALUE_NOTHING = "value_nothing";
    /// A text of which only the beginning is told.
    VALUE_CUT = "value_cut";
    VALUE_LEFT_OUT = "value_left_out";
    CONSENT_SOURCE = "consent_source";
    REPORT_TITLE = "report_title";
    REPORT_COPIED = "report_copied";
    REPORT_SAVED = "report_saved";
    REPORT_FAILED = "report_failed";
    REPORT_FOOT = "report_foot";
    REPORT_ADDRESS = "report_address";
    REPORT_SITE = "report_site";
    REPORT_MODE = "report_mode";
    REPORT_MADE = "report_made";
    REPORT_PERSONAL_IN = "report_personal_in";
    REPORT_PERSONAL_OUT = "report_personal_out";
    COLUMN_WHAT = "column_what";
    COLUMN_OUTCOME = "column_outcome";
    COLUMN_TIME = "column_time";
    COLUMN_ADDRESSES = "column_addresses";
    COLUMN_CONSENT = "column_consent";
    COLUMN_PLACE = "column_place";
    COLUMN_LIFETIME = "column_lifetime";
    COLUMN_PURPOSE = "column_purpose";
    COLUMN_VALUE = "column_value";
    COLUMN_PERSONAL = "column_personal";
    COLUMN_SHOWN = "column_shown";
    COLUMN_WHY = "column_why";
    COLUMN_SOURCE = "column_source";
    /// The titles of parts of the popup, which the report has too.
    KEPT_TITLE = "kept_title";
    KEPT_INTRO = "kept_intro";
    WATCHED_TITLE = "watched_title";
    SAID_TITLE = "said_title";
    SAID_INTRO = "said_intro";
    CONSENT_TITLE = "consent_title";
    /// More requests were made than have a row of their own.
    TRIED_MORE = "tried_more";
}

/// Messages that count something.
pub(crate) mod counted {
    /// Values that say nothing of the visitor, folded away.
    pub(crate) const TECHNICAL: &str = "learned_technical";
    /// Behaviours that were shown.
    pub(crate) const BEHAVIOURS: &str = "behaviours";

    /// All of them.
    #[allow(dead_code, reason = "for the host tests")]
    pub(crate) const ALL: &[&str] = &[TECHNICAL, BEHAVIOURS];
}

/// Above what was learned in one way.
pub(crate) fn way_title(way: Way) -> &'static str {
    match way {
        Way::Sent => "way_sent_title",
        Way::SentByUs => "way_sent_by_us_title",
        Way::Blocked => "way_blocked_title",
        Way::Tried => "way_tried_title",
        Way::Ready => "way_ready_title",
    }
}

/// How far something got, in a word or two.
pub(crate) fn way(way: Way) -> &'static str {
    match way {
        Way::Sent => "way_sent",
        Way::SentByUs => "way_sent_by_us",
        Way::Blocked => "way_blocked",
        Way::Tried => "way_tried",
        Way::Ready => "way_ready",
    }
}

/// The name of a way in `data-way`.
pub(crate) fn way_name(of: Way) -> String {
    way(of).trim_start_matches("way_").replace('_', "-")
}

/// How personal something is; nothing is said of what is not.
pub(crate) fn personal(personal: Personal) -> Option<&'static str> {
    match personal {
        Personal::No => None,
        Personal::Identifier => Some("personal_identifier"),
        Personal::Browsing => Some("personal_browsing"),
        Personal::Direct => Some("personal_direct"),
    }
}

/// The name of how personal something is, in `data-personal`.
pub(crate) fn personal_name(of: Personal) -> &'static str {
    personal(of).map_or("no", |key| key.trim_start_matches("personal_"))
}

/// What became of one request.
pub(crate) fn request(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Tried => "request_tried",
        Outcome::Failed => "request_failed",
        Outcome::Blocked => "request_blocked",
        Outcome::Sent => "request_sent",
    }
}

/// The name of what became of a request, in `data-outcome`.
pub(crate) fn request_name(of: Outcome) -> &'static str {
    request(of).trim_start_matches("request_")
}

/// A parameter or an attribute.
pub(crate) fn learned(words: &str) -> String {
    format!("learned_{words}")
}

/// A field of an attribute.
pub(crate) fn field(words: &str) -> String {
    format!("field_{words}")
}

/// A behaviour.
pub(crate) fn behaviour(id: &str) -> String {
    format!("behaviour_{}", id.replace('-', "_"))
}

/// Why something needs consent, or does not.
pub(crate) fn consent(id: &str) -> String {
    format!("consent_{}", id.replace('-', "_"))
}
