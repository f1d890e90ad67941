//! The report of a page: in the published form, without anything personal unless it is asked for, harmless whatever the page says.
#![cfg(test)]

use askfirst::catalogue::Catalogue;
use askfirst::classify::{ItemClassifier, RequestClassifier};
use askfirst::explain::{Evidence, LaidOut, PageKind, View};
use askfirst::ledger::{AttemptReport, Event, Ledger};
use askfirst::policy::Mode;
use askfirst::report::{Cell, Report, Section, Sheet, html};
use serde_json::{Value, json};

/// Values that nobody else has to see: each stands somewhere in the page below.
const SECRETS: [&str; 10] = [
    "anna@a.test",
    "Anna Example",
    "C-98765",
    "Divorce lawyers",
    "search.test",
    "VISITOR0123456789abcd",
    "SESSION0123456789abcd",
    "secret-query",
    "unheard-of-value",
    "3333.75",
];

struct Bench {
    catalogue: Catalogue,
    ledger: Ledger,
}

fn schema() -> jsonschema::Validator {
    let text = include_str!("../extension/schemas/report-1.json");
    jsonschema::draft202012::new(&serde_json::from_str(text).unwrap()).unwrap()
}

impl Bench {
    fn new() -> Self {
        Self { catalogue: Catalogue::embedded().unwrap(), ledger: Ledger::default() }
    }

    fn request(&mut self, url: &str, phase: &str, mode: Mode) {
        let event = json!({ "phase": phase, "request": url, "tab": 1, "frame": 0, "document": "D", "url": url, "kind": "script",
            "initiator": "https://shop.test", "time": 1_795_430_403_000.0, "error": "net::ERR_BLOCKED_BY_CLIENT" });
        let event: Event = serde_json::from_value(event).unwrap();
        let requests = RequestClassifier::new(&self.catalogue);
        let answer = requests.classify(&event.url, "script", "shop.test").unwrap();
        self.ledger.record(&event, &answer, mode);
    }

    fn attempts(&mut self, mode: Mode, outcome: &str) {
        let items = json!([
            { "kind": "cookie", "name": "LPVID", "asked": { "seconds": 31_536_000 }, "outcome": outcome, "by": "script", "script": "https://a.test/anna@a.test/t.js?secret-query" },
            { "kind": "localStorage", "name": "lpLastVisit-12345678", "asked": "no-expiry", "outcome": outcome, "by": "found" },
            { "kind": "cookie", "name": "lp_anna@a.test", "asked": "session", "outcome": outcome, "by": "server", "attributed": true },
        ]);
        let tags = json!([{ "script": "https://shop.test/t.js?secret-query", "how": "lptag" }]);
        let report = json!({ "tab": 1, "frame": 0, "document": "D", "page": "https://shop.test/", "time": 1_795_430_404_000.0, "items": items, "tags": tags });
        let report: AttemptReport = serde_json::from_value(report).unwrap();
        let items = ItemClassifier::new(&self.catalogue).unwrap();
        self.ledger.record_attempts(&report, &items, mode);
    }

    fn told(&self, mode: Mode, frames: &[LaidOut]) -> (View, Evidence) {
        let visit = self.ledger.latest(1);
        let view = View::without_visit(PageKind::Web, Some("shop.test".to_owned()), mode, None).with_visit(&self.catalogue, visit);
        let mut evidence = Evidence::of(&self.catalogue, &view, visit, frames);
        evidence.page = Some("https://shop.test/account/anna%40a.test/orders".to_owned());
        (view, evidence)
    }
}

/// A page that was watched, with everything that is personal in it.
fn watched(mode: Mode, phase: &str) -> (View, Evidence) {
    let mut bench = Bench::new();
    bench.request("https://lptag.liveperson.net/tag/tag.js?site=12345678", phase, mode);
    let sdes = json!([
        { "type": "personal", "personal": { "firstname": "Anna Example", "contacts": [{ "email": "anna@a.test" }] } },
        { "type": "ctmrinfo", "info": { "customerId": "C-98765" } },
        { "type": "cart", "total": "3333.75" },
    ]);
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let sp = format!(
        "https://va.v.liveperson.net/api/js/12345678?t=sp&ts=1795430403000&vid=VISITOR0123456789abcd&sid=SESSION0123456789abcd&u={}&r={}&pt={}&sdes={}&xyz=unheard-of-value",
        encoded("https://shop.test/?secret-query"),
        encoded("https://search.test/?q=Divorce lawyers"),
        encoded("Divorce lawyers"),
        encoded(&sdes.to_string()),
    );
    bench.request(&sp, phase, mode);
    bench.request(
        "https://va.v.liveperson.net/api/account/12345678/monitoring/visitors/VISITOR0123456789abcd/visits/current/state?v=1",
        phase,
        mode,
    );
    bench.request("https://lpcdn.lpsnmedia.net/le_unified_window/anna%40a.test/x.js?lpUnifiedWindowConfig=unheard-of-value", phase, mode);
    bench.attempts(mode, if mode == Mode::Allow { "allowed" } else { "blocked" });
    bench.told(mode, &[])
}

