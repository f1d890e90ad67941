//! The rules that depend on what the visitor chose, and those that need a tab's number.

use super::{Action, ActionKind, Condition, Rule, ladder};
use crate::allowances::Allowances;
use crate::catalogue::Catalogue;
use crate::policy::Mode;
use std::ops::RangeInclusive;

/// Ids of dynamic rules. Everything in the range is AskFirst's to replace when it reconciles.
pub const DYNAMIC_IDS: RangeInclusive<u32> = 1_000..=1_999;
/// Ids of session rules. They outlive an update of the extension, so the range is fixed and reconciled at each start.
pub const SESSION_IDS: RangeInclusive<u32> = 2_000..=2_999;

const ALLOWED_SITES: u32 = 1_000;
const OWN_FRAMES: u32 = 2_000;
const ALLOWED_WORKERS: u32 = 2_001;
/// The tab number of requests that no tab makes: those of service and shared workers.
const NO_TAB: i64 = -1;

fn allowed_sites(allowances: &Allowances) -> Vec<String> {
    allowances.sites().filter(|(_, mode)| *mode == Mode::Allow).map(|(site, _)| site.to_owned()).collect()
}

/// What the visitor allowed: all that happens in a tab that shows an allowed site. Survives restarts.
#[must_use]
pub fn dynamic_rules(allowances: &Allowances) -> Vec<Rule> {
    let sites = allowed_sites(allowances);
    if sites.is_empty() {
        return Vec::new();
    }
    vec![Rule {
        id: ALLOWED_SITES,
        priority: ladder::ALLOW_SITE,
        action: Action::plain(ActionKind::AllowAllRequests),
        condition: Condition { request_domains: sites, resource_types: vec!["main_frame".to_owned()], ..Condition::default() },
    }]
}

/// What needs a tab's number: LivePerson's frames inside other sites, and the workers of allowed sites.
#[must_use]
pub fn session_rules(catalogue: &Catalogue, allowances: &Allowances) -> Vec<Rule> {
    let own = catalogue.own_domains();
    let marketing = catalogue
        .domains
        .iter()
        .filter(|entry| entry.category == crate::catalogue::Category::Marketing)
        .map(|e| e.domain.clone())
        .collect();
    let mut rules = vec![Rule {
        id: OWN_FRAMES,
        priority: ladder::BLOCK_IN_OWN_FRAMES,
        action: Action::plain(ActionKind::Block),
        condition: Condition {
            request_domains: marketing,
            initiator_domains: own,
            // Their own workers at work have no tab, and would not be told apart from those of a frame.
            excluded_tab_ids: vec![NO_TAB],
            ..Condition::default()
        },
    }];
    let sites = allowed_sites(allowances);
    if !sites.is_empty() {
        // `allowAllRequests` covers what a tab asks for, not what a worker does.
        rules.push(Rule {
            id: ALLOWED_WORKERS,
            priority: ladder::ALLOW_SITE,
            action: Action::plain(ActionKind::Allow),
            condition: Condition { initiator_domains: sites, tab_ids: vec![NO_TAB], ..Condition::default() },
        });
    }
    rules
}
