//! What a page tried to keep and what became of it, and the disguised tags that were stopped. All of it was seen.

use crate::catalogue::{Catalogue, Class, Kind, Need};
use crate::ledger::{Asked, AttemptBy, AttemptOutcome, AttemptRow, Attempts, MOST_COUNTED, TagRow};
use crate::site::Url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A thing that the page tried to keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptView {
    /// Its id in the catalogue, which also names its text in `_locales`; none for what the catalogue does not describe.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it was to be kept.
    pub kind: Kind,
    /// How long it asked to be kept.
    pub asked: Asked,
    /// What it does to the visitor's privacy.
    pub class: Class,
    /// Whether that needs consent.
    #[serde(default)]
    pub need: Option<Need>,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// Who tried.
    pub by: AttemptBy,
    /// Host of the script that tried, where it is known.
    pub script: Option<String>,
    /// How often, up to [`MOST_COUNTED`].
    pub count: u64,
    /// Whether it was more often than that.
    pub more: bool,
    /// First attempt. Milliseconds since 1970.
    pub first: f64,
    /// Latest attempt. Milliseconds since 1970.
    pub last: f64,
}

/// A disguised tag that was stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisguisedView {
    /// Its address, where it is known.
    pub script: Option<String>,
    /// By what it was recognised.
    pub how: String,
    /// How often it was stopped.
    pub count: u64,
}

/// A number that may not be the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counted {
    /// The number, up to [`MOST_COUNTED`].
    pub number: u64,
    /// Whether there was more.
    pub more: bool,
}

impl Counted {
    fn of(number: u64) -> Self {
        Self { number: number.min(MOST_COUNTED), more: number > MOST_COUNTED }
    }

    /// Whether there was nothing to count.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.number == 0
    }
}

/// How much was tried, single rows and beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptCounts {
    /// Attempts, whatever became of them.
    pub attempts: Counted,
    /// Writes that did not happen.
    pub blocked: Counted,
    /// Different things that are kept until the session ends.
    pub session_only: Counted,
    /// Different things that were taken away.
    pub removed: Counted,
    /// Different things that were kept as asked.
    pub allowed: Counted,
    /// Times that a disguised tag was stopped.
    pub stopped: Counted,
}

impl KeptCounts {
    pub(super) fn of(attempts: &Attempts) -> Self {
        let things = |outcome: AttemptOutcome| {
            let of_outcome = attempts.rows().iter().filter(|row| row.outcome == outcome);
            let names: BTreeSet<(Kind, &str)> = of_outcome.map(|row| (row.kind, row.name.as_str())).collect();
            Counted { number: names.len() as u64, more: attempts.has_rest(outcome) }
        };
        Self {
            attempts: Counted::of(attempts.total()),
            blocked: Counted::of(attempts.count(AttemptOutcome::Blocked)),
            session_only: things(AttemptOutcome::SessionOnly),
            removed: things(AttemptOutcome::Removed),
            allowed: things(AttemptOutcome::Allowed),
            stopped: Counted::of(attempts.tags_stopped()),
        }
    }

    /// Whether something did not get what it asked for.
    #[must_use]
    pub fn held(&self) -> bool {
        ![self.blocked, self.session_only, self.removed, self.stopped].into_iter().all(Counted::is_none)
    }
}

pub(super) fn kept(catalogue: &Catalogue, attempts: &Attempts) -> Vec<KeptView> {
    attempts.rows().iter().map(|row| kept_item(catalogue, row)).collect()
}

fn kept_item(catalogue: &Catalogue, row: &AttemptRow) -> KeptView {
    let count = Counted::of(row.count);
    KeptView {
        id: row.item.clone(),
        name: row.name.clone(),
        kind: row.kind,
        asked: row.asked,
        class: row.class,
        need: catalogue.consent_of_class(row.class).map(|consent| consent.need),
        outcome: row.outcome,
        by: row.by,
        script: row.script.as_deref().and_then(host_of),
        count: count.number,
        more: count.more,
        first: row.first,
        last: row.last,
    }
}

/// The host of a script's address; a script that a page made itself is at `blob:` before the page's own.
fn host_of(script: &str) -> Option<String> {
    Url::parse(script.strip_prefix("blob:").unwrap_or(script)).map(|url| url.host)
}

pub(super) fn disguised(tags: &[TagRow]) -> Vec<DisguisedView> {
    tags.iter().map(|tag| DisguisedView { script: tag.script.clone(), how: tag.how.clone(), count: tag.count }).collect()
}
