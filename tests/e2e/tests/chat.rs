//! *Start chat*: the chat of a page starts in the living page, without invitations, monitoring and lasting ids. Each test makes
//! the same visit without the extension too, where all of that gets through.
#![cfg(test)]

mod common;

#[path = "common/chats.rs"]
mod chats;

use askfirst_e2e::standin::Kind;
use chats::{ask_for_the_chat, drawn, monitored, open};
use common::{get, guarded, kept, start_chat, unguarded, view_when};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_starts_in_the_living_page() {
    let (web, control) = unguarded().await;
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0").await.expect("the invitation");
    let log = web.log_to_liveperson();
    let start = log.iter().find(|one| one.param("t").as_deref() == Some("sp")).expect("monitoring");
    assert!(start.param("pt").is_some() && start.param("r").is_some(), "the control tells of the page");
    assert!(get(&control, "window.__lp.drawn").await.as_array().expect("drawn").contains(&json!(1)), "the control is invited");
    drop((web, control));

    let (web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the page");
    browser.type_into("#search", "lamp").await.expect("typing");
    let began = get(&browser, "performance.timeOrigin").await;
    assert_eq!(web.log_to_liveperson().len(), 0);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    start_chat(&browser, tab).await;
    browser.wait_for("window.__lp?.drawn.length === 2").await.expect("the buttons");
    assert_eq!(get(&browser, "window.__lp.drawn.toSorted()").await, json!([5, 6]));
    assert_eq!(get(&browser, "performance.timeOrigin").await, began, "the page was not loaded again");
    assert_eq!(get(&browser, "document.querySelector('#search').value").await, "lamp");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    let view = view_when(&browser, tab, |view| view["chat"]["state"] == "offered").await;
    assert_eq!((&view["mode"], &view["lasts"]), (&json!("chat"), &json!("tab")), "{view:#}");

    // The one exchange: two calls that say nothing of the visitor.
    let log = web.log();
    let calls = monitored(&log);
    let kinds: Vec<Option<String>> = calls.iter().map(|one| one.param("t")).collect();
    assert_eq!(kinds, [Some("sp".to_owned()), Some("pl".to_owned())]);
    for call in &calls {
        for name in ["vid", "rvt", "r", "pt", "sdes", "identities", "tid"] {
            assert_eq!(call.param(name), None, "{call}");
        }
        assert_eq!((&call.cookie, &call.referer), (&None, &None), "{call}");
    }
    assert_eq!(calls[0].param("u").as_deref(), Some("https://shop.test/"));

    // The visitor presses one, and talks.
    browser.click(".LPMcontainer button").await.expect("the chat button");
    browser.wait_for("window.__lp.chat === 'open'").await.expect("the conversation");
    browser.type_into("#lpChat input", "Is it dishwasher safe?").await.expect("typing");
    browser.eval("document.querySelector('#lpChat form').requestSubmit()").await.expect("sending");
    browser.wait_for("window.__lp.heard.length > 0").await.expect("the answer");
    view_when(&browser, tab, |view| view["chat"]["state"] == "open").await;
    for said in web.log().iter().filter(|one| one.kind == Kind::Message) {
        let message: Value = serde_json::from_str(&said.body).expect("JSON");
        assert_eq!(
            (&message["body"]["conversationContext"]["visitorId"], &message["body"]["conversationContext"]["sessionId"]),
            (&Value::Null, &Value::Null)
        );
    }
    let lasting: Vec<_> = browser.cookies().await.expect("cookies").into_iter().filter(|one| one.expires.is_some()).collect();
    assert!(lasting.is_empty(), "{lasting:?}");
    assert!(!kept(&browser).await.iter().any(|item| item.starts_with("localStorage") || item.starts_with("indexedDB")));
}

#[tokio::test(flavor = "multi_thread")]
async fn monitoring_is_asked_once_and_never_again() {
    let (web, browser) = guarded().await;
    let tab = ask_for_the_chat(&browser, "https://shop.test/").await;
    browser.wait_for("window.__lp?.drawn.length === 2").await.expect("the buttons");
    assert_eq!(monitored(&web.log()).len(), 2);
    // The next pages of the site, in this tab: also with the worker stopped.
    for url in ["https://shop.test/cart", "https://www.shop.test/snippet15"] {
        browser.stop_worker().await.expect("stopping");
        browser.goto(url).await.expect(url);
        browser.wait_for("window.__lp?.drawn.length > 0").await.unwrap_or_else(|error| panic!("{url}: {error:#}"));
        assert!(!get(&browser, "window.__lp.drawn").await.as_array().expect("drawn").contains(&json!(1)), "{url}");
        assert_eq!(get(&browser, "window.__lp.chat").await, "closed", "{url}: nobody asked for it here");
    }
    assert_eq!(monitored(&web.log()).len(), 2, "{:?}", monitored(&web.log()));
    // Another tab of the same site knows nothing of it.
    browser.new_tab().await.expect("a tab");
    web.clear_log();
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the page");
    let other = browser.chrome_tab_id().await.expect("a tab");
    assert_ne!(other, tab);
    view_when(&browser, other, |view| view["chat"]["state"] == "held").await;
    assert_eq!(web.log_to_liveperson().len(), 0);
    // There too it needs no monitoring.
    start_chat(&browser, other).await;
    browser.wait_for("window.__lp?.drawn.length === 2").await.expect("the buttons");
    assert_eq!(monitored(&web.log()).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_come_and_invitations_do_not() {
    let (_web, control) = unguarded().await;
    drawn(&control, "https://several.test/", json!([0, 1, 2, 3, 5, 6])).await;
    drawn(&control, "https://old.test/", json!([1, 5, 6])).await;
    drop(control);

    let (_web, browser) = guarded().await;
    for url in ["https://several.test/", "https://old.test/"] {
        let tab = ask_for_the_chat(&browser, url).await;
        browser.wait_for("window.__lp?.drawn.length === 2").await.expect("the buttons");
        view_when(&browser, tab, |view| view["chat"]["state"] == "offered").await;
        // An invitation of the page's own making is none of the visitor's either.
        browser
            .eval(
                "lpTag.events.trigger('LE_ENGAGER', 'SHOW', { campaignId: 5001, engagementId: 900001, engagementRevision: 7, engagementType: 1,
                     contextId: '4', zoneId: 271828, state: 1, renderingType: 1 });
                 lpTag.events.trigger('LE_ENGAGER', 'SHOW', { campaignId: 5001, engagementId: 900005, engagementRevision: 7, engagementType: 5,
                     contextId: '4', zoneId: 271828, state: 1, renderingType: 1 })",
            )
            .await
            .expect("the page's own script");
        if url.contains("several") {
            browser.wait_for("window.__lp.suppressed.includes(1)").await.expect("the invitation was not created");
        }
        // There are several buttons: the visitor chooses.
        assert_eq!(get(&browser, "window.__lp.chat").await, "closed");
        assert_eq!(get(&browser, "window.__errors").await, json!([]), "{url}");
    }
    assert_eq!(get(&browser, "window.__lp.drawn.toSorted().slice(-2)").await, json!([5, 6]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_button_opens_by_itself() {
    let (_web, control) = unguarded().await;
    drawn(&control, "https://one.test/form", json!([1, 5])).await;
    assert_eq!(get(&control, "window.__lp.chat").await, "closed", "the control waits to be pressed");
    drop(control);

    let (web, browser) = guarded().await;
    for url in ["https://one.test/form", "https://sticky.test/form"] {
        open(&browser, url).await;
        browser.type_into("#name", "Ada").await.expect("typing");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        start_chat(&browser, tab).await;
        browser.wait_for("window.__lp?.chat === 'open'").await.unwrap_or_else(|error| panic!("{url}: {error:#}"));
        assert_eq!(get(&browser, "document.querySelector('#name').value").await, "Ada", "{url}");
        assert_eq!(get(&browser, "window.__lp.drawn.length").await, 1, "{url}");
        view_when(&browser, tab, |view| view["chat"]["state"] == "offered").await;
        // Loaded again, it stands there and waits.
        browser.reload().await.expect("a reload");
        browser.wait_for("window.__lp?.drawn.length === 1").await.expect("the button");
        assert_eq!(get(&browser, "window.__lp.chat").await, "closed", "{url}: nobody asked for it again");
    }
    assert_eq!(monitored(&web.log()).len(), 4, "one exchange for each site");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_no_longer_fit_are_learned_anew() {
    let (web, browser) = guarded().await;
    ask_for_the_chat(&browser, "https://one.test/").await;
    browser.wait_for("window.__lp?.chat === 'open'").await.expect("the chat");
    assert_eq!(monitored(&web.log()).len(), 2);
    web.publish();
    browser.goto("https://one.test/next").await.expect("the next page");
    browser.wait_for("window.__lp?.drawn.length === 1").await.expect("the button, with today's numbers");
    let log = web.log();
    assert!(log.iter().any(|one| one.path.ends_with("/revision/7")) && log.iter().any(|one| one.path.ends_with("/revision/8")));
    assert_eq!(monitored(&log).len(), 4, "one exchange more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_opens_nothing() {
    for path in ["", "offer", "dom"] {
        let url = format!("https://scripted.test/{path}");
        let (_web, control) = unguarded().await;
        open(&control, &url).await;
        control.wait_for("window.__lp?.chat === 'open'").await.expect("the control's chat opens by itself");
        drop(control);

        let (_web, browser) = guarded().await;
        // The visitor wants the site's chat at hand, not open.
        open(&browser, &url).await;
        let tab = browser.chrome_tab_id().await.expect("a tab");
        common::set_mode(&browser, tab, "chat").await;
        browser.wait_for("window.__lp?.drawn.length > 0").await.expect("a button");
        browser.eval("lpTag.events.hasFired('LP_OFFERS', 'OFFER_DISPLAY').forEach(({ data }) => lpTag.taglets.rendererStub.click(data.engagementId))").await.expect("a script");
        browser.eval("document.querySelector('.LPMcontainer [data-LP-event=click]').click()").await.expect("a script");
        assert_eq!(get(&browser, "[window.__lp.chat, window.__lp.clicked]").await, json!(["closed", []]), "{path}");
        // The visitor's own press opens it.
        browser.click(".LPMcontainer [data-LP-event=click]").await.expect("a press");
        browser.wait_for("window.__lp.chat === 'open'").await.expect("the chat");
    }
}
