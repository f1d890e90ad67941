//! What LivePerson would have learned, and which behaviours are watched: decoded from messages and from what a page had laid out;
//! bounded, and whole where it is broken.
#![cfg(test)]

use askfirst::catalogue::{Catalogue, Personal, Role};
use askfirst::classify::RequestClassifier;
use askfirst::explain::{Evidence, LONGEST_VALUE, LaidOut, Learned, LearnedValue, MOST_LEARNED, PageKind, View, Way};
use askfirst::ledger::{Event, LONGEST_MESSAGE, Ledger};
use askfirst::policy::Mode;
use proptest::prelude::*;
use serde_json::{Value, json};

const TAG: &str = "https://lptag.liveperson.net/tag/tag.js?site=12345678";

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: std::sync::OnceLock<Catalogue> = std::sync::OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::embedded().unwrap())
}

fn requests() -> &'static RequestClassifier<'static> {
    thread_local! { static REQUESTS: &'static RequestClassifier<'static> = Box::leak(Box::new(RequestClassifier::new(catalogue()))) }
    REQUESTS.with(|requests| *requests)
}

/// The evidence of a page with these requests, each with its phase, and what its frames had laid out.
fn evidence(asked: &[(&str, &str)], mode: Mode, frames: &[LaidOut]) -> Evidence {
    let mut ledger = Ledger::default();
    for (n, (url, phase)) in asked.iter().enumerate() {
        let event = json!({ "phase": phase, "request": n.to_string(), "tab": 1, "frame": 0, "document": "D", "url": url, "kind": "script",
            "initiator": "https://shop.test", "time": 1000 + n, "error": "net::ERR_BLOCKED_BY_CLIENT" });
        let event: Event = serde_json::from_value(event).unwrap();
        let answer = requests().classify(&event.url, "script", "shop.test").unwrap();
        ledger.record(&event, &answer, mode);
    }
    let view = View::without_visit(PageKind::Web, Some("shop.test".to_owned()), mode, None).with_visit(catalogue(), ledger.latest(1));
    Evidence::of(catalogue(), &view, ledger.latest(1), frames)
}

fn message(query: &str) -> String {
    format!("https://va.v.liveperson.net/api/js/12345678?{query}")
}

fn find<'a>(evidence: &'a Evidence, parameter: &str, field: Option<&str>) -> &'a Learned {
    let row = evidence.learned.iter().find(|row| row.parameter == parameter && row.field.as_deref() == field);
    row.unwrap_or_else(|| panic!("{parameter} {field:?} is not in {:#?}", evidence.learned))
}

fn text(value: &str) -> LearnedValue {
    LearnedValue::Text(value.to_owned())
}

