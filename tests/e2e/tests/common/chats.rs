//! What visitors of the stand-in's chats do, and what the stand-in says of it.
#![allow(dead_code, reason = "each test reads its own part")]

use askfirst_e2e::browser::{Chromium, Session};
use askfirst_e2e::standin::{Kind, Logged};
use serde_json::{Value, json};

use super::common::{get, start_chat, view_when};

/// The button that stands in the page.
pub(crate) const BUTTON: &str = "#lpButtonDiv [data-LP-event=click]";
pub(crate) const FIELD: &str = "#lpChat .lp_input_area";

pub(crate) async fn open(browser: &Session, url: &str) {
    browser.goto(url).await.expect(url);
    browser.wait_for("window.__done").await.expect(url);
}

/// Waits until so much is drawn; the types, in order.
pub(crate) async fn drawn(browser: &Session, url: &str, types: Value) {
    open(browser, url).await;
    let count = types.as_array().map_or(0, Vec::len);
    browser.wait_for(&format!("window.__lp && window.__lp.drawn.length >= {count}")).await.expect(url);
    assert_eq!(get(browser, "window.__lp.drawn").await, types, "{url}");
    assert_eq!(get(browser, "window.__errors").await, json!([]), "{url}");
}

/// Says a line and waits for the answer.
pub(crate) async fn say(browser: &Session, text: &str) {
    browser.type_into(FIELD, &format!("{text}\u{e007}")).await.expect("typing");
    let answer = if text == "bye" { "Goodbye.".to_owned() } else { format!("You said: {text}") };
    browser.wait_for(&format!("window.__lp.heard.includes({})", json!(answer))).await.expect("an answer");
}

pub(crate) async fn chat_is(browser: &Session, state: &str) {
    browser.wait_for(&format!("window.__lp && window.__lp.chat === '{state}'")).await.unwrap_or_else(|error| panic!("{state}: {error:#}"));
}

/// The types of the messages that came over websockets, in order.
pub(crate) fn said(log: &[Logged]) -> Vec<String> {
    let messages = log.iter().filter(|one| one.kind == Kind::Message);
    messages.map(|one| serde_json::from_str::<Value>(&one.body).expect("JSON")["type"].as_str().unwrap_or_default().to_owned()).collect()
}

pub(crate) fn told(log: &[Logged], kind: &str) -> usize {
    log.iter().filter(|one| one.path.starts_with("/api/js/") && one.param("t").as_deref() == Some(kind)).count()
}

/// Calls of monitoring.
pub(crate) fn monitored(log: &[Logged]) -> Vec<&Logged> {
    log.iter().filter(|one| one.path.starts_with("/api/js/")).collect()
}

/// Opens a page and asks for its chat; gives the tab's number.
pub(crate) async fn ask_for_the_chat(browser: &Chromium, url: &str) -> i64 {
    open(browser, url).await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    // Held back; or, where the site's chat was asked for before in this tab, there already.
    view_when(browser, tab, |view| !view["chat"]["state"].is_null()).await;
    start_chat(browser, tab).await;
    tab
}
