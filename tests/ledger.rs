//! The ledger: bounded, counted by request, whole after a restart, honest about what was blocked.
#![cfg(test)]

use askfirst::catalogue::Catalogue;
use askfirst::classify::RequestClassifier;
use askfirst::explain::{PageKind, Verdict, View};
use askfirst::ledger::{
    Event, LONGEST_MESSAGE, LONGEST_URL, Ledger, MOST_ROWS, MOST_ROWS_PER_ROLE, MOST_TABS, MOST_URL_BYTES, Outcome, Phase, ShownPage,
};
use askfirst::policy::Mode;
use std::cell::RefCell;

const TAG: &str = "https://lptag.liveperson.net/tag/tag.js?site=12345678";
const KEEP_ALIVE: &str = "https://va.v.liveperson.net/api/js/12345678?sid=a&t=ip&ts=1";

struct Bench {
    catalogue: &'static Catalogue,
    requests: RequestClassifier<'static>,
    ledger: RefCell<Ledger>,
}

impl Bench {
    fn new() -> Self {
        let catalogue: &'static Catalogue = Box::leak(Box::new(Catalogue::embedded().unwrap()));
        Self { catalogue, requests: RequestClassifier::new(catalogue), ledger: RefCell::default() }
    }

    fn tell(&self, event: &Event, mode: Mode) {
        let answer = self.requests.classify(&event.url, &event.kind, "shop.test").unwrap();
        self.ledger.borrow_mut().record(event, &answer, mode);
    }

    /// The stored form of every tab, taken up by a new life of the worker.
    fn restart(&self) {
        let mut fresh = Ledger::default();
        let old = self.ledger.borrow();
        for tab in old.tabs().collect::<Vec<_>>() {
            fresh.restore(tab, &old.stored(tab).unwrap()).unwrap();
        }
        drop(old);
        self.ledger.replace(fresh);
    }

    fn view(&self, tab: i64, mode: Mode, page: &ShownPage) -> View {
        View::without_visit(PageKind::Web, Some("shop.test".to_owned()), mode, None)
            .with_visit(self.catalogue, self.ledger.borrow().visit(tab, page))
    }
}

fn event(phase: Phase, request: u32, url: &str) -> Event {
    Event {
        phase,
        request: request.to_string(),
        tab: 1,
        frame: 0,
        parent_frame: -1,
        document: Some("D1".to_owned()),
        parent_document: None,
        url: url.to_owned(),
        kind: "script".to_owned(),
        initiator: Some("https://shop.test".to_owned()),
        time: 1_000.0 + f64::from(request),
        error: (phase == Phase::Failed).then(|| "net::ERR_BLOCKED_BY_CLIENT".to_owned()),
        status: None,
    }
}

fn of_document(mut event: Event, document: &str) -> Event {
    event.document = Some(document.to_owned());
    event
}

fn shown(document: &str) -> ShownPage {
    ShownPage { document: Some(document.to_owned()), since: None }
}

#[test]
fn a_request_counts_once_in_whatever_order_its_events_come() {
    let bench = Bench::new();
    for phase in [Phase::Failed, Phase::Started, Phase::Failed] {
        bench.tell(&event(phase, 7, TAG), Mode::Ask);
        bench.restart();
    }
    let ledger = bench.ledger.borrow();
    let rows = ledger.visit(1, &shown("D1")).unwrap().rows();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].outcome, rows[0].service.as_str()), (Outcome::Blocked, "tag-script"));
}

