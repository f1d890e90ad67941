//! Which pages a choice is for, in a real Chromium: what a person would take for the same site, and nothing else.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use choosing::{ask, choose, holds_on, is_held_back, is_let_through, open, standing};
use common::guarded;
use serde_json::{Value, json};

/// Chooses *Allow* on one page: it holds on `same`, and not on `other`.
async fn allowing(chosen: &str, same: &[&str], other: &[&str]) {
    let (_web, browser) = guarded().await;
    holds_on(&browser, chosen, same, other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_site_in_another_tab() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let other = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "browser").await;
    assert_eq!(standing(&browser, other).await, "allow browser", "known there at once");
    is_let_through(&browser, "https://shop.test/").await;
    // What is taken back in one tab is taken back in all.
    ask(&browser, &format!("{{ what: 'set-mode', tab: {other}, mode: 'ask' }}")).await;
    browser.switch(&first).await.expect("the first tab");
    is_held_back(&browser, "https://shop.test/").await;
    // But a choice for the tab is the tab's.
    choose(&browser, tab, "allow", "tab").await;
    is_let_through(&browser, "https://shop.test/").await;
    browser.switch(&second).await.expect("the second tab");
    is_held_back(&browser, "https://shop.test/").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subdomain() {
    // Of the chosen site it is a part; the other way round it is not.
    allowing("https://shop.test/", &["https://de.shop.test/", "https://a.b.shop.test/"], &[]).await;
    allowing("https://de.shop.test/", &["https://a.de.shop.test/"], &["https://shop.test/", "https://fr.shop.test/"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_with_www_and_without() {
    allowing("https://www.shop.test/", &["https://shop.test/", "http://www.shop.test/"], &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ip_address() {
    allowing("http://127.0.0.1/", &["https://127.0.0.1/"], &["https://shop.test/"]).await;
    allowing("http://[::1]/", &["https://[::1]/"], &["http://127.0.0.1/"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn localhost_with_a_port() {
    // The host is the site, as with cookies: another port is the same.
    allowing("http://localhost:8080/", &["http://localhost:9090/", "http://localhost/"], &["http://127.0.0.1:8080/"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_internationalised_name() {
    allowing("https://bücher.test/", &["https://xn--bcher-kva.test/", "https://de.xn--bcher-kva.test/"], &["https://shop.test/"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file() {
    let (web, browser) = guarded().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.html");
    std::fs::write(
        &file,
        "<!doctype html><title>file</title><script src='https://lptag.liveperson.net/tag/tag.js?site=12345678'></script>",
    )
    .expect("a page");
    browser.goto(&format!("file://{}", file.display())).await.expect("the file");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let view = ask(&browser, &format!("{{ what: 'view', tab: {tab} }}")).await;
    assert_eq!((&view["page"], &view["mode"], &view["site"]), (&json!("unsupported"), &json!("ask"), &Value::Null), "{view}");
    // It belongs to no site, so nothing can be chosen for it; blocked it is all the same.
    let answer = ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'allow' }}")).await;
    assert!(answer["error"].is_string(), "{answer}");
    assert!(web.log_to_liveperson().is_empty(), "{:?}", web.log_to_liveperson());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_window() {
    let (_web, browser) = guarded().await;
    browser.allow_in_private().await.expect("letting it in");
    open(&browser, "https://shop.test/").await;
    let ordinary = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, ordinary, "allow", "always").await;
    let before = browser.ext_eval("return chrome.storage.local.get(null)").await.expect("storage");

    let made = "return (await chrome.windows.create({ incognito: true, url: 'https://xn--bcher-kva.test/' })).tabs[0].id";
    let tab = browser.ext_eval(made).await.expect("a private window").as_i64().expect("a tab");
    let page = browser.page_at("https://xn--bcher-kva.test/").await.expect("the page");
    page.wait_for("window.__done").await.expect("the page");
    assert_eq!(page.eval("return typeof window.__lp").await.expect("the page"), "undefined");
    // It holds there, in every private tab; "always" is until the window is closed.
    let answer = ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'allow', lasts: 'always' }}")).await;
    assert_eq!((&answer["mode"], &answer["lasts"]), (&json!("allow"), &json!("browser")), "{answer}");
    let drawn = "window.__lp && window.__lp.drawn.length === 3";
    page.eval("location.reload()").await.ok();
    page.wait_for(drawn).await.expect("all of it, in the private window");
    // And in no other.
    is_held_back(&browser, "https://xn--bcher-kva.test/").await;
    // Nothing of it is written to disk.
    let on_disk = browser.ext_eval("return chrome.storage.local.get(null)").await.expect("storage");
    assert_eq!(on_disk, before);
    let lasting = browser
        .ext_eval("return JSON.stringify([await chrome.declarativeNetRequest.getDynamicRules(), (await chrome.scripting.getRegisteredContentScripts()).filter((script) => script.persistAcrossSessions)])")
        .await
        .expect("what lasts");
    assert!(!lasting.as_str().expect("text").contains("bcher"), "{lasting}");
    // The worker may be stopped meanwhile.
    browser.stop_worker().await.expect("stopping");
    assert_eq!(standing(&browser, tab).await, "allow browser");
    // What was chosen in the ordinary window holds here too.
    page.eval("location.href = 'https://shop.test/'").await.ok();
    page.wait_for(&format!("location.hostname === 'shop.test' && {drawn}")).await.expect("the ordinary choice");

    // It ends with the window.
    browser
        .ext_eval("for (const one of await chrome.windows.getAll()) if (one.incognito) await chrome.windows.remove(one.id)")
        .await
        .expect("closing");
    choosing::in_force(&browser, "the private choice to go", "!('modes.private' in await chrome.storage.session.get(null))").await;
    let tab = browser.ext_eval(made).await.expect("a private window").as_i64().expect("a tab");
    let page = browser.page_at("https://xn--bcher-kva.test/").await.expect("the page");
    page.wait_for("window.__done").await.expect("the page");
    assert_eq!(standing(&browser, tab).await, "ask");
    assert_eq!(page.eval("return typeof window.__lp").await.expect("the page"), "undefined");
}
