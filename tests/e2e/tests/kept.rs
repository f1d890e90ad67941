//! What a page tried to keep, from its report to the popup, in a real Chromium.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Chromium, Popup};
use common::{guarded, view_when};
use serde_json::{Value, json};

/// Reports from the isolated world of the page that a tab shows, as the extension's content script does. Gives the answer.
async fn report(browser: &Chromium, tab: i64, items: Value, more: u64, tags: Value) -> Value {
    let message = json!({ "what": "attempts", "items": items, "more": more, "tags": tags });
    let body = format!(
        "const [frame] = await chrome.scripting.executeScript({{ target: {{ tabId: {tab} }}, args: [{message}],
           func: (message) => chrome.runtime.sendMessage({{ ...message, since: performance.timeOrigin }}) }});
         return frame.result"
    );
    browser.ext_eval(&body).await.expect("an answer")
}

fn item(kind: &str, name: &str, asked: Value, outcome: &str, by: &str, count: u64) -> Value {
    let script = (by == "script").then_some("https://lptag.liveperson.net/tag/tag.js?site=12345678");
    json!({ "kind": kind, "name": name, "script": script, "asked": asked, "outcome": outcome, "count": count, "by": by, "attributed": by == "script" })
}

fn year() -> Value {
    json!({ "seconds": 31_536_007 })
}

/// Opens a page without LivePerson, and gives its tab.
async fn plain(browser: &Chromium) -> i64 {
    browser.goto("https://shop.test/plain").await.expect("a plain page");
    browser.wait_for("window.__done").await.expect("a plain page");
    browser.chrome_tab_id().await.expect("a tab")
}

async fn rows(popup: &Popup) -> Value {
    popup
        .eval(
            "return [...document.querySelectorAll('[data-attempt]')].map(({ dataset, textContent }) =>
               [dataset.attempt, dataset.kind, dataset.outcome, dataset.count, dataset.class, textContent.replace(/\\s+/g, ' ').trim()])",
        )
        .await
        .expect("rows")
}

