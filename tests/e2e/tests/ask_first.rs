//! *Ask first* in a real Chromium: nothing of LivePerson's loads, nothing is kept, the page works. Each test makes the
//! same visit without the extension too, where all of it gets through.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::standin::{Kind, Logged, StandIn};
use common::{get, guarded, kept, unguarded};
use serde_json::{Value, json};

/// What a visit of the shop leaves behind without the extension.
const SHOP_KEEPS: [&str; 9] = [
    "cookie LPSID-12345678",
    "cookie LPSessionID",
    "cookie LPVID",
    "cookie LPVisitorID",
    "cookie LivePersonID",
    "indexedDB LPSecureStorage",
    "localStorage lpLastVisit-12345678",
    "sessionStorage lpPmCalleeDfs",
    "sessionStorage lpTabId",
];

fn reached(log: &[Logged]) -> Vec<String> {
    log.iter().map(ToString::to_string).collect()
}

/// The shop's own features, used as a visitor does.
async fn use_the_shop(browser: &Chromium) {
    let before = get(browser, "window.__features.cart ?? 0").await.as_u64().expect("a number");
    browser.type_into("#search", "lamp").await.expect("typing");
    browser.click(".product:not([hidden]) .add").await.expect("the cart button");
    let features = get(browser, "window.__features").await;
    for (name, value) in [
        ("cart", json!(before + 1)),
        ("search", json!(1)),
        ("recent", json!("Desk lamp")),
        ("atParse", json!("ok")),
        ("afterTag", json!("ok")),
        ("onLoad", json!("ok")),
    ] {
        assert_eq!(features[name], value, "{name} in {features}");
    }
    browser.click("#chat-with-us").await.expect("the shop's own chat button");
    assert_eq!(get(browser, "window.__errors").await, json!([]));
}

