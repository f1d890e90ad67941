//! Where the visitor does not want the chat button on pages, and its stored form.

use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The only stored form that this core reads and writes.
const VERSION: u32 = 1;
/// More sites than anyone dismisses by hand; a longer list is somebody else's doing.
const MOST_SITES: usize = 10_000;

/// How far a dismissal reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// For this document. Nothing is stored for it.
    Page,
    /// On the site and its subdomains.
    Site,
    /// Everywhere.
    All,
}

/// Why a page has no button although its chat was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dismissed {
    /// It is off on this site, or on a wider one that covers it.
    Site,
    /// It is off everywhere.
    All,
}

/// The visitor's dismissals. Stored in `storage.local` under [`Dismissals::KEY`]; those that were made in a private window in
/// `storage.session`, under the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dismissals {
    version: u32,
    all: bool,
    sites: BTreeSet<String>,
}

impl Default for Dismissals {
    fn default() -> Self {
        Self { version: VERSION, all: false, sites: BTreeSet::new() }
    }
}

impl Dismissals {
    /// The key in either storage.
    pub const KEY: &'static str = "placeholder";

    /// Reads the stored form. `None` or `null` is the state of a new installation.
    ///
    /// # Errors
    /// Why a value that is there cannot be read: another version, a foreign shape, a name that is no site, too many of them.
    pub fn read(stored: Option<&str>) -> Result<Self, String> {
        let Some(stored) = stored.filter(|text| *text != "null") else {
            return Ok(Self::default());
        };
        let dismissals: Self = serde_json::from_str(stored).map_err(|error| error.to_string())?;
        if dismissals.version != VERSION {
            return Err(format!("the stored dismissals are of form {}, this version reads form {VERSION}", dismissals.version));
        }
        if dismissals.sites.len() > MOST_SITES {
            return Err(format!("more than {MOST_SITES} sites"));
        }
        if let Some(name) = dismissals.sites.iter().find(|name| Site::of_host(name).is_none_or(|site| site.as_str() != name.as_str())) {
            return Err(format!("`{name}` is not the name of a site"));
        }
        Ok(dismissals)
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// These sites, and everywhere where it is not `shown`.
    #[must_use]
    pub const fn new(shown: bool, sites: BTreeSet<String>) -> Self {
        Self { version: VERSION, all: !shown, sites }
    }

    /// Whether it is off everywhere.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        self.all
    }

    /// The sites on which it is off.
    #[must_use]
    pub const fn sites(&self) -> &BTreeSet<String> {
        &self.sites
    }

    /// Whether nothing is dismissed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.sites.is_empty()
    }

    /// Whether the button is off on a site, and how far that reaches.
    #[must_use]
    pub fn dismissed(&self, site: &Site) -> Option<Dismissed> {
        if self.all {
            return Some(Dismissed::All);
        }
        self.covering(site).map(|_| Dismissed::Site)
    }

    /// Remembers a dismissal. One of a page is the page's own to remember.
    ///
    /// # Errors
    /// When the list is full.
    pub fn dismiss(&mut self, scope: Scope, site: &Site) -> Result<(), String> {
        match scope {
            Scope::Page => {}
            Scope::All => self.all = true,
            Scope::Site if self.covering(site).is_some() => {}
            Scope::Site if self.sites.len() >= MOST_SITES => return Err(format!("more than {MOST_SITES} sites")),
            Scope::Site => {
                self.sites.insert(site.as_str().to_owned());
            }
        }
        Ok(())
    }

    /// Takes back whatever keeps the button from a site: "on again" has to be true here.
    pub fn restore(&mut self, site: &Site) {
        self.all = false;
        while let Some(name) = self.covering(site).map(str::to_owned) {
            self.sites.remove(&name);
        }
    }

    /// The stored name that covers a site.
    fn covering(&self, site: &Site) -> Option<&str> {
        let mut name = site.as_str();
        loop {
            if let Some(found) = self.sites.get(name) {
                return Some(found);
            }
            name = name.split_once('.')?.1;
        }
    }
}
