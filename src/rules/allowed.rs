//! What the visitor allowed: all that happens in a tab that shows such a site.
//!
//! A choice can stand inside another one (`help.shop.test` in `shop.test`), and a tab or a private window can have its own. The
//! rules say it with as few of their own as possible: for most visitors, one.

use super::chats::{FRAMES, NO_TAB};
use super::ids::{ALLOWED_WORKERS, ALLOWED_WORKERS_BY_DEFAULT, nth};
use super::{Action, ActionKind, Condition, Rule, ladder};
use crate::catalogue::POP_OUT_DOMAIN;
use crate::modes::{Modes, Tabs};
use crate::policy::Mode;
use crate::site::is_within;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Stands for every site, where all are allowed unless something else was chosen: as if all were parts of one.
const EVERY_SITE: &str = "";

/// Sites that are allowed, but not these parts of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Group {
    sites: BTreeSet<String>,
    except: BTreeSet<String>,
}

impl Group {
    /// Whether it is all sites but some.
    fn is_every_site(&self) -> bool {
        self.sites.contains(EVERY_SITE)
    }
}

/// Everything that is allowed.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    /// Beyond this run of the browser, and in every tab.
    lasting: Vec<Group>,
    /// Until the browser closes, and in every tab.
    for_now: Vec<Group>,
    /// In every tab but these, because those have something else to say.
    elsewhere: Vec<Group>,
    other_tabs: BTreeSet<i64>,
    /// In these tabs.
    in_tabs: BTreeMap<Group, BTreeSet<i64>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    Lasting,
    ForNow,
    Elsewhere,
}

impl Allowed {
    pub(super) fn of(modes: &Modes) -> Self {
        let mut sites: BTreeMap<&str, Mode> = modes.open.sites().collect();
        if modes.default_mode() == Mode::Allow {
            sites.insert(EVERY_SITE, Mode::Allow);
        }
        let tabs = modes.by_tab();
        // An allowed site that some tab treats otherwise, in whole or in part.
        let (mut contested, mut other_tabs) = (BTreeSet::new(), BTreeSet::new());
        for (tab, here) in &tabs {
            for name in here.iter().filter(|(_, mode)| **mode != Mode::Allow).map(|(name, _)| *name) {
                let touched = sites.iter().filter(|(site, mode)| **mode == Mode::Allow && (is_part(site, name) || is_part(name, site)));
                for (site, _) in touched {
                    contested.insert(*site);
                    other_tabs.insert(*tab);
                }
            }
        }
        let lasting: BTreeSet<&str> =
            modes.open.choices().filter(|(_, choice)| choice.span.outlives_browser()).map(|(name, _)| name).collect();
        let place = |name: &str| match (contested.contains(name), name == EVERY_SITE || lasting.contains(name)) {
            (true, _) => Where::Elsewhere,
            (false, true) => Where::Lasting,
            (false, false) => Where::ForNow,
        };
        let mut allowed = Self { other_tabs, ..Self::default() };
        for (place, group) in groups(&sites, place) {
            match place {
                Where::Lasting => allowed.lasting.push(group),
                Where::ForNow => allowed.for_now.push(group),
                Where::Elsewhere => allowed.elsewhere.push(group),
            }
        }
        for (tab, mut here) in tabs {
            if allowed.other_tabs.contains(&tab) {
                // What those rules leave out here, as far as the tab does not say otherwise.
                let open = sites.iter().filter(|(site, mode)| {
                    contested.contains(*site) || (**mode != Mode::Allow && contested.iter().any(|wider| is_part(site, wider)))
                });
                let open: Vec<_> =
                    open.filter(|(site, _)| !here.keys().any(|name| is_within(site, name))).map(|(site, mode)| (*site, *mode)).collect();
                here.extend(open);
            }
            for (_, group) in groups(&here, |_| ()) {
                allowed.in_tabs.entry(group).or_default().insert(tab);
            }
        }
        allowed
    }

    /// Rules for what outlives the browser.
    pub(super) fn lasting(&self, ids: RangeInclusive<u32>) -> Result<Vec<Rule>, String> {
        let rules = self.lasting.iter().enumerate();
        rules.map(|(index, group)| Ok(allow_all(nth(&ids, index)?, group, Condition::default()))).collect()
    }

    /// Rules for what does not.
    pub(super) fn passing(&self, ids: RangeInclusive<u32>) -> Result<Vec<Rule>, String> {
        let list = |tabs: &BTreeSet<i64>| tabs.iter().copied().collect();
        let for_now = self.for_now.iter().map(|group| (group, Condition::default()));
        let elsewhere =
            self.elsewhere.iter().map(|group| (group, Condition { excluded_tab_ids: list(&self.other_tabs), ..Condition::default() }));
        let in_tabs = self.in_tabs.iter().map(|(group, tabs)| (group, Condition { tab_ids: list(tabs), ..Condition::default() }));
        let all = for_now.chain(elsewhere).chain(in_tabs).enumerate();
        all.map(|(index, (group, tabs))| Ok(allow_all(nth(&ids, index)?, group, tabs))).collect()
    }