fn valid(report: &Report) -> Value {
    let written: Value = serde_json::from_str(&report.to_json()).unwrap();
    let wrong: Vec<String> = schema().iter_errors(&written).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(wrong, Vec::<String>::new(), "{written:#}");
    written
}

#[test]
fn reports_have_the_published_form_and_what_is_personal_only_where_it_is_asked_for() {
    for (mode, phase) in [(Mode::Ask, "failed"), (Mode::Chat, "failed"), (Mode::Allow, "completed"), (Mode::Ask, "started")] {
        let (view, evidence) = watched(mode, phase);
        let plain = Report::of(&view, &evidence, "1.2.3", 1_795_430_405_000.0, false);
        let written = valid(&plain);
        assert_eq!(written["made"], "2026-11-23T10:40:05.000Z");
        assert_eq!(written["page"]["address"], "https://shop.test/account/…/orders");
        assert!(written["learned"].as_array().unwrap().iter().any(|row| row["parameter"] == "vid" && row["value"].is_null()));
        let text = plain.to_json().to_lowercase();
        for secret in SECRETS {
            let plain = secret.to_lowercase();
            let encoded = plain.replace(' ', "%20").replace('@', "%40");
            let bytes: String = plain.bytes().map(|byte| format!("%{byte:02x}")).collect();
            assert!(!text.contains(&plain) && !text.contains(&encoded) && !text.contains(&bytes), "{mode:?} {phase}: {secret} in {text}");
        }
        // The control: it is all there when it is asked for.
        let personal = Report::of(&view, &evidence, "1.2.3", 1_795_430_405_000.0, true);
        let written = valid(&personal);
        assert_eq!(written["personalValues"], true);
        let text = personal.to_json();
        for secret in SECRETS {
            assert!(text.contains(secret), "{mode:?} {phase}: {secret} is not in {text}");
        }
    }
    // Of what lay ready on a page whose tag never ran, and of a page with nothing.
    let mut bench = Bench::new();
    bench.request("https://lptag.liveperson.net/tag/tag.js?site=12345678", "failed", Mode::Ask);
    let frame = json!({ "url": "https://shop.test/?secret-query", "title": "Divorce lawyers", "referrer": "",
        "tag": { "sdes": [{ "type": "personal", "firstname": "Anna Example" }], "vars": { "anna@a.test": 1 }, "identities": [{ "()": true }] } });
    let (view, evidence) = bench.told(Mode::Ask, &[serde_json::from_value(frame).unwrap()]);
    let written = valid(&Report::of(&view, &evidence, "1.2.3", 1.0, false)).to_string();
    assert!(!["secret-query", "Divorce", "Anna", "anna"].iter().any(|secret| written.contains(secret)), "{written}");
    let (view, evidence) = Bench::new().told(Mode::Ask, &[]);
    valid(&Report::of(&view, &evidence, "1.2.3", 1.0, true));
}

#[test]
fn a_report_that_is_not_ours_is_refused_by_the_schema() {
    let (view, evidence) = watched(Mode::Ask, "failed");
    let written = valid(&Report::of(&view, &evidence, "1.2.3", 1_795_430_405_000.0, false));
    for (place, value) in
        [("/version", json!(2)), ("/verdict", json!("fine")), ("/kept/0/count", json!(-1)), ("/page", json!({})), ("/made", json!("now"))]
    {
        let mut broken = written.clone();
        *broken.pointer_mut(place).unwrap() = value;
        assert!(!schema().is_valid(&broken), "{place}");
    }
}

#[test]
fn the_page_to_read_says_what_it_is_told_and_does_nothing() {
    let hostile = "</title></style><script>alert(1)</script><img src=x onerror='alert(1)'>\" onload=\"x\u{202e}`&amp;\u{0}";
    let cells = || vec![Cell::Text(hostile.to_owned()), Cell::Code(hostile.to_owned()), Cell::Codes(vec![hostile.to_owned()])];
    let section = Section {
        title: hostile.to_owned(),
        intro: Some(hostile.to_owned()),
        columns: vec![hostile.to_owned(); 3],
        rows: vec![cells(), cells()],
    };
    let sheet = Sheet {
        language: hostile.to_owned(),
        from_right: true,
        title: hostile.to_owned(),
        lead: hostile.to_owned(),
        facts: vec![(hostile.to_owned(), Cell::Code(hostile.to_owned()))],
        sections: vec![section],
        foot: hostile.to_owned(),
    };
    let page = html(&sheet);
    // Beside its own tags there is no sign that begins one, and no quotation mark that is not its own.
    let empty = html(&Sheet { from_right: true, facts: Vec::new(), sections: Vec::new(), ..Sheet::default() });
    assert!(empty.contains("<html lang=\"\" dir=\"rtl\">") && !empty.contains("<script"));
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("onerror='") && !page.contains('\u{202e}'), "{page}");
    assert_eq!(page.matches("<style>").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&quot; onload=&quot;x&#96;&amp;amp;"), "{page}");
    assert!(page.contains("default-src 'none'"), "it may load nothing");
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("url("), "nothing from elsewhere");
}
