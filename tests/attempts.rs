//! What a page tried to keep: believed only where it can be, bounded, and told of the page that did it.
#![cfg(test)]

#[path = "attempts/pages.rs"]
mod pages;

use askfirst::catalogue::{Catalogue, Class};
use askfirst::classify::{ItemClassifier, RequestClassifier};
use askfirst::ledger::{
    Asked, AttemptOutcome, AttemptReport, AttemptRow, Event, LONGEST_NAME, LONGEST_URL, Ledger, MOST_ATTEMPTS, MOST_TAGS, Phase, ShownPage,
    Visit,
};
use askfirst::policy::Mode;
use serde_json::{Value, json};
use std::cell::RefCell;

const TAG: &str = "https://lptag.liveperson.net/tag/tag.js?site=12345678";

struct Bench {
    catalogue: &'static Catalogue,
    items: ItemClassifier<'static>,
    ledger: RefCell<Ledger>,
}

impl Bench {
    fn new() -> Self {
        let catalogue: &'static Catalogue = Box::leak(Box::new(Catalogue::embedded().unwrap()));
        Self { catalogue, items: ItemClassifier::new(catalogue).unwrap(), ledger: RefCell::default() }
    }

    fn report(&self, report: &Value, mode: Mode) -> Vec<i64> {
        let report: AttemptReport = serde_json::from_value(report.clone()).unwrap();
        self.ledger.borrow_mut().record_attempts(&report, &self.items, mode)
    }

    fn request(&self, document: Option<&str>, time: f64) {
        let event = Event {
            phase: Phase::Failed,
            request: time.to_string(),
            tab: 1,
            frame: 0,
            parent_frame: -1,
            document: document.map(str::to_owned),
            parent_document: None,
            url: TAG.to_owned(),
            kind: "script".to_owned(),
            initiator: Some("https://shop.test".to_owned()),
            time,
            error: Some("net::ERR_BLOCKED_BY_CLIENT".to_owned()),
            status: None,
        };
        let answer = RequestClassifier::new(self.catalogue).classify(TAG, "script", "shop.test").unwrap();
        self.ledger.borrow_mut().record(&event, &answer, Mode::Ask);
    }

    /// The stored form, taken up by a new life of the worker.
    fn restart(&self) {
        let mut fresh = Ledger::default();
        let old = self.ledger.take();
        for tab in old.tabs() {
            fresh.restore(tab, &old.stored(tab).unwrap()).unwrap();
        }
        assert_eq!(fresh, old);
        self.ledger.replace(fresh);
    }

    fn visit(&self, page: &ShownPage) -> Option<Visit> {
        self.ledger.borrow().visit(1, page).cloned()
    }

    fn rows(&self) -> Vec<AttemptRow> {
        self.ledger.borrow().latest(1).map(|visit| visit.attempts().rows().to_vec()).unwrap_or_default()
    }
}

fn item(kind: &str, name: &str, outcome: &str) -> Value {
    json!({ "kind": kind, "name": name, "script": "https://lptag.liveperson.net/tag/tag.js", "asked": { "seconds": 31_536_000 },
            "outcome": outcome, "count": 1, "by": "script", "attributed": false })
}

fn report(items: Value) -> Value {
    json!({ "tab": 1, "frame": 0, "document": "D1", "url": "https://shop.test/", "page": "https://shop.test/#top", "time": 1_500.0,
            "since": 1_000.25, "items": items, "more": 0, "tags": [] })
}

fn with(mut report: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        report[key] = value.clone();
    }
    report
}

fn document(name: &str) -> ShownPage {
    ShownPage { document: Some(name.to_owned()), since: None }
}

