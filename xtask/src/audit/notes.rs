//! What has to be known to read an audit rightly.

use super::build::Moments;
use super::collect::About;
use super::pages::How;
use super::report::{DroppedRow, Note, PageRow, Summary};

/// The notes on one file.
pub(super) fn notes(about: &About, summary: &Summary, rows: &[PageRow], dropped: &[DroppedRow], moments: &Moments) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut note = |id: &'static str, text: String| notes.push(Note { id, text });
    if about.entries == 0 {
        note("no-requests", "There is no request in this file.".to_owned());
    }
    if !summary.live_person {
        return notes;
    }
    if moments.consent.is_none() && summary.needs_consent > 0 {
        let text =
            "A HAR does not show whether or when consent was given: everything that needs it is counted. --consent-at says when it was.";
        note("consent-not-shown", text.to_owned());
    }
    if let (Some(consent), Some(last)) = (moments.consent, about.last)
        && consent > last
    {
        note("consent-after-all", "Consent was given after the last request of the file, by --consent-at.".to_owned());
    }
    if !about.has_cookies {
        let text = "No cookie is in this file, sent or set. Exports leave them out for safety (Chrome: choose the export with sensitive data): \
                    what was stored is not shown then.";
        note("no-cookies", text.to_owned());
    }
    if moments.chat.is_some() {
        let text = "A conversation was connected. A HAR does not show whether the visitor asked for it: what needs no consent in a chat that the \
                    visitor started is not counted from then on.";
        note("chat-opened", text.to_owned());
    }
    if summary.blocked > 0 {
        note(
            "blocked",
            format!(
                "{} of LivePerson’s requests were blocked in the browser. They did not leave it, and are not counted.",
                summary.blocked
            ),
        );
    }
    if rows.iter().any(|row| matches!(row.how, How::Named | How::Unknown) && !row.events.is_empty()) {
        let text = "The file does not list every page: some were found by what requests say of them, and begin with their first request to LivePerson.";
        note("pages-found", text.to_owned());
    }
    if rows.iter().any(|row| row.own && !row.events.is_empty()) {
        note("own-pages", "Pages of LivePerson’s own, where its customers work, need no consent of visitors.".to_owned());
    }
    if !dropped.is_empty() {
        let count: u64 = dropped.iter().map(|row| row.count).sum();
        note("dropped", format!("{count} more requests and cookies of LivePerson’s have no rows here; they are counted."));
    }
    if about.more_pages {
        note("more-pages", "There are more pages in the file than are told of.".to_owned());
    }
    notes
}
