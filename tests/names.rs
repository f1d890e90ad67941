//! The regular expressions that the core writes for JavaScript say what the core says.
#![cfg(test)]

mod captures;

use askfirst::catalogue::{Catalogue, Kind, Place};
use askfirst::classify::ItemClassifier;
use askfirst::names::{cookie_names, names_source, own_hosts};
use proptest::prelude::*;
use regress::Regex;
use std::sync::OnceLock;

const KINDS: [Kind; 4] = [Kind::Cookie, Kind::LocalStorage, Kind::SessionStorage, Kind::IndexedDb];

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::embedded().unwrap())
}

fn expression(source: &str) -> Regex {
    Regex::with_flags(source, "i").unwrap()
}

/// The expressions of each kind of storage, made once.
fn names(kind: Kind) -> &'static Regex {
    static ALL: OnceLock<Vec<Regex>> = OnceLock::new();
    let all = ALL.get_or_init(|| KINDS.iter().map(|kind| expression(&names_source(catalogue(), &[*kind]))).collect());
    &all[KINDS.iter().position(|one| *one == kind).unwrap()]
}

/// What the core says of a name on a site that is not LivePerson's.
fn is_theirs(kind: Kind, name: &str) -> bool {
    ItemClassifier::new(catalogue()).unwrap().classify(kind, name, "shop.test").vendor.is_some()
}

#[test]
fn the_shell_has_what_the_core_writes() {
    let shell = include_str!("../extension/names.js");
    for (name, source) in [("NAMES", cookie_names(catalogue())), ("DOMAINS", own_hosts(catalogue()))] {
        let line = format!("export const {name} = /{source}/i;");
        assert!(shell.lines().any(|found| found == line), "extension/names.js should hold the line\n{line}");
    }
}

#[test]
fn captured_cookies_are_told_apart_as_the_core_does() {
    let (names, domains) = (names(Kind::Cookie), expression(&own_hosts(catalogue())));
    for row in captures::cookies() {
        // Documents write "your account number" in words; no browser keeps such a name.
        if row.liveperson && ["siteid", "[id]", "site id", "<"].iter().any(|word| row.name.to_lowercase().contains(word)) {
            continue;
        }
        let host = row.domain.split(' ').next().unwrap();
        let found = names.find(&row.name).is_some() || (host.contains('.') && domains.find(host).is_some());
        // Cookie tables say of some that they lie on both: the name decides there.
        assert_eq!(found, row.liveperson, "{} on {}", row.name, row.domain);
    }
}

#[test]
fn hosts_are_liveperson_s_by_domain() {
    let domains = expression(&own_hosts(catalogue()));
    for host in ["liveperson.net", ".liveperson.net", "va.v.LivePerson.net", "lpcdn.lpsnmedia.net", "tag.contactatonce.co.uk"] {
        assert!(domains.find(host).is_some(), "{host}");
    }
    for host in ["evil-liveperson.net", "liveperson.net.evil.test", "livepersonxnet", "shop.test", ""] {
        assert!(domains.find(host).is_none(), "{host}");
    }
}

#[test]
fn the_whole_name_counts() {
    for name in ["LPVID\n", "LPVID\u{0}", "\u{feff}LPVID", "LPVID ", "", "LPVID,LPVID", "LPVID\r\nLPVID"] {
        for kind in KINDS {
            assert!(names(kind).find(name).is_none(), "{name:?}");
            assert!(!is_theirs(kind, name), "{name:?}");
        }
    }
}

#[test]
fn a_hostile_name_is_dismissed_for_its_length() {
    let digits = "1".repeat(2_000_000);
    for name in [digits.clone(), format!("LPSID-{digits}"), format!("{digits}lpMessaging-{digits}")] {
        let began = std::time::Instant::now();
        assert!(KINDS.iter().all(|kind| names(*kind).find(&name).is_none()));
        assert!(began.elapsed().as_millis() < 200, "{:?}", began.elapsed());
    }
    for length in 500..520 {
        let name = format!("LPSID-{}", "1".repeat(length));
        assert_eq!(names(Kind::Cookie).find(&name).is_some(), is_theirs(Kind::Cookie, &name), "{length}");
    }
}

#[test]
fn a_catalogue_without_items_names_nothing() {
    let mut empty = catalogue().clone();
    empty.items.clear();
    assert!(expression(&cookie_names(&empty)).find("").is_none());
    assert!(expression(&cookie_names(&empty)).find("LPVID").is_none());
}

/// Names made of the patterns' own pieces, whole or broken, and of what near misses are made of.
fn name() -> impl Strategy<Value = String> {
    let patterns: Vec<String> = catalogue().items.iter().flat_map(|item| item.patterns.clone()).collect();
    let shaped = prop::sample::select(patterns).prop_flat_map(|pattern| {
        let account = prop::sample::select(vec!["58507821", "1", "", "12a", "<12>"]);
        let id = prop::sample::select(vec![
            "7UdgakA_TZeXETWPpRs-_g",
            "7UdgakA_TZeXETWPpRs-_",
            "7UdgakA_TZeXETWPpRs-_gg",
            "7UdgakA.TZeXETWPpRs-_g",
        ]);
        let word = prop::sample::select(vec!["cobrowse", "a.b-c_d", "", "a b", "ü"]);
        (Just(pattern), account, id, word, any::<bool>(), prop::sample::select(vec!["", "x", " ", "-", "2"]), any::<bool>()).prop_map(
            |(pattern, account, id, word, before, more, upper)| {
                let name = pattern.replace("{account}", account).replace("{digits}", account).replace("{id}", id).replace("{word}", word);
                let name = if before { format!("{more}{name}") } else { format!("{name}{more}") };
                if upper { name.to_uppercase() } else { name }
            },
        )
    });
    let pieces = prop::sample::select(vec![
        "lp",
        "LPVID",
        "LPSID-",
        "lpv",
        "visitor_id",
        "li_",
        "lp_",
        "123",
        "-",
        "_",
        "VID",
        "{",
        "<",
        "[",
        "/",
        ".",
        "\n",
        "é",
    ]);
    prop_oneof![4 => shaped, 2 => prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_expression_and_the_core_agree(name in name()) {
        for kind in KINDS {
            // Paths of database entries are the core's affair; the expression is asked for one name.
            if kind == Kind::IndexedDb && (name.contains(['/', '>']) || name.trim() != name) {
                continue;
            }
            let theirs = is_theirs(kind, &name);
            let found = names(kind).find(&name).is_some();
            prop_assert_eq!(found, theirs, "{:?} as {:?}", name, kind);
        }
    }
}

#[test]
fn random_names_do_hit() {
    let mut hits = 0;
    for item in catalogue().items.iter().filter(|item| item.place == Place::Anywhere) {
        for pattern in &item.patterns {
            let name = pattern
                .replace("{account}", "58507821")
                .replace("{digits}", "7")
                .replace("{id}", "7UdgakA_TZeXETWPpRs-_g")
                .replace("{word}", "x.y");
            for kind in &item.kinds {
                assert!(names(*kind).find(&name).is_some(), "{name} as {kind:?}");
                hits += 1;
            }
        }
    }
    assert!(hits > 40, "{hits}");
}
