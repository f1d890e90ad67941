//! Which sites are told their mode before the page begins: the browser runs a small script of the extension's there
//! (`scripting.registerContentScripts`), because nothing on the page's way can wait for the background.

use crate::allowances::Choice;
use crate::catalogue::Catalogue;
use crate::modes::Modes;
use crate::policy::Mode;
use crate::rules::absent_as_empty;
use crate::site::is_within;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The match pattern of every page from the web.
const EVERYWHERE: &str = "*://*/*";

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
    fn new(id: &str, file: &str, lasts: bool) -> Self {
        Self {
            id: id.to_owned(),
            matches: Vec::new(),
            exclude_matches: Vec::new(),
            js: vec![file.to_owned()],
            run_at: "document_start".to_owned(),
            all_frames: true,
            match_origin_as_fallback: true,
            persist_across_sessions: lasts,
        }
    }

    /// Whether both mean the same: browsers give lists back in an order of their own.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let set = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
        self.id == other.id && set(&self.matches) == set(&other.matches) && set(&self.exclude_matches) == set(&other.exclude_matches)
    }
}

/// The markers for what the visitor chose, none for a mode that no site has. *Ask first* needs none: it is what a page takes
/// for granted.
///
/// Where only some tab has a choice, or a private window another one, no address tells the mode: there the page is told to ask.
/// LivePerson's own frames load only where there is a chat or all is allowed; they are told which, unless there are sites of
/// both kinds: then a frame asks.
#[must_use]
pub fn markers(catalogue: &Catalogue, modes: &Modes) -> Vec<Marker> {
    let asking = modes.only_in_tabs();
    let default = modes.default_mode();
    let all: Vec<(&str, Choice)> = modes.open.choices().collect();
    let known: Vec<(&str, Choice)> = all.iter().copied().filter(|(site, _)| !asking.iter().any(|name| is_within(site, name))).collect();
    let mut own = one_mode(modes).map(|mode| (mode, catalogue.domains.iter().flat_map(|entry| patterns(&entry.domain))));
    let mut markers = Vec::new();
    if default != Mode::Ask {
        markers.push(by_default(catalogue, modes, own.take().is_some()));
    }
    // Where the default does not hold, nor what it says.
    let other = |name: &str| all.iter().any(|(site, choice)| choice.mode != default && is_within(name, site));
    for (mode, id, file, lasts) in [
        (Mode::Chat, "mode-chat", "mode-chat.js", true),
        (Mode::Chat, "mode-chat-now", "mode-chat.js", false),
        (Mode::Allow, "mode-allow", "mode-allow.js", true),
        (Mode::Allow, "mode-allow-now", "mode-allow.js", false),
    ] {
        // What lasts is kept on the disk: what a tab or a private window chose must not be told from it.
        let is_lasting = |site: &str, choice: Choice| choice.span.outlives_browser() && !asking.iter().any(|name| is_within(name, site));
        let here: Vec<&str> = known
            .iter()
            .filter(|(site, choice)| choice.mode == mode && is_lasting(site, *choice) == lasts)
            .filter(|(site, _)| mode != default || other(site))
            .map(|(site, _)| *site)
            .collect();
        if here.is_empty() {
            continue;
        }
        let mut marker = Marker::new(id, file, lasts);
        marker.matches = here.iter().copied().flat_map(patterns).collect();
        if let Some((_, domains)) = own.take_if(|(only, _)| *only == mode) {
            marker.matches.extend(domains);
        }
        let others = all.iter().filter(|(_, choice)| choice.mode != mode).map(|(site, _)| *site).chain(asking.iter().copied());
        let narrower = others.filter(|site| here.iter().any(|wider| is_within(site, wider)));
        marker.exclude_matches = narrower.flat_map(patterns).collect();
        markers.push(marker);
    }
    if !asking.is_empty() {
        let mut marker = Marker::new("mode-tab", "mode-tab.js", false);
        marker.matches = asking.into_iter().flat_map(patterns).collect();
        markers.push(marker);
    }
    markers
}

/// The marker for all sites without a choice of their own. `tells_own`: LivePerson's own frames are told by it too.
fn by_default(catalogue: &Catalogue, modes: &Modes, tells_own: bool) -> Marker {
    let (asking, default) = (modes.only_in_tabs(), modes.default_mode());
    let others: Vec<(&str, Choice)> = modes.open.choices().filter(|(_, choice)| choice.mode != default).collect();
    let lasts = asking.is_empty() && others.iter().all(|(_, choice)| choice.span.outlives_browser());
    let id = if lasts { "mode-default" } else { "mode-default-now" };
    let file = if default == Mode::Chat { "mode-chat-default.js" } else { "mode-allow.js" };
    let mut marker = Marker::new(id, file, lasts);
    marker.matches = vec![EVERYWHERE.to_owned()];
    let own = catalogue.domains.iter().filter(|_| !tells_own).map(|entry| entry.domain.as_str());
    let except: BTreeSet<&str> = others.iter().map(|(site, _)| *site).chain(asking).chain(own).collect();
    marker.exclude_matches = except.into_iter().flat_map(patterns).collect();
    marker
}

/// The mode that all choices but *Ask first* have, and the default, wherever they hold.
fn one_mode(modes: &Modes) -> Option<Mode> {
    let books = || [&modes.open, &modes.private].into_iter();
    let of_sites = books().flat_map(|book| book.sites().map(|(_, mode)| mode));
    let of_tabs = books().flat_map(|book| book.in_tabs().map(|(_, _, choice)| choice.mode));
    let all = of_sites.chain(of_tabs).chain([modes.default_mode()]).filter(|mode| *mode != Mode::Ask);
    let all: BTreeSet<u8> = all.map(Mode::generosity).collect();
    [Mode::Chat, Mode::Allow].into_iter().find(|mode| all.iter().eq([&mode.generosity()]))
}

/// The match patterns of a site: an address of numbers has no subdomains.
fn patterns(site: &str) -> Vec<String> {
    let is_address = site.starts_with('[') || site.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let own = format!("*://{site}/*");
    if is_address { vec![own] } else { vec![own, format!("*://*.{site}/*")] }
}
