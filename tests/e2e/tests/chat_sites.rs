//! *Start chat* on all kinds of sites: versions, policies, frames, views, reactive deployments, and where there is nobody.
#![cfg(test)]

mod common;

#[path = "common/chats.rs"]
mod chats;

use askfirst_e2e::browser::Chromium;
use chats::{BUTTON, ask_for_the_chat, chat_is, drawn, monitored, open, say};
use common::{get, guarded, set_mode, start_chat, unguarded, view_when};
use serde_json::{Value, json};

async fn state_is(browser: &Chromium, tab: i64, state: &str) -> Value {
    view_when(browser, tab, |view| view["chat"]["state"] == state).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_put_the_tag_on_a_page() {
    const WAYS: [&str; 8] = [
        "snippets.test/1.5.1",
        "snippets.test/1.6.0",
        "snippets.test/1.8.0",
        "snippets.test/1.10.0",
        "manager.test/",
        "csp.test/nonce",
        "csp.test/types",
        "spa.test/",
    ];
    let (_web, control) = unguarded().await;
    for way in WAYS {
        drawn(&control, &format!("https://{way}"), json!([1, 5])).await;
    }
    drop(control);

    let (_web, browser) = guarded().await;
    for way in WAYS {
        let url = format!("https://{way}");
        // The tag manager brings it a moment later.
        ask_for_the_chat(&browser, &url).await;
        chat_is(&browser, "open").await;
        assert_eq!(get(&browser, "window.__lp.drawn").await, json!([5]), "{way}");
        assert_eq!(get(&browser, "window.__errors").await, json!([]), "{way}");
        say(&browser, "Hello").await;
    }
    // Another view of the same document: nothing is reported, and the conversation goes on.
    browser.click("#go").await.expect("the other view");
    browser.wait_for("location.pathname === '/view-1'").await.expect("the other view");
    say(&browser, "Still here?").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_in_a_frame() {
    for frame in ["own", "same", "cross"] {
        let url = format!("https://framed.test/{frame}");
        let (_web, control) = unguarded().await;
        open(&control, &url).await;
        control.wait_for("window.__frame?.lp?.drawn.length === 2").await.expect("the control's frame is invited");
        drop(control);

        let (web, browser) = guarded().await;
        ask_for_the_chat(&browser, &url).await;
        browser.enter_frame("#desk").await.expect("the frame");
        chat_is(&browser, "open").await;
        assert_eq!(get(&browser, "window.__lp.drawn").await, json!([5]), "{frame}");
        say(&browser, "Hello from a frame").await;
        assert_eq!(monitored(&web.log()).len(), 2, "{frame}");
        browser.leave_frames().await.expect("the page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_on_the_sites_own_chat_control_is_asking() {
    let (_web, control) = unguarded().await;
    for path in ["", "de", "marked"] {
        open(&control, &format!("https://reactive.test/{path}")).await;
        control.click("#ask").await.expect("the page's own control");
        chat_is(&control, "open").await;
        assert!(get(&control, "document.cookie").await.as_str().is_some_and(|all| all.contains("LPVID")), "the control is remembered");
    }
    drop(control);

    for (path, deployment) in [("", "reactive-label"), ("de", "reactive-label"), ("marked", "reactive-mark")] {
        let (_web, browser) = guarded().await;
        open(&browser, &format!("https://reactive.test/{path}")).await;
        browser.click("#ask").await.expect("the page's own control");
        chat_is(&browser, "open").await;
        let tab = browser.chrome_tab_id().await.expect("a tab");
        say(&browser, "Hello").await;
        let view = state_is(&browser, tab, "open").await;
        assert_eq!((&view["mode"], &view["chat"]["deployment"]), (&json!("chat"), &json!(deployment)), "{path}");
        assert_eq!(get(&browser, "document.cookie").await, "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn loading_at_the_first_act_is_not_asking() {
    let (_web, control) = unguarded().await;
    open(&control, "https://reactive.test/interaction").await;
    control.click("#other").await.expect("anything");
    control.wait_for("window.__lp && window.__lp.drawn.length === 2").await.expect("the control is invited");
    drop(control);

    let (web, browser) = guarded().await;
    open(&browser, "https://reactive.test/interaction").await;
    browser.click("#other").await.expect("anything");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let view = state_is(&browser, tab, "held").await;
    assert_eq!((&view["mode"], &view["chat"]["deployment"]), (&json!("ask"), &json!("on-interaction")));
    // A script's press on a control is nobody's.
    open(&browser, "https://reactive.test/").await;
    browser.eval("document.querySelector('#ask').click()").await.expect("a script");
    let view = state_is(&browser, tab, "held").await;
    assert_eq!(view["mode"], "ask", "{view:#}");
    open(&browser, "https://one.test/").await;
    let view = state_is(&browser, tab, "held").await;
    assert_eq!(view["chat"]["deployment"], "on-load");
    assert!(web.log_to_liveperson().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_nobody_the_visitor_is_told() {
    let (_web, browser) = guarded().await;
    for (url, state) in [
        ("https://noagent.test/", "no-agent"),
        ("https://empty.test/", "no-agent"),
        ("https://inviting.test/", "no-agent"),
        ("https://down.test/", "unreachable"),
        ("https://down.test/monitoring", "unreachable"),
        ("https://down.test/silent", "failed"),
    ] {
        let tab = ask_for_the_chat(&browser, url).await;
        state_is(&browser, tab, state).await;
        // The next is a page that has not been asked for.
        set_mode(&browser, tab, "ask").await;
        assert_eq!(get(&browser, "document.querySelectorAll('.LPMcontainer').length").await, 0, "{url}");
        assert_eq!(get(&browser, "window.__errors").await, json!([]), "{url}");
    }
    // The button is there, and the conversation is not.
    open(&browser, "https://down.test/identity").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    start_chat(&browser, tab).await;
    browser.wait_for(&format!("document.querySelector('{BUTTON}')")).await.expect("the button");
    browser.click(BUTTON).await.expect("the button");
    state_is(&browser, tab, "unreachable").await;
}
