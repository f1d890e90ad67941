//! A mode for every site without a choice of its own: what holds where, the rules, the markers, and the cookies.
#![cfg(test)]

use askfirst::allowances::{Allowances, DAY, Span};
use askfirst::catalogue::Catalogue;
use askfirst::classify::ItemClassifier;
use askfirst::cleanup::{Cookie, Fate, Judge, Occasion};
use askfirst::markers::{Marker, markers};
use askfirst::modes::{Modes, Wish};
use askfirst::policy::{Lasts, Mode};
use askfirst::rules::{ActionKind, Rule, dynamic_rules, ladder, session_rules};
use askfirst::site::Site;

const NOW: u64 = 1_800_000_000_000;

fn site(host: &str) -> Site {
    Site::of_host(host).unwrap()
}

fn by_default(mode: Mode) -> Modes {
    let mut modes = Modes::default();
    modes.set_default_mode(mode);
    modes
}

fn choose(modes: &mut Modes, host: &str, mode: Mode, lasts: Lasts) {
    modes.choose(&site(host), Wish { tab: 1, private: false, mode, lasts, now: NOW }).unwrap();
}

fn privately(modes: &mut Modes, host: &str, mode: Mode) {
    modes.choose(&site(host), Wish { tab: 8, private: true, mode, lasts: Lasts::Always, now: NOW }).unwrap();
}

fn mode(modes: &Modes, tab: i64, host: &str) -> Mode {
    modes.of(tab, &site(host)).mode
}

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn marked(modes: &Modes) -> Vec<Marker> {
    markers(&catalogue(), modes)
}

fn session(modes: &Modes) -> Vec<Rule> {
    session_rules(&catalogue(), modes, "own").unwrap()
}

/// Rules that allow all sites but some.
fn of_all_sites(rules: &[Rule]) -> Vec<&Rule> {
    let all = rules.iter().filter(|rule| rule.action.kind == ActionKind::AllowAllRequests);
    all.filter(|rule| rule.condition.request_domains.is_empty()).collect()
}

#[test]
fn ask_first_costs_nothing() {
    let modes = by_default(Mode::Ask);
    assert_eq!(modes, Modes::default());
    assert!(!modes.has_choices() && marked(&modes).is_empty() && dynamic_rules(&modes).unwrap().is_empty());
}

#[test]
fn it_holds_where_nothing_else_was_chosen_and_choices_outlive_it() {
    let mut modes = by_default(Mode::Chat);
    assert_eq!(mode(&modes, 1, "shop.test"), Mode::Chat);
    assert_eq!(modes.of(1, &site("shop.test")).lasts, None);
    choose(&mut modes, "shop.test", Mode::Ask, Lasts::Always);
    let standing = modes.of(2, &site("de.shop.test"));
    assert_eq!((standing.mode, standing.lasts, standing.chosen_for), (Mode::Ask, Some(Lasts::Always), Some("shop.test")));
    // An exception is stored, and read back.
    let read = Allowances::read(Some(&modes.open.to_json())).unwrap();
    assert_eq!(read.choices().collect::<Vec<_>>(), modes.open.choices().collect::<Vec<_>>());
    choose(&mut modes, "bank.test", Mode::Allow, Lasts::Always);
    for default in [Mode::Ask, Mode::Chat, Mode::Allow] {
        modes.set_default_mode(default);
        assert_eq!(
            (mode(&modes, 1, "shop.test"), mode(&modes, 1, "bank.test"), mode(&modes, 1, "news.test")),
            (Mode::Ask, Mode::Allow, default)
        );
    }
    // The default chosen for a site takes the choice back.
    choose(&mut modes, "bank.test", Mode::Allow, Lasts::Always);
    assert_eq!(modes.of(1, &site("bank.test")).chosen_for, None);
}