#[test]
fn one_thing_is_one_row_however_often_it_is_tried() {
    let bench = Bench::new();
    let lpvid = |asked: Value, count: u64| with(item("cookie", "LPVID", "blocked"), json!({ "asked": asked, "count": count }));
    assert_eq!(bench.report(&report(json!([lpvid(json!("session"), 2), lpvid(json!({"seconds": 60}), 1)])), Mode::Ask), [1]);
    bench.restart();
    bench.report(&with(report(json!([lpvid(json!("unknown"), 4)])), json!({ "time": 1_700.0 })), Mode::Ask);
    let rows = bench.rows();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!((row.item.as_deref(), row.class, row.count), (Some("visitor-id"), Class::PersistentId, 7));
    assert_eq!((row.asked, row.first, row.last), (Asked::Seconds(60), 1_500.0, 1_700.0));
    // Another place, script, outcome or author is another row.
    let others = json!([
        item("localStorage", "LPVID", "blocked"),
        item("cookie", "LPVID", "removed"),
        with(item("cookie", "LPVID", "blocked"), json!({ "script": null })),
        with(item("cookie", "LPVID", "blocked"), json!({ "by": "server" })),
    ]);
    bench.report(&report(others.clone()), Mode::Ask);
    let known = others.as_array().unwrap().len()
        - usize::from(bench.items.classify(askfirst::catalogue::Kind::LocalStorage, "LPVID", "shop.test").vendor.is_none());
    assert_eq!(bench.rows().len(), 1 + known);
    let visit = bench.visit(&document("D1")).unwrap();
    assert_eq!(visit.blocked_writes(), 7 + known as u64 - 1);
    assert!(!visit.attempts().has_more());
}

#[test]
fn what_is_not_liveperson_s_is_dropped_unless_its_script_wrote_it() {
    let bench = Bench::new();
    for foreign in ["basket", "lpv12345", "visitor_id", "li_at", "lp_tracker"] {
        assert!(bench.report(&report(json!([item("cookie", foreign, "blocked")])), Mode::Ask).is_empty(), "{foreign}");
    }
    assert!(bench.ledger.borrow().is_empty(), "nothing of it begins a page");
    bench.report(&report(json!([with(item("cookie", "zz9", "blocked"), json!({ "attributed": true }))])), Mode::Ask);
    let rows = bench.rows();
    assert_eq!((rows.len(), rows[0].item.as_deref(), rows[0].class), (1, None, Class::Unlisted));
    // In a frame of LivePerson's own, what is kept there is theirs under whatever name.
    bench.report(
        &with(report(json!([item("localStorage", "anything", "blocked")])), json!({ "url": "https://lpcdn.lpsnmedia.net/x", "frame": 4 })),
        Mode::Ask,
    );
    assert_eq!(bench.rows().len(), 2);
}

#[test]
fn an_outcome_that_the_mode_cannot_have_is_not_believed() {
    let outcomes = ["blocked", "session-only", "removed", "allowed"];
    for (mode, believed) in [(Mode::Ask, vec!["blocked", "removed"]), (Mode::Chat, outcomes.to_vec()), (Mode::Allow, vec!["allowed"])] {
        for outcome in outcomes {
            let bench = Bench::new();
            let changed = bench.report(&report(json!([item("cookie", "LPVID", outcome)])), mode);
            assert_eq!(!changed.is_empty(), believed.contains(&outcome), "{mode:?} {outcome}");
        }
    }
    let tag = with(report(json!([])), json!({ "tags": [{ "script": "https://shop.test/t.js", "how": "lptag", "count": 1 }] }));
    let bench = Bench::new();
    assert!(bench.report(&tag, Mode::Allow).is_empty(), "nothing is stopped where all is allowed");
    assert_eq!(bench.report(&tag, Mode::Ask), [1]);
    let visit = bench.visit(&document("D1")).unwrap();
    assert_eq!((visit.attempts().tags().len(), visit.attempts().tags_stopped(), visit.blocked_writes()), (1, 1, 0));
}

#[test]
fn a_million_attempts_cost_bounded_memory_and_lose_no_count() {
    let bench = Bench::new();
    for chunk in 0..1_000 {
        let items: Vec<Value> = (0..100)
            .map(|n| {
                let name = format!("LPSID-{:08}{}", chunk * 100 + n, "9".repeat(500));
                with(
                    item("cookie", &name, "blocked"),
                    json!({ "count": 9, "attributed": true, "script": format!("https://a.test/{}", "x".repeat(9_000)) }),
                )
            })
            .collect();
        let tags: Vec<Value> =
            (0..10).map(|n| json!({ "script": format!("https://shop.test/{chunk}/{n}.js"), "how": "x".repeat(999), "count": 1 })).collect();
        bench.report(&with(report(json!(items)), json!({ "more": 100, "tags": tags })), Mode::Ask);
    }
    let visit = bench.visit(&document("D1")).unwrap();
    let attempts = visit.attempts();
    assert_eq!((attempts.rows().len(), attempts.tags().len()), (MOST_ATTEMPTS, MOST_TAGS));
    assert!(
        attempts.rows().iter().all(|row| row.name.chars().count() <= LONGEST_NAME && row.script.as_ref().unwrap().len() <= LONGEST_URL)
    );
    assert_eq!((visit.blocked_writes(), attempts.tags_stopped(), attempts.has_more()), (1_000_000, 10_000, true));
    let size = bench.ledger.borrow().stored(1).unwrap().len();
    assert!(size < 350_000, "{size}");
    bench.restart();
    // The same one, again and again: one row, and it is known that the number is past what is told exactly.
    let bench = Bench::new();
    bench.report(&report(json!([with(item("cookie", "LPVID", "blocked"), json!({ "count": 1_000_000 }))])), Mode::Ask);
    let visit = bench.visit(&document("D1")).unwrap();
    assert!(visit.attempts().has_more());
    bench.report(&report(json!([with(item("cookie", "LPVID", "blocked"), json!({ "count": 1e300 }))])), Mode::Ask);
    bench.report(&report(json!([item("cookie", "LPVID", "blocked")])), Mode::Ask);
    assert_eq!(bench.rows()[0].count, u64::MAX, "counts saturate");
}

