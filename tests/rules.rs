//! The rules that the browser gets: one for each filter, and only keys that both browsers know.
#![cfg(test)]

use askfirst::allowances::{Allowances, Span};
use askfirst::catalogue::{Catalogue, Category, ChatNeed};
use askfirst::modes::{ChatTab, Modes};
use askfirst::policy::Mode;
use askfirst::rules::{
    ActionKind, DYNAMIC_IDS, Rule, SESSION_IDS, chats_in_force, dynamic_rules, ladder, session_rules, static_rules, static_ruleset_json,
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

/// The host of the extension's own addresses.
const OWN: &str = "abcdefghijklmnopabcdefghijklmnop";

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn site(host: &str) -> Site {
    Site::of_host(host).unwrap()
}

fn choosing(choices: &[(&str, Mode, Span)]) -> Modes {
    let mut allowances = Allowances::default();
    for (host, mode, span) in choices {
        allowances.set_for(&site(host), *mode, *span, None).unwrap();
    }
    Modes::from(allowances)
}

fn allowing(hosts: &[&str]) -> Modes {
    choosing(&hosts.iter().map(|host| (*host, Mode::Allow, Span::Always)).collect::<Vec<_>>())
}

/// What is allowed where: sites, what is excepted, tabs, other tabs.
fn allowed(rules: &[Rule]) -> Vec<(String, String, Vec<i64>, Vec<i64>)> {
    let rules = rules.iter().filter(|rule| rule.action.kind == ActionKind::AllowAllRequests);
    let rules = rules.filter(|rule| rule.condition.initiator_domains.is_empty()).map(|rule| rule.condition.clone());
    rules.map(|one| (one.request_domains.join(" "), one.excluded_request_domains.join(" "), one.tab_ids, one.excluded_tab_ids)).collect()
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
    let mut modes = choosing(&[("shop.test", Mode::Allow, Span::Always), ("help.shop.test", Mode::Chat, Span::Tab(3))]);
    modes.tabs.add_chat(3, &site("help.shop.test"), Some("frames.test"));
    let all: Vec<Rule> = static_rules(&catalogue)
        .unwrap()
        .into_iter()
        .chain(dynamic_rules(&modes).unwrap())
        .chain(session_rules(&catalogue, &modes, OWN).unwrap())
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
fn livepersons_own_sites_are_never_touched_but_its_pop_out_window_is_none() {
    let rules = static_rules(&catalogue()).unwrap();
    let own = rules.iter().find(|rule| rule.action.kind == ActionKind::AllowAllRequests).unwrap();
    assert!(own.condition.request_domains.iter().any(|domain| domain == "liveperson.net"));
    assert!(!own.condition.request_domains.iter().any(|domain| domain == "lpsnmedia.net"));
}

#[test]
fn an_allowed_site_is_let_through_whole_and_stays_within_the_id_ranges() {
    let catalogue = catalogue();
    assert!(dynamic_rules(&Modes::default()).unwrap().is_empty());
    let modes = allowing(&["www.shop.test", "bank.test"]);
    let dynamic = dynamic_rules(&modes).unwrap();
    assert_eq!(dynamic.len(), 1);
    assert_eq!(dynamic[0].action.kind, ActionKind::AllowAllRequests);
    assert_eq!(dynamic[0].condition.request_domains, ["bank.test", "shop.test"]);
    assert_eq!(dynamic[0].condition.resource_types, ["main_frame"]);
    assert!(dynamic.iter().all(|rule| DYNAMIC_IDS.contains(&rule.id)));
    let session = session_rules(&catalogue, &modes, OWN).unwrap();
    assert!(session.iter().all(|rule| SESSION_IDS.contains(&rule.id)));
    // The highest rung: nothing of ours stands above what the visitor allowed.
    assert!(static_rules(&catalogue).unwrap().iter().chain(&session).all(|rule| rule.priority <= dynamic[0].priority));
    assert!(session.iter().any(|rule| rule.condition.tab_ids == [-1] && rule.condition.initiator_domains == ["bank.test", "shop.test"]));
}

/// Chromium forgets what an open page is allowed when any rule changes.
#[test]
fn open_pages_that_are_allowed_have_a_rule_of_their_own_and_their_pop_out_windows_too() {
    let mut modes = allowing(&["shop.test"]);
    let page = ChatTab { site: "shop.test".to_owned(), hosts: ["frames.test".to_owned()].into() };
    modes.tabs.set_living([(3, page.clone()), (4, ChatTab { site: "bank.test".to_owned(), ..page })].into());
    modes.tabs.opened_pop_out(9, Some(&site("shop.test")));
    // The bank is not allowed: it is left out.
    modes.settle(0);
    let session = session_rules(&catalogue(), &modes, OWN).unwrap();
    let living = session.iter().find(|rule| rule.condition.tab_ids == [3, 9]).unwrap();
    assert_eq!(living.condition.initiator_domains, ["frames.test", "liveperson.net", "lpsnmedia.net", "shop.test"]);
    assert_eq!((living.action.kind, living.priority), (ActionKind::Allow, ladder::ALLOW_SITE));
    let ids: HashSet<u32> = session.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), session.len(), "each has a number of its own");
}