#[test]
fn blocked_is_said_only_of_what_our_rules_blocked() {
    let bench = Bench::new();
    let mut unreachable = event(Phase::Failed, 1, TAG);
    unreachable.error = Some("net::ERR_NAME_NOT_RESOLVED".to_owned());
    bench.tell(&unreachable, Mode::Ask);
    // Allowed here: whoever stopped it, it was not AskFirst.
    bench.tell(&event(Phase::Failed, 2, TAG), Mode::Allow);
    bench.tell(&event(Phase::Started, 3, TAG), Mode::Ask);
    bench.tell(&event(Phase::Completed, 4, "https://www.liveperson.com/logo.png"), Mode::Ask);
    let mut firefox = event(Phase::Failed, 5, TAG);
    firefox.error = Some("NS_ERROR_ABORT".to_owned());
    bench.tell(&firefox, Mode::Ask);
    let outcomes: Vec<Outcome> = bench.ledger.borrow().latest(1).unwrap().rows().iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Failed, Outcome::Tried, Outcome::Sent, Outcome::Blocked]);
    let view = bench.view(1, Mode::Ask, &shown("D1"));
    assert_eq!((view.blocked, view.verdict), (1, Verdict::Partly));
    assert!(view.would_keep.is_empty() || view.groups.iter().all(|group| group.sent == 0 || group.role.as_str() == "website"));
}

#[test]
fn what_would_have_been_kept_is_said_only_of_a_script_that_did_not_run() {
    let bench = Bench::new();
    bench.tell(&event(Phase::Failed, 1, TAG), Mode::Ask);
    let view = bench.view(1, Mode::Ask, &shown("D1"));
    assert_eq!(view.verdict, Verdict::HeldBack);
    let ids: Vec<&str> = view.would_keep.iter().map(|item| item.id.as_str()).collect();
    for id in ["visitor-id", "session-id", "third-party-visitor-id", "last-visit", "secure-storage", "tab-id"] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    for id in ["identity-token", "legacy-visitor-id", "agent-last-site", "test-cookie", "click-counter"] {
        assert!(!ids.contains(&id), "{id} in {ids:?}");
    }
    bench.tell(&event(Phase::Completed, 2, TAG), Mode::Allow);
    assert!(bench.view(1, Mode::Allow, &shown("D1")).would_keep.is_empty());
}

#[test]
fn a_page_with_fifty_thousand_requests_costs_bounded_memory_and_loses_no_count() {
    let bench = Bench::new();
    for number in 0..50_000 {
        bench.tell(&event(Phase::Started, number, KEEP_ALIVE), Mode::Ask);
        bench.tell(&event(Phase::Failed, number, KEEP_ALIVE), Mode::Ask);
    }
    let long = format!("{TAG}&x={}", "y".repeat(100_000));
    bench.tell(&event(Phase::Failed, 60_000, &long), Mode::Ask);
    let ledger = bench.ledger.borrow();
    let visit = ledger.latest(1).unwrap();
    assert_eq!(visit.rows().len(), MOST_ROWS_PER_ROLE + 1, "the tag still has its row");
    assert!(visit.rows().iter().all(|row| row.url.len() <= LONGEST_URL));
    assert_eq!(visit.blocked(), 50_001);
    assert!(ledger.stored(1).unwrap().len() < 100_000, "{}", ledger.stored(1).unwrap().len());
    drop(ledger);
    bench.restart();
    let view = bench.view(1, Mode::Ask, &shown("D1"));
    assert_eq!((view.blocked, view.more), (50_001, true));
    assert_eq!((view.groups[0].role.as_str(), view.groups[0].tried, view.groups[0].blocked), ("monitoring", 50_000, 50_000));
}

