//! The stored form of the visitor's choices, and how older ones are read.

use super::{Allowances, Choice, MOST_IN_TABS, MOST_SITES, Span, TabChoice};
use crate::policy::{Lasts, Mode};
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The stored form that this core writes.
const VERSION: u32 = 2;

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Form 1 knew no durations: every choice was for good.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormOne {
    #[serde(rename = "version")]
    _version: u32,
    sites: BTreeMap<String, Mode>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormTwo {
    version: u32,
    sites: BTreeMap<String, StoredChoice>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tabs: BTreeMap<i64, BTreeMap<String, StoredTabChoice>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredChoice {
    mode: Mode,
    lasts: Lasts,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTabChoice {
    mode: Mode,
    #[serde(default, skip_serializing_if = "is_false")]
    conversation: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Allowances {
    /// The key in `storage.local`.
    pub const KEY: &'static str = "allowances";
    /// Where a stored value that could not be read is kept, so that nothing is lost without a word.
    pub const UNREADABLE_KEY: &'static str = "allowances.unreadable";

    /// Reads the stored form, this one or an older one. `None` or `null` is the state of a new installation.
    ///
    /// # Errors
    /// Why a value that is there cannot be read: a later version, a foreign shape, a name that is no site.
    pub fn read(stored: Option<&str>) -> Result<Self, String> {
        let Some(stored) = stored.filter(|text| *text != "null") else {
            return Ok(Self::default());
        };
        let said = |error: serde_json::Error| error.to_string();
        let Versioned { version } = serde_json::from_str(stored).map_err(said)?;
        let allowances = match version {
            1 => Self::from(serde_json::from_str::<FormOne>(stored).map_err(said)?),
            VERSION => Self::try_from(serde_json::from_str::<FormTwo>(stored).map_err(said)?)?,
            other => return Err(format!("the stored choices are of form {other}, this version reads forms up to {VERSION}")),
        };
        allowances.check().map(|()| allowances)
    }

    fn check(&self) -> Result<(), String> {
        let mut names = self.sites.keys().chain(self.tabs.values().flat_map(BTreeMap::keys));
        if let Some(name) = names.find(|name| Site::of_host(name).is_none_or(|site| site.as_str() != name.as_str())) {
            return Err(format!("`{name}` is not the name of a site"));
        }
        if self.sites.len() > MOST_SITES || self.in_tabs().count() > MOST_IN_TABS * 2 {
            return Err("more choices than anyone makes".to_owned());
        }
        Ok(())
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        let site = |choice: &Choice| StoredChoice { mode: choice.mode, lasts: choice.span.lasts(), until: choice.span.until() };
        let tab = |choice: &TabChoice| StoredTabChoice { mode: choice.mode, conversation: choice.conversation };
        let form = FormTwo {
            version: VERSION,
            sites: self.sites.iter().map(|(name, choice)| (name.clone(), site(choice))).collect(),
            tabs: self
                .tabs
                .iter()
                .map(|(id, here)| (*id, here.iter().map(|(name, choice)| (name.clone(), tab(choice))).collect()))
                .collect(),
        };
        serde_json::to_string(&form).unwrap_or_default()
    }
}

impl From<FormOne> for Allowances {
    fn from(old: FormOne) -> Self {
        // The default mode was never stored; an entry of it says nothing.
        let chosen = old.sites.into_iter().filter(|(_, mode)| *mode != Mode::Ask);
        let sites = chosen.map(|(name, mode)| (name, Choice { mode, span: Span::Always })).collect();
        Self { sites, ..Self::default() }
    }
}

impl TryFrom<FormTwo> for Allowances {
    type Error = String;

    fn try_from(form: FormTwo) -> Result<Self, String> {
        let mut sites = BTreeMap::new();
        for (name, StoredChoice { mode, lasts, until }) in form.sites {
            let span = match (lasts, until) {
                (Lasts::Browser, None) => Span::Browser,
                (Lasts::Day, Some(end)) => Span::Until(end),
                (Lasts::Always, None) => Span::Always,
                _ => return Err(format!("`{name}`: {lasts:?} until {until:?}")),
            };
            sites.insert(name, Choice { mode, span });
        }
        let choice = |stored: StoredTabChoice| TabChoice { mode: stored.mode, conversation: stored.conversation };
        let tabs = form.tabs.into_iter().filter(|(tab, here)| *tab >= 0 && !here.is_empty());
        let tabs = tabs.map(|(tab, here)| (tab, here.into_iter().map(|(name, stored)| (name, choice(stored))).collect())).collect();
        Ok(Self { sites, tabs, ..Self::default() })
    }
}
