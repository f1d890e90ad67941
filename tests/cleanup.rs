//! What becomes of single cookies, what a clean-up plans, and what is told of it.
#![cfg(test)]

mod captures;

use askfirst::allowances::Allowances;
use askfirst::catalogue::Catalogue;
use askfirst::classify::ItemClassifier;
use askfirst::cleanup::{Asked, CleanUp, Cookie, Fate, Judge, Occasion, Tally, plan, storage_hosts};
use askfirst::policy::Mode;
use askfirst::site::Site;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const OCCASIONS: [Occasion; 4] = [Occasion::Change, Occasion::TakenBack, Occasion::Start, Occasion::CleanUp];
const MODES: [Mode; 3] = [Mode::Ask, Mode::Chat, Mode::Allow];
const YEAR: f64 = 1_800_000_000.0;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::embedded().unwrap())
}

fn items() -> ItemClassifier<'static> {
    ItemClassifier::new(catalogue()).unwrap()
}

fn chosen(sites: &[(&str, Mode)]) -> Allowances {
    let mut allowances = Allowances::default();
    for (site, mode) in sites {
        allowances.set(&Site::of_host(site).unwrap(), *mode).unwrap();
    }
    allowances
}

/// A persistent cookie of the ordinary store; `more` overrides.
fn cookie(name: &str, domain: &str, more: Value) -> Cookie {
    let mut all = json!({
        "name": name, "value": "v", "domain": domain, "hostOnly": !domain.starts_with('.'), "path": "/", "secure": false,
        "httpOnly": false, "sameSite": "unspecified", "session": false, "expirationDate": YEAR, "storeId": "0",
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    if all["session"] == true {
        all.as_object_mut().unwrap().remove("expirationDate");
    }
    serde_json::from_value(all).unwrap()
}

fn fate(cookie: &Cookie, sites: &[(&str, Mode)], occasion: Occasion) -> Fate {
    Judge::new(catalogue(), &items(), &chosen(sites), occasion).fate(cookie)
}

fn session() -> Value {
    json!({ "session": true })
}

fn partition(top: &str) -> Value {
    json!({ "partitionKey": { "topLevelSite": top }, "secure": true })
}

#[test]
fn a_site_s_cookie_goes_by_the_site_s_mode() {
    use Occasion::{Change, CleanUp, Start, TakenBack};
    let asked = Fate::Ask("shop.test".to_owned());
    for domain in [".shop.test", "shop.test", "www.shop.test", ".www.shop.test", "help.shop.test"] {
        let (lasting, brief) = (cookie("LPVID", domain, json!({})), cookie("LPSID-12345678", domain, session()));
        for (mode, occasion, of_lasting, of_brief) in [
            (Mode::Ask, Change, Fate::Remove, Fate::Remove),
            (Mode::Ask, TakenBack, Fate::Remove, Fate::Remove),
            (Mode::Ask, Start, Fate::Remove, Fate::Remove),
            (Mode::Ask, CleanUp, Fate::Remove, Fate::Remove),
            (Mode::Chat, Change, Fate::SessionOnly, Fate::Keep),
            (Mode::Chat, TakenBack, Fate::SessionOnly, Fate::Keep),
            (Mode::Chat, Start, Fate::Remove, Fate::Remove),
            (Mode::Chat, CleanUp, Fate::Remove, Fate::Keep),
            (Mode::Allow, Change, Fate::Keep, Fate::Keep),
            (Mode::Allow, TakenBack, Fate::Keep, Fate::Keep),
            (Mode::Allow, Start, Fate::Keep, Fate::Keep),
            (Mode::Allow, CleanUp, asked.clone(), asked.clone()),
        ] {
            let sites: &[(&str, Mode)] = if mode == Mode::Ask { &[] } else { &[("shop.test", mode)] };
            assert_eq!(fate(&lasting, sites, occasion), of_lasting, "{lasting:?} {mode:?} {occasion:?}");
            assert_eq!(fate(&brief, sites, occasion), of_brief, "{brief:?} {mode:?} {occasion:?}");
        }
        assert_eq!(fate(&lasting, &[("other.test", Mode::Allow), ("op.test", Mode::Allow)], Change), Fate::Remove, "{domain}");
    }
    // A name that is a session's by the catalogue, but that a server made persistent.
    let stretched = cookie("LPSID-1", ".shop.test", json!({}));
    assert_eq!(fate(&stretched, &[("shop.test", Mode::Chat)], Change), Fate::SessionOnly);
}

#[test]
fn an_allowed_part_of_a_domain_keeps_the_domain_s_cookies_and_nobody_else_s() {
    let sites = [("help.shop.test", Mode::Allow)];
    assert_eq!(fate(&cookie("LPVID", ".shop.test", json!({})), &sites, Occasion::Change), Fate::Keep);
    assert_eq!(fate(&cookie("LPVID", "help.shop.test", json!({})), &sites, Occasion::Change), Fate::Keep);
    // That one is for the one host alone, which is not allowed.
    assert_eq!(fate(&cookie("LPVID", "shop.test", json!({})), &sites, Occasion::Change), Fate::Remove);
    assert_eq!(fate(&cookie("LPVID", ".www.shop.test", json!({})), &sites, Occasion::Change), Fate::Remove);
    assert_eq!(fate(&cookie("LPVID", ".shop.test", json!({})), &[("help.shop.test", Mode::Chat)], Occasion::Change), Fate::SessionOnly);
    let both = [("a.shop.test", Mode::Chat), ("b.shop.test", Mode::Allow)];
    assert_eq!(fate(&cookie("LPVID", ".shop.test", json!({})), &both, Occasion::CleanUp), Fate::Ask("b.shop.test".to_owned()));
}

#[test]
fn a_partition_belongs_to_the_site_in_the_address_bar() {
    let allowed = [("shop.test", Mode::Allow)];
    for domain in [".liveperson.net", "va.v.liveperson.net", "chat.bank.test", ".bank.test"] {
        let there = cookie("LPVisitorID", domain, partition("https://shop.test"));
        assert_eq!(fate(&there, &allowed, Occasion::Change), Fate::Keep, "{domain}");
        assert_eq!(fate(&there, &[("www.help.shop.test", Mode::Allow)], Occasion::Change), Fate::Keep, "{domain}");
        assert_eq!(fate(&there, &[("shop.test", Mode::Chat)], Occasion::Change), Fate::SessionOnly, "{domain}");
        assert_eq!(fate(&there, &[], Occasion::Change), Fate::Remove, "{domain}");
        assert_eq!(fate(&there, &[("bank.test", Mode::Allow)], Occasion::Change), Fate::Remove, "{domain}");
        let at_work = cookie("LPVisitorID", domain, partition("https://liveperson.net"));
        assert_eq!(fate(&at_work, &[], Occasion::CleanUp), Fate::Keep, "{domain}");
    }
    let own = cookie("LPVID", "help.shop.test", partition("https://shop.test"));
    assert_eq!(fate(&own, &[("help.shop.test", Mode::Allow)], Occasion::Change), Fate::Keep);
    assert_eq!(fate(&own, &[("a.shop.test", Mode::Allow)], Occasion::Change), Fate::Remove);
    // Anything at all of LivePerson's servers in a visited site is theirs.
    assert_eq!(fate(&cookie("x", "liveperson.net", partition("https://shop.test")), &[], Occasion::Change), Fate::Remove);
}

#[test]
fn agents_at_work_are_left_alone() {
    let known = cookie("LPVisitorID", ".liveperson.net", json!({}));
    let nameless = cookie("x-session", "authentication.liveperson.net", json!({}));
    let infrastructure = cookie("JSESSIONID", "sales.liveperson.net", session());
    let website = cookie("lpcom_seen", "www.liveperson.com", json!({}));
    let agent = cookie("idpLastSiteId", ".liveperson.net", json!({}));
    for any in [&known, &nameless, &infrastructure, &website, &agent] {
        assert_eq!(fate(any, &[], Occasion::Change), Fate::Keep, "{any:?}");
    }
    for occasion in [Occasion::Start, Occasion::TakenBack] {
        assert_eq!(fate(&known, &[], occasion), Fate::Remove);
        assert_eq!(fate(&known, &[("a.test", Mode::Chat)], occasion), Fate::Remove);
        assert_eq!(fate(&known, &[("a.test", Mode::Allow)], occasion), Fate::Keep, "it serves the allowed site too");
        for left in [&nameless, &infrastructure, &website, &agent] {
            assert_eq!(fate(left, &[], occasion), Fate::Keep, "{left:?}");
        }
    }
    let all = [known.clone(), nameless.clone(), infrastructure.clone(), website.clone()];
    let (items, none) = (items(), Allowances::default());
    let judge = || Judge::new(catalogue(), &items, &none, Occasion::CleanUp);
    let fates = |judge: &Judge| all.iter().map(|cookie| judge.fate(cookie)).collect::<Vec<_>>();
    assert_eq!(fates(&judge().aware_of_agents(&all)), [Fate::Remove, Fate::Remove, Fate::Remove, Fate::Keep]);
    let with_agent: Vec<Cookie> = all.iter().cloned().chain([agent.clone()]).collect();
    assert_eq!(fates(&judge().aware_of_agents(&with_agent)), [Fate::Remove, Fate::Keep, Fate::Keep, Fate::Keep]);
    // An agent's sign in one container says nothing of another.
    let elsewhere = cookie("idpLastSiteId", ".liveperson.net", json!({ "storeId": "firefox-container-1" }));
    assert_eq!(judge().aware_of_agents(&[elsewhere]).fate(&nameless), Fate::Remove);
    assert_eq!(fate(&known, &[("a.test", Mode::Allow)], Occasion::CleanUp), Fate::Ask("liveperson.net".to_owned()));
}

#[test]
fn what_the_chat_s_own_window_keeps_goes_when_no_chat_goes_on() {
    let items = items();
    let kept = cookie("LPCID-12345678", "lpcdn.lpsnmedia.net", session());
    let (none, chat) = (chosen(&[]), chosen(&[("shop.test", Mode::Chat)]));
    let fate =
        |choices: &Allowances, is_open| Judge::new(catalogue(), &items, choices, Occasion::TakenBack).with_pop_out(is_open).fate(&kept);
    assert_eq!((fate(&none, false), fate(&none, true), fate(&chat, false)), (Fate::Remove, Fate::Keep, Fate::Keep));
}

#[test]
fn captured_cookies_and_near_misses() {
    let mut theirs = 0;
    for row in captures::cookies() {
        let kept = cookie(&row.name, ".shop.test", json!({}));
        let expected = items().classify(askfirst::catalogue::Kind::Cookie, &row.name, "shop.test").vendor.is_some();
        // idpLastSiteId is an agent's.
        let removed = expected && row.name != "idpLastSiteId";
        for occasion in OCCASIONS {
            assert_eq!(fate(&kept, &[], occasion) == Fate::Remove, removed, "{}", row.name);
        }
        assert!(row.liveperson || !removed, "{}", row.name);
        theirs += usize::from(removed);
    }
    assert!(theirs > 15, "{theirs}");
    for name in [
        "lpv12345",
        "lpv123456789",
        "visitor_id12345",
        "visitor_id12345-hash",
        "li_at",
        "li_gc",
        "lidc",
        "lp_session",
        "lp_ref",
        "lpid",
        "_lp4_u",
        "lp",
        "",
    ] {
        for domain in [".shop.test", "shop.test", "pi.pardot.com", ".linkedin.com", "lastpass.com"] {
            for occasion in OCCASIONS {
                assert_eq!(fate(&cookie(name, domain, json!({})), &[], occasion), Fate::Keep, "{name} on {domain}");
            }
        }
    }
}

#[test]
fn a_clean_up_counts_and_asks() {
    let cookies = vec![
        cookie("LPVID", ".shop.test", json!({ "expirationDate": YEAR + 5.0 })),
        cookie("LPSID-1", "www.shop.test", session()),
        cookie("LPVID", ".help.shop.test", json!({})),
        cookie("LPVID", ".bank.test", json!({ "expirationDate": YEAR + 9.0, "storeId": "firefox-container-2" })),
        cookie("LPVID", ".good.test", json!({ "expirationDate": YEAR + 50.0 })),
        cookie("LPVisitorID", ".liveperson.net", json!({ "expirationDate": YEAR + 70.0 })),
        cookie("s", "va.v.liveperson.net", partition("https://shop.test")),
        cookie("mine", ".shop.test", json!({})),
    ];
    let (items, allowances) = (items(), chosen(&[("good.test", Mode::Allow)]));
    let judge = Judge::new(catalogue(), &items, &allowances, Occasion::CleanUp).aware_of_agents(&cookies);
    let planned = plan(&judge, cookies.clone());
    assert_eq!((planned.remove.len(), planned.shorten.len()), (5, 0));
    assert_eq!(Tally::of(&judge, &planned.remove), Tally { identifiers: 5, sites: 2, oldest: Some(YEAR), latest: Some(YEAR + 9.0) });
    let names = BTreeSet::from(["good.test".to_owned(), "liveperson.net".to_owned()]);
    assert_eq!(planned.ask, Asked { identifiers: 2, sites: names, oldest: Some(YEAR + 50.0), latest: Some(YEAR + 70.0) });
    assert_eq!(planned.hosts, BTreeSet::from(["va.v.liveperson.net".to_owned()]));

    let judge = Judge::new(catalogue(), &items, &allowances, Occasion::CleanUp).confirmed(["good.test".to_owned(), "no.test".to_owned()]);
    let confirmed = plan(&judge, cookies);
    assert_eq!(confirmed.remove.len(), 6);
    assert_eq!(confirmed.ask.sites, BTreeSet::from(["liveperson.net".to_owned()]));
    assert_eq!(Tally::of(&judge, &[]), Tally::default());
}

#[test]
fn the_result_is_stored_without_values_and_checked_when_it_is_read() {
    let result =
        CleanUp::new(1_700_000_000_000.5, Tally { identifiers: 5, sites: 2, oldest: Some(YEAR), latest: Some(YEAR) }, Asked::default(), 1);
    let text = serde_json::to_string(&result).unwrap();
    assert_eq!(CleanUp::read(&text), Some(result));
    let of = |from: &str, to: &str| CleanUp::read(&text.replace(from, to));
    assert_eq!(of("\"version\":1", "\"version\":2"), None);
    assert_eq!(of("\"failed\":1", "\"failed\":-1"), None);
    assert_eq!(of("\"failed\":1", "\"failed\":1,\"more\":1"), None);
    assert_eq!(of("\"sites\":[]", "\"sites\":[\"https://x.test/\"]"), None);
    assert!(of("\"sites\":[]", "\"sites\":[\"x.test\"]").is_some());
    for foreign in ["", "null", "{}", "[]", "\"x\""] {
        assert_eq!(CleanUp::read(foreign), None, "{foreign}");
    }
}

#[test]
fn a_cookie_s_facts() {
    let it = cookie("LPVID", ".shop.test", json!({ "value": "secret", "path": "/a b", "expirationDate": 1000.4 }));
    assert_eq!(it.url(), "https://shop.test/a b");
    assert_eq!((it.seconds_left(0.0), it.seconds_left(400_000.0), it.seconds_left(2e9)), (Some(1000), Some(600), Some(0)));
    assert_eq!(cookie("LPVID", "shop.test", session()).seconds_left(0.0), None);
    assert!(!format!("{it:?}").contains("secret"));
    assert!(it.is_in_place_of(&cookie("LPVID", ".shop.test", json!({ "path": "/a b", "value": "x", "session": true }))));
    for other in [
        cookie("LPVID", "shop.test", json!({ "path": "/a b" })),
        cookie("LPVID", ".shop.test", json!({})),
        cookie("LPVID", ".shop.test", json!({ "path": "/a b", "storeId": "1" })),
        cookie("LPVID", ".shop.test", json!({ "path": "/a b", "partitionKey": { "topLevelSite": "https://shop.test" } })),
    ] {
        assert!(!it.is_in_place_of(&other), "{other:?}");
    }
}

#[test]
fn the_hosts_that_keep_something_are_the_catalogue_s() {
    let hosts = storage_hosts(catalogue());
    for host in ["lpcdn.lpsnmedia.net", "accdn.lpsnmedia.net", "lptag.liveperson.net", "publisher.liveperson.net"] {
        assert!(hosts.contains(host), "{host} in {hosts:?}");
    }
    for host in &hosts {
        assert!(catalogue().domain_of(host).is_some(), "{host}");
        assert!(
            !["www.liveperson.net", "adminlogin.liveperson.net", "liveperson.net", "liveperson.com"].contains(&host.as_str()),
            "{host}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_browser_tells_is_judged(
        name in any::<String>(), domain in any::<String>(), top in proptest::option::of(any::<String>()), end in any::<f64>(), mode in prop::sample::select(MODES.to_vec()),
    ) {
        let it = cookie(&name, &domain, json!({ "expirationDate": if end.is_finite() { json!(end) } else { json!(null) }, "partitionKey": top.map(|top| json!({ "topLevelSite": top })) }));
        let (items, allowances) = (items(), chosen(&[("shop.test", mode)]));
        for occasion in OCCASIONS {
            let judge = Judge::new(catalogue(), &items, &allowances, occasion);
            let planned = plan(&judge, vec![it.clone()]);
            let _ = (Tally::of(&judge, &planned.remove), it.seconds_left(end), it.url());
        }
    }
}
