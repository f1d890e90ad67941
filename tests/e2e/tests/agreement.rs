//! The two engines agree: what the browser's rules do to a request is what the core says of it.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst::catalogue::Catalogue;
use askfirst::classify::{RequestClassifier, is_pop_out};
use askfirst::modes::Modes;
use askfirst::policy::RequestDecision;
use askfirst::rules::{ActionKind, Rule, session_rules, static_rules};
use askfirst_e2e::browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{captured_urls, dist_with_permission};
use serde_json::{Value, json};

/// Shapes that no capture has: disguises, odd hosts, functional hosts, LivePerson's own sites, documents.
const MORE: [(&str, &str, &str); 26] = [
    // The pop-out window gets what a chat needs, and no monitoring.
    ("https://va.v.liveperson.net/api/js/1?&t=sp&ts=1", "script", "lpcdn.lpsnmedia.net"),
    ("https://va.idp.liveperson.net/api/account/1/anonymous/authorize", "xmlhttprequest", "lpcdn.lpsnmedia.net"),
    ("https://lpcdn.lpsnmedia.net/le_unified_window/10.23.0-release_1/desktopEmbedded.js", "script", "lpcdn.lpsnmedia.net"),
    ("https://publisher.liveperson.net/x.js", "script", "lpcdn.lpsnmedia.net"),
    ("https://lptag.liveperson.net./tag/tag.js?site=12345678", "script", "shop.test"),
    ("https://LPTAG.LIVEPERSON.NET/TAG/TAG.JS?SITE=12345678", "script", "shop.test"),
    ("https://lptag.liveperson.net:8443/tag/tag.js?site=12345678", "script", "shop.test"),
    ("https://lptag-b.liveperson.net/x", "script", "shop.test"),
    ("https://mars9.v.liveperson.net/api/js/1?&t=sp&ts=1", "script", "shop.test"),
    ("wss://mars9.msg.liveperson.net/ws_api/account/1/messaging/consumer?v=3", "websocket", "shop.test"),
    ("https://liveperson.net/", "image", "shop.test"),
    ("https://server.mars.liveperson.net/hc/12345678/?cmd=mTagInPage&page=x", "image", "shop.test"),
    ("https://www.liveperson.com/logo.png", "image", "shop.test"),
    ("https://static-assets.z1.fs.liveperson.com/x.js", "script", "shop.test"),
    ("https://proactive-messaging.z1.fs.liveperson.com/x.js", "script", "shop.test"),
    ("https://cdn.liveperson.com/tag/tag.js?site=87654321", "script", "shop.test"),
    ("https://chat.bank.test/tag/tag.js?site=87654321", "script", "bank.test"),
    ("https://bank.test/tag/tag.js?site=bank", "script", "bank.test"),
    ("https://bank.test/api/js/87654321?sid=a&cb=lpCb123x456&t=sp&ts=1", "script", "bank.test"),
    ("https://bank.test/api/js/87654321?t=ip&ts=1673849562404&pid=58&tid=27", "script", "bank.test"),
    ("https://bank.test/a/le_unified_window/8.10.0.7-release_2719/le_secure_storage/x.html", "sub_frame", "bank.test"),
    ("https://bank.test/hc/45118402/?cmd=file&file=visitorWantsToChat&site=1", "image", "bank.test"),
    ("https://bank.test/api/account/87654321/configuration/le-campaigns/zones?fields=id", "xmlhttprequest", "bank.test"),
    ("https://lptag.liveperson.net/tag/tag.js?site=1", "script", "www.liveperson.com"),
    ("https://accdn.lpsnmedia.net/x", "xmlhttprequest", "authentication.liveperson.net"),
    ("https://server.iad.liveperson.net/hc/45118402/?cmd=file&file=visitorWantsToChat", "main_frame", "legacy.test"),
];