async fn badge(browser: &Chromium, tab: i64) -> Value {
    let body = format!("return [await chrome.action.getBadgeText({{ tabId: {tab} }}), await chrome.action.getTitle({{ tabId: {tab} }})]");
    browser.ext_eval(&body).await.expect("the button")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_is_told_with_what_became_of_it() {
    let (_web, browser) = guarded().await;
    let tab = plain(&browser).await;
    let items = json!([
        item("cookie", "LPVID", year(), "blocked", "script", 12),
        item("cookie", "LPSID-12345678", json!("session"), "blocked", "server", 1),
        item("localStorage", "lpLastVisit-12345678", json!("no-expiry"), "removed", "found", 1),
        item("cookie", &"x".repeat(90), json!({ "seconds": 7_200 }), "blocked", "script", 1),
        item("cookie", "basket", year(), "blocked", "server", 1),
        item("cookie", "LPVID", year(), "allowed", "script", 1),
    ]);
    assert_eq!(report(&browser, tab, items, 0, json!([])).await, json!({ "mode": "ask" }));
    let view = view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
    assert_eq!((&view["blocked"], &view["more"]), (&json!(0), &json!(false)));
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("held back");
    let rows = rows(&popup).await;
    let row = |n: usize| rows[n].as_array().expect("a row").iter().map(|cell| cell.as_str().expect("text")).collect::<Vec<_>>();
    assert_eq!(rows.as_array().map(Vec::len), Some(4), "neither the site's own nor what the mode cannot have: {rows:#}");
    assert_eq!(row(0)[..5], ["LPVID", "cookie", "blocked", "12", "persistent-id"]);
    for part in
        ["blocked", "cookie · asked for: 1 year", "identifies you across visits", "by a script from lptag.liveperson.net · 12 times"]
    {
        assert!(row(0)[5].contains(part), "{part}: {rows:#}");
    }
    assert_eq!(row(1)[..5], ["lpLastVisit-12345678", "localStorage", "removed", "1", "persistent-timestamp"]);
    assert!(row(1)[5].contains("was there from before") && row(1)[5].contains("asked for: no end"), "{rows:#}");
    assert!(row(2)[5].contains("by the site’s server"), "{rows:#}");
    assert_eq!(row(3)[..5], ["x".repeat(64).as_str(), "cookie", "blocked", "1", "unlisted"]);
    assert!(row(3)[5].contains("asked for: 2 hours"), "{rows:#}");
    let text = popup.text().await.expect("text");
    assert!(text.contains("14") && text.contains("storage attempts blocked") && !text.contains("requests blocked"), "{text}");
    assert!(!text.contains("would have kept"), "no script was stopped: {text}");
    popup.close().await.expect("closing");
    assert_eq!(badge(&browser, tab).await, json!(["14", "AskFirst: held back. Attempts to store something blocked on this page: 14"]));
    // It is the page's: it outlives the worker, and is gone with the page.
    browser.stop_worker().await.expect("stopping");
    view_when(&browser, tab, |view| view["kept"].as_array().is_some_and(|kept| kept.len() == 4)).await;
    browser.reload().await.expect("the page again");
    view_when(&browser, tab, |view| view["verdict"] == "quiet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_million_attempts_are_more_than_ten_thousand() {
    let (_web, browser) = guarded().await;
    let tab = plain(&browser).await;
    for chunk in 0..10 {
        let items: Vec<Value> = (0..20)
            .map(|n| item("cookie", &format!("LPSID-{:08}", chunk * 20 + n), json!("session"), "blocked", "script", 4_990))
            .collect();
        report(&browser, tab, json!(items), 200, json!([])).await;
    }
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#total').textContent === 'more than 10,000'").await.expect("the number");
    let text = popup.text().await.expect("text");
    assert!(text.contains("more than 10,000 attempts in all"), "{text}");
    assert_eq!(rows(&popup).await.as_array().map(Vec::len), Some(5));
    // What is folded away opens by keyboard, and comes in steps.
    popup.eval("document.querySelector('#attempts-fold summary').focus()").await.expect("focus");
    popup.press("Enter").await.expect("a key");
    for shown in [55, 105, 155, 200] {
        popup.wait_for(&format!("document.querySelectorAll('[data-attempt]').length === {shown}")).await.expect("a step");
        let more = "return document.querySelector('#attempts-rest + [data-more-of]')?.checkVisibility() === true";
        assert_eq!(popup.eval(more).await.expect("a button"), shown < 200, "{shown}");
        if shown < 200 {
            popup.eval("document.querySelector('#attempts-rest + [data-more-of]').focus()").await.expect("focus");
            popup.press("Enter").await.expect("a key");
            // The reading goes on at the first that is new.
            let at = format!("document.activeElement === document.querySelector('#attempts-rest').children[{}]", shown - 5);
            popup.wait_for(&at).await.expect("the focus");
        }
    }
    let size = browser.ext_eval("return chrome.storage.session.getBytesInUse(null)").await.expect("a size");
    assert!(size.as_u64().is_some_and(|size| size < 200_000), "{size} bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disguised_tag_is_told_with_its_address() {
    let (_web, browser) = guarded().await;
    let tab = plain(&browser).await;
    let tags = json!([{ "script": "https://shop.test/static/chat.js?v=7", "how": "lptag", "count": 1 }]);
    report(&browser, tab, json!([]), 0, tags).await;
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#disguised').checkVisibility()").await.expect("the sentence");
    assert_eq!(popup.eval("return document.querySelector('[data-disguised]').dataset.disguised").await.expect("a number"), "1");
    let text = popup.text().await.expect("text");
    assert!(text.contains("came in disguise") && text.contains("shop.test/static/chat.js"), "{text}");
    assert!(text.contains("What it would have kept") && text.contains("LPVID"), "the script did not run: {text}");
    popup.close().await.expect("closing");
    assert_eq!(badge(&browser, tab).await[0], "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_nothing_of_other_tabs_and_of_liveperson_s_own_sites() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    let tab = plain(&browser).await;
    let second = browser.new_tab().await.expect("a tab");
    browser.switch(&second).await.expect("the tab");
    browser.goto("https://news.test/").await.expect("news");
    let other = browser.chrome_tab_id().await.expect("a tab");
    // A report that names another tab is the sender's own.
    let forged = format!(
        "await chrome.scripting.executeScript({{ target: {{ tabId: {other} }}, func: (tab, items) =>
           chrome.runtime.sendMessage({{ what: 'attempts', since: performance.timeOrigin, items, more: 0, tags: [], tab, frame: 0, page: 'https://shop.test/plain' }}),
           args: [{tab}, [{}]] }})",
        item("cookie", "LPVID", year(), "blocked", "script", 1)
    );
    browser.ext_eval(&forged).await.expect("a report");
    view_when(&browser, other, |view| view["kept"].as_array().is_some_and(|kept| kept.len() == 1)).await;
    view_when(&browser, tab, |view| view["verdict"] == "quiet").await;
    for nonsense in ["{ what: 'attempts', items: 3 }", "{ what: 'attempts', items: [], since: 'x' }"] {
        let answer = format!(
            "const [frame] = await chrome.scripting.executeScript({{ target: {{ tabId: {other} }}, func: () => chrome.runtime.sendMessage({nonsense}) }});
             return frame.result"
        );
        let answer = browser.ext_eval(&answer).await.expect("an answer");
        assert!(answer["error"].is_string(), "{nonsense}: {answer}");
    }
    browser.close(&second, &first).await.expect("closing");
    browser.goto("https://www.liveperson.com/").await.expect("their own site");
    let own = browser.chrome_tab_id().await.expect("a tab");
    let answer = report(&browser, own, json!([item("cookie", "LPVID", year(), "allowed", "script", 1)]), 0, json!([])).await;
    assert_eq!(answer, json!({ "mode": "allow" }));
    let view = view_when(&browser, own, |view| view["verdict"] == "own").await;
    assert_eq!(view["kept"], json!([]));
}
