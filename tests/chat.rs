//! What is needed to start a chat without monitoring: one exchange that names nobody, and what it teaches.
#![cfg(test)]

use askfirst::chat::{Answer, ChatReport, ChatState, Deployment, Learned, Lesson, Step, step};
use askfirst::ledger::{Event, Phase};
use askfirst::site::Site;
use proptest::prelude::*;
use serde_json::json;

const CALL: &str = "https://va.v.liveperson.net/api/js/12345678?sid=SESSION&vid=VISITOR&cb=lpCb12345x678&t=sp&ts=1700000000000&pid=1234567890\
    &tid=987654321&rvt=1699000000000&u=https%3A%2F%2Fshop.test%2Fcart%3Fcustomer%3D42%23top&r=https%3A%2F%2Fsearch.test%2F&pt=My%20cart\
    &sec=%5B%22sales%22%5D&sdes=%5B%7B%22type%22%3A%22personal%22%7D%5D&identities=%5B%5D&df=0&os=1";

#[test]
fn the_exchange_says_nothing_of_the_visitor() {
    let lesson = Lesson::of(CALL).unwrap();
    assert_eq!((lesson.account(), lesson.view()), ("12345678", Some("1234567890")));
    let start = "https://va.v.liveperson.net/api/js/12345678?t=sp&cb=lpCb12345x678&ts=1700000000000&pid=1234567890\
        &u=https%3A%2F%2Fshop.test%2Fcart&sec=%5B%22sales%22%5D";
    assert_eq!(lesson.start(), start);
    let loaded = "https://va.v.liveperson.net/api/js/12345678?t=pl&cb=lpCb12345x678&ts=1700000000000&pid=1234567890&sid=s-1";
    assert_eq!(lesson.loaded(Some("s-1")), loaded);
    for other in [
        "https://va.v.liveperson.net/api/js/12345678?t=pl&cb=x",
        "https://va.v.liveperson.net/api/js/12345678?cb=x",
        "https://va.v.liveperson.net/api/js/?t=sp",
        "https://va.v.liveperson.net/api/js/letters?t=sp",
        "wss://va.v.liveperson.net/api/js/12345678?t=sp",
        "https://shop.test/?t=sp",
        "",
    ] {
        assert_eq!(Lesson::of(other), None, "{other}");
    }
}

#[test]
fn an_answer_teaches_the_accounts_numbers_and_nothing_of_the_visitor() {
    let show = |kind: u8, id: u64, state: u8| {
        json!({ "destination": "LE_ENGAGER", "subject": "SHOW", "content": {
            "campaignId": 5, "engagementId": id, "engagementRevision": 7, "engagementType": kind, "contextId": "4", "zoneId": 3, "state": state,
            "renderingType": 1, "visitor": "Ada", "contexts": [1, 2], "engagementName": "x".repeat(500) } })
    };
    let answer = json!({ "sdkConf": { "lpSessionId": "abcDEF-_1", "lpVisitorId": "V" },
        "messagesToVisitor": [show(1, 1, 1), show(5, 2, 1), show(6, 3, 2), { "destination": "other", "subject": "SHOW", "content": {} }, 7] });
    for text in [format!("lpCb1x2({answer});"), answer.to_string(), format!(" lpCb1x2( {answer} ) ")] {
        let read = Answer::read(&text).unwrap();
        assert_eq!(read.session.as_deref(), Some("abcDEF-_1"));
        assert_eq!(read.engagements.len(), 3);
        let buttons: Vec<bool> = read.engagements.iter().map(|one| one.is_button()).collect();
        assert_eq!(buttons, [false, true, true]);
        assert!(read.engagements[1].is_online() && !read.engagements[2].is_online());
        assert_eq!(
            serde_json::to_value(&read.engagements[1]).unwrap(),
            json!({ "campaignId": 5, "engagementId": 2, "engagementRevision": 7, "engagementType": 5, "contextId": "4", "zoneId": 3, "state": 1, "renderingType": 1 })
        );
    }
    assert_eq!(Answer::read("cb({\"sdkConf\":{\"lpSessionId\":\"a&vid=1\"}})").unwrap().session, None, "it goes into an address");
    for broken in ["", "cb(", "cb()", "<html>", ")(", "é(é)"] {
        assert!(Answer::read(broken).is_err(), "{broken}");
    }
    assert!(Answer::read(&" ".repeat(2 << 20)).is_err());
}