#[test]
fn what_does_not_outlive_the_browser_is_no_dynamic_rule() {
    let modes = choosing(&[
        ("always.test", Mode::Allow, Span::Always),
        ("day.test", Mode::Allow, Span::Until(5)),
        ("browser.test", Mode::Allow, Span::Browser),
        ("tab.test", Mode::Allow, Span::Tab(7)),
    ]);
    let dynamic = dynamic_rules(&modes).unwrap();
    let own = |name: &str, tabs: &[i64]| (name.to_owned(), String::new(), tabs.to_vec(), vec![]);
    assert_eq!(allowed(&dynamic), [own("always.test day.test", &[])]);
    let session = session_rules(&catalogue(), &modes, OWN).unwrap();
    assert_eq!(allowed(&session), [own("browser.test", &[]), own("tab.test", &[7])]);
    // A worker has no tab: it is the site's.
    let workers = session.iter().find(|rule| rule.condition.tab_ids == [-1]).unwrap();
    assert_eq!(workers.condition.initiator_domains, ["always.test", "browser.test", "day.test", "tab.test"]);
}

#[test]
fn the_narrower_choice_decides_in_the_rules_too() {
    let modes = choosing(&[
        ("a.test", Mode::Allow, Span::Always),
        ("b.a.test", Mode::Chat, Span::Browser),
        ("c.b.a.test", Mode::Allow, Span::Always),
        ("other.test", Mode::Allow, Span::Always),
    ]);
    let none = Vec::new();
    let dynamic = dynamic_rules(&modes).unwrap();
    let wide = ("a.test other.test".to_owned(), "b.a.test".to_owned(), none.clone(), none.clone());
    assert_eq!(allowed(&dynamic), [wide, ("c.b.a.test".to_owned(), String::new(), none.clone(), none)]);
}

#[test]
fn a_tab_can_say_less_than_the_site() {
    let mut modes = choosing(&[("shop.test", Mode::Allow, Span::Always), ("bank.test", Mode::Allow, Span::Always)]);
    modes.open.set_for(&site("help.shop.test"), Mode::Chat, Span::Tab(3), Some(3)).unwrap();
    modes.open.set_for(&site("shop.test"), Mode::Allow, Span::Tab(4), Some(4)).unwrap();
    // The other site is not concerned.
    assert_eq!(allowed(&dynamic_rules(&modes).unwrap()), [("bank.test".to_owned(), String::new(), vec![], vec![])]);
    let shop = |except: &str, tabs: &[i64], others: &[i64]| ("shop.test".to_owned(), except.to_owned(), tabs.to_vec(), others.to_vec());
    let session = session_rules(&catalogue(), &modes, OWN).unwrap();
    assert_eq!(allowed(&session), [shop("", &[], &[3]), shop("", &[4], &[]), shop("help.shop.test", &[3], &[])]);
}

#[test]
fn what_is_chosen_in_a_private_window_is_for_its_tabs() {
    let mut modes = allowing(&["shop.test"]);
    for tab in [8, 9] {
        modes.tabs.add_private(tab);
    }
    let wish = |mode| askfirst::modes::Wish { tab: 8, private: true, mode, lasts: askfirst::policy::Lasts::Always, now: 0 };
    modes.choose(&site("bank.test"), wish(Mode::Allow)).unwrap();
    modes.choose(&site("shop.test"), wish(Mode::Ask)).unwrap();
    assert_eq!(allowed(&dynamic_rules(&modes).unwrap()), []);
    let session = session_rules(&catalogue(), &modes, OWN).unwrap();
    let rule = |name: &str, tabs: &[i64], others: &[i64]| (name.to_owned(), String::new(), tabs.to_vec(), others.to_vec());
    assert_eq!(allowed(&session), [rule("shop.test", &[], &[8, 9]), rule("bank.test", &[8, 9], &[])]);
}

