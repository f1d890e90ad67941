//! Where the browser tells a page its site's mode before the page begins.
#![cfg(test)]

use askfirst::allowances::{Allowances, Span};
use askfirst::catalogue::Catalogue;
use askfirst::markers::{Marker, markers};
use askfirst::modes::{Modes, Wish};
use askfirst::policy::{Lasts, Mode};
use askfirst::site::Site;

fn chosen(sites: &[(&str, Mode)]) -> Vec<Marker> {
    of(&lasting(&sites.iter().map(|(host, mode)| (*host, *mode, Span::Always)).collect::<Vec<_>>()))
}

fn lasting(choices: &[(&str, Mode, Span)]) -> Modes {
    let mut allowances = Allowances::default();
    for (host, mode, span) in choices {
        allowances.set_for(&Site::of_host(host).unwrap(), *mode, *span, None).unwrap();
    }
    Modes::from(allowances)
}

fn of(modes: &Modes) -> Vec<Marker> {
    markers(&Catalogue::embedded().unwrap(), modes)
}

fn ids(markers: &[Marker]) -> Vec<&str> {
    markers.iter().map(|marker| marker.id.as_str()).collect()
}

#[test]
fn a_mode_that_no_site_has_has_no_marker() {
    assert!(chosen(&[]).is_empty());
    let only = chosen(&[("shop.test", Mode::Allow)]);
    assert_eq!(only.iter().map(|marker| marker.id.as_str()).collect::<Vec<_>>(), ["mode-allow"]);
    assert_eq!(only[0].js, ["mode-allow.js"]);
}

#[test]
fn a_site_is_its_host_and_its_subdomains_and_an_address_is_itself() {
    let marker =
        &chosen(&[("www.shop.test", Mode::Allow), ("127.0.0.1", Mode::Allow), ("[::1]", Mode::Allow), ("localhost", Mode::Allow)])[0];
    for pattern in ["*://shop.test/*", "*://*.shop.test/*", "*://127.0.0.1/*", "*://[::1]/*", "*://localhost/*", "*://*.localhost/*"] {
        assert!(marker.matches.iter().any(|one| one == pattern), "{pattern}");
    }
    assert!(!marker.matches.iter().any(|one| one.contains("*.127") || one.contains("*.[")), "{:?}", marker.matches);
}

#[test]
fn the_narrower_choice_decides() {
    let both = chosen(&[("shop.test", Mode::Allow), ("help.shop.test", Mode::Chat)]);
    let of = |id: &str| both.iter().find(|marker| marker.id == id).unwrap();
    assert_eq!(of("mode-allow").exclude_matches, ["*://help.shop.test/*", "*://*.help.shop.test/*"]);
    assert!(of("mode-chat").exclude_matches.is_empty());
}

#[test]
fn livepersons_frames_are_told_only_what_is_certain() {
    let theirs = |marker: &Marker| marker.matches.iter().any(|one| one == "*://*.lpsnmedia.net/*");
    assert!(theirs(&chosen(&[("shop.test", Mode::Chat)])[0]));
    assert!(chosen(&[("shop.test", Mode::Chat), ("bank.test", Mode::Allow)]).iter().all(|marker| !theirs(marker)));
}

#[test]
fn what_ends_with_the_browser_is_not_kept_beyond_it() {
    let kept = |marker: &Marker| serde_json::to_value(marker).unwrap()["persistAcrossSessions"].clone();
    let markers = of(&lasting(&[
        ("always.test", Mode::Chat, Span::Always),
        ("day.test", Mode::Chat, Span::Until(5)),
        ("browser.test", Mode::Chat, Span::Browser),
    ]));
    assert_eq!(ids(&markers), ["mode-chat", "mode-chat-now"]);
    assert_eq!((kept(&markers[0]), kept(&markers[1])), (true.into(), false.into()));
    assert!(markers.iter().all(|marker| marker.js == ["mode-chat.js"]));
    assert!(markers[0].matches.iter().any(|one| one == "*://day.test/*"));
    assert_eq!(markers[1].matches, ["*://browser.test/*", "*://*.browser.test/*"]);
}

#[test]
fn where_only_some_tab_has_a_choice_the_page_asks() {
    let markers = of(&lasting(&[
        ("shop.test", Mode::Allow, Span::Always),
        ("bank.test", Mode::Allow, Span::Always),
        ("help.shop.test", Mode::Chat, Span::Tab(3)),
        ("tab.test", Mode::Allow, Span::Tab(4)),
    ]));
    assert_eq!(ids(&markers), ["mode-allow", "mode-allow-now", "mode-tab"]);
    assert_eq!(markers[0].matches, ["*://bank.test/*", "*://*.bank.test/*"]);
    assert_eq!(markers[1].matches, ["*://shop.test/*", "*://*.shop.test/*"]);
    assert_eq!(markers[1].exclude_matches, ["*://help.shop.test/*", "*://*.help.shop.test/*"]);
    assert_eq!(markers[2].matches, ["*://help.shop.test/*", "*://*.help.shop.test/*", "*://tab.test/*", "*://*.tab.test/*"]);
}

#[test]
fn nothing_of_a_private_window_is_in_what_the_browser_keeps() {
    let mut modes = lasting(&[("shop.test", Mode::Allow, Span::Always)]);
    for (host, mode) in [("help.shop.test", Mode::Chat), ("secret.test", Mode::Allow)] {
        let wish = Wish { tab: 8, private: true, mode, lasts: Lasts::Always, now: 0 };
        modes.choose(&Site::of_host(host).unwrap(), wish).unwrap();
    }
    for marker in of(&modes) {
        let json = serde_json::to_value(&marker).unwrap();
        let names = json.to_string().contains("help.shop.test") || json.to_string().contains("secret.test");
        assert!(!names || json["persistAcrossSessions"] == false, "{json}");
    }
}

/// As browsers give a script back: lists in another order, `null` where one was left out.
#[test]
fn a_marker_is_known_again() {
    let ours = &chosen(&[("shop.test", Mode::Allow)])[0];
    let mut json = serde_json::to_value(ours).unwrap();
    json["matches"].as_array_mut().unwrap().reverse();
    json["excludeMatches"] = serde_json::Value::Null;
    json["css"] = serde_json::json!([]);
    let back: Marker = serde_json::from_value(json).unwrap();
    assert!(back.is_as(ours));
    assert!(!back.is_as(&chosen(&[("bank.test", Mode::Allow)])[0]));
}