#[test]
fn what_was_learned_is_kept_by_site_and_account() {
    let site = Site::of_host("shop.test").unwrap();
    let engagements = Answer::read(
        &json!({ "messagesToVisitor": [{ "destination": "LE_ENGAGER", "subject": "SHOW",
        "content": { "engagementId": 1, "engagementType": 5, "state": 2 } }] })
        .to_string(),
    )
    .unwrap()
    .engagements;
    let mut learned = Learned::default();
    learned.learn(&site, "12345678", &engagements, 1.0);
    let learned = Learned::read(Some(&learned.to_json()));
    let kept = learned.of(&site, "12345678").unwrap();
    assert!(kept.len() == 1 && kept[0].is_online(), "whether somebody is there is asked anew");
    assert_eq!(learned.of(&site, "87654321"), None);
    assert_eq!(learned.of(&Site::of_host("other.test").unwrap(), "12345678"), None);
    let mut learned = learned.clone();
    for number in 0..600 {
        learned.learn(&Site::of_host(&format!("s{number}.test")).unwrap(), "1", &engagements, 2.0 + f64::from(number));
    }
    assert_eq!(learned.of(&site, "12345678"), None, "the oldest has made room");
    assert!(learned.of(&Site::of_host("s599.test").unwrap(), "1").is_some());
    for foreign in [None, Some(""), Some("[]"), Some("{\"version\":2,\"sites\":{}}"), Some("{\"version\":1,\"sites\":{\"a\":1}}")] {
        assert_eq!(Learned::read(foreign), Learned::default());
    }
}

fn event(phase: Phase, status: Option<u16>, error: Option<&str>) -> Event {
    serde_json::from_value(
        json!({ "phase": phase, "request": "1", "tab": 1, "frame": 0, "url": "https://x.test/", "kind": "script", "time": 0.0,
        "status": status, "error": error }),
    )
    .unwrap()
}

#[test]
fn requests_tell_how_far_a_chat_is() {
    let trouble = Some(Step::Trouble(ChatState::Unreachable));
    for (phase, status, error, service, expected) in [
        (Phase::Started, None, None, "monitoring-start", Some(Step::Monitoring)),
        (Phase::Failed, None, Some("net::ERR_BLOCKED_BY_CLIENT"), "monitoring-start", None),
        (Phase::Completed, Some(200), None, "zones", Some(Step::Zones)),
        (Phase::Failed, None, Some("net::ERR_FAILED"), "zones", Some(Step::Zones)),
        (Phase::Completed, Some(404), None, "engagement-configuration", Some(Step::Outdated)),
        (Phase::Completed, Some(503), None, "tag-script", trouble),
        (Phase::Failed, None, Some("net::ERR_NAME_NOT_RESOLVED"), "identity", trouble),
        (Phase::Failed, None, Some("net::ERR_ABORTED"), "identity", None),
        (Phase::Failed, None, Some("NS_BINDING_ABORTED"), "identity", None),
        (Phase::Failed, None, Some("net::ERR_BLOCKED_BY_CLIENT"), "tag-script", None),
        (Phase::Completed, Some(200), None, "tag-script", None),
        (Phase::Completed, Some(404), None, "publisher", None),
    ] {
        assert_eq!(step(&event(phase, status, error), service), expected, "{service} {phase:?} {status:?} {error:?}");
    }
}

#[test]
fn a_chats_states_follow_on_each_other() {
    let mut chat = ChatReport::default();
    let mut take = |state: ChatState| {
        chat.take(ChatReport { state: Some(state), deployment: Some(Deployment::OnLoad) });
        chat.state.unwrap()
    };
    assert_eq!(take(ChatState::Starting), ChatState::Starting);
    assert_eq!(take(ChatState::Unreachable), ChatState::Unreachable);
    assert_eq!(take(ChatState::Failed), ChatState::Unreachable, "what the servers did says more");
    assert_eq!(take(ChatState::Starting), ChatState::Starting, "asked for again");
    assert_eq!(take(ChatState::Offered), ChatState::Offered);
    assert_eq!(take(ChatState::Failed), ChatState::Offered);
    assert_eq!(take(ChatState::Open), ChatState::Open);
    assert_eq!(take(ChatState::NoAgent), ChatState::Open, "a conversation is not called off by a late word");
    assert_eq!(take(ChatState::Ended), ChatState::Ended);
    chat.take(ChatReport { state: None, deployment: Some(Deployment::ReactiveLabel) });
    assert_eq!(chat.deployment, Some(Deployment::OnLoad), "the first is how it came");
}

proptest! {
    #[test]
    fn nothing_a_server_says_is_too_much(text in ".{0,200}") {
        drop(Answer::read(&text));
        drop(Lesson::of(&text));
        drop(Learned::read(Some(&text)));
    }

    #[test]
    fn no_parameter_of_the_visitors_passes(value in "[a-zA-Z0-9]{1,12}") {
        let call = format!("https://lo.v.liveperson.net/api/js/12345678?t=sp&vid={value}1&sid={value}2&sdes={value}3&r={value}4&x={value}5&u=https://a.test/?{value}6");
        let lesson = Lesson::of(&call).unwrap();
        prop_assert!(!lesson.start().contains(&value) || "https://lo.v.liveperson.net/api/js/12345678?t=sp&u=https://a.test/".contains(&value));
        prop_assert!(!lesson.loaded(None).contains("vid="));
    }
}