#[test]
fn a_message_is_taken_apart_into_words_and_values() {
    let sdes = "%5B%7B%22type%22%3A%22cart%22%2C%22total%22%3A48.5%2C%22products%22%3A%5B%7B%22product%22%3A%7B%22name%22%3A%22Bowl%22%7D%2C%22quantity%22%3A2%7D%5D%7D\
                %2C%7B%22type%22%3A%22personal%22%2C%22personal%22%3A%7B%22contacts%22%3A%5B%7B%22email%22%3A%22a%40a.test%22%7D%2C%7B%22phone%22%3A%221%22%7D%5D%7D%7D\
                %2C%7B%22type%22%3A%22own%22%2C%22x%22%3Anull%7D%5D";
    let sp = message(&format!(
        "t=sp&ts=1795430403000&rvt=1795000000000&vid=V1&u=https%3A%2F%2Fshop.test%2F%3Fa%3Db&pt=A+title&sec=%5B%22home%22%2C%22sale%22%5D&sdes={sdes}&new=1"
    ));
    let keep_alive = message("t=ip&vid=V1&ts=1795430413000");
    let evidence =
        evidence(&[(TAG, "completed"), (&sp, "completed"), (&keep_alive, "completed"), (&keep_alive, "failed")], Mode::Allow, &[]);
    assert_eq!(find(&evidence, "u", None).value, text("https://shop.test/?a=b"));
    assert_eq!(find(&evidence, "pt", None).value, text("A title"));
    assert_eq!(find(&evidence, "sec", None).value, text("home, sale"));
    assert_eq!(find(&evidence, "rvt", None).value, LearnedValue::Time(1_795_000_000_000.0));
    let visitor = find(&evidence, "vid", None);
    assert_eq!(
        (visitor.personal, visitor.way, visitor.count, visitor.words.as_deref()),
        (Personal::Identifier, Way::Sent, 2, Some("monitoring_vid"))
    );
    assert_eq!((visitor.first, visitor.last), (1001.0, 1002.0));
    let total = find(&evidence, "sdes", Some("total"));
    assert_eq!(
        (total.attribute.as_deref(), total.words.as_deref(), total.field_words.as_deref()),
        (Some("cart"), Some("sdes_cart"), Some("total"))
    );
    assert_eq!((&total.value, total.personal), (&text("48.5"), Personal::Browsing));
    assert_eq!(find(&evidence, "sdes", Some("products.product.name")).value, text("Bowl"));
    let mail = find(&evidence, "sdes", Some("personal.contacts.1.email"));
    assert_eq!((mail.attribute.as_deref(), &mail.value, mail.personal), (Some("personal"), &text("a@a.test"), Personal::Direct));
    // What no source describes is told all the same, and taken for personal.
    let unknown = find(&evidence, "new", None);
    assert_eq!((unknown.words.as_deref(), unknown.personal), (None, Personal::Direct));
    let own = find(&evidence, "sdes", Some("x"));
    assert_eq!((own.attribute.as_deref(), own.words.as_deref(), &own.value), (Some("own"), None, &LearnedValue::Nothing));
    // What says nothing of the visitor is one row, however often it was made anew.
    let times: Vec<u64> =
        evidence.learned.iter().filter(|row| row.parameter == "ts" && row.way == Way::Sent).map(|row| row.count).collect();
    assert_eq!(times, [2]);
    let kinds: Vec<&LearnedValue> = evidence.learned.iter().filter(|row| row.parameter == "t").map(|row| &row.value).collect();
    assert_eq!(
        kinds,
        [&LearnedValue::Message("sp".to_owned()), &LearnedValue::Message("ip".to_owned()), &LearnedValue::Message("ip".to_owned())]
    );
    // The most personal first; a tag that ran is not asked what lay ready for it.
    assert_eq!(evidence.learned[0].personal, Personal::Direct);
    assert!(!evidence.ask_page);
    let watched: Vec<&str> = evidence.watched.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(watched, ["pages", "sections", "time-on-page", "returning", "cart", "customer"]);
    let time = evidence.watched.iter().find(|one| one.id == "time-on-page").unwrap();
    assert_eq!(time.shown.iter().map(|shown| (shown.way, shown.count)).collect::<Vec<_>>(), [(Way::Sent, 1), (Way::Tried, 1)]);
    assert_eq!(evidence.said.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["scroll-depth", "exit-intent"]);
}

