//! The same extension in a real Firefox: it loads, blocks, and its popup says so.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use common::{dist, get, kept_in_page};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn firefox_holds_it_back_as_well() {
    // The control.
    let web = StandIn::start().await.expect("the stand-in");
    let control = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("the invitation");
    assert!(kept_in_page(&control).await.contains("indexedDB LPSecureStorage"));
    assert!(control.cookies().await.expect("cookies").iter().any(|cookie| cookie.name == "LPVID"));
    assert!(web.log_to_liveperson().len() > 10);
    drop((web, control));

    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the page");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    assert_eq!(get(&browser, "window.__tagError").await, json!(null));
    assert_eq!(get(&browser, "window.__features.afterTag").await, "ok");
    assert_eq!(kept_in_page(&browser).await, BTreeSet::new());
    let cookies: Vec<String> = browser.cookies().await.expect("cookies").into_iter().map(|cookie| cookie.name).collect();
    assert!(!cookies.iter().any(|name| name.to_lowercase().starts_with("lp")), "{cookies:?}");
    assert!(web.log_to_liveperson().is_empty(), "{:?}", web.log_to_liveperson());

    let tab = browser.browser_tab_id().await.expect("a tab");
    let (_popup, shop) = browser.popup_in_tab(tab).await.expect("the popup");
    browser
        .wait_for("document.querySelector('[data-state=\"held-back\"] [data-role=\"tag\"][data-blocked=\"1\"]')")
        .await
        .expect("the verdict");
    assert_eq!(get(&browser, "document.querySelector('#site').textContent.trim()").await, "shop.test");
    // The choice works here too.
    browser.click("#mode-allow").await.expect("choosing");
    browser.wait_for("document.querySelector('#reload') && !document.querySelector('#reload').hidden").await.expect("the offer to reload");
    browser.switch(&shop).await.expect("the shop's tab");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("all of it is let through");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kind_of_request_gets_through_in_firefox() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let kinds = get(&browser, "window.__kinds").await;
    for (kind, how) in kinds.as_object().expect("kinds") {
        // A beacon's sender is told nothing; the log below tells. A tag's script is answered by the stub.
        if !["beacon", "script", "trailing_dot"].contains(&kind.as_str()) {
            assert_eq!(how, if kind == "company_image" { "ok" } else { "failed" }, "{kind} in {kinds}");
        }
    }
    let log = web.log_to_liveperson();
    let hosts: BTreeSet<&str> = log.iter().map(|one| one.host.as_str()).collect();
    assert_eq!(hosts, BTreeSet::from(["www.liveperson.com"]), "{log:?}");
    assert!(log.iter().all(|one| one.cookie.is_none()), "functional hosts get no cookies: {log:?}");
}

/// Static rules need neither the background nor a permission for any host.
#[tokio::test(flavor = "multi_thread")]
async fn blocking_goes_on_when_host_permissions_are_taken_away() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    let removed = browser.ext_eval("return chrome.permissions.remove({ origins: ['<all_urls>'] })").await.expect("an answer");
    assert_eq!(removed, true);
    browser.stop_background().await.expect("stopping");
    web.clear_log();
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let log = web.log_to_liveperson();
    let hosts: BTreeSet<&str> = log.iter().map(|one| one.host.as_str()).collect();
    assert_eq!(hosts, BTreeSet::from(["www.liveperson.com"]), "{log:?}");
}
