//! Whatever comes in, the core answers and does not panic.
#![cfg(test)]

use askfirst::allowances::Allowances;
use askfirst::catalogue::Catalogue;
use askfirst::classify::{ItemClassifier, RequestClassifier, classify_line};
use askfirst::ledger::{Event, Ledger};
use askfirst::pattern::NamePattern;
use askfirst::policy::Mode;
use askfirst::site::{Site, Url};
use proptest::prelude::*;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::embedded().unwrap())
}

/// Pieces from which near misses of LivePerson's addresses are put together.
fn address() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https://", "http://", "wss://", "HTTPS://", "data:", "blob:https://", "//", "", "x+y://"]);
    let host = prop::sample::select(vec![
        "lptag.liveperson.net",
        "LPTAG.LivePerson.NET.",
        "va.v.liveperson.net",
        "accdn.lpsnmedia.net",
        "liveperson.net",
        "liveperson.net.evil.test",
        "user:pw@lptag.liveperson.net:8443",
        "[::1]",
        "bücher.test",
        "chat.bank.test",
        "",
        ".",
        "lptag.liveperson.net\\",
        "x\u{0}y",
    ]);
    let path = prop::sample::select(vec![
        "/tag/tag.js?site=12345678",
        "/api/js/12345678?cb=lpCb1x2&t=sp",
        "/le_re/3.61.0-release_1/x.js",
        "/hc/12345678/?cmd=mTagInPage",
        "",
        "?",
        "#",
        "/ü/\u{1F600}",
        "\\tag\\tag.js?site=12345678",
        "/api/account/12345678/configuration/le-campaigns/zones",
    ]);
    (scheme, host, path, ".{0,20}").prop_map(|(scheme, host, path, rest)| format!("{scheme}{host}{path}{rest}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_line_gets_one_json_object(line in "(request|item|)\t?.{0,60}\t?.{0,20}\t?.{0,20}", number in 0usize..9) {
        let (requests, items) = (RequestClassifier::new(catalogue()), ItemClassifier::new(catalogue()).unwrap());
        let answer = classify_line(&requests, &items, number, &line);
        let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
        prop_assert!(value["error"].is_string() || value["decision"]["ask"].is_string());
        prop_assert!(!answer.contains('\n'));
    }

    #[test]
    fn any_address_is_classified(url in address(), kind in ".{0,12}", page in ".{0,20}") {
        let requests = RequestClassifier::new(catalogue());
        if let Ok(answer) = requests.classify(&url, &kind, &page) {
            prop_assert_eq!(answer.vendor.is_some(), answer.service.is_some());
        }
        if let Some(parts) = Url::parse(&url) {
            prop_assert!(Url::parse(&parts.canonical()).is_some());
        }
        drop(Site::of_page(&url));
    }

    #[test]
    fn any_name_is_compared(pattern in ".{0,30}", name in ".{0,80}") {
        if let Ok(pattern) = NamePattern::parse(&pattern) {
            let _ = pattern.matches(&name);
        }
    }

    #[test]
    fn any_stored_text_is_read_or_refused(text in ".{0,200}", host in ".{0,40}") {
        drop(Allowances::read(Some(&text)));
        drop(Ledger::default().restore(1, &text));
        if let Some(site) = Site::of_host(&host) {
            let mut allowances = Allowances::default();
            allowances.set(&site, Mode::Allow).unwrap();
            prop_assert_eq!(allowances.chosen(&site).map(|(_, choice)| choice.mode), Some(Mode::Allow));
            prop_assert_eq!(Allowances::read(Some(&allowances.to_json())), Ok(allowances));
        }
    }

    #[test]
    fn any_event_is_recorded_or_left_out(url in address(), request in ".{0,100}", tab in any::<i64>(), frame in any::<i64>(), time in any::<f64>(), document in proptest::option::of(".{0,8}")) {
        let requests = RequestClassifier::new(catalogue());
        let mut event: Event = serde_json::from_str(r#"{"phase":"started","request":"1","tab":1,"frame":0,"url":"","kind":"script","time":0}"#).unwrap();
        (event.url, event.request, event.tab, event.frame, event.time, event.document) = (url, request, tab, frame, time, document);
        if let Ok(answer) = requests.classify(&event.url, &event.kind, "") {
            let mut ledger = Ledger::default();
            ledger.record(&event, &answer, Mode::Ask);
            ledger.record(&event, &answer, Mode::Ask);
            drop(ledger.stored(tab));
        }
    }
}
