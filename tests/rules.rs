//! The rules that the browser gets: one for each filter, and only keys that both browsers know.
#![cfg(test)]

use askfirst::allowances::Allowances;
use askfirst::catalogue::{Catalogue, Category, ChatNeed};
use askfirst::policy::Mode;
use askfirst::rules::{
    ActionKind, DYNAMIC_IDS, Rule, SESSION_IDS, dynamic_rules, ladder, session_rules, static_rules, static_ruleset_json,
};
use askfirst::site::Site;
use std::collections::HashSet;

/// Keys of a condition that Firefox 128 and Chromium 123 both know. One unknown key, and Firefox drops the whole update.
const KNOWN_TO_BOTH: [&str; 11] = [
    "urlFilter",
    "regexFilter",
    "isUrlFilterCaseSensitive",
    "domainType",
    "requestDomains",
    "initiatorDomains",
    "excludedInitiatorDomains",
    "resourceTypes",
    "tabIds",
    "excludedTabIds",
    "excludedRequestDomains",
];

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn allowing(hosts: &[&str]) -> Allowances {
    let mut allowances = Allowances::default();
    for host in hosts {
        allowances.set(&Site::of_host(host).unwrap(), Mode::Allow).unwrap();
    }
    allowances
}

#[test]
fn the_static_ruleset_has_a_rule_for_each_filter_and_never_blocks_a_document() {
    let catalogue = catalogue();
    let rules = static_rules(&catalogue).unwrap();
    let filters: usize = catalogue.services.iter().map(|service| service.filters.len()).sum();
    let marketing = catalogue.domains.iter().filter(|domain| domain.category == Category::Marketing).count();
    assert_eq!(rules.len(), 1 + filters + marketing);
    let ids: HashSet<u32> = rules.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules.len());
    for rule in &rules {
        let documents = rule.condition.resource_types.iter().any(|kind| kind == "main_frame");
        assert!(!documents || rule.action.kind == ActionKind::AllowAllRequests, "{rule:?}");
        if rule.action.kind == ActionKind::Block {
            // No list of types: websockets, beacons, frames, fonts, media and types to come are all meant.
            assert!(rule.condition.resource_types.is_empty(), "{rule:?}");
            assert_eq!(rule.condition.excluded_initiator_domains.len(), catalogue.domains.len());
            assert!(rule.priority < ladder::OWN_SITE);
        }
    }
}

#[test]
fn only_keys_that_both_browsers_know_are_used() {
    let catalogue = catalogue();
    let mut allowances = allowing(&["shop.test"]);
    allowances.set(&Site::of_host("bank.test").unwrap(), Mode::Chat).unwrap();
    let all: Vec<Rule> = static_rules(&catalogue)
        .unwrap()
        .into_iter()
        .chain(dynamic_rules(&catalogue, &allowances).unwrap())
        .chain(session_rules(&catalogue, &allowances))
        .collect();
    for rule in &all {
        let json = serde_json::to_value(rule).unwrap();
        for key in json["condition"].as_object().unwrap().keys() {
            assert!(KNOWN_TO_BOTH.contains(&key.as_str()), "{key} in {json}");
        }
    }
    let text = static_ruleset_json(&catalogue).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Rule>>(&text).unwrap(), static_rules(&catalogue).unwrap());
}

#[test]
fn an_allowed_site_is_let_through_whole_and_stays_within_the_id_ranges() {
    let catalogue = catalogue();
    assert!(dynamic_rules(&catalogue, &Allowances::default()).unwrap().is_empty());
    let allowances = allowing(&["www.shop.test", "bank.test"]);
    let dynamic = dynamic_rules(&catalogue, &allowances).unwrap();
    assert_eq!(dynamic.len(), 1);
    assert_eq!(dynamic[0].action.kind, ActionKind::AllowAllRequests);
    assert_eq!(dynamic[0].condition.request_domains, ["bank.test", "shop.test"]);
    assert_eq!(dynamic[0].condition.resource_types, ["main_frame"]);
    assert!(DYNAMIC_IDS.contains(&dynamic[0].id));
    let session = session_rules(&catalogue, &allowances);
    assert!(session.iter().all(|rule| SESSION_IDS.contains(&rule.id)));
    // The highest rung: nothing of ours stands above what the visitor allowed.
    assert!(static_rules(&catalogue).unwrap().iter().chain(&session).all(|rule| rule.priority <= dynamic[0].priority));
    assert!(session.iter().any(|rule| rule.condition.tab_ids == [-1] && rule.condition.initiator_domains == ["bank.test", "shop.test"]));
}

/// As Firefox 153 gives a session rule back.
#[test]
fn rules_are_read_back_with_null_for_what_was_left_out() {
    let catalogue = catalogue();
    for rule in session_rules(&catalogue, &allowing(&["shop.test"])) {
        let mut json = serde_json::to_value(&rule).unwrap();
        for (part, keys) in [("condition", &KNOWN_TO_BOTH[..]), ("action", &["requestHeaders", "responseHeaders", "redirect"][..])] {
            for key in keys {
                json[part].as_object_mut().unwrap().entry(*key).or_insert(serde_json::Value::Null);
            }
        }
        assert_eq!(serde_json::from_value::<Rule>(json).unwrap(), rule);
    }
}

#[test]
fn a_chat_gets_what_it_needs_without_cookies_and_nothing_of_the_monitoring() {
    let catalogue = catalogue();
    let mut allowances = Allowances::default();
    allowances.set(&Site::of_host("shop.test").unwrap(), Mode::Chat).unwrap();
    let rules = dynamic_rules(&catalogue, &allowances).unwrap();
    let ids: HashSet<u32> = rules.iter().map(|rule| rule.id).collect();
    assert!(ids.len() == rules.len() && ids.iter().all(|id| DYNAMIC_IDS.contains(id)));
    assert!(rules.iter().all(|rule| rule.condition.initiator_domains == ["shop.test"]));
    let needed = catalogue.services.iter().filter(|service| service.chat == ChatNeed::Needed && service.category == Category::Marketing);
    assert_eq!(rules.len() - 1, needed.map(|service| service.filters.len()).sum::<usize>());
    let strip = rules.iter().find(|rule| rule.action.kind == ActionKind::ModifyHeaders).unwrap();
    for rule in rules.iter().filter(|rule| rule.action.kind == ActionKind::Allow) {
        // An allowing rule silences header changes on its rung and below.
        assert!(rule.priority < strip.priority && rule.priority < ladder::BLOCK_IN_OWN_FRAMES, "{rule:?}");
    }
}
