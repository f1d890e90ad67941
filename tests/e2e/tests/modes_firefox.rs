//! The modes in a real Firefox: how long they hold, which pages they are for, and frames, without `topDomains`.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use choosing::{
    DURATIONS, FRAMED, MODES, PATIENCE, address, all_standing, ask, choose, expected, framed, holds_on, is_held_back, is_let_through,
    only_by_itself, open, standing,
};
use common::{dist, guarded_firefox};

#[tokio::test(flavor = "multi_thread")]
async fn each_choice_lasts_as_long_as_it_says() {
    let web = StandIn::start().await.expect("the stand-in");
    let profile = tempfile::TempDir::with_prefix("askfirst-modes-").expect("a profile");
    let options = FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox")).with_profile(profile.path());
    let browser = Firefox::launch(options.clone()).await.expect("Firefox");
    let tab = browser.browser_tab_id().await.expect("a tab");
    for mode in MODES {
        for lasts in DURATIONS {
            open(&browser, &address(mode, lasts)).await;
            choose(&browser, tab, mode, lasts).await;
        }
    }
    is_let_through(&browser, &address("allow", "tab")).await;
    // Another tab has all but the first tab's own.
    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    assert_eq!(all_standing(&browser).await, expected(&["browser", "day", "always"]));
    is_held_back(&browser, &address("allow", "tab")).await;
    is_let_through(&browser, &address("allow", "browser")).await;
    browser.close(&second, &first).await.expect("closing it");
    // The background is stopped, by a page that does not wake it again.
    open(&browser, "https://news.test/").await;
    browser.stop_background().await.expect("stopping");
    is_let_through(&browser, &address("allow", "tab")).await;
    assert_eq!(all_standing(&browser).await, expected(&DURATIONS));
    // The browser is closed and opened.
    browser.quit().await.expect("quitting");
    let browser = Firefox::launch(options).await.expect("Firefox");
    assert_eq!(all_standing(&browser).await, expected(&["day", "always"]));
    is_held_back(&browser, &address("allow", "browser")).await;
    is_let_through(&browser, &address("allow", "day")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_ends_and_a_tabs_choice_goes_with_it() {
    let (_web, browser) = guarded_firefox().await;
    open(&browser, "https://shop.test/").await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "day").await;
    is_let_through(&browser, "https://shop.test/").await;
    // A page that goes on asking would wake it again.
    open(&browser, "https://news.test/").await;
    let end = "const stored = JSON.parse((await chrome.storage.local.get('allowances')).allowances);
               stored.sites['shop.test'].until = Date.now() - 1000;
               await chrome.storage.local.set({ allowances: JSON.stringify(stored) })";
    browser.ext_eval(end).await.expect("storage");
    // It is read when the background starts anew.
    browser.stop_background().await.expect("stopping");
    open(&browser, "https://shop.test/plain").await;
    assert_eq!(standing(&browser, tab).await, "ask");
    is_held_back(&browser, "https://shop.test/").await;

    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "tab").await;
    is_let_through(&browser, "https://shop.test/").await;
    // A page that goes on asking would wake it again.
    open(&browser, "https://news.test/").await;
    browser.stop_background().await.expect("stopping");
    browser.close(&second, &first).await.expect("closing it");
    wait::until("the tab's rules to go", PATIENCE, || async {
        let rules = "return (await chrome.declarativeNetRequest.getSessionRules()).some(({ condition }) => condition.requestDomains?.includes('shop.test'))";
        Ok((browser.ext_eval(rules).await? == false).then_some(()))
    })
    .await
    .expect("the tab's rules are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_site_under_its_names() {
    for (chosen, same, other) in [
        ("https://www.shop.test/", &["https://shop.test/", "https://a.de.shop.test/"][..], &["http://127.0.0.1/"][..]),
        ("https://de.shop.test/", &[][..], &["https://shop.test/"][..]),
        ("http://127.0.0.1/", &[][..], &["https://shop.test/"][..]),
        ("http://localhost:8080/", &["http://localhost:9090/"][..], &["http://127.0.0.1:8080/"][..]),
        ("https://bücher.test/", &["https://de.xn--bcher-kva.test/"][..], &["https://shop.test/"][..]),
    ] {
        let (_web, browser) = guarded_firefox().await;
        holds_on(&browser, chosen, same, other).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_are_treated_as_the_tab_s_site() {
    let (web, browser) = guarded_firefox().await;
    open(&browser, "https://shop.test/plain").await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    assert_eq!(framed(&browser).await["started"], false);
    choose(&browser, tab, "allow", "tab").await;
    browser.goto(FRAMED).await.expect(FRAMED);
    browser.wait_for("window.__frame?.lp?.pl").await.expect("all of it, in the frame");
    choose(&browser, tab, "chat", "always").await;
    browser.goto(FRAMED).await.expect(FRAMED);
    browser.wait_for("window.__frame?.started").await.expect("the chat's tag, in the frame");
    ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'ask' }}")).await;

    // The chosen site in another site's page stays held back.
    for mode in MODES {
        only_by_itself(&web, &browser, mode).await;
    }
}
