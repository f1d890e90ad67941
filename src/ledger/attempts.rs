//! What one page tried to keep: single rows up to a bound, counts beyond it.

use super::LONGEST_URL;
use super::address::cut;
use super::attempt::{Asked, Attempt, AttemptBy, AttemptOutcome, AttemptReport, TagAttempt};
use crate::catalogue::{Category, Class, Kind};
use crate::classify::ItemClassifier;
use crate::policy::Mode;
use crate::site::Url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Single rows that a page may have.
pub const MOST_ATTEMPTS: usize = 256;
/// Disguised tags that a page may have.
pub const MOST_TAGS: usize = 8;
/// A name is kept up to this length. Characters.
pub const LONGEST_NAME: usize = 64;
/// Up to here counts are told exactly; beyond it, "more than" this.
pub const MOST_COUNTED: u64 = 10_000;

/// Attempts to keep one thing, with one outcome, by one script.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// Where it was to be kept.
    pub kind: Kind,
    /// Its name, cut at [`LONGEST_NAME`].
    pub name: String,
    /// Id of the item in the catalogue; none for what the catalogue does not know.
    #[serde(default)]
    pub item: Option<String>,
    /// What it does to the visitor's privacy.
    pub class: Class,
    /// Whether it needs consent.
    pub category: Category,
    /// Address of the script that wrote it, cut at [`LONGEST_URL`].
    #[serde(default)]
    pub script: Option<String>,
    /// The longest time that it asked to be kept.
    pub asked: Asked,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// Who tried.
    pub by: AttemptBy,
    /// How often.
    pub count: u64,
    /// The first report of it. Milliseconds since 1970.
    pub first: f64,
    /// The latest report of it. Milliseconds since 1970.
    pub last: f64,
}

impl AttemptRow {
    /// What an attempt is, `None` where it is not LivePerson's or cannot have happened in this mode.
    fn of(attempt: &Attempt, host: &str, items: &ItemClassifier, mode: Mode, time: f64) -> Option<Self> {
        if !attempt.outcome.fits(mode) || attempt.count == 0 {
            return None;
        }
        let answer = items.classify(attempt.kind, &cut(&attempt.name, LONGEST_URL), host);
        if answer.vendor.is_none() && !attempt.attributed {
            return None;
        }
        Some(Self {
            kind: attempt.kind,
            name: attempt.name.chars().take(LONGEST_NAME).collect(),
            item: answer.service.map(str::to_owned),
            class: answer.class.unwrap_or(Class::Unlisted),
            category: answer.category.unwrap_or(Category::Marketing),
            script: attempt.script.as_deref().map(|script| cut(script, LONGEST_URL)),
            asked: attempt.asked,
            outcome: attempt.outcome,
            by: attempt.by,
            count: attempt.count,
            first: time,
            last: time,
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.kind, self.outcome, self.by) == (other.kind, other.outcome, other.by)
            && self.name == other.name
            && self.script == other.script
    }
}

/// A tag in disguise that was stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TagRow {
    /// Its address, cut at [`LONGEST_URL`].
    #[serde(default)]
    pub script: Option<String>,
    /// By what it was recognised.
    pub how: String,
    /// How often it was stopped.
    pub count: u64,
    /// The first report of it. Milliseconds since 1970.
    pub first: f64,
    /// The latest report of it. Milliseconds since 1970.
    pub last: f64,
}

/// What of a report is believed.
pub(super) struct Believed {
    rows: Vec<AttemptRow>,
    more: u64,
    more_outcome: Option<AttemptOutcome>,
    tags: Vec<TagRow>,
}

impl Believed {
    pub(super) fn of(report: &AttemptReport, items: &ItemClassifier, mode: Mode) -> Self {
        let address = report.url.as_deref().and_then(Url::parse).or_else(|| report.page_address().and_then(Url::parse));
        let host = address.map(|url| url.host).unwrap_or_default();
        let rows = report.items.iter().filter_map(|attempt| AttemptRow::of(attempt, &host, items, mode, report.time));
        // Where a site is allowed nothing is stopped.
        let tags = report.tags.iter().filter(|tag| tag.count > 0 && mode != Mode::Allow);
        Self {
            rows: rows.collect(),
            more: report.more,
            more_outcome: match mode {
                Mode::Ask => Some(AttemptOutcome::Blocked),
                Mode::Chat => None,
                Mode::Allow => Some(AttemptOutcome::Allowed),
            },
            tags: tags.map(|tag| tag_row(tag, report.time)).collect(),
        }
    }

    /// Whether there is nothing that a page could be said to have done.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.tags.is_empty()
    }

    /// Whether there is not even something to count.
    pub(super) fn counts_nothing(&self) -> bool {
        self.is_empty() && self.more == 0
    }
}

