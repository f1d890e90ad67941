//! Where the browser tells a page its site's mode before the page begins.
#![cfg(test)]

use askfirst::allowances::Allowances;
use askfirst::catalogue::Catalogue;
use askfirst::markers::{Marker, markers};
use askfirst::policy::Mode;
use askfirst::site::Site;

fn chosen(sites: &[(&str, Mode)]) -> Vec<Marker> {
    let mut allowances = Allowances::default();
    for (host, mode) in sites {
        allowances.set(&Site::of_host(host).unwrap(), *mode).unwrap();
    }
    markers(&Catalogue::embedded().unwrap(), &allowances)
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
