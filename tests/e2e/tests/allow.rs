//! *Allow* in a real Chromium: the popup's choice lets a site's LivePerson through as if the extension were not there,
//! across a restart of the browser, until it is taken back.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Chromium, ChromiumOptions};
use askfirst_e2e::standin::StandIn;
use common::{dist, get, kept, unguarded, view_when};
use serde_json::json;

async fn watched_visit(browser: &Chromium) {
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0").await.expect("the invitation");
    assert_eq!(get(browser, "window.__errors").await, json!([]));
}

/// Chooses a mode in the popup, and then presses "Reload page", after which the popup closes by itself.
async fn choose_and_reload(browser: &Chromium, mode: &str) {
    browser.eval("window.__before = true").await.expect("a mark on the page");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("(document.body.dataset.state ?? 'loading') !== 'loading'").await.expect("the modes");
    popup.click(&format!("#mode-{mode}")).await.expect("pressing it");
    popup.wait_for("document.querySelector('#reload') && !document.querySelector('#reload').hidden").await.expect("the offer to reload");
    popup.click("#reload").await.expect("pressing it");
    browser.wait_for("!window.__before && window.__done").await.expect("the page, loaded again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allowed_site_works_as_without_the_extension_until_it_is_taken_back() {
    // The control.
    let (web, control) = unguarded().await;
    watched_visit(&control).await;
    let without = kept(&control).await;
    let hosts_without: std::collections::BTreeSet<String> = web.log_to_liveperson().into_iter().map(|one| one.host).collect();
    assert!(without.len() > 5);
    drop((web, control));

    let web = StandIn::start().await.expect("the stand-in");
    let profile = tempfile::TempDir::with_prefix("askfirst-profile-").expect("a profile");
    let options = ChromiumOptions::new(web.port()).with_extension(dist("chromium")).with_profile(profile.path());
    let browser = Chromium::launch(options.clone()).await.expect("Chromium");
    common::ready(&browser).await;
    browser.goto("https://www.shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert_eq!(get(&browser, "typeof window.__lp").await, "undefined");

    choose_and_reload(&browser, "allow").await;
    watched_visit(&browser).await;
    assert_eq!(kept(&browser).await, without);
    let hosts: std::collections::BTreeSet<String> = web.log_to_liveperson().into_iter().map(|one| one.host).collect();
    assert_eq!(hosts, hosts_without);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["verdict"] == "let-through" && view["mode"] == "allow" && view["blocked"] == 0).await;

    // With all kinds of requests, workers among them, and in frames of other sites.
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let kinds = get(&browser, "window.__kinds").await;
    assert!(kinds.as_object().expect("kinds").values().all(|how| how == "ok"), "{kinds}");
    browser.goto("https://shop.test/frame").await.expect("the frame's page");
    browser.wait_for("window.__frame?.lp?.pl").await.expect("a visit in the frame");

    // Another site is not allowed by it.
    browser.goto("https://bank.test/").await.expect("the bank");
    browser.wait_for("window.__done").await.expect("the bank");
    assert_eq!(get(&browser, "typeof window.__lp").await, "undefined");
    browser.quit().await.expect("quitting");

    // It survives a restart.
    let browser = Chromium::launch(options.clone()).await.expect("Chromium");
    watched_visit(&browser).await;

    // And is taken back.
    choose_and_reload(&browser, "ask").await;
    browser.goto("https://news.test/").await.expect("another page");
    web.clear_log();
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert_eq!(get(&browser, "typeof window.__lp").await, "undefined");
    assert!(web.log_to_liveperson().is_empty(), "{:?}", web.log_to_liveperson());
    assert_eq!(browser.ext_eval("return chrome.declarativeNetRequest.getDynamicRules()").await.expect("rules"), json!([]));
    browser.quit().await.expect("quitting");
    let browser = Chromium::launch(options).await.expect("Chromium");
    web.clear_log();
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert!(web.log_to_liveperson().is_empty(), "taken back for good: {:?}", web.log_to_liveperson());
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_choices_agree_whatever_was_left_behind() {
    let (_web, browser) = common::guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    // A change that was cut off between storing and enforcing, a foreign rule in our range, and a value nobody can read.
    let choices = json!({ "version": 1, "sites": { "shop.test": "allow" } }).to_string();
    browser.ext_eval(&format!("await chrome.storage.local.set({{ allowances: {} }})", json!(choices))).await.expect("storage");
    browser.stop_worker().await.expect("stopping");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["mode"] == "allow").await;
    let rules = browser.ext_eval("return chrome.declarativeNetRequest.getDynamicRules()").await.expect("rules");
    assert_eq!(rules[0]["condition"]["requestDomains"], json!(["shop.test"]), "{rules}");

    browser.ext_eval("await chrome.storage.local.set({ allowances: '{\"version\":9}' })").await.expect("storage");
    browser.stop_worker().await.expect("stopping");
    let view = view_when(&browser, tab, |view| view["mode"] == "ask").await;
    assert_eq!(view["notices"], json!(["choices-reset"]), "the visitor is told");
    assert_eq!(browser.ext_eval("return chrome.declarativeNetRequest.getDynamicRules()").await.expect("rules"), json!([]));
    let aside = browser
        .ext_eval("return (await chrome.storage.local.get('allowances.unreadable'))['allowances.unreadable']")
        .await
        .expect("storage");
    assert_eq!(aside, "{\"version\":9}", "nothing is lost without a word");
}
