//! The rules that depend on what the visitor chose, and those that need a tab's number.

use super::{Action, ActionKind, Condition, Rule, ladder};
use crate::allowances::Allowances;
use crate::catalogue::{Catalogue, Category, ChatNeed};
use crate::policy::Mode;
use std::ops::RangeInclusive;

/// Ids of dynamic rules. Everything in the range is AskFirst's to replace when it reconciles.
pub const DYNAMIC_IDS: RangeInclusive<u32> = 1_000..=1_999;
/// Ids of session rules. They outlive an update of the extension, so the range is fixed and reconciled at each start.
pub const SESSION_IDS: RangeInclusive<u32> = 2_000..=2_999;

const ALLOWED_SITES: u32 = 1_000;
const CHAT_WITHOUT_COOKIES: u32 = 1_001;
/// The first of the rules that let one filter's requests through for a chat; the rest of the range is theirs.
const CHAT_FILTERS: u32 = 1_100;
const OWN_FRAMES: u32 = 2_000;
const ALLOWED_WORKERS: u32 = 2_001;
/// The tab number of requests that no tab makes: those of service and shared workers.
const NO_TAB: i64 = -1;

fn sites_of(allowances: &Allowances, wanted: Mode) -> Vec<String> {
    allowances.sites().filter(|(_, mode)| *mode == wanted).map(|(site, _)| site.to_owned()).collect()
}

/// What the visitor chose, across restarts: all that happens in a tab that shows an allowed site, and what a chat needs on the
/// sites where one was asked for.
///
/// # Errors
/// Never for a catalogue that was loaded: loading has read each filter.
pub fn dynamic_rules(catalogue: &Catalogue, allowances: &Allowances) -> Result<Vec<Rule>, String> {
    let mut rules = Vec::new();
    let allowed = sites_of(allowances, Mode::Allow);
    if !allowed.is_empty() {
        rules.push(Rule {
            id: ALLOWED_SITES,
            priority: ladder::ALLOW_SITE,
            action: Action::plain(ActionKind::AllowAllRequests),
            condition: Condition { request_domains: allowed, resource_types: vec!["main_frame".to_owned()], ..Condition::default() },
        });
    }
    let chatting = sites_of(allowances, Mode::Chat);
    if !chatting.is_empty() {
        rules.extend(chat_rules(catalogue, &chatting)?);
    }
    Ok(rules)
}

/// What the chat needs goes through on these sites, without cookies; the rest stays blocked, because allowing stands on the
/// same rung as blocking does.
fn chat_rules(catalogue: &Catalogue, sites: &[String]) -> Result<Vec<Rule>, String> {
    let mut rules = vec![Rule {
        id: CHAT_WITHOUT_COOKIES,
        priority: ladder::CHAT_WITHOUT_COOKIES,
        action: Action::without_cookies(),
        condition: Condition { request_domains: catalogue.own_domains(), initiator_domains: sites.to_vec(), ..Condition::default() },
    }];
    for service in catalogue.services.iter().filter(|service| service.chat == ChatNeed::Needed && service.category == Category::Marketing) {
        for filter in service.parsed_filters()? {
            let condition = Condition { initiator_domains: sites.to_vec(), ..Condition::of_filter(filter) };
            let id = CHAT_FILTERS + u32::try_from(rules.len()).unwrap_or(u32::MAX - CHAT_FILTERS);
            rules.push(Rule { id, priority: ladder::block(service.reach), action: Action::plain(ActionKind::Allow), condition });
        }
    }
    Ok(rules)
}

/// What needs a tab's number: LivePerson's frames inside other sites, and the workers of allowed sites.
#[must_use]
pub fn session_rules(catalogue: &Catalogue, allowances: &Allowances) -> Vec<Rule> {
    let own = catalogue.own_domains();
    let marketing = catalogue.domains.iter().filter(|entry| entry.category == Category::Marketing).map(|e| e.domain.clone()).collect();
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
    let sites = sites_of(allowances, Mode::Allow);
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