fn tag_row(tag: &TagAttempt, time: f64) -> TagRow {
    TagRow {
        script: tag.script.as_deref().map(|script| cut(script, LONGEST_URL)),
        how: cut(&tag.how, 32),
        count: tag.count,
        first: time,
        last: time,
    }
}

/// What one page tried to keep, and the disguised tags that were stopped in it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Attempts {
    #[serde(default)]
    rows: Vec<AttemptRow>,
    /// Attempts beyond the single rows whose outcome is known.
    #[serde(default)]
    more: BTreeMap<AttemptOutcome, u64>,
    /// Attempts beyond the single rows of which only the number is known.
    #[serde(default)]
    untold: u64,
    #[serde(default)]
    tags: Vec<TagRow>,
    /// How often tags beyond those were stopped.
    #[serde(default)]
    more_tags: u64,
}

impl Attempts {
    /// Single rows, in the order in which they were first seen.
    #[must_use]
    pub fn rows(&self) -> &[AttemptRow] {
        &self.rows
    }

    /// Disguised tags that were stopped, in the order in which they were first seen.
    #[must_use]
    pub fn tags(&self) -> &[TagRow] {
        &self.tags
    }

    /// How often disguised tags were stopped.
    #[must_use]
    pub fn tags_stopped(&self) -> u64 {
        self.tags.iter().fold(self.more_tags, |sum, tag| sum.saturating_add(tag.count))
    }

    /// How many attempts had this outcome, single rows and beyond.
    #[must_use]
    pub fn count(&self, outcome: AttemptOutcome) -> u64 {
        let beyond = self.more.get(&outcome).copied().unwrap_or_default();
        self.rows.iter().filter(|row| row.outcome == outcome).fold(beyond, |sum, row| sum.saturating_add(row.count))
    }

    /// How many attempts there were, whatever became of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        let beyond = self.more.values().fold(self.untold, |sum, count| sum.saturating_add(*count));
        self.rows.iter().fold(beyond, |sum, row| sum.saturating_add(row.count))
    }

    /// Whether attempts with this outcome may be among those that have no row of their own.
    #[must_use]
    pub fn has_rest(&self, outcome: AttemptOutcome) -> bool {
        self.more.get(&outcome).is_some_and(|count| *count > 0)
    }

    /// Whether more was tried than the single rows tell.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.untold > 0 || self.more.values().any(|count| *count > 0) || self.rows.iter().any(|row| row.count > MOST_COUNTED)
    }

    /// Whether nothing was tried.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.tags.is_empty()
    }

    pub(super) fn add(&mut self, believed: Believed) {
        for row in believed.rows {
            self.add_row(row);
        }
        if believed.more > 0 {
            let count = believed.more_outcome.map_or(&mut self.untold, |outcome| self.more.entry(outcome).or_default());
            *count = count.saturating_add(believed.more);
        }
        for tag in believed.tags {
            self.add_tag(tag);
        }
    }

    fn add_row(&mut self, row: AttemptRow) {
        if let Some(there) = self.rows.iter_mut().find(|there| there.is_same(&row)) {
            there.count = there.count.saturating_add(row.count);
            there.first = there.first.min(row.first);
            there.last = there.last.max(row.last);
            there.asked = there.asked.longer(row.asked);
        } else if self.rows.len() < MOST_ATTEMPTS {
            self.rows.push(row);
        } else {
            let count = self.more.entry(row.outcome).or_default();
            *count = count.saturating_add(row.count);
        }
    }

    fn add_tag(&mut self, tag: TagRow) {
        if let Some(there) = self.tags.iter_mut().find(|there| there.script == tag.script && there.how == tag.how) {
            there.count = there.count.saturating_add(tag.count);
            there.first = there.first.min(tag.first);
            there.last = there.last.max(tag.last);
        } else if self.tags.len() < MOST_TAGS {
            self.tags.push(tag);
        } else {
            self.more_tags = self.more_tags.saturating_add(tag.count);
        }
    }

    /// Brings a stored form that somebody else may have written back into bounds.
    pub(super) fn keep_bounds(&mut self) {
        self.rows.truncate(MOST_ATTEMPTS);
        for row in &mut self.rows {
            row.name = row.name.chars().take(LONGEST_NAME).collect();
            row.script = row.script.as_deref().map(|script| cut(script, LONGEST_URL));
        }
        self.tags.truncate(MOST_TAGS);
        for tag in &mut self.tags {
            tag.script = tag.script.as_deref().map(|script| cut(script, LONGEST_URL));
            tag.how = cut(&tag.how, 32);
        }
    }
}
