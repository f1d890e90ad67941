//! What is told of a clean-up. No values, and no sites but those that are asked about.

use super::{Cookie, Judge};
use crate::site::{Site, is_within};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The only stored form that this core reads and writes.
const VERSION: u32 = 1;
/// More names than anyone reads; as many sites can be allowed.
const MOST_SITES: usize = 10_000;

/// A number of identifiers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// How many.
    pub identifiers: u64,
    /// On how many sites.
    pub sites: u64,
    /// When the one with the least time left would have ended, in seconds since 1970. None where all were of the session.
    pub oldest: Option<f64>,
    /// When the one with the most time left would have ended.
    pub latest: Option<f64>,
}

/// The same of sites that are allowed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// How many.
    pub identifiers: u64,
    /// On which.
    pub sites: BTreeSet<String>,
    /// As in [`Tally`].
    pub oldest: Option<f64>,
    /// As in [`Tally`].
    pub latest: Option<f64>,
}

/// The result of a clean-up. Stored in `storage.local` under [`CleanUp::KEY`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanUp {
    version: u32,
    /// When it was done, in milliseconds since 1970.
    pub when: f64,
    /// What went.
    pub removed: Tally,
    /// What the visitor has to be asked about.
    pub ask: Asked,
    /// How many could not be removed, and stores that could not be read.
    pub failed: u64,
}

impl Tally {
    /// Counts cookies.
    #[must_use]
    pub fn of(judge: &Judge, cookies: &[Cookie]) -> Self {
        let places: BTreeSet<String> =
            cookies.iter().filter_map(|cookie| Site::of_host(&judge.place(cookie))).map(|site| site.as_str().to_owned()).collect();
        // A site and its subdomain are one.
        let apart = places.iter().filter(|place| !places.iter().any(|other| other != *place && is_within(place, other)));
        let ends = || cookies.iter().filter_map(|cookie| cookie.expiration_date).filter(|end| end.is_finite());
        Self {
            identifiers: cookies.len() as u64,
            sites: apart.count() as u64,
            oldest: ends().min_by(f64::total_cmp),
            latest: ends().max_by(f64::total_cmp),
        }
    }
}

impl Asked {
    /// About these sites.
    pub(super) fn new(tally: Tally, sites: BTreeSet<String>) -> Self {
        Self { identifiers: tally.identifiers, sites, oldest: tally.oldest, latest: tally.latest }
    }
}

impl CleanUp {
    /// The key in `storage.local`.
    pub const KEY: &'static str = "cleanup";

    /// A result.
    #[must_use]
    pub fn new(when: f64, removed: Tally, ask: Asked, failed: u64) -> Self {
        Self { version: VERSION, when, removed, ask, failed }
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.removed.identifiers == 0 && self.ask.identifiers == 0 && self.failed == 0
    }

    /// Reads the stored form. What cannot be read counts as none: it is told to the visitor, and decides nothing.
    #[must_use]
    pub fn read(stored: &str) -> Option<Self> {
        let result: Self = serde_json::from_str(stored).ok()?;
        let ends = [result.removed.oldest, result.removed.latest, result.ask.oldest, result.ask.latest];
        let sound = result.version == VERSION
            && result.when.is_finite()
            && ends.into_iter().flatten().all(f64::is_finite)
            && result.ask.sites.len() <= MOST_SITES
            && result.ask.sites.iter().all(|name| Site::of_host(name).is_some_and(|site| site.as_str() == name));
        sound.then_some(result)
    }
}
