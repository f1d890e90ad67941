//! What is said of a page that tried to keep something: the verdict, what was seen, what would have been, and the button.
#![cfg(test)]

use askfirst::catalogue::{Catalogue, Class};
use askfirst::classify::{ItemClassifier, RequestClassifier};
use askfirst::explain::{Badge, Counted, PageKind, Verdict, View};
use askfirst::ledger::{AttemptBy, AttemptReport, Event, Ledger, MOST_COUNTED, Phase};
use askfirst::policy::Mode;
use serde_json::{Value, json};

struct Bench {
    catalogue: Catalogue,
    ledger: Ledger,
}

impl Bench {
    fn new() -> Self {
        Self { catalogue: Catalogue::embedded().unwrap(), ledger: Ledger::default() }
    }

    fn report(&mut self, mode: Mode, items: Value, tags: Value) {
        let report =
            json!({ "tab": 1, "frame": 0, "document": "D", "page": "https://shop.test/", "time": 5.0, "items": items, "tags": tags });
        let report: AttemptReport = serde_json::from_value(report).unwrap();
        let items = ItemClassifier::new(&self.catalogue).unwrap();
        self.ledger.record_attempts(&report, &items, mode);
    }

    fn tag(&mut self, phase: Phase, mode: Mode) {
        self.request("https://lptag.liveperson.net/tag/tag.js?site=1", phase, mode);
    }

    fn request(&mut self, url: &str, phase: Phase, mode: Mode) {
        let event = json!({ "phase": phase, "request": format!("{phase:?} {url}"), "tab": 1, "frame": 0, "document": "D",
            "url": url, "kind": "script", "initiator": "https://shop.test", "time": 6.0, "error": "net::ERR_BLOCKED_BY_CLIENT" });
        let event: Event = serde_json::from_value(event).unwrap();
        let requests = RequestClassifier::new(&self.catalogue);
        let answer = requests.classify(&event.url, "script", "shop.test").unwrap();
        self.ledger.record(&event, &answer, mode);
    }

    fn view(&self, mode: Mode) -> View {
        View::without_visit(PageKind::Web, Some("shop.test".to_owned()), mode, None).with_visit(&self.catalogue, self.ledger.latest(1))
    }

    fn would_keep(&self, id: &str) -> bool {
        self.view(Mode::Ask).would_keep.iter().any(|item| item.id == id)
    }
}

fn lpvid(outcome: &str, count: u64) -> Value {
    json!([{ "kind": "cookie", "name": "LPVID", "asked": "session", "outcome": outcome, "count": count, "by": "script",
             "script": "blob:https://shop.test/0-0" }])
}

fn tags() -> Value {
    json!([{ "script": "https://shop.test/t.js", "how": "tag-script", "count": 1 }])
}

#[test]
fn the_verdict_is_what_became_of_the_attempts() {
    for (mode, outcome, verdict, reload) in [
        (Mode::Ask, "blocked", Verdict::HeldBack, false),
        (Mode::Ask, "removed", Verdict::HeldBack, false),
        (Mode::Chat, "session-only", Verdict::HeldBack, false),
        (Mode::Chat, "allowed", Verdict::Partly, false),
        (Mode::Allow, "allowed", Verdict::LetThrough, false),
    ] {
        let mut bench = Bench::new();
        bench.report(mode, lpvid(outcome, 1), json!([]));
        let view = bench.view(mode);
        assert_eq!((view.verdict, view.reload, view.blocked), (verdict, reload, 0), "{mode:?} {outcome}");
        // The visitor changes the mode while the page stands: what happened stays what happened, and a reload is offered.
        let other = if mode == Mode::Allow { Mode::Ask } else { Mode::Allow };
        let view = bench.view(other);
        assert_eq!(view.reload, mode == Mode::Allow || outcome != "allowed", "{mode:?} {outcome} as {other:?}");
    }
    let mut bench = Bench::new();
    bench.report(Mode::Ask, json!([]), tags());
    let view = bench.view(Mode::Ask);
    assert_eq!((view.verdict, view.disguised.len(), view.kept.len()), (Verdict::HeldBack, 1, 0));
    assert_eq!(Bench::new().view(Mode::Ask).verdict, Verdict::Quiet);
}