#[tokio::test(flavor = "multi_thread")]
async fn chromium_and_the_core_decide_alike() {
    let web = StandIn::start().await.expect("the stand-in");
    let extension = dist_with_permission("chromium", "declarativeNetRequestFeedback");
    let browser = Chromium::launch(ChromiumOptions::new(web.port()).with_extension(extension.path())).await.expect("Chromium");
    common::ready(&browser).await;
    let mut answers = Vec::new();
    for some in questions().chunks(500) {
        answers.extend(list(browser.ext_eval(&asking(some)).await.expect("answers")));
    }
    compare(&answers);
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_and_the_core_decide_alike() {
    let web = StandIn::start().await.expect("the stand-in");
    let extension = dist_with_permission("firefox", "declarativeNetRequestFeedback");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(extension.path())).await.expect("Firefox");
    wait::until("the extension's session rules", Duration::from_secs(15), || async {
        let rules = browser.ext_eval("return (await chrome.declarativeNetRequest.getSessionRules()).length").await?;
        Ok(rules.as_u64().filter(|rules| *rules > 0))
    })
    .await
    .expect("the extension is ready");
    let mut answers = Vec::new();
    for some in questions().chunks(500) {
        // Firefox blocks websockets (the tests in firefox.rs see it), but asked about a `wss:` address it names no rule: its
        // rules meet the opening request as `https:`.
        let asked = asking(some).replace("\"wss://", "\"https://");
        answers.extend(list(browser.ext_eval(&asked).await.expect("answers")));
    }
    compare(&answers);
}

/// Every captured URL, and those above: address, type, page host.
fn asked() -> Vec<[String; 3]> {
    let mut asked = captured_urls();
    asked.extend(MORE.map(|(url, kind, page)| [url, kind, page].map(str::to_owned)));
    asked
}

fn questions() -> Vec<Value> {
    let question = |[url, kind, page]: [String; 3]| match page.as_str() {
        "" => json!({ "url": url, "type": kind }),
        // In a tab: workers of LivePerson's own are nobody's pop-out window.
        page if is_pop_out(page) => json!({ "url": url, "type": kind, "initiator": format!("https://{page}/"), "tabId": 1 }),
        page => json!({ "url": url, "type": kind, "initiator": format!("https://{page}/") }),
    };
    asked().into_iter().map(question).collect()
}

fn asking(questions: &[Value]) -> String {
    format!(
        "return Promise.all({}.map((request) => chrome.declarativeNetRequest.testMatchOutcome(request)\
         .then(({{ matchedRules }}) => matchedRules.map((rule) => rule.ruleId), (error) => String(error))))",
        Value::from(questions.to_vec())
    )
}

fn list(answer: Value) -> Vec<Value> {
    answer.as_array().expect("a list").clone()
}

fn compare(answers: &[Value]) {
    let asked = asked();
    assert_eq!(answers.len(), asked.len());
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let requests = RequestClassifier::new(&catalogue);
    let rules: Vec<Rule> = static_rules(&catalogue).expect("rules");
    // The pop-out window is where a chat is: for it the session's rules say what goes through.
    let in_pop_out: Vec<Rule> =
        rules.iter().cloned().chain(session_rules(&catalogue, &Modes::default(), "askfirst").expect("rules")).collect();
    let mut differences = Vec::new();
    let mut blocked = 0;
    for ([url, kind, page], answer) in asked.iter().zip(answers) {
        let core = requests.classify(url, kind, page).expect("a URL");
        let Some(matched) = answer.as_array() else {
            differences.push(format!("{url} ({kind}): the browser says {answer}"));
            continue;
        };
        let (rules, wanted) = if is_pop_out(page) { (&in_pop_out, core.decision.chat) } else { (&rules, core.decision.ask) };
        let matched: Vec<&Rule> =
            matched.iter().filter_map(|id| rules.iter().find(|rule| Some(u64::from(rule.id)) == id.as_u64())).collect();
        let does = |kind: ActionKind| matched.iter().any(|rule| rule.action.kind == kind);
        let browser_says = match (does(ActionKind::Block), does(ActionKind::ModifyHeaders)) {
            (true, _) => RequestDecision::Block,
            (false, true) => RequestDecision::AllowWithoutCookies,
            (false, false) => RequestDecision::Allow,
        };
        blocked += usize::from(browser_says == RequestDecision::Block);
        if browser_says != wanted {
            differences.push(format!("{url} ({kind} on {page}): the browser says {browser_says:?} by {answer}, the core {core:?}"));
        }
    }
    assert!(blocked > 450, "only {blocked} requests are blocked");
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// A rule that the browser cannot compile is left out without a word; so each one is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn every_regular_expression_is_one_the_browser_takes() {
    let (_web, browser) = common::guarded().await;
    let catalogue = Catalogue::embedded().expect("the catalogue");
    for rule in static_rules(&catalogue).expect("rules") {
        let Some(regex) = rule.condition.regex_filter else { continue };
        let question = json!({ "regex": regex, "isCaseSensitive": false });
        let answer =
            browser.ext_eval(&format!("return chrome.declarativeNetRequest.isRegexSupported({question})")).await.expect("an answer");
        assert_eq!(answer["isSupported"], true, "{regex}: {answer}");
    }
}
