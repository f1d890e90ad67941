//! The clean-up where Firefox keeps cookies apart: in containers, and by the site in the address bar.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::dist;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);

fn encoded(cookie: &str) -> String {
    form_urlencoded::byte_serialize(cookie.as_bytes()).collect()
}

/// Every container, whether a tab of it is open or not.
#[tokio::test(flavor = "multi_thread")]
async fn containers_of_firefox_are_cleaned_too() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    let expiry = "Math.floor(Date.now() / 1000) + 31536000";
    // As the browser itself would take them, while the extension's listener is told nothing: it is stopped and its events with it.
    let put = format!(
        "const end = ({expiry}) * (Services.vc.compare(Services.appinfo.version, '140') >= 0 ? 1000 : 1);
         for (const [context, host, name] of [[0, '.server.test', 'LPVID'], [1, 'second.test', 'LPVID'], [3, '.third.test', 'LPSID-9'], [3, 'third.test', 'lpv12345']])
           Services.cookies.add(host, '/', name, 'v', true, false, false, end, {{ userContextId: context }}, Ci.nsICookie.SAMESITE_UNSET, Ci.nsICookie.SCHEME_HTTPS);"
    );
    let stored = json!({ "version": 1, "sites": { "server.test": "allow", "second.test": "allow", "third.test": "allow" } }).to_string();
    let store = |text: &str| format!("await browser.storage.local.set({{ allowances: {} }})", json!(text));
    browser.ext_eval(&store(&stored)).await.expect("storage");
    browser.stop_background().await.expect("stopping");
    browser.in_chrome(&put).await.expect("cookies");
    assert_eq!(browser.cookies().await.expect("cookies").len(), 4, "the control: they stay");
    let ask = |confirm: Value| format!("return browser.runtime.sendMessage({{ what: 'clean-up', confirm: {confirm} }})");
    let result = browser.ext_eval(&ask(json!([]))).await.expect("an answer");
    assert_eq!(result["ask"]["identifiers"], 3, "{result}");
    let result = browser.ext_eval(&ask(json!(["server.test", "second.test", "third.test"]))).await.expect("an answer");
    assert_eq!(
        (&result["removed"]["identifiers"], &result["removed"]["sites"], &result["failed"]),
        (&json!(3), &json!(3), &json!(0)),
        "{result}"
    );
    let left: Vec<String> = browser.cookies().await.expect("cookies").into_iter().map(|cookie| cookie.name).collect();
    assert_eq!(left, ["lpv12345"]);
}

/// Firefox can keep cookies apart by the site in the address bar, and then demands to be told which.
#[tokio::test(flavor = "multi_thread")]
async fn isolated_cookies_of_firefox_are_found_too() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    browser.in_chrome("Services.prefs.setBoolPref('privacy.firstparty.isolate', true)").await.expect("a setting");
    let stored = json!({ "version": 1, "sites": { "server.test": "allow" } }).to_string();
    browser.ext_eval(&format!("await browser.storage.local.set({{ allowances: {} }})", json!(stored))).await.expect("storage");
    browser.stop_background().await.expect("stopping");
    let cookies = encoded("LPVID=1; Max-Age=31536000");
    browser.goto(&format!("https://server.test/set?c={cookies}&c={}", encoded("mine=1; Max-Age=31536000"))).await.expect("a page");
    let names = || async { browser.cookies().await.expect("cookies").into_iter().map(|cookie| cookie.name).collect::<Vec<_>>() };
    assert_eq!(names().await, ["LPVID", "mine"], "the control: they stay");
    let body = "return browser.runtime.sendMessage({ what: 'clean-up', confirm: ['server.test'] })";
    let result = browser.ext_eval(body).await.expect("an answer");
    assert_eq!((&result["removed"]["identifiers"], &result["failed"]), (&json!(1), &json!(0)), "{result}");
    assert_eq!(names().await, ["mine"]);
    // As it arrives, on a site that is not allowed.
    browser.goto(&format!("https://second.test/set?c={cookies}")).await.expect("a page");
    wait::until("the cookie to go", PATIENCE, || async { Ok((names().await == ["mine"]).then_some(())) }).await.expect("gone");
}