#[test]
fn an_exception_ends_as_any_choice_does() {
    let mut modes = by_default(Mode::Allow);
    choose(&mut modes, "day.test", Mode::Ask, Lasts::Day);
    choose(&mut modes, "tab.test", Mode::Ask, Lasts::Tab);
    assert_eq!((mode(&modes, 1, "tab.test"), mode(&modes, 2, "tab.test")), (Mode::Ask, Mode::Allow));
    modes.conversation_began(1, &site("day.test"));
    modes.settle(NOW + DAY);
    assert_eq!(mode(&modes, 1, "day.test"), Mode::Allow, "nothing of the exception is kept for a conversation");
    modes.forget_tab(1);
    assert_eq!(mode(&modes, 1, "tab.test"), Mode::Allow);
    modes.browser_was_closed();
    assert_eq!((mode(&modes, 1, "tab.test"), modes.private.default_mode()), (Mode::Allow, Mode::Allow));
}

#[test]
fn private_windows_have_it_too_and_their_own_exceptions() {
    let mut modes = by_default(Mode::Chat);
    choose(&mut modes, "shop.test", Mode::Allow, Lasts::Always);
    modes.tabs.add_private(8);
    privately(&mut modes, "bank.test", Mode::Ask);
    // The default against an ordinary choice.
    privately(&mut modes, "shop.test", Mode::Chat);
    assert_eq!(
        (mode(&modes, 8, "bank.test"), mode(&modes, 8, "shop.test"), mode(&modes, 8, "news.test")),
        (Mode::Ask, Mode::Chat, Mode::Chat)
    );
    assert_eq!((mode(&modes, 1, "bank.test"), mode(&modes, 1, "shop.test")), (Mode::Chat, Mode::Allow));
    modes.forget_tab(8);
    modes.settle(NOW);
    assert_eq!(modes.private.default_mode(), Mode::Chat);
    assert!(modes.private.is_empty());
}

#[test]
fn allow_is_one_rule_on_the_ladder_without_the_exceptions() {
    let mut modes = by_default(Mode::Allow);
    choose(&mut modes, "shop.test", Mode::Ask, Lasts::Always);
    choose(&mut modes, "bank.test", Mode::Chat, Lasts::Always);
    choose(&mut modes, "help.shop.test", Mode::Allow, Lasts::Always);
    // The default takes an exception of a wider site away; set for the name alone it stays.
    assert_eq!(mode(&modes, 1, "shop.test"), Mode::Allow);
    choose(&mut modes, "shop.test", Mode::Ask, Lasts::Always);
    modes.set_site(&site("help.shop.test"), Mode::Allow, Span::Always).unwrap();
    let rules = dynamic_rules(&modes).unwrap();
    let [all] = of_all_sites(&rules)[..] else { panic!("{rules:?}") };
    assert_eq!(all.priority, ladder::ALLOW_SITE);
    assert_eq!(all.condition.excluded_request_domains, ["bank.test", "lpsnmedia.net", "shop.test"]);
    assert!(rules.iter().any(|rule| rule.condition.request_domains == ["help.shop.test"]));
    let session = session(&modes);
    let workers: Vec<_> = session.iter().filter(|rule| rule.priority == ladder::ALLOW_SITE && rule.condition.tab_ids == [-1]).collect();
    assert_eq!(workers.len(), 2, "{workers:?}");
    assert!(workers.iter().any(|rule| rule.condition.excluded_initiator_domains == ["bank.test", "shop.test"]));
    for mode in [Mode::Ask, Mode::Chat] {
        modes.set_default_mode(mode);
        assert!(of_all_sites(&dynamic_rules(&modes).unwrap()).is_empty(), "{mode:?}");
    }
}

#[test]
fn allow_leaves_out_what_a_tab_excepts_there_only() {
    let mut modes = by_default(Mode::Allow);
    choose(&mut modes, "shop.test", Mode::Ask, Lasts::Tab);
    assert!(of_all_sites(&dynamic_rules(&modes).unwrap()).is_empty(), "it is said for tabs now");
    let rules = session(&modes);
    let all = of_all_sites(&rules);
    let tabs = |rule: &Rule| (rule.condition.tab_ids.clone(), rule.condition.excluded_tab_ids.clone());
    assert_eq!(all.len(), 2, "{all:?}");
    let elsewhere = all.iter().find(|rule| tabs(rule) == (vec![], vec![1])).expect("in other tabs");
    assert_eq!(elsewhere.condition.excluded_request_domains, ["lpsnmedia.net"]);
    let here = all.iter().find(|rule| tabs(rule) == (vec![1], vec![])).expect("in this tab");
    assert_eq!(here.condition.excluded_request_domains, ["lpsnmedia.net", "shop.test"]);
}