    /// `allowAllRequests` covers what a tab asks for, not what a worker does. A worker is the site's, no tab's: it gets through
    /// wherever one of the site's tabs does.
    pub(super) fn workers(&self) -> Vec<Rule> {
        let groups = || self.lasting.iter().chain(&self.for_now).chain(&self.elsewhere).chain(self.in_tabs.keys());
        let rule = |id: u32, condition: Condition| Rule {
            id,
            priority: ladder::ALLOW_SITE,
            action: Action::plain(ActionKind::Allow),
            condition: Condition { tab_ids: vec![NO_TAB], ..condition },
        };
        let mut rules = Vec::new();
        let sites = names(groups());
        if !sites.is_empty() {
            rules.push(rule(ALLOWED_WORKERS, Condition { initiator_domains: sites, ..Condition::default() }));
        }
        // Of all sites but those that no tab allows.
        let excepted = groups().filter(|group| group.is_every_site()).map(|group| group.except.clone());
        if let Some(nowhere) = excepted.reduce(|all, here| all.intersection(&here).cloned().collect()) {
            let excluded_initiator_domains = nowhere.into_iter().collect();
            rules.push(rule(ALLOWED_WORKERS_BY_DEFAULT, Condition { excluded_initiator_domains, ..Condition::default() }));
        }
        rules
    }
}

/// Pages that were allowed everything when the rules were changed. Chromium forgets what it once let a page do when any rule of
/// the same set changes (seen in Chromium 156; Firefox asks anew each time): a conversation would break off. And the pop-out
/// windows of such pages: who opened a page counts for its own request only, not for what it then asks for.
pub(super) fn living(id: u32, tabs: &Tabs) -> Option<Rule> {
    let tab_ids: Vec<i64> = tabs.living().map(|(tab, _)| tab).chain(tabs.allowed_pop_outs()).collect::<BTreeSet<_>>().into_iter().collect();
    let hosts = tabs.living().flat_map(|(_, page)| page.hosts.iter().chain([&page.site])).cloned();
    let initiators: BTreeSet<String> = hosts.chain(FRAMES.map(str::to_owned)).collect();
    (!tab_ids.is_empty()).then(|| Rule {
        id,
        priority: ladder::ALLOW_SITE,
        action: Action::plain(ActionKind::Allow),
        condition: Condition { initiator_domains: initiators.into_iter().collect(), tab_ids, ..Condition::default() },
    })
}

fn names<'a>(groups: impl IntoIterator<Item = &'a Group>) -> Vec<String> {
    let sites = groups.into_iter().flat_map(|group| &group.sites).filter(|site| *site != EVERY_SITE);
    sites.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

fn allow_all(id: u32, group: &Group, condition: Condition) -> Rule {
    let mut except = group.except.clone();
    if group.is_every_site() {
        // The pop-out window is treated as the page that opened it.
        except.insert(POP_OUT_DOMAIN.to_owned());
    }
    Rule {
        id,
        priority: ladder::ALLOW_SITE,
        action: Action::plain(ActionKind::AllowAllRequests),
        condition: Condition {
            request_domains: names([group]),
            excluded_request_domains: except.into_iter().collect(),
            resource_types: vec!["main_frame".to_owned()],
            ..condition
        },
    }
}

/// The allowed sites, put together where one rule does for all: by `place`, and by how many choices each stands inside of. An
/// excepted part is deeper than the site that it is a part of, so no rule excepts what it allows.
fn groups<P: Ord + Copy>(sites: &BTreeMap<&str, Mode>, place: impl Fn(&str) -> P) -> Vec<(P, Group)> {
    let mut groups: BTreeMap<(P, usize), Group> = BTreeMap::new();
    let wider = |name: &str| -> Vec<String> { suffixes(name).filter(|wider| sites.contains_key(wider)).map(str::to_owned).collect() };
    let key = |name: &str| (place(name), wider(name).len());
    for (name, _) in sites.iter().filter(|(_, mode)| **mode == Mode::Allow) {
        groups.entry(key(name)).or_default().sites.insert((*name).to_owned());
    }
    for (name, _) in sites.iter().filter(|(_, mode)| **mode != Mode::Allow) {
        for wider in wider(name).iter().filter(|wider| sites.get(wider.as_str()) == Some(&Mode::Allow)) {
            groups.entry(key(wider)).or_default().except.insert((*name).to_owned());
        }
    }
    groups.into_iter().map(|((place, _), group)| (place, group)).collect()
}

/// Whether a name is another one or a part of it.
fn is_part(name: &str, of: &str) -> bool {
    of == EVERY_SITE || is_within(name, of)
}

/// The wider names that a host stands in.
fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    let wider = std::iter::successors(name.split_once('.').map(|(_, rest)| rest), |name| name.split_once('.').map(|(_, rest)| rest));
    wider.chain((name != EVERY_SITE).then_some(EVERY_SITE))
}
