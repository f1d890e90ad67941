//! The engagements that were learned, by site: so that monitoring is asked once, and never again.

use super::Engagement;
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only stored form that this core reads and writes.
const VERSION: u32 = 1;
/// More sites than anyone chats on; the one that was learned first makes room.
const MOST_SITES: usize = 500;
const MOST_ENGAGEMENTS: usize = 32;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    account: String,
    /// When it was learned. Milliseconds since 1970.
    time: f64,
    engagements: Vec<Engagement>,
}

/// What was learned, as it is stored under [`Learned::KEY`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    version: u32,
    sites: BTreeMap<String, Entry>,
}

impl Default for Learned {
    fn default() -> Self {
        Self { version: VERSION, sites: BTreeMap::new() }
    }
}

impl Learned {
    /// The key in `storage.local`; in `storage.session` for private windows.
    pub const KEY: &'static str = "engagements";

    /// Reads the stored form. What cannot be read is nothing that would have to be kept: it is learned anew.
    #[must_use]
    pub fn read(stored: Option<&str>) -> Self {
        let read: Option<Self> = stored.and_then(|text| serde_json::from_str(text).ok());
        let mut learned = read.filter(|learned| learned.version == VERSION).unwrap_or_default();
        for entry in learned.sites.values_mut() {
            entry.engagements.truncate(MOST_ENGAGEMENTS);
            entry.engagements.iter_mut().for_each(Engagement::keep_bounds);
        }
        learned
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What is known of an account on a site.
    #[must_use]
    pub fn of(&self, site: &Site, account: &str) -> Option<&[Engagement]> {
        self.sites.get(site.as_str()).filter(|entry| entry.account == account).map(|entry| entry.engagements.as_slice())
    }

    /// Keeps what was learned now. `time` in milliseconds since 1970.
    pub fn learn(&mut self, site: &Site, account: &str, engagements: &[Engagement], time: f64) {
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(site.as_str()) {
            let oldest = self.sites.iter().min_by(|(_, one), (_, other)| one.time.total_cmp(&other.time)).map(|(site, _)| site.clone());
            oldest.and_then(|oldest| self.sites.remove(&oldest));
        }
        let engagements = engagements.iter().take(MOST_ENGAGEMENTS).cloned().map(Engagement::kept).collect();
        self.sites.insert(site.as_str().to_owned(), Entry { account: account.to_owned(), time, engagements });
    }
}