#[test]
fn every_page_is_told_but_those_with_something_else() {
    for (default, file) in [(Mode::Chat, "mode-chat-default.js"), (Mode::Allow, "mode-allow.js")] {
        let mut modes = by_default(default);
        let [only] = &marked(&modes)[..] else { panic!("{default:?}") };
        assert_eq!(
            (only.id.as_str(), only.matches.as_slice(), only.js.as_slice()),
            ("mode-default", &["*://*/*".to_owned()][..], &[file.to_owned()][..])
        );
        assert!(only.exclude_matches.is_empty(), "LivePerson's frames are told too");
        choose(&mut modes, "shop.test", Mode::Ask, Lasts::Always);
        let all = marked(&modes);
        assert_eq!(all[0].exclude_matches, ["*://shop.test/*", "*://*.shop.test/*"]);
        assert_eq!(all.len(), 1);
        // Inside an exception the default is said once more.
        modes.set_site(&site("help.shop.test"), default, Span::Always).unwrap();
        modes.set_site(&site("bank.test"), default, Span::Always).unwrap();
        let all = marked(&modes);
        assert_eq!(
            all[1].matches.iter().filter(|one| one.contains("test")).collect::<Vec<_>>(),
            ["*://help.shop.test/*", "*://*.help.shop.test/*"]
        );
        // What ends with the browser, or a private window chose, is not written to the disk.
        privately(&mut modes, "secret.test", Mode::Ask);
        let all = marked(&modes);
        assert_eq!(all[0].id, "mode-default-now");
        assert_eq!(serde_json::to_value(&all[0]).unwrap()["persistAcrossSessions"], false);
        assert!(all[0].exclude_matches.iter().any(|one| one == "*://secret.test/*"));
    }
    let mut modes = by_default(Mode::Chat);
    choose(&mut modes, "shop.test", Mode::Allow, Lasts::Always);
    let all = marked(&modes);
    assert!(all[0].exclude_matches.iter().any(|one| one == "*://*.lpsnmedia.net/*"), "where both kinds are, a frame asks");
    assert!(all[1].matches.iter().all(|one| !one.contains("lpsnmedia")));
}

#[test]
fn cookies_are_judged_by_it() {
    let catalogue = catalogue();
    let items = ItemClassifier::new(&catalogue).unwrap();
    let cookie = |name: &str, domain: &str, session: bool| -> Cookie {
        serde_json::from_value(serde_json::json!({
            "name": name, "value": "x", "domain": domain, "hostOnly": true, "path": "/", "secure": false, "httpOnly": false,
            "sameSite": "unspecified", "session": session, "storeId": "0", "expirationDate": 2_000_000_000.0,
        }))
        .unwrap()
    };
    for (default, on_change, at_clean_up) in [
        (Mode::Ask, Fate::Remove, Fate::Remove),
        (Mode::Chat, Fate::SessionOnly, Fate::Remove),
        (Mode::Allow, Fate::Keep, Fate::Ask("news.test".to_owned())),
    ] {
        let mut modes = by_default(default);
        modes.set_site(&site("shop.test"), Mode::Ask, Span::Always).unwrap();
        let book = modes.for_cookies();
        let fate = |occasion, host: &str| Judge::new(&catalogue, &items, &book, occasion).fate(&cookie("LPVID", host, false));
        assert_eq!(fate(Occasion::Change, "news.test"), on_change, "{default:?}");
        assert_eq!(fate(Occasion::CleanUp, "news.test"), at_clean_up, "{default:?}");
        assert_eq!(fate(Occasion::Change, "shop.test"), Fate::Remove, "{default:?}");
        assert_eq!(Judge::new(&catalogue, &items, &book, Occasion::CleanUp).are_served(), default != Mode::Ask, "{default:?}");
    }
}

#[test]
fn a_tabs_exception_does_not_end_what_other_tabs_keep() {
    let mut modes = by_default(Mode::Allow);
    choose(&mut modes, "shop.test", Mode::Ask, Lasts::Tab);
    assert_eq!(modes.for_cookies().mode_of(&site("shop.test")), Mode::Allow);
    assert_eq!(modes.anywhere(&site("shop.test")), Mode::Allow);
}
