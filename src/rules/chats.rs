//! What a chat needs: in the tabs where one was asked for, and in LivePerson's own frames.

use super::ids::{CHAT_FILTERS, CHAT_WITHOUT_COOKIES, OWN_FRAMES, OWN_FRAMES_FILTERS, OWN_FRAMES_WITHOUT_COOKIES, OWN_REQUESTS, nth};
use super::{Action, ActionKind, Condition, Rule, ladder};
use crate::catalogue::{Catalogue, Category, ChatNeed, POP_OUT_DOMAIN, Service};
use crate::modes::Tabs;
use std::collections::BTreeSet;

/// The tab number of requests that no tab makes: those of service and shared workers.
pub(super) const NO_TAB: i64 = -1;
/// Domains of LivePerson's whose pages are frames of a chat, or its pop-out window. At `liveperson.com` its customers work.
pub(super) const FRAMES: [&str; 2] = [POP_OUT_DOMAIN, "liveperson.net"];

fn needed(catalogue: &Catalogue) -> impl Iterator<Item = &Service> {
    catalogue.services.iter().filter(|service| service.chat == ChatNeed::Needed && service.category == Category::Marketing)
}

/// LivePerson's frames inside other sites' pages, and the pop-out window, get what a chat needs, without cookies, and nothing
/// else of it: they are only where there is a chat, or where all is allowed.
pub(super) fn own_frames(catalogue: &Catalogue) -> Result<Vec<Rule>, String> {
    let marketing: Vec<String> =
        catalogue.domains.iter().filter(|entry| entry.category == Category::Marketing).map(|entry| entry.domain.clone()).collect();
    // Their own workers at work have no tab, and would not be told apart from those of a frame.
    let of_frames = |initiators: Vec<String>, condition: Condition| Condition {
        initiator_domains: initiators,
        excluded_tab_ids: vec![NO_TAB],
        ..condition
    };
    let frames = || FRAMES.map(str::to_owned).to_vec();
    let block = Condition { request_domains: marketing, ..Condition::default() };
    let strip = Condition { request_domains: catalogue.own_domains(), ..Condition::default() };
    let mut rules = vec![
        Rule {
            id: OWN_FRAMES,
            priority: ladder::BLOCK_IN_OWN_FRAMES,
            action: Action::plain(ActionKind::Block),
            condition: of_frames(catalogue.own_domains(), block),
        },
        Rule {
            id: OWN_FRAMES_WITHOUT_COOKIES,
            priority: ladder::CHAT_WITHOUT_COOKIES,
            action: Action::without_cookies(),
            condition: of_frames(frames(), strip),
        },
    ];
    // To itself LivePerson is no third party, and a disguise is on other hosts.
    let filters = needed(catalogue).filter(|service| !service.disguised).map(Service::parsed_filters);
    for (index, filter) in filters.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().enumerate() {
        let condition = Condition { domain_type: None, ..Condition::of_filter(filter) };
        rules.push(Rule {
            id: nth(&OWN_FRAMES_FILTERS, index)?,
            priority: ladder::ALLOW_IN_OWN_FRAMES,
            action: Action::plain(ActionKind::Allow),
            condition: of_frames(frames(), condition),
        });
    }
    Ok(rules)
}

/// AskFirst's own exchange with monitoring, which teaches an account's buttons (see `chat`), is not held back. `own`: the host of
/// the extension's own addresses.
pub(super) fn own_requests(own: &str) -> Rule {
    Rule {
        id: OWN_REQUESTS,
        priority: ladder::OWN_REQUESTS,
        action: Action::plain(ActionKind::Allow),
        condition: Condition {
            url_filter: Some("/api/js/".to_owned()),
            initiator_domains: vec![own.to_owned()],
            tab_ids: vec![NO_TAB],
            ..Condition::default()
        },
    }
}

/// What the chat needs goes through in these tabs, without cookies; the rest stays blocked, because allowing stands on the same
/// rung as blocking does. Bound to the sites too: a tab goes on to another site before anyone is told.
pub(super) fn in_tabs(catalogue: &Catalogue, tabs: &Tabs) -> Result<Vec<Rule>, String> {
    let tab_ids: Vec<i64> = tabs.chats().map(|(tab, _)| tab).collect();
    if tab_ids.is_empty() {
        return Ok(Vec::new());
    }
    let hosts = tabs.chats().flat_map(|(_, chat)| chat.hosts.iter().chain([&chat.site]));
    let initiator_domains: Vec<String> = hosts.cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let there = |condition: Condition| Condition { tab_ids: tab_ids.clone(), initiator_domains: initiator_domains.clone(), ..condition };
    let mut rules = vec![Rule {
        id: CHAT_WITHOUT_COOKIES,
        priority: ladder::CHAT_WITHOUT_COOKIES,
        action: Action::without_cookies(),
        condition: there(Condition { request_domains: catalogue.own_domains(), ..Condition::default() }),
    }];
    for service in needed(catalogue) {
        for filter in service.parsed_filters()? {
            rules.push(Rule {
                id: nth(&CHAT_FILTERS, rules.len() - 1)?,
                priority: ladder::block(service.reach),
                action: Action::plain(ActionKind::Allow),
                condition: there(Condition::of_filter(filter)),
            });
        }
    }
    Ok(rules)
}

/// The tabs with a chat, and the hosts that the rules in force let ask: they outlive an update of the extension, which what is
/// stored of tabs does not.
#[must_use]
pub fn chats_in_force(rules: &[Rule]) -> Option<(&[i64], &[String])> {
    let rule = rules.iter().find(|rule| rule.id == CHAT_WITHOUT_COOKIES)?;
    Some((&rule.condition.tab_ids, &rule.condition.initiator_domains))
}
