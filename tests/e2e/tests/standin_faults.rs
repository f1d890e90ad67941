//! Control runs of the chat with parts missing: what the stand-in's tag does without monitoring, without a part that it loads,
//! and when LivePerson fails.
#![cfg(test)]

mod common;

#[path = "common/chats.rs"]
mod chats;

use std::time::Duration;

use askfirst_e2e::browser::Chromium;
use chats::{BUTTON, chat_is, drawn, open, say, told};
use common::{get, unguarded};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(15);

async fn block(browser: &Chromium, pattern: &[&str]) {
    browser.cdp("Network.enable", json!({})).await.expect("network events");
    browser.cdp("Network.setBlockedURLs", json!({ "urls": pattern })).await.expect("a block");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_without_monitoring_and_with_parts_missing() {
    const SHOW: &str =
        "lpTag.events.trigger('LE_ENGAGER', 'SHOW', { campaignId: 5001, engagementId: 900005, engagementRevision: 7, engagementType: 5,
        contextId: '4', zoneId: 271828, state: 1, renderingType: 1 })";
    let (web, browser) = unguarded().await;
    block(&browser, &["*://*.v.liveperson.net/*"]).await;
    open(&browser, "https://one.test/").await;
    // It is tried again.
    browser.wait_for("window.__lp && window.__lp.sent.sp > 1 && window.lpTag._zones").await.expect("another try");
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([]));
    browser.eval(&SHOW.replace(": 7", ": 6")).await.expect("an old revision");
    browser.eval(SHOW).await.expect("today's");
    browser.wait_for("window.__lp.drawn.length === 1").await.expect("the button, once");
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "open").await;
    say(&browser, "Who am I?").await;
    let log = web.log();
    let request = log.iter().find(|one| one.body.contains("cm.ConsumerRequestConversation")).expect("a conversation");
    assert!(!request.body.contains("visitorId") && !request.body.contains("sessionId"), "{}", request.body);
    assert_eq!(told(&log, "sp"), 0);
    // Let through, it is reported after all.
    block(&browser, &[]).await;
    web.wait_for("the visit", PATIENCE, |log| told(log, "pl") > 0).await.expect("the log");
    // A plain request is answered with the same text.
    let text = browser
        .eval_async("return (await fetch('https://va.v.liveperson.net/api/js/20000001?cb=lpCb1&t=pl&ts=1&pid=2')).text()")
        .await
        .expect("an answer");
    assert!(text.as_str().is_some_and(|text| text.starts_with("lpCb1({") && text.contains("\"engagementRevision\":7")), "{text}");
    // The numbers change when the campaign is published anew.
    web.publish();
    drawn(&browser, "https://snippets.test/1.8.0", json!([1, 5])).await;
    browser.eval(SHOW).await.expect("yesterday's");
    let asked = web.wait_for("the old revision", PATIENCE, |log| log.iter().any(|one| one.path.ends_with("900005/revision/8"))).await;
    asked.expect("the log");

    // Without the account's settings the frame keeps things; without its own frame no chat opens.
    browser.goto("https://news.test/").await.expect("news");
    block(&browser, &["*accountproperties*"]).await;
    drawn(&browser, "https://sticky.test/", json!([6])).await;
    assert_eq!(get(&browser, "window.__lp.storage").await, "frame");
    block(&browser, &["*accountproperties*", "*refererrestrictions*"]).await;
    open(&browser, "https://sticky.test/").await;
    browser.wait_for("window.__lp && window.__lp.sent.ip > 0").await.expect("a visit");
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([]), "neither of both: nothing is drawn");
    block(&browser, &["*storage.secure.min.js*"]).await;
    open(&browser, "https://sticky.test/").await;
    browser.wait_for("window.__lp && window.__lp.failed.some((one) => one.includes('storage.secure'))").await.expect("the failure");
    assert_eq!(get(&browser, "window.__lp.sent.sp").await, 0, "no page is reported");
    block(&browser, &["*zones*"]).await;
    drawn(&browser, "https://several.test/", json!([0, 1, 2, 3, 6])).await;
    block(&browser, &["*storage.secure.min.html*"]).await;
    drawn(&browser, "https://sticky.test/", json!([6])).await;
    browser.click(".LPMcontainer [data-LP-event=click]").await.expect("the button");
    browser.wait_for("window.lpTag._loadWindow").await.expect("the window's taglets");
    chat_is(&browser, "opening").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chats_that_fail() {
    let (web, browser) = unguarded().await;
    open(&browser, "https://down.test/").await;
    assert_eq!(get(&browser, "typeof window.__lp").await, "undefined");
    assert!(web.log_to_liveperson().iter().all(|one| one.path == "/tag/tag.js"));
    drawn(&browser, "https://down.test/identity", json!([1, 5, 6])).await;
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "failed").await;
    assert!(
        get(&browser, "document.querySelector('#lpChat').textContent").await.as_str().is_some_and(|text| text.contains("Please refresh"))
    );
    drawn(&browser, "https://down.test/connection", json!([1, 5, 6])).await;
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "unavailable").await;
    assert_eq!(get(&browser, "document.querySelector('.lp_error').textContent").await, "Connection unavailable");
    browser.wait_for("!document.querySelector('.lp_error') && window.__lp.newPages.length").await.expect("a new page");
    open(&browser, "https://down.test/monitoring").await;
    browser.wait_for("window.__lp && window.__lp.sent.sp > 1").await.expect("another try");
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([]));
    // A page with a tag that never comes would not finish loading: so it is only asked for.
    let asked = "try { await fetch('https://lptag.liveperson.net/tag/tag.js?site=50000004', { signal: AbortSignal.timeout(700) }); return 'answered' } catch (error) { return error.name }";
    assert_eq!(browser.eval_async(asked).await.expect("its fate"), "TimeoutError");
    assert_eq!(browser.eval_async(&asked.replace("50000004", "20000001")).await.expect("its fate"), "answered");
}
