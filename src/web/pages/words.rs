//! Which message says what on the pages beside the popup. Nothing of the browser in it, so that the host tests can hold every
//! key against the files (`tests/locales.rs`).

use super::keys::keys;
use crate::settings::Fault;

keys! {
    OPTIONS_TITLE = "options_title";
    WELCOME_TITLE = "welcome_title";
    /// Where the button is, in the browser's own words.
    PIN_CHROMIUM = "welcome_pin_chromium";
    PIN_FIREFOX = "welcome_pin_firefox";
    /// How a site is treated, as a label.
    SITE_MODE = "site_mode";
    /// How long that holds, as a label.
    SITE_LASTS = "site_lasts";
    SITE_UNTIL = "site_until";
    SITE_REMOVE = "site_remove";
    SITE_GONE = "site_gone";
    /// With the site.
    SITE_GONE_NAMED = "site_gone_named";
    SITE_BACK_NAMED = "site_back_named";
    SITE_SAVED_NAMED = "site_saved_named";
    BUTTON_BACK = "button_back";
    BUTTON_IS_BACK = "button_is_back";
    BUTTON_IS_BACK_NAMED = "button_is_back_named";
    BUTTON_HIDDEN_NAMED = "button_hidden_named";
    UNDO = "undo";
    UNDONE = "undone";
    SAVED = "options_saved";
    NO_MATCH = "sites_no_match";
    EXPORTED = "file_exported";
    RESET_DONE = "reset_done";
    /// The file that was to be imported could not be read at all.
    FILE_UNREADABLE = "file_unreadable";
}

/// Messages that count something.
pub(crate) mod counted {
    /// Sites with a choice of their own, all or those that were searched for.
    pub(crate) const SITES: &str = "sites_count";
    /// How many rows are not shown yet.
    pub(crate) const MORE: &str = "sites_more";
    /// With how many sites a file was imported.
    pub(crate) const IMPORTED: &str = "imported";

    /// All of them.
    #[allow(dead_code, reason = "for the host tests")]
    pub(crate) const ALL: &[&str] = &[SITES, MORE, IMPORTED];
}

/// What is wrong in a file, in a sentence; with the value.
pub(crate) fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::TooLong => "fault_too_long",
        Fault::NotJson => "fault_not_json",
        Fault::NotSettings => "fault_not_settings",
        Fault::Newer => "fault_newer",
        Fault::Missing => "fault_missing",
        Fault::Unknown => "fault_unknown",
        Fault::NotAnObject => "fault_not_an_object",
        Fault::NotAList => "fault_not_a_list",
        Fault::NotYesOrNo => "fault_not_yes_or_no",
        Fault::NotAMode => "fault_not_a_mode",
        Fault::NotADuration => "fault_not_a_duration",
        Fault::NotATime => "fault_not_a_time",
        Fault::NotASite => "fault_not_a_site",
        Fault::Twice => "fault_twice",
        Fault::TooMany => "fault_too_many",
    }
}
