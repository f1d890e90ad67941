//! *Start chat* in a real Firefox.
#![cfg(test)]

#[path = "common/chats.rs"]
mod chats;
#[path = "common/choosing.rs"]
mod choosing;
mod common;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use chats::{chat_is, drawn, monitored, open, say};
use choosing::{PATIENCE, ask};
use common::{get, guarded_firefox};
use serde_json::{Value, json};

/// Waits for what the background says of a tab's chat to be so.
async fn state_is(browser: &Firefox, tab: i64, state: &str) -> Value {
    let view = wait::until("the state of the chat", PATIENCE, || async {
        let view = ask(browser, &format!("{{ what: 'view', tab: {tab} }}")).await;
        anyhow::ensure!(view["chat"]["state"] == state, "the background still says {}", view["chat"]);
        Ok(Some(view))
    });
    view.await.expect(state)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_starts_in_the_living_page() {
    let web = StandIn::start().await.expect("the stand-in");
    let control = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0").await.expect("the invitation");
    drop((web, control));

    let (web, browser) = guarded_firefox().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the page");
    browser.type_into("#search", "lamp").await.expect("typing");
    let tab = browser.browser_tab_id().await.expect("a tab");
    let answer =
        browser.ext_eval(&format!("return browser.runtime.sendMessage({{ what: 'start-chat', tab: {tab} }})")).await.expect("an answer");
    assert_eq!(answer["mode"], "chat", "{answer:#}");
    browser.wait_for("window.__lp?.drawn.length === 2").await.expect("the buttons");
    assert_eq!(get(&browser, "document.querySelector('#search').value").await, "lamp");
    let kinds: Vec<_> = web
        .log()
        .iter()
        .filter(|one| one.path.starts_with("/api/js/"))
        .map(|one| (one.param("t"), one.param("pt"), one.cookie.clone()))
        .collect();
    assert_eq!(kinds, [(Some("sp".to_owned()), None, None), (Some("pl".to_owned()), None, None)]);
    browser.click(".LPMcontainer button").await.expect("the chat button");
    browser.wait_for("window.__lp.chat === 'open'").await.expect("the conversation");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_and_frames_and_presses_are_as_in_chromium() {
    let web = StandIn::start().await.expect("the stand-in");
    let control = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    drawn(&control, "https://one.test/form", json!([1, 5])).await;
    open(&control, "https://framed.test/cross").await;
    control.wait_for("window.__frame?.lp?.drawn.length === 2").await.expect("the control's frame is invited");
    drop((web, control));

    let (web, browser) = guarded_firefox().await;
    open(&browser, "https://one.test/form").await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    state_is(&browser, tab, "held").await;
    ask(&browser, &format!("{{ what: 'start-chat', tab: {tab} }}")).await;
    chat_is(&browser, "open").await;
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([5]));
    say(&browser, "Is the lamp in stock?").await;
    browser.reload().await.expect("a reload");
    browser
        .wait_for("window.__lp && window.__lp.states.includes('resume') && window.__lp.chat === 'open'")
        .await
        .expect("the conversation");
    assert_eq!(monitored(&web.log()).len(), 2);
    assert!(web.log_to_liveperson().iter().all(|one| one.cookie.is_none()), "no cookie was sent");
    say(&browser, "bye").await;
    state_is(&browser, tab, "ended").await;
    browser.wait_for("sessionStorage.length === 0 && localStorage.length === 0 && document.cookie === ''").await.expect("nothing is left");

    // A frame of another site, which no rule by the tab's own site would let through.
    open(&browser, "https://framed.test/cross").await;
    state_is(&browser, tab, "held").await;
    ask(&browser, &format!("{{ what: 'start-chat', tab: {tab} }}")).await;
    browser.wait_for("window.__frame?.lp?.chat === 'open'").await.expect("the frame's chat");

    // The site's own control.
    open(&browser, "https://reactive.test/").await;
    browser.click("#ask").await.expect("the page's own control");
    chat_is(&browser, "open").await;
    open(&browser, "https://reactive.test/interaction").await;
    browser.click("#other").await.expect("anything");
    // Asked for already in this tab: the site's chat is there, and does not open by itself.
    browser.wait_for("window.__lp?.drawn.length === 1").await.expect("the button");
    assert_eq!(get(&browser, "window.__lp.chat").await, "closed");
}