/// A visit of the shop with the extension: nothing reaches LivePerson, nothing is kept, all of the page works.
async fn visit_is_unwatched(web: &StandIn, browser: &Chromium, url: &str) {
    web.clear_log();
    browser.goto(url).await.expect(url);
    browser.wait_for("window.__done").await.expect("the page");
    use_the_shop(browser).await;
    assert_eq!(get(browser, "typeof window.__lp").await, "undefined", "the tag ran");
    assert_eq!(get(browser, "window.__tagError").await, Value::Null, "the page took the block for an error");
    assert_eq!(get(browser, "document.querySelectorAll('.LPMcontainer, #lpChat').length").await, 0);
    assert_eq!(reached(&web.log_to_liveperson()), Vec::<String>::new());
    assert_eq!(kept(browser).await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_of_the_shop_is_not_watched() {
    let (web, control) = unguarded().await;
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0").await.expect("the invitation");
    use_the_shop(&control).await;
    assert!(web.log_to_liveperson().len() > 10, "the control reaches LivePerson");
    assert_eq!(kept(&control).await, SHOP_KEEPS.map(str::to_owned).into());
    drop((web, control));

    let (web, browser) = guarded().await;
    for url in ["https://shop.test/", "https://www.shop.test/snippet15"] {
        visit_is_unwatched(&web, &browser, url).await;
        // The popup says so.
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.querySelector('[data-state=\"held-back\"]')").await.expect("the verdict");
        assert_eq!(popup.eval("return document.querySelector('#site').textContent.trim()").await.expect("text"), "shop.test");
        let tag = popup.wait_for("document.querySelector('[data-role=\"tag\"]')?.dataset.blocked").await.expect("the tag's row");
        assert_eq!(tag, "1");
        assert_eq!(popup.eval("return document.querySelector('[data-role=\"tag\"]').dataset.sent").await.expect("a number"), "0");
        popup.eval("document.querySelector('#kept-fold').open = true").await.expect("unfolded");
        popup.wait_for("document.querySelector('#kept-rest > *')").await.expect("the rest");
        for item in ["visitor-id", "session-id", "third-party-visitor-id", "last-visit", "secure-storage"] {
            let row = popup.eval(&format!("return document.querySelector('[data-item=\"{item}\"]')?.textContent")).await.expect("text");
            assert!(row.is_string(), "{item} is not among what would have been kept");
        }
        popup.close().await.expect("closing");
        let badge = badge(&browser).await;
        assert_eq!(badge, "1", "the badge");

        // And again with the worker stopped.
        browser.stop_worker().await.expect("stopping");
        visit_is_unwatched(&web, &browser, url).await;
        browser.stop_worker().await.expect("stopping");
        let popup = browser.open_popup().await.expect("the popup");
        popup
            .wait_for("document.querySelector('[data-state=\"held-back\"] [data-role=\"tag\"][data-blocked=\"1\"]')")
            .await
            .expect("the verdict");
        popup.close().await.expect("closing");
    }
}

async fn badge(browser: &Chromium) -> Value {
    let tab = browser.chrome_tab_id().await.expect("a tab");
    browser.ext_eval(&format!("return chrome.action.getBadgeText({{ tabId: {tab} }})")).await.expect("the badge")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kind_of_request_gets_through() {
    const THROUGH: [&str; 1] = ["company_image"];
    let (web, control) = unguarded().await;
    control.goto("https://www.liveperson.com/").await.expect("LivePerson's own site, which sets a cookie");
    control.wait_for("window.__done").await.expect("the page");
    web.clear_log();
    control.goto("https://shop.test/kinds").await.expect("kinds");
    control.wait_for("window.__done").await.expect("all kinds");
    let without = get(&control, "window.__kinds").await;
    assert!(without.as_object().expect("kinds").values().all(|how| how == "ok"), "{without}");
    let logo = web.log().into_iter().find(|one| one.path == "/logo.png").expect("the picture");
    assert_eq!(logo.sent_cookie("lpcom_seen"), Some("1"), "the control sends the cookie");
    drop((web, control));

    let (web, browser) = guarded().await;
    browser.goto("https://www.liveperson.com/").await.expect("LivePerson's own site, which sets a cookie");
    browser.wait_for("window.__done").await.expect("the page");
    assert!(browser.cookies().await.expect("cookies").iter().any(|cookie| cookie.name == "lpcom_seen"));
    // Their own site goes on reporting while it is shown; only what follows it counts.
    browser.goto("https://news.test/").await.expect("a page in between");
    web.clear_log();
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let kinds = get(&browser, "window.__kinds").await;
    for (kind, how) in kinds.as_object().expect("kinds") {
        // A beacon's sender is told nothing; the log below tells. A tag's script is answered by the stub.
        if !["beacon", "script", "trailing_dot"].contains(&kind.as_str()) {
            let expected = if THROUGH.contains(&kind.as_str()) { "ok" } else { "failed" };
            assert_eq!(how, expected, "{kind} in {kinds}");
        }
    }
    let log = web.log_to_liveperson();
    let hosts: BTreeSet<&str> = log.iter().map(|one| one.host.as_str()).collect();
    assert_eq!(hosts, BTreeSet::from(["www.liveperson.com"]), "{log:?}");
    assert!(log.iter().all(|one| one.cookie.is_none()), "functional hosts get no cookies: {log:?}");
    assert!(!log.iter().any(|one| one.kind != Kind::Http));
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_on_the_tag_do_not_throw() {
    let (_web, control) = unguarded().await;
    control.goto("https://shop.test/calls").await.expect("calls");
    let with_tag = control.wait_for("window.__done && window.__calls").await.expect("calls");
    drop(control);

    let (web, browser) = guarded().await;
    browser.goto("https://shop.test/calls").await.expect("calls");
    let calls = browser.wait_for("window.__done && window.__calls").await.expect("calls");
    let calls = calls.as_object().expect("an object");
    assert_eq!(calls.len(), with_tag.as_object().expect("an object").len());
    assert!(calls.values().all(|how| how == "ok"), "{calls:#?}");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    // As an account without an agent: no chat can be opened, and the page's own events work.
    let answers = browser
        .eval(
            "const heard = []; lpTag.events.bind('own', 'thing', (data) => heard.push(data)); lpTag.events.trigger('own', 'thing', 7);
             return [lpTag.taglets.rendererStub.click(1), heard, lpTag.events.hasFired('own', 'thing').length, lpTag.taglets.rendererStub.getEngagementState(1)]",
        )
        .await
        .expect("answers");
    assert_eq!(answers, json!([false, [7], 1, 2]));
    assert!(web.log_to_liveperson().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_disguises_and_the_old_stack_are_held_back_and_look_alikes_are_not() {
    let (web, control) = unguarded().await;
    control.goto("https://shop.test/frame").await.expect("the frame's page");
    control.wait_for("window.__frame?.lp?.pl").await.expect("a visit in the frame");
    control.goto("https://bank.test/").await.expect("the bank");
    control.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("a visit");
    control.goto("https://legacy.test/").await.expect("the old site");
    control.wait_for("window.__done").await.expect("the old stack");
    let parts = get(&control, "window.__parts").await;
    assert!(parts.as_object().expect("parts").values().all(|how| how == "ok"), "{parts}");
    assert!(web.log_to_liveperson().len() > 20);
    drop((web, control));

    let (web, browser) = guarded().await;
    browser.goto("https://shop.test/frame").await.expect("the frame's page");
    let frame = browser.wait_for("window.__frame").await.expect("the frame");
    assert_eq!(frame["errors"], json!([]));
    assert_eq!(frame["lp"], Value::Null, "{frame}");

    browser.goto("https://bank.test/").await.expect("the bank");
    browser.wait_for("window.__done").await.expect("the bank");
    assert_eq!(get(&browser, "window.__own").await, json!({ "tag": "ok", "main": "ok" }));
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    assert_eq!(get(&browser, "typeof window.__lp").await, "undefined");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('[data-state=\"held-back\"] [data-role=\"tag\"]')").await.expect("the disguise is told");
    popup.close().await.expect("closing");

    browser.goto("https://legacy.test/").await.expect("the old site");
    browser.wait_for("window.__done").await.expect("the page");
    let parts = get(&browser, "window.__parts").await;
    assert!(parts.as_object().expect("parts").values().all(|how| how == "failed"), "{parts}");
    assert_eq!(kept(&browser).await, BTreeSet::new());
    assert_eq!(reached(&web.log_to_liveperson()), Vec::<String>::new());

    // A document that the visitor navigates to is never blocked.
    browser.click("#old-chat").await.expect("the old link");
    browser.wait_for("document.body.innerText.includes('chat window')").await.expect("the chat");
}

#[tokio::test(flavor = "multi_thread")]
async fn livepersons_own_sites_are_not_touched() {
    let (_web, control) = unguarded().await;
    let (_web2, browser) = guarded().await;
    for own in ["https://www.liveperson.com/", "https://authentication.liveperson.net/login"] {
        for browser in [&control, &browser] {
            browser.goto(own).await.expect(own);
            browser.wait_for("window.__done").await.expect(own);
            assert_eq!(get(browser, "window.__agent").await, "ready", "{own}");
        }
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.querySelector('[data-state=\"own\"]')").await.expect("the verdict");
        popup.close().await.expect("closing");
    }
}

/// LivePerson's own pages are not touched, but inside another site's page they are not the visited site.
#[tokio::test(flavor = "multi_thread")]
async fn livepersons_frames_in_other_sites_load_no_tag() {
    const EMBED: &str = "const frame = document.createElement('iframe'); frame.src = 'https://www.liveperson.com/';
        frame.onload = () => { window.__embedded = true }; document.body.append(frame)";
    let reached = |web: &StandIn| -> BTreeSet<String> { web.log_to_liveperson().into_iter().map(|one| one.host).collect() };
    let (web, control) = unguarded().await;
    control.goto("https://news.test/").await.expect("news");
    control.eval(EMBED).await.expect("a frame");
    web.wait_for("the frame's tag", std::time::Duration::from_secs(15), |log| log.iter().any(|one| one.path.starts_with("/api/js/")))
        .await
        .expect("the control's frame is watched");
    let cookies = control.cookies().await.expect("cookies");
    assert!(cookies.iter().any(|cookie| cookie.name == "lpcom_seen"), "the control takes the functional host's cookie");
    drop((web, control));

    let (web, browser) = guarded().await;
    browser.goto("https://news.test/").await.expect("news");
    web.clear_log();
    browser.eval(EMBED).await.expect("a frame");
    browser.wait_for("window.__embedded").await.expect("the frame");
    // Its second visit is answered when the first has had its chance.
    browser.eval("window.__embedded = false").await.expect("the page");
    browser.eval(EMBED).await.expect("a frame");
    browser.wait_for("window.__embedded").await.expect("the frame");
    assert_eq!(reached(&web), BTreeSet::from(["www.liveperson.com".to_owned()]));
    // What is let through takes no cookies.
    assert_eq!(kept(&browser).await, BTreeSet::new());
    assert!(!browser.cookies().await.expect("cookies").iter().any(|cookie| cookie.name == "lpcom_seen"));
    let tab = browser.chrome_tab_id().await.expect("a tab");
    common::view_when(&browser, tab, |view| view["blocked"].as_u64().is_some_and(|blocked| blocked >= 1)).await;
}