#[test]
fn what_cannot_be_read_takes_nothing_else_with_it() {
    let bench = Bench::new();
    let items = json!([
        null, 7, "x", [], {}, { "kind": "cookie" },
        with(item("cookie", "LPVID", "blocked"), json!({ "kind": "flash" })),
        with(item("cookie", "LPVID", "blocked"), json!({ "asked": "for ever" })),
        with(item("cookie", "LPVID", "blocked"), json!({ "asked": { "seconds": "many" } })),
        with(item("cookie", "LPVID", "blocked"), json!({ "count": 0 })),
        with(item("cookie", "LPVID", "blocked"), json!({ "count": -3 })),
        with(item("cookie", "LPVID", "blocked"), json!({ "asked": { "seconds": 1.5 }, "count": 2.0 })),
    ]);
    bench.report(&with(report(items), json!({ "tags": [null, { "how": 1 }] })), Mode::Ask);
    let rows = bench.rows();
    assert_eq!((rows.len(), rows[0].count, rows[0].asked), (1, 2, Asked::Seconds(1)));
    for nonsense in
        [json!({}), json!(null), json!([]), with(report(json!([])), json!({ "tab": "1" })), with(report(json!([])), json!({ "items": 3 }))]
    {
        assert!(serde_json::from_value::<AttemptReport>(nonsense.clone()).is_err(), "{nonsense}");
    }
    let bare: AttemptReport = serde_json::from_value(json!({ "tab": 1, "frame": 0, "time": 0 })).unwrap();
    assert!(bare.items.is_empty() && bare.tags.is_empty());
}

#[test]
fn the_json_is_what_the_page_s_side_writes() {
    let asked = json!(["session", "tab", { "seconds": 31_536_000 }, "no-expiry", "unknown"]);
    let read: Vec<Asked> = serde_json::from_value(asked.clone()).unwrap();
    assert_eq!(read, [Asked::Session, Asked::Tab, Asked::Seconds(31_536_000), Asked::NoExpiry, Asked::Unknown]);
    assert_eq!(serde_json::to_value(read).unwrap(), asked);
    let outcomes = json!(["blocked", "session-only", "removed", "allowed"]);
    let read: Vec<AttemptOutcome> = serde_json::from_value(outcomes.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), outcomes);
}

#[test]
fn a_number_alone_begins_no_page() {
    let bench = Bench::new();
    let more = with(report(json!([])), json!({ "more": 5 }));
    assert!(bench.report(&more, Mode::Ask).is_empty());
    bench.report(&report(json!([item("cookie", "LPVID", "blocked")])), Mode::Ask);
    assert_eq!(bench.report(&more, Mode::Ask), [1]);
    let visit = bench.visit(&document("D1")).unwrap();
    assert_eq!((visit.blocked_writes(), visit.attempts().has_more()), (6, true));
    // In Chat only some writes pass: what became of those beyond is not said.
    bench.report(&more, Mode::Chat);
    assert_eq!(bench.visit(&document("D1")).unwrap().blocked_writes(), 6);
}

#[test]
fn a_form_stored_before_there_were_attempts_still_reads() {
    let mut ledger = Ledger::default();
    let old = r#"{"visits":[{"document":"D1","page":"https://shop.test","began":1.0,"last":2.0,"rows":[],"more":{}}]}"#;
    ledger.restore(1, old).unwrap();
    assert!(ledger.latest(1).unwrap().attempts().is_empty());
}
