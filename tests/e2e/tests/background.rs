//! The background in a real Chromium: it sleeps unless LivePerson is there, and what it knows survives being stopped.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst_e2e::wait;
use common::{get, guarded, view_when};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_liveperson_never_wakes_the_worker() {
    let (_web, browser) = guarded().await;
    browser.goto("https://news.test/").await.expect("a page");
    browser.stop_worker().await.expect("stopping");
    let before = browser.worker_starts().await.expect("starts");
    for url in ["https://news.test/", "https://shop.test/plain", "https://news.test/"] {
        browser.goto(url).await.expect(url);
        browser.wait_for("window.__done").await.expect(url);
    }
    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    browser.switch(&second).await.expect("the tab");
    browser.goto("https://news.test/").await.expect("a page");
    browser.wait_for("window.__done").await.expect("the page");
    browser.close(&second, &first).await.expect("closing a tab");
    assert_eq!(browser.worker_starts().await.expect("starts"), before);
    assert!(!browser.worker_running().await.expect("running"));
    // The control: LivePerson does wake it.
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert!(browser.worker_starts().await.expect("starts") > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_in_memory_survives_a_stop_and_goes_with_its_tab() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    browser.goto("https://news.test/").await.expect("a page");
    let second = browser.new_tab().await.expect("a tab");
    browser.switch(&second).await.expect("the tab");
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let tab = browser.chrome_tab_id().await.expect("a tab");

    let rows = |stored: &Value| -> Vec<(String, String)> {
        let ledger: Value = serde_json::from_str(stored.as_str().expect("a ledger")).expect("JSON");
        let rows = ledger["visits"][0]["rows"].as_array().expect("rows").clone();
        rows.iter().map(|row| (row["request"].to_string(), row["outcome"].to_string())).collect()
    };
    let ledger = || async {
        browser.ext_eval(&format!("return (await chrome.storage.session.get('tab:{tab}'))['tab:{tab}']")).await.expect("storage")
    };
    let before = rows(&ledger().await);
    assert!(before.len() > 10, "{before:?}");
    assert!(before.iter().filter(|(_, outcome)| outcome == "\"blocked\"").count() > 10, "{before:?}");
    let numbers: std::collections::BTreeSet<&String> = before.iter().map(|(request, _)| request).collect();
    assert_eq!(numbers.len(), before.len(), "each request once");

    browser.stop_worker().await.expect("stopping");
    let wake = browser.ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'view', tab: {tab} }})")).await.expect("an answer");
    assert_eq!(wake["verdict"], "partly", "{wake}");
    assert_eq!(rows(&ledger().await), before, "nothing lost, nothing doubled");
    let on_disk = browser.ext_eval("return chrome.storage.local.get(null)").await.expect("storage");
    assert_eq!(on_disk, json!({ "welcomed": true }), "nothing of it is written to disk");

    browser.stop_worker().await.expect("stopping");
    browser.close(&second, &first).await.expect("closing the tab");
    let gone = "return new Promise((resolve) => {
        const look = async () => Object.keys(await chrome.storage.session.get(null)).length === 0 && resolve(true);
        chrome.storage.session.onChanged.addListener(look); look();
    })";
    assert_eq!(browser.ext_eval(gone).await.expect("storage"), true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_speaks_of_the_page_that_is_shown() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let says = |verdict: &'static str, blocked: u64| {
        view_when(&browser, tab, move |view| view["verdict"] == verdict && view["blocked"] == blocked)
    };
    says("held-back", 1).await;
    // Away, and back by the browser's own history.
    browser.goto("https://news.test/").await.expect("news");
    says("quiet", 0).await;
    browser.command("back", json!({})).await.expect("back");
    browser.wait_for("location.href === 'https://shop.test/' && window.__done").await.expect("the shop");
    says("held-back", 1).await;
    // The same page again counts from the start.
    for _ in 0..2 {
        browser.reload().await.expect("the shop");
        browser.wait_for("window.__done").await.expect("the shop");
        says("held-back", 1).await;
    }
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    // Another page of the same site, without LivePerson: what the first one tried is not its.
    browser.goto("https://shop.test/plain").await.expect("a plain page");
    browser.wait_for("window.__done").await.expect("a plain page");
    says("quiet", 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_cannot_ask_the_background() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert_eq!(get(&browser, "typeof globalThis.chrome?.runtime?.sendMessage").await, "undefined");
    // Nonsense from an own page is answered with an error, and the worker lives on.
    for nonsense in ["{}", "null", "'x'", "{ what: 'view' }", "{ what: 'set-mode', tab: 1, mode: 'always' }", "{ what: 'view', tab: 'x' }"]
    {
        let answer = browser.ext_eval(&format!("return chrome.runtime.sendMessage({nonsense})")).await.expect("an answer");
        assert!(answer["error"].is_string(), "{nonsense}: {answer}");
    }
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
}

