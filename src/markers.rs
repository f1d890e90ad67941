//! Which sites are told their mode before the page begins: the browser runs a small script of the extension's there
//! (`scripting.registerContentScripts`), because nothing on the page's way can wait for the background.

use crate::allowances::Allowances;
use crate::catalogue::Catalogue;
use crate::policy::Mode;
use crate::rules::absent_as_empty;
use crate::site::is_within;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A script that the browser runs by itself, in the words of `scripting.registerContentScripts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Marker {
    /// Fixed, so that it is found again after an update.
    pub id: String,
    /// Where it runs.
    pub matches: Vec<String>,
    /// Where it does not run although it would fit: a narrower choice decides there.
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub exclude_matches: Vec<String>,
    /// The file.
    pub js: Vec<String>,
    run_at: String,
    all_frames: bool,
    match_origin_as_fallback: bool,
    persist_across_sessions: bool,
}

impl Marker {
    /// Whether both mean the same: browsers give lists back in an order of their own.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let set = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
        self.id == other.id && set(&self.matches) == set(&other.matches) && set(&self.exclude_matches) == set(&other.exclude_matches)
    }
}

/// The markers for what the visitor chose, none for a mode that no site has.
///
/// LivePerson's own frames load only where there is a chat or all is allowed; they are told which, unless there are sites of
/// both kinds: then a frame asks.
#[must_use]
pub fn markers(catalogue: &Catalogue, allowances: &Allowances) -> Vec<Marker> {
    let sites: Vec<(&str, Mode)> = allowances.sites().filter(|(_, mode)| *mode != Mode::Ask).collect();
    [(Mode::Chat, "mode-chat"), (Mode::Allow, "mode-allow")]
        .into_iter()
        .filter_map(|(mode, id)| {
            let of_mode: Vec<&str> = sites.iter().filter(|(_, other)| *other == mode).map(|(site, _)| *site).collect();
            if of_mode.is_empty() {
                return None;
            }
            let narrower = |site: &str| of_mode.iter().any(|wider| is_within(site, wider));
            let elsewhere = sites.iter().filter(|(site, other)| *other != mode && narrower(site)).map(|(site, _)| *site);
            let mut matches: Vec<String> = of_mode.iter().copied().flat_map(patterns).collect();
            if of_mode.len() == sites.len() {
                matches.extend(catalogue.domains.iter().flat_map(|entry| patterns(&entry.domain)));
            }
            Some(Marker {
                id: id.to_owned(),
                matches,
                exclude_matches: elsewhere.flat_map(patterns).collect(),
                js: vec![format!("{id}.js")],
                run_at: "document_start".to_owned(),
                all_frames: true,
                match_origin_as_fallback: true,
                persist_across_sessions: true,
            })
        })
        .collect()
}

/// The match patterns of a site: an address of numbers has no subdomains.
fn patterns(site: &str) -> Vec<String> {
    let is_address = site.starts_with('[') || site.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let own = format!("*://{site}/*");
    if is_address { vec![own] } else { vec![own, format!("*://*.{site}/*")] }
}