/// As Firefox 153 gives a session rule back.
#[test]
fn rules_are_read_back_with_null_for_what_was_left_out() {
    let catalogue = catalogue();
    for rule in session_rules(&catalogue, &allowing(&["shop.test"]), OWN).unwrap() {
        let mut json = serde_json::to_value(&rule).unwrap();
        for (part, keys) in [("condition", &KNOWN_TO_BOTH[..]), ("action", &["requestHeaders", "responseHeaders", "redirect"][..])] {
            for key in keys {
                json[part].as_object_mut().unwrap().entry(*key).or_insert(serde_json::Value::Null);
            }
        }
        assert_eq!(serde_json::from_value::<Rule>(json).unwrap(), rule);
    }
}

fn needed(catalogue: &Catalogue) -> usize {
    let needed = catalogue.services.iter().filter(|service| service.chat == ChatNeed::Needed && service.category == Category::Marketing);
    needed.map(|service| service.filters.len()).sum()
}

#[test]
fn a_chat_gets_what_it_needs_in_its_tab_without_cookies_and_nothing_of_the_monitoring() {
    let catalogue = catalogue();
    let mut modes = choosing(&[("shop.test", Mode::Chat, Span::Always)]);
    // The choice alone lets nothing through: a tab has to show the site.
    assert!(dynamic_rules(&modes).unwrap().is_empty());
    let before = session_rules(&catalogue, &modes, OWN).unwrap();
    assert_eq!(chats_in_force(&before), None);
    modes.tabs.add_chat(5, &site("shop.test"), Some("frames.test"));
    modes.tabs.add_chat(6, &site("shop.test"), Some("help.shop.test"));
    let after = session_rules(&catalogue, &modes, OWN).unwrap();
    assert_eq!(chats_in_force(&after), Some((&[5, 6][..], &["frames.test".to_owned(), "shop.test".to_owned()][..])));
    let rules: Vec<&Rule> = after.iter().filter(|rule| !before.contains(rule)).collect();
    let ids: HashSet<u32> = after.iter().map(|rule| rule.id).collect();
    assert!(ids.len() == after.len() && ids.iter().all(|id| SESSION_IDS.contains(id)));
    assert!(rules.iter().all(|rule| rule.condition.tab_ids == [5, 6] && rule.condition.initiator_domains == ["frames.test", "shop.test"]));
    assert_eq!(rules.len() - 1, needed(&catalogue));
    let strip = rules.iter().find(|rule| rule.action.kind == ActionKind::ModifyHeaders).unwrap();
    for rule in rules.iter().filter(|rule| rule.action.kind == ActionKind::Allow) {
        // An allowing rule silences header changes on its rung and below.
        assert!(rule.priority < strip.priority && rule.priority < ladder::BLOCK_IN_OWN_FRAMES, "{rule:?}");
    }
}

#[test]
fn livepersons_frames_get_what_a_chat_needs_without_cookies() {
    let catalogue = catalogue();
    let (ours, rules): (Vec<Rule>, Vec<Rule>) =
        session_rules(&catalogue, &Modes::default(), OWN).unwrap().into_iter().partition(|rule| rule.condition.initiator_domains == [OWN]);
    // What AskFirst asks itself: by its worker, for monitoring's one exchange.
    assert_eq!(ours.len(), 1);
    assert_eq!((ours[0].condition.tab_ids.as_slice(), ours[0].condition.url_filter.as_deref()), ([-1].as_slice(), Some("/api/js/")));
    let of = |kind: ActionKind| rules.iter().filter(move |rule| rule.action.kind == kind);
    let block = of(ActionKind::Block).next().unwrap();
    let strip = of(ActionKind::ModifyHeaders).next().unwrap();
    assert_eq!(block.condition.initiator_domains.len(), catalogue.domains.len());
    assert!(of(ActionKind::Allow).count() > 20);
    for rule in of(ActionKind::Allow) {
        assert!(block.priority < rule.priority && rule.priority < strip.priority, "{rule:?}");
        // At liveperson.com its customers work; to itself it is no third party.
        assert_eq!(rule.condition.initiator_domains, ["lpsnmedia.net", "liveperson.net"]);
        assert_eq!(rule.condition.domain_type, None);
        // Their workers at work are left alone.
        assert_eq!(rule.condition.excluded_tab_ids, [-1]);
    }
    assert!(rules.iter().all(|rule| rule.priority < ladder::OWN_SITE));
}
