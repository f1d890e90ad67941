//! *Start chat* in a real Firefox.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use common::{dist, get};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_starts_in_the_living_page() {
    let web = StandIn::start().await.expect("the stand-in");
    let control = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0").await.expect("the invitation");
    drop((web, control));

    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
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