#[test]
fn what_lay_ready_is_told_as_ready_and_only_of_a_tag_that_did_not_run() {
    let frames: Vec<LaidOut> = serde_json::from_value(json!([
        { "url": "https://shop.test/cart", "title": "Cart", "referrer": "https://news.test/",
          "tag": { "url": "https://shop.test/virtual", "section": ["a", "b"], "sdes": [{ "type": "cart", "total": 1 }, { "()": true }],
                   "vars": [["page", "x", 1], ["page", "y", 2]], "identities": [{ "()": true }] } },
        { "url": "https://frame.test/", "title": "no tag", "tag": null },
    ]))
    .unwrap();
    let evidence = evidence(&[(TAG, "failed")], Mode::Ask, &frames);
    assert!(evidence.ask_page);
    assert!(evidence.learned.iter().all(|row| row.way == Way::Ready));
    assert_eq!(find(&evidence, "u", None).value, text("https://shop.test/virtual"), "the page's own word goes before the browser's");
    assert_eq!(find(&evidence, "r", None).value, text("https://news.test/"));
    assert_eq!(find(&evidence, "sec", None).value, text("a, b"));
    assert_eq!(find(&evidence, "identities", None).value, LearnedValue::Function);
    assert_eq!(find(&evidence, "vars", Some("2")).value, text("page, y, 2"));
    assert_eq!(find(&evidence, "sdes", None).value, LearnedValue::Function);
    assert!(!evidence.learned.iter().any(|row| row.value == text("no tag")));
    let watched: Vec<&str> = evidence.watched.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(watched, ["sections", "cart", "identity"], "that a page has an address shows nothing of it");
}

#[test]
fn each_part_and_class_says_why_it_needs_consent_with_a_source() {
    let evidence = evidence(&[(TAG, "failed"), (&message("t=sp"), "failed")], Mode::Ask, &[]);
    let roles: Vec<Role> = evidence.consent.iter().flat_map(|one| one.roles.clone()).collect();
    assert_eq!(roles, [Role::Monitoring, Role::Tag]);
    for one in &evidence.consent {
        assert!(!one.sources.is_empty() && one.sources.iter().all(|name| evidence.sources.contains_key(name)), "{one:?}");
    }
    // What was not there is not spoken of.
    assert_eq!(self::evidence(&[], Mode::Ask, &[]), Evidence::default());
}

#[test]
fn a_flood_of_values_is_bounded_and_said_to_be_more() {
    let long = message(&format!("t=sp&pt={}&sdes=%5B%7B%22type%22%3A%22cart%22%2C%22x%22%3A%22{}", "a".repeat(3000), "b".repeat(100_000)));
    let cut = evidence(&[(&long, "failed")], Mode::Ask, &[]);
    let LearnedValue::Cut(title) = &find(&cut, "pt", None).value else { panic!("{:?}", cut.learned) };
    assert_eq!(title.len(), LONGEST_VALUE);
    assert!(
        matches!(&find(&cut, "sdes", None).value, LearnedValue::Cut(text) if text.starts_with("[{\"type\":\"cart\"")),
        "{:?}",
        cut.learned
    );
    assert!(long.len() > LONGEST_MESSAGE);
    let deep = message(&format!("t=uc&identities={}", "[".repeat(5_000)));
    let mut many: Vec<String> = (0..200).map(|n| message(&format!("t=uc&vid={n}&u=x{n}"))).collect();
    many.push(deep);
    let asked: Vec<(&str, &str)> = many.iter().map(|url| (url.as_str(), "failed")).collect();
    let flood = evidence(&asked, Mode::Ask, &[]);
    assert_eq!((flood.learned.len(), flood.learned_more), (MOST_LEARNED, true));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_message_and_any_page_is_told_within_bounds(query in ".{0,200}", json in "(%5B|%7B|%22|%5D|%7D|:|,|a|1|null|\\PC){0,60}", title in "\\PC{0,40}") {
        let url = message(&format!("{query}&sdes={json}&t=sp"));
        let value: Value = serde_json::from_str(&json).unwrap_or_else(|_| json!(json));
        let frame = LaidOut { title, tag: serde_json::from_value(json!({ "sdes": value, "url": value, "vars": { query.clone(): value } })).ok(), ..LaidOut::default() };
        let evidence = evidence(&[(TAG, "failed"), (&url, "failed")], Mode::Ask, &[frame]);
        prop_assert!(evidence.learned.len() <= MOST_LEARNED);
        for row in &evidence.learned {
            prop_assert!(row.parameter.chars().count() <= 64 && !row.parameter.chars().any(char::is_control));
        }
    }
}