#[test]
fn messages_are_kept_longer_than_other_addresses_and_all_together_within_bounds() {
    let bench = Bench::new();
    let long = |address: &str| format!("{address}&u={}", "y".repeat(100_000));
    bench.tell(&event(Phase::Failed, 0, &long(TAG)), Mode::Ask);
    for number in 1..100 {
        bench.tell(&event(Phase::Failed, number, &long(KEEP_ALIVE)), Mode::Ask);
    }
    bench.restart();
    let ledger = bench.ledger.borrow();
    let visit = ledger.latest(1).unwrap();
    let lengths: Vec<usize> = visit.rows().iter().map(|row| row.url.len()).collect();
    assert_eq!(lengths[..2], [LONGEST_URL, LONGEST_MESSAGE]);
    assert!(lengths.iter().sum::<usize>() <= MOST_URL_BYTES && lengths.len() > 10, "{lengths:?}");
    assert_eq!(visit.blocked(), 100, "what has no row is counted");
    let (_, more) = visit.more().next().unwrap();
    assert_eq!((more.first, more.last), (1_000.0 + lengths.len() as f64, 1_099.0), "and it is told when it was");
    let view = bench.view(1, Mode::Ask, &shown("D1"));
    assert_eq!((view.groups[0].first, view.groups[0].last), (1_001.0, 1_099.0));
}

#[test]
fn tabs_and_pages_are_bounded_and_kept_apart() {
    let bench = Bench::new();
    for tab in 0..1_000_i64 {
        let mut one = event(Phase::Failed, 1, TAG);
        one.tab = tab;
        one.time = f64::from(u32::try_from(tab).unwrap());
        bench.tell(&one, Mode::Ask);
    }
    assert_eq!(bench.ledger.borrow().tabs().count(), MOST_TABS);
    assert!(bench.ledger.borrow().latest(999).is_some(), "the newest stay");
    assert!(bench.ledger.borrow_mut().forget(999));
    assert!(bench.ledger.borrow().latest(999).is_none());

    let bench = Bench::new();
    for (number, document) in [(1, "D1"), (2, "D2"), (3, "D2"), (4, "D3"), (5, "D4")] {
        bench.tell(&of_document(event(Phase::Failed, number, TAG), document), Mode::Ask);
    }
    let blocked = |document: &str| bench.view(1, Mode::Ask, &shown(document)).blocked;
    assert_eq!([blocked("D2"), blocked("D3"), blocked("D4")], [2, 1, 1]);
    assert_eq!(bench.view(1, Mode::Ask, &shown("D9")).verdict, Verdict::Quiet, "a page without LivePerson");
    // A late event of a page that was left belongs to that page.
    bench.tell(&of_document(event(Phase::Failed, 6, KEEP_ALIVE), "D3"), Mode::Ask);
    assert_eq!([blocked("D3"), blocked("D4")], [2, 1]);
    let rows: usize = ["D2", "D3", "D4"].iter().map(|d| bench.ledger.borrow().visit(1, &shown(d)).unwrap().rows().len()).sum();
    assert!(rows <= 3 * MOST_ROWS);
}

#[test]
fn without_document_numbers_pages_are_told_apart_by_their_time() {
    let bench = Bench::new();
    let plain = |number: u32, page: &str| {
        let mut event = event(Phase::Failed, number, TAG);
        event.document = None;
        event.initiator = Some(page.to_owned());
        event
    };
    let since = |time: f64| ShownPage { document: None, since: Some(time) };
    bench.tell(&plain(1, "https://shop.test/"), Mode::Ask);
    assert_eq!(bench.view(1, Mode::Ask, &since(900.0)).blocked, 1);
    assert_eq!(bench.view(1, Mode::Ask, &since(2_000.0)).verdict, Verdict::Quiet, "the tab shows a later page");
    // The same page loaded again asks for its tag again.
    let mut again = plain(2, "https://shop.test/");
    again.phase = Phase::Started;
    bench.tell(&again, Mode::Ask);
    bench.tell(&plain(2, "https://shop.test/"), Mode::Ask);
    assert_eq!(bench.view(1, Mode::Ask, &since(1_001.5)).blocked, 1);
}

#[test]
fn a_stored_form_that_is_not_ours_is_refused() {
    let mut ledger = Ledger::default();
    for foreign in ["", "null", "[]", "{\"visits\":1}", "{\"visits\":[{\"rows\":7}]}"] {
        assert!(ledger.restore(1, foreign).is_err(), "{foreign}");
    }
    assert!(ledger.is_empty());
}
