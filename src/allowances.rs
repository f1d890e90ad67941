//! What the visitor chose for single sites, and its stored form.

use crate::policy::Mode;
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only stored form that this core reads and writes.
const VERSION: u32 = 1;
/// More sites than anyone allows by hand; a longer list is somebody else's doing.
const MOST_SITES: usize = 10_000;

/// The sites that are not treated in the default way. Stored in `storage.local` under [`Allowances::KEY`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowances {
    version: u32,
    sites: BTreeMap<String, Mode>,
}

impl Default for Allowances {
    fn default() -> Self {
        Self { version: VERSION, sites: BTreeMap::new() }
    }
}

impl Allowances {
    /// The key in `storage.local`.
    pub const KEY: &'static str = "allowances";
    /// Where a stored value that could not be read is kept, so that nothing is lost without a word.
    pub const UNREADABLE_KEY: &'static str = "allowances.unreadable";

    /// Reads the stored form. `None` or `null` is the state of a new installation.
    ///
    /// # Errors
    /// Why a value that is there cannot be read: another version, a foreign shape, a name that is no site.
    pub fn read(stored: Option<&str>) -> Result<Self, String> {
        let Some(stored) = stored.filter(|text| *text != "null") else {
            return Ok(Self::default());
        };
        let allowances: Self = serde_json::from_str(stored).map_err(|error| error.to_string())?;
        if allowances.version != VERSION {
            return Err(format!("the stored choices are of form {}, this version reads form {VERSION}", allowances.version));
        }
        if let Some(name) = allowances.sites.keys().find(|name| Site::of_host(name).is_none_or(|site| site.as_str() != name.as_str())) {
            return Err(format!("`{name}` is not the name of a site"));
        }
        Ok(allowances)
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The mode of the site that a host belongs to. The narrowest choice decides: `help.shop.test` before `shop.test`.
    #[must_use]
    pub fn mode_of(&self, site: &Site) -> Mode {
        self.chosen(site).map_or(Mode::Ask, |(_, mode)| mode)
    }

    /// The choice that covers a site, and the name it was made for.
    #[must_use]
    pub fn chosen(&self, site: &Site) -> Option<(&str, Mode)> {
        let mut name = site.as_str();
        loop {
            if let Some((key, mode)) = self.sites.get_key_value(name) {
                return Some((key, *mode));
            }
            name = name.split_once('.')?.1;
        }
    }

    /// Sets a site's mode; the default mode takes its entry away. A choice for a wider site that covers this one gives way,
    /// because "not here" said on a subdomain of an allowed site has to be true.
    ///
    /// # Errors
    /// When the list is full.
    pub fn set(&mut self, site: &Site, mode: Mode) -> Result<(), String> {
        if mode == Mode::Ask {
            while let Some(name) = self.chosen(site).map(|(name, _)| name.to_owned()) {
                self.sites.remove(&name);
            }
            return Ok(());
        }
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(site.as_str()) {
            return Err(format!("more than {MOST_SITES} sites"));
        }
        self.sites.insert(site.as_str().to_owned(), mode);
        Ok(())
    }

    /// Every site with a choice of its own, in order of name.
    pub fn sites(&self) -> impl Iterator<Item = (&str, Mode)> {
        self.sites.iter().map(|(site, mode)| (site.as_str(), *mode))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(host: &str) -> Site {
        Site::of_host(host).unwrap()
    }

    #[test]
    fn a_choice_covers_subdomains_and_can_be_taken_back() {
        let mut allowances = Allowances::default();
        allowances.set(&site("www.shop.test"), Mode::Allow).unwrap();
        assert_eq!(allowances.mode_of(&site("shop.test")), Mode::Allow);
        assert_eq!(allowances.mode_of(&site("de.shop.test")), Mode::Allow);
        assert_eq!(allowances.mode_of(&site("myshop.test")), Mode::Ask);
        let stored = allowances.to_json();
        assert_eq!(Allowances::read(Some(&stored)).unwrap(), allowances);
        allowances.set(&site("de.shop.test"), Mode::Ask).unwrap();
        assert_eq!(allowances, Allowances::default());
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_never_a_guess() {
        assert_eq!(Allowances::read(None).unwrap(), Allowances::default());
        for foreign in [
            "",
            "{}",
            "[]",
            "{\"version\":2,\"sites\":{}}",
            "{\"version\":1,\"sites\":{\"shop.test\":\"maybe\"}}",
            "{\"version\":1,\"sites\":{\"https://shop.test/\":\"allow\"}}",
        ] {
            assert!(Allowances::read(Some(foreign)).is_err(), "{foreign}");
        }
    }
}
