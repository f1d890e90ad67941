//! Which page a report is told of.

use super::{Bench, document, item, report, with};
use askfirst::ledger::ShownPage;
use askfirst::policy::Mode;
use serde_json::json;

fn since(time: f64) -> ShownPage {
    ShownPage { document: None, since: Some(time) }
}

#[test]
fn a_report_belongs_to_its_document() {
    let bench = Bench::new();
    // The report comes first, the request after it: one page.
    bench.report(&report(json!([item("cookie", "LPVID", "blocked")])), Mode::Ask);
    bench.request(Some("D1"), 1_600.0);
    let visit = bench.visit(&document("D1")).unwrap();
    assert_eq!((visit.rows().len(), visit.attempts().rows().len()), (1, 1));
    // The next page's request comes first; a late report of the first page is still the first page's.
    bench.request(Some("D2"), 2_100.0);
    bench.report(&with(report(json!([item("cookie", "LPSID-1234567", "blocked")])), json!({ "time": 2_200.0 })), Mode::Ask);
    assert_eq!(bench.visit(&document("D1")).unwrap().attempts().rows().len(), 2);
    assert!(bench.visit(&document("D2")).unwrap().attempts().is_empty());
    let second = json!({ "document": "D2", "since": 2_000.0, "time": 2_300.0 });
    bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), second), Mode::Ask);
    assert_eq!(bench.visit(&document("D2")).unwrap().attempts().rows().len(), 1);
    assert!(bench.visit(&document("D9")).is_none());
    // A page left before, of which nothing was known yet, does not become the one shown.
    let late = json!({ "document": "D0", "since": 500.0, "time": 2_400.0 });
    bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), late), Mode::Ask);
    assert_eq!(bench.ledger.borrow().latest(1).unwrap().document.as_deref(), Some("D2"));
    assert_eq!(bench.visit(&document("D0")).unwrap().blocked_writes(), 1);
}

#[test]
fn without_document_numbers_pages_are_told_apart_by_when_they_began() {
    let bench = Bench::new();
    let of = |began: f64, time: f64| {
        let changes = json!({ "document": null, "since": began, "time": time });
        bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), changes), Mode::Ask);
    };
    of(1_000.25, 1_500.0);
    of(1_000.25, 1_700.0);
    bench.request(None, 1_800.0);
    of(2_000.5, 2_100.0);
    of(1_000.25, 2_200.0);
    let writes = |began: f64| bench.visit(&since(began)).map(|visit| visit.blocked_writes());
    assert_eq!(writes(2_000.5), Some(1));
    assert_eq!(writes(3_000.0), None, "the tab shows a later page");
    assert_eq!(bench.visit(&since(2_000.5)).unwrap().rows().len(), 0, "the request was the first page's");
    // Events alone began this one; its report knows when.
    let bench = Bench::new();
    bench.request(None, 1_400.0);
    bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), json!({ "document": null })), Mode::Ask);
    let visit = bench.visit(&since(1_000.25)).unwrap();
    assert_eq!((visit.rows().len(), visit.blocked_writes()), (1, 1));
    // The same address loaded again.
    bench.report(
        &with(report(json!([item("cookie", "LPVID", "blocked")])), json!({ "document": null, "since": 5_000.0, "time": 5_100.0 })),
        Mode::Ask,
    );
    assert_eq!(bench.visit(&since(5_000.0)).unwrap().blocked_writes(), 1);
}

#[test]
fn a_frame_s_report_belongs_to_the_page_it_is_in() {
    let bench = Bench::new();
    let frame = |began: f64, page: &str| {
        let changes =
            json!({ "frame": 3, "document": "F", "since": began, "time": began + 50.0, "page": page, "url": "https://other.test/" });
        bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), changes), Mode::Ask);
    };
    bench.request(Some("D1"), 1_100.0);
    frame(1_200.0, "https://shop.test/");
    assert_eq!(bench.visit(&document("D1")).unwrap().blocked_writes(), 1);
    // The main frame's report tells when the page began; the page changed its own address.
    bench.report(&report(json!([item("cookie", "LPVID", "blocked")])), Mode::Ask);
    frame(1_600.0, "https://shop.test/changed#x");
    assert_eq!(bench.visit(&document("D1")).unwrap().blocked_writes(), 3);
    // On another site only the frame tried something.
    frame(2_200.0, "https://news.test/");
    let shown = ShownPage { document: Some("D2".to_owned()), since: Some(2_000.0) };
    assert_eq!(bench.visit(&shown).unwrap().blocked_writes(), 1);
    assert_eq!(bench.visit(&document("D1")).unwrap().blocked_writes(), 3);
    // A frame that was there before the page began is the earlier page's.
    bench.report(
        &with(report(json!([item("cookie", "LPVID", "blocked")])), json!({ "document": "D3", "since": 3_000.0, "time": 3_100.0 })),
        Mode::Ask,
    );
    frame(1_650.0, "https://shop.test/");
    assert_eq!(bench.visit(&document("D3")).unwrap().blocked_writes(), 1);
    assert_eq!(bench.visit(&document("D1")).unwrap().blocked_writes(), 4);
}

#[test]
fn what_a_page_says_while_it_is_left_is_not_the_next_page_s() {
    let bench = Bench::new();
    // The tab has the next page's address by then.
    let left = json!({ "page": "https://news.test/", "time": 2_100.0 });
    bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), left.clone()), Mode::Ask);
    let visit = bench.visit(&document("D1")).unwrap();
    assert_eq!(visit.page.as_deref(), Some("https://shop.test/"));
    // A frame of it knows only the tab's; that it was there before the next page shows whose it was.
    let frame = json!({ "frame": 3, "document": "F", "url": "https://other.test/", "since": 1_200.0 });
    bench.report(&with(with(report(json!([item("cookie", "LPVID", "blocked")])), left), frame), Mode::Ask);
    assert!(bench.visit(&ShownPage { document: Some("D2".to_owned()), since: Some(2_000.0) }).is_none());
    let next = json!({ "document": "D2", "url": "https://news.test/", "page": "https://news.test/", "since": 2_000.0, "time": 2_200.0 });
    bench.report(&with(report(json!([item("cookie", "LPVID", "blocked")])), next), Mode::Ask);
    assert_eq!(bench.visit(&document("D2")).unwrap().blocked_writes(), 1);
}