#[test]
fn a_chat_that_was_asked_for_is_told_as_such_and_only_that() {
    const MONITORING: &str = "https://va.v.liveperson.net/api/js/1?t=sp";
    let mut bench = Bench::new();
    bench.tag(Phase::Failed, Mode::Ask);
    let view = bench.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload), (Verdict::HeldBack, false), "it starts in the page as it is");
    bench.tag(Phase::Completed, Mode::Chat);
    bench.request("https://va.idp.liveperson.net/api/account/1/signup", Phase::Completed, Mode::Chat);
    bench.request("wss://va.msg.liveperson.net/ws_api/account/1/messaging/consumer?v=3", Phase::Completed, Mode::Chat);
    bench.request(MONITORING, Phase::Failed, Mode::Chat);
    bench.report(Mode::Chat, lpvid("session-only", 1), json!([]));
    let view = bench.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload, view.blocked), (Verdict::Chat, false, 2));
    // What AskFirst asked itself, to learn which buttons there are, is not the page's doing.
    let row = |url: &str, request: &str| {
        json!({ "phase": "completed", "request": request, "tab": 1, "frame": 0, "document": "D",
        "url": url, "kind": "xmlhttprequest", "initiator": "https://shop.test", "time": 7.0 })
    };
    let requests = RequestClassifier::new(&bench.catalogue);
    let answer = requests.classify(MONITORING, "xmlhttprequest", "shop.test").unwrap();
    bench.ledger.record(&serde_json::from_value(row(MONITORING, "askfirst:7")).unwrap(), &answer, Mode::Chat);
    let view = bench.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload), (Verdict::Chat, false));
    // Taken back while it stands: what went through is said, and a reload offered.
    let view = bench.view(Mode::Ask);
    assert_eq!((view.verdict, view.reload), (Verdict::Partly, true));

    // What a chat does not need is never dressed as one.
    let mut more = Bench::new();
    more.tag(Phase::Completed, Mode::Allow);
    more.request(MONITORING, Phase::Completed, Mode::Allow);
    let view = more.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload), (Verdict::Partly, true));
    let mut kept = Bench::new();
    kept.tag(Phase::Completed, Mode::Allow);
    let year = json!([{ "kind": "cookie", "name": "LPVID", "asked": { "seconds": 31_536_000 }, "outcome": "allowed", "count": 1, "by": "script" }]);
    kept.report(Mode::Allow, year, json!([]));
    let view = kept.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload), (Verdict::Partly, true));
    // LivePerson's own website is no chat.
    let mut website = Bench::new();
    website.request("https://www.liveperson.com/logo.svg", Phase::Completed, Mode::Chat);
    let view = website.view(Mode::Chat);
    assert_eq!((view.verdict, view.reload), (Verdict::Partly, false));
}

#[test]
fn what_was_seen_is_told_and_not_said_to_be_what_would_have_been() {
    let mut bench = Bench::new();
    bench.tag(Phase::Failed, Mode::Ask);
    assert!(bench.would_keep("visitor-id") && bench.would_keep("session-id"));
    bench.report(Mode::Ask, lpvid("blocked", 3), json!([]));
    assert!(!bench.would_keep("visitor-id") && bench.would_keep("session-id"));
    let view = bench.view(Mode::Ask);
    let [item] = view.kept.as_slice() else { panic!("{:?}", view.kept) };
    assert_eq!((item.id.as_deref(), item.class, item.by, item.count), (Some("visitor-id"), Class::PersistentId, AttemptBy::Script, 3));
    assert_eq!(item.script.as_deref(), Some("shop.test"), "a script that the page made is the page's");
    assert_eq!((view.blocked, view.verdict), (1, Verdict::HeldBack), "writes are no requests");
    // A script that was stopped in disguise would have kept the same; one that ran shows what it keeps.
    let mut bench = Bench::new();
    bench.report(Mode::Ask, json!([]), tags());
    assert!(bench.would_keep("visitor-id"));
    bench.tag(Phase::Completed, Mode::Ask);
    assert!(!bench.would_keep("visitor-id"));
}

#[test]
fn numbers_beyond_the_bound_are_more_than_it() {
    let mut bench = Bench::new();
    bench.report(Mode::Ask, lpvid("blocked", MOST_COUNTED), json!([]));
    let view = bench.view(Mode::Ask);
    assert_eq!((view.kept_counts.blocked, view.more), (Counted { number: MOST_COUNTED, more: false }, false));
    bench.report(Mode::Ask, lpvid("blocked", 1), json!([]));
    let view = bench.view(Mode::Ask);
    assert_eq!(view.kept_counts.blocked, Counted { number: MOST_COUNTED, more: true });
    assert_eq!((view.kept[0].count, view.kept[0].more), (MOST_COUNTED, true));
    assert!(view.more && view.kept_more && !view.tried_more, "the requests are all there");
}

#[test]
fn the_button_counts_requests_and_only_without_them_something_else() {
    let badge = |bench: &Bench| bench.ledger.latest(1).and_then(Badge::of);
    let mut bench = Bench::new();
    bench.report(Mode::Ask, json!([]), tags());
    assert_eq!(badge(&bench), Some(Badge::Scripts(1)));
    bench.report(Mode::Ask, lpvid("blocked", 4), json!([]));
    assert_eq!(badge(&bench), Some(Badge::Writes(4)));
    bench.tag(Phase::Failed, Mode::Ask);
    assert_eq!(badge(&bench), Some(Badge::Requests(1)));
    let mut bench = Bench::new();
    bench.report(Mode::Allow, lpvid("allowed", 4), json!([]));
    assert_eq!(badge(&bench), None);
}
