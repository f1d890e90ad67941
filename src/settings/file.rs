//! The settings file: form 1, described by `extension/schemas/settings-1.json`.

use super::check::{Members, site};
use super::{Fault, Problem};
use crate::allowances::{Choice, MOST_SITES, Span};
use crate::policy::{Lasts, Mode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The form that this core writes, and the only one that it reads.
const VERSION: u64 = 1;
/// The member that tells a settings file from any other, and its form.
const MARK: &str = "askFirstSettings";

/// A longer file is none of ours: ten thousand sites of the longest names are not as long. Bytes.
pub const LONGEST_FILE: usize = 8_000_000;

/// All settings, as a file carries them. Choices for single tabs and those of private windows are in no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portable {
    /// How sites are treated for which nothing else was chosen.
    pub default_mode: Mode,
    /// Whether pages whose chat was held back have a button for it.
    pub button: bool,
    /// Sites on which it was dismissed.
    pub hidden_on: BTreeSet<String>,
    /// Sites with a choice of their own; none for a single tab.
    pub sites: BTreeMap<String, Choice>,
}

impl Default for Portable {
    /// As AskFirst comes.
    fn default() -> Self {
        Self { default_mode: Mode::Ask, button: true, hidden_on: BTreeSet::new(), sites: BTreeMap::new() }
    }
}

impl Portable {
    /// The file's text.
    #[must_use]
    pub fn export(&self) -> String {
        let site = |(name, choice): (&String, &Choice)| {
            let mut entry = json!({ "site": name, "mode": choice.mode, "lasts": choice.span.lasts() });
            if let (Some(entry), Some(until)) = (entry.as_object_mut(), choice.span.until()) {
                entry.insert("until".to_owned(), until.into());
            }
            entry
        };
        let file = json!({
            MARK: VERSION,
            "defaultMode": self.default_mode,
            "chatButton": { "shown": self.button, "hiddenOn": self.hidden_on },
            "sites": self.sites.iter().map(site).collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
    }

    /// Reads a file's text: all of it or nothing. `refuses`: sites for which nothing can be chosen.
    ///
    /// # Errors
    /// The first thing that is wrong, and where.
    pub fn import(text: &str, refuses: impl Fn(&str) -> bool) -> Result<Self, Problem> {
        if text.len() > LONGEST_FILE {
            return Err(Problem::new("", Fault::TooLong, ""));
        }
        let text = text.trim_start_matches('\u{feff}');
        let file: Value = serde_json::from_str(text).map_err(|error| Problem::new("", Fault::NotJson, &error.to_string()))?;
        // A later form may have anything in it: that is told first.
        match file.get(MARK) {
            None => return Err(Problem::new("", Fault::NotSettings, "")),
            Some(form) if form.as_u64() == Some(VERSION) => {}
            Some(form) if form.as_u64().is_some_and(|form| form > VERSION) => return Err(Problem::of(MARK, Fault::Newer, form)),
            Some(form) => return Err(Problem::of(MARK, Fault::NotSettings, form)),
        }
        // An editor's word for the schema says nothing.
        let file = Members::of(&file, "", &[MARK, "$schema", "defaultMode", "chatButton", "sites"])?;
        let default_mode = file.mode("defaultMode")?;
        let (place, button) = file.get("chatButton")?;
        let button = Members::of(button, &place, &["shown", "hiddenOn"])?;
        Ok(Self {
            default_mode,
            button: button.yes_or_no("shown")?,
            hidden_on: hidden_on(&button, &refuses)?,
            sites: sites(&file, &refuses)?,
        })
    }
}

fn hidden_on(button: &Members<'_>, refuses: &impl Fn(&str) -> bool) -> Result<BTreeSet<String>, Problem> {
    let (place, list) = button.list("hiddenOn", MOST_SITES)?;
    let mut names = BTreeSet::new();
    for (index, value) in list.iter().enumerate() {
        let place = format!("{place}[{index}]");
        if !names.insert(site(value, &place, refuses)?.as_str().to_owned()) {
            return Err(Problem::of(&place, Fault::Twice, value));
        }
    }
    Ok(names)
}

fn sites(file: &Members<'_>, refuses: &impl Fn(&str) -> bool) -> Result<BTreeMap<String, Choice>, Problem> {
    let (place, list) = file.list("sites", MOST_SITES)?;
    let mut sites = BTreeMap::new();
    for (index, entry) in list.iter().enumerate() {
        let entry = Members::of(entry, &format!("{place}[{index}]"), &["site", "mode", "lasts", "until"])?;
        let (at, name) = entry.get("site")?;
        let site = site(name, &at, refuses)?;
        let choice = Choice { mode: entry.mode("mode")?, span: span(&entry)? };
        if sites.insert(site.as_str().to_owned(), choice).is_some() {
            return Err(Problem::of(&at, Fault::Twice, name));
        }
    }
    Ok(sites)
}

/// How long. An end is there where the duration is a day, and only there.
fn span(entry: &Members<'_>) -> Result<Span, Problem> {
    let lasts = entry.lasts("lasts")?;
    match (lasts, entry.find("until")) {
        (Lasts::Day, _) => {
            let (place, until) = entry.get("until")?;
            until.as_u64().map(Span::Until).ok_or_else(|| Problem::of(&place, Fault::NotATime, until))
        }
        (_, Some(until)) => Err(Problem::of(&entry.place("until"), Fault::Unknown, until)),
        (Lasts::Browser, None) => Ok(Span::Browser),
        (Lasts::Tab | Lasts::Always, None) => Ok(Span::Always),
    }
}