/// What a worker wrote down before its core was ready, and was stopped before it could take it in.
#[tokio::test(flavor = "multi_thread")]
async fn events_written_down_by_a_stopped_worker_are_taken_in_once() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["blocked"] == 1).await;
    browser.stop_worker().await.expect("stopping");
    // The same request again, whose row is there already, and one that only the journal knows.
    let leave = format!(
        "const key = 'tab:{tab}'; const ledger = JSON.parse((await chrome.storage.session.get(key))[key]);
         const {{ document, rows }} = ledger.visits.at(-1);
         const event = (request, url) => ({{ phase: 'failed', request, tab: {tab}, frame: 0, parentFrame: -1, document, url, kind: 'script',
           initiator: 'https://shop.test', time: Date.now(), error: 'net::ERR_BLOCKED_BY_CLIENT' }});
         const events = [event(rows[0].request, rows[0].url), event('left-behind', 'https://va.v.liveperson.net/api/js/12345678?t=sp')];
         await chrome.storage.session.set({{ 'journal:1': JSON.stringify(events), 'journal:2': 'not ours' }});"
    );
    browser.ext_eval(&leave).await.expect("storage");
    for _ in 0..2 {
        let view = view_when(&browser, tab, |view| view["blocked"] == 2).await;
        assert_eq!(view["groups"][0]["role"], "monitoring", "{view}");
        browser.stop_worker().await.expect("stopping");
    }
    // They go when they are taken in; a worker that is stopped in between leaves that to the next.
    view_when(&browser, tab, |view| view["blocked"] == 2).await;
    wait::until("the journals to go", Duration::from_secs(10), || async {
        let keys = browser.ext_eval("return Object.keys(await chrome.storage.session.get(null))").await?;
        anyhow::ensure!(keys == json!([format!("tab:{tab}")]), "{keys}");
        Ok(Some(()))
    })
    .await
    .expect("only the tab's ledger");
}

/// A flood: every request is counted, the page and the worker go on, and the stored form stays small.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_requests_is_counted_and_bounded() {
    const MANY: u64 = 3_000;
    let (_web, browser) = guarded().await;
    browser.goto("https://news.test/").await.expect("a page");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let flood = format!(
        "const one = (n) => fetch('https://va.v.liveperson.net/api/js/12345678?t=ip&n=' + n).catch(() => {{}});
         for (let n = 0; n < {MANY}; n += 500) await Promise.all(Array.from({{ length: 500 }}, (_, k) => one(n + k)));"
    );
    browser.eval_async(&flood).await.expect("the flood");
    let view = view_when(&browser, tab, |view| view["blocked"].as_u64().is_some_and(|blocked| blocked >= MANY)).await;
    assert_eq!((&view["blocked"], &view["more"]), (&json!(MANY), &json!(true)), "none lost, none doubled");
    browser.stop_worker().await.expect("stopping");
    view_when(&browser, tab, |view| view["blocked"] == MANY).await;
    let size = browser.ext_eval("return chrome.storage.session.getBytesInUse(null)").await.expect("a size");
    assert!(size.as_u64().is_some_and(|size| size < 100_000), "{size} bytes");
}
