//! The toolbar button in real browsers: a picture and words for each state, of one page only.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use choosing::{Extended, PATIENCE, ask};
use common::{guarded, guarded_firefox};
use serde_json::Value;

/// What a tab's button says: its number and its words.
async fn said(browser: &impl Extended, tab: i64) -> (String, String) {
    let body = format!("return [await chrome.action.getBadgeText({{ tabId: {tab} }}), await chrome.action.getTitle({{ tabId: {tab} }})]");
    let both = browser.extension(&body).await;
    let text = |n: usize| both[n].as_str().expect("text").to_owned();
    (text(0), text(1))
}

/// Waits until a tab's button says this, with a number or without.
async fn says(browser: &impl Extended, tab: i64, words: &str, counts: bool) {
    wait::until(words, PATIENCE, || async {
        let (number, title) = said(browser, tab).await;
        anyhow::ensure!(title.starts_with(words) && number.is_empty() != counts, "it says {title:?} and counts {number:?}");
        anyhow::ensure!(
            !counts || !title.contains(':') || title.ends_with(&number),
            "the words have another number: {title:?}, {number:?}"
        );
        Ok(Some(()))
    })
    .await
    .expect("the button");
}

/// Writes down what the worker sets; there is no way to ask for a button's picture.
async fn listen(browser: &Chromium) {
    browser
        .worker_eval(
            "globalThis.pictures ??= []; const set = chrome.action.setIcon;
             chrome.action.setIcon = (details) => { pictures.push(details); return set.call(chrome.action, details) }",
        )
        .await
        .expect("the worker");
}

/// The last picture that was set for a tab.
async fn picture(browser: &Chromium, tab: i64) -> Value {
    browser
        .worker_eval(&format!("return globalThis.pictures.filter(({{ tabId }}) => tabId === {tab}).at(-1)?.path['32'] ?? null"))
        .await
        .expect("pictures")
}

async fn set_mode(browser: &impl Extended, tab: i64, mode: &str) {
    let answer = ask(browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: '{mode}', lasts: 'tab' }}")).await;
    assert_eq!(answer["mode"], mode, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_has_its_picture_and_its_words_in_chromium() {
    let (_web, browser) = guarded().await;
    browser.goto("https://news.test/").await.expect("a page");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    assert_eq!(said(&browser, tab).await, (String::new(), "AskFirst".to_owned()), "every page begins so");

    listen(&browser).await;
    browser.goto("https://shop.test/").await.expect("the shop");
    says(&browser, tab, "AskFirst: chat held back. Requests blocked on this page: ", true).await;
    assert_eq!(picture(&browser, tab).await, "/icons/held-32.png");

    // A choice shows at once, on the same page.
    set_mode(&browser, tab, "chat").await;
    says(&browser, tab, "AskFirst: Chat only on this page. Requests blocked: ", true).await;
    assert_eq!(picture(&browser, tab).await, "/icons/chat-32.png");
    set_mode(&browser, tab, "allow").await;
    says(&browser, tab, "AskFirst: LivePerson is allowed on this site", false).await;
    assert_eq!(picture(&browser, tab).await, "/icons/allowed-32.png");
    set_mode(&browser, tab, "ask").await;
    says(&browser, tab, "AskFirst: chat held back.", true).await;
    assert_eq!(picture(&browser, tab).await, "/icons/held-32.png");

    // An allowed site shows it where LivePerson was seen, and only there.
    set_mode(&browser, tab, "allow").await;
    browser.goto("https://shop.test/plain").await.expect("a page without it");
    browser.wait_for("window.__done").await.expect("the page");
    says(&browser, tab, "AskFirst", false).await;
    assert_eq!(said(&browser, tab).await.1, "AskFirst", "another page begins anew");
    browser.goto("https://shop.test/").await.expect("the shop");
    says(&browser, tab, "AskFirst: LivePerson is allowed on this site", false).await;

    browser.goto("https://www.liveperson.com/").await.expect("LivePerson's own site");
    says(&browser, tab, "AskFirst: LivePerson’s own site", false).await;
    assert_eq!(picture(&browser, tab).await, "/icons/own-32.png");
    browser.goto("https://news.test/").await.expect("a page");
    assert_eq!(said(&browser, tab).await, (String::new(), "AskFirst".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_shows_on_the_sites_other_tabs_also_after_the_worker_was_stopped() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    let first = browser.chrome_tab_id().await.expect("a tab");
    says(&browser, first, "AskFirst: chat held back.", true).await;
    let other = browser.new_tab().await.expect("a tab");
    browser.switch(&other).await.expect("the tab");
    browser.goto("https://shop.test/").await.expect("the shop");
    let second = browser.chrome_tab_id().await.expect("a tab");
    says(&browser, second, "AskFirst: chat held back.", true).await;
    browser.stop_worker().await.expect("stopping");
    let answer = ask(&browser, &format!("{{ what: 'set-mode', tab: {second}, mode: 'allow', lasts: 'always' }}")).await;
    assert_eq!(answer["mode"], "allow", "{answer}");
    for tab in [first, second] {
        says(&browser, tab, "AskFirst: LivePerson is allowed on this site", false).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_has_its_words_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    browser.goto("https://news.test/").await.expect("a page");
    let tab = browser.tab_number().await;
    assert_eq!(said(&browser, tab).await, (String::new(), "AskFirst".to_owned()), "every page begins so");
    browser.goto("https://shop.test/").await.expect("the shop");
    says(&browser, tab, "AskFirst: chat held back. Requests blocked on this page: ", true).await;
    set_mode(&browser, tab, "chat").await;
    says(&browser, tab, "AskFirst: Chat only on this page. Requests blocked: ", true).await;
    set_mode(&browser, tab, "allow").await;
    says(&browser, tab, "AskFirst: LivePerson is allowed on this site", false).await;
    set_mode(&browser, tab, "ask").await;
    says(&browser, tab, "AskFirst: chat held back.", true).await;
    browser.goto("https://www.liveperson.com/").await.expect("LivePerson's own site");
    says(&browser, tab, "AskFirst: LivePerson’s own site", false).await;
    browser.goto("https://news.test/").await.expect("a page");
    assert_eq!(said(&browser, tab).await, (String::new(), "AskFirst".to_owned()), "another page begins anew");
}
