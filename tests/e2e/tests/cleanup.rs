//! What LivePerson left in the past: found in every store, removed, counted; on allowed sites only when the visitor says so.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst_e2e::browser::{Chromium, ChromiumOptions, Session};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{dist, guarded, ready};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);
/// When they end: in a hundred days, which both browsers grant.
fn end() -> f64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    (now.as_secs() / 86_400 * 86_400 + 8_640_000) as f64
}

/// What an earlier life of the browser may have left.
fn left() -> Vec<Value> {
    let cookie = |url: &str, name: &str, more: Value| {
        let mut all = json!({ "url": url, "name": name, "value": "v", "path": "/", "secure": true, "expirationDate": end() });
        all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        all
    };
    vec![
        cookie("https://server.test/", "LPVID", json!({ "domain": "server.test" })),
        cookie("https://server.test/", "LPSID-1", json!({ "httpOnly": true, "expirationDate": end() + 9.0 })),
        cookie("https://second.test/", "LPVID", json!({ "expirationDate": end() + 5.0 })),
        cookie(
            "https://va.v.liveperson.net/",
            "s",
            json!({ "sameSite": "no_restriction", "partitionKey": { "topLevelSite": "https://third.test" } }),
        ),
        cookie("https://liveperson.net/", "LPVisitorID", json!({ "domain": "liveperson.net", "httpOnly": true })),
        cookie("https://server.test/", "lpv12345", json!({})),
        cookie("https://server.test/", "mine", json!({})),
    ]
}

/// Sets cookies by the interface of extensions.
async fn put(browser: &Chromium, cookies: &[Value]) {
    let body = format!("for (const one of {}) await chrome.cookies.set(one)", json!(cookies));
    browser.ext_eval(&body).await.expect("cookies");
}

async fn names(browser: &Chromium) -> Vec<String> {
    let mut names: Vec<String> = browser.cookies().await.expect("cookies").into_iter().map(|cookie| cookie.name).collect();
    names.sort_unstable();
    names
}

async fn clean_up(browser: &Chromium, confirm: &[&str]) -> Value {
    let ask = format!("return chrome.runtime.sendMessage({{ what: 'clean-up', confirm: {} }})", json!(confirm));
    browser.ext_eval(&ask).await.expect("an answer")
}

/// A site whose mode is `allow` while its cookies are put there.
async fn allow(browser: &Chromium, sites: &[&str]) {
    let sites: serde_json::Map<String, Value> = sites.iter().map(|site| ((*site).to_owned(), json!("allow"))).collect();
    let stored = json!({ "version": 1, "sites": sites }).to_string();
    browser.ext_eval(&format!("await chrome.storage.local.set({{ allowances: {} }})", json!(stored))).await.expect("storage");
    browser.stop_worker().await.expect("stopping");
}

/// Everything is there before the extension is, and gone after its installation.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_goes_at_the_installation() {
    let web = StandIn::start().await.expect("the stand-in");
    let profile = tempfile::TempDir::with_prefix("askfirst-profile-").expect("a folder");
    let options = || ChromiumOptions::new(web.port()).with_profile(profile.path());
    let control = Chromium::launch(options()).await.expect("Chromium");
    for (page, cookie) in [
        ("https://server.test/set", "LPVID=1; Domain=server.test"),
        ("https://server.test/set", "LPSID-1=1; HttpOnly; Path=/deep"),
        ("https://second.test/set", "LPVID=2"),
        ("https://second.test/set", "lpv12345=theirs"),
        ("https://third.test/set", "LPCID-4=4; Secure; SameSite=None; Partitioned"),
    ] {
        control.goto(&format!("{page}?c={}", encoded(&format!("{cookie}; Max-Age=31536000")))).await.expect(page);
    }
    assert_eq!(names(&control).await, ["LPCID-4", "LPSID-1", "LPVID", "LPVID", "lpv12345"]);
    control.quit().await.expect("quitting");
    // The control: they outlive the browser.
    let control = Chromium::launch(options()).await.expect("Chromium");
    assert_eq!(names(&control).await.len(), 5);
    control.quit().await.expect("quitting");

    let browser = Chromium::launch(options().with_extension(dist("chromium"))).await.expect("Chromium");
    ready(&browser).await;
    let result = wait::until("the clean-up", PATIENCE, || async {
        let stored = browser.ext_eval("return (await chrome.storage.local.get('cleanup')).cleanup ?? null").await?;
        Ok(stored.as_str().map(|text| serde_json::from_str::<Value>(text).expect("JSON")))
    })
    .await
    .expect("the result");
    assert_eq!(names(&browser).await, ["lpv12345"]);
    assert_eq!(
        (&result["removed"]["identifiers"], &result["removed"]["sites"], &result["failed"]),
        (&json!(4), &json!(3), &json!(0)),
        "{result}"
    );
    let (oldest, latest) = (result["removed"]["oldest"].as_f64().expect("a time"), result["removed"]["latest"].as_f64().expect("a time"));
    let now = result["when"].as_f64().expect("a time") / 1000.0;
    assert!(oldest <= latest && latest <= now + 31_536_000.0 && oldest > now + 31_000_000.0, "{result}");
    assert!(!result.to_string().contains(".test"), "no site's name: {result}");
}

fn encoded(cookie: &str) -> String {
    form_urlencoded::byte_serialize(cookie.as_bytes()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn allowed_sites_are_asked_about_and_cleaned_when_confirmed() {
    let (_web, browser) = guarded().await;
    allow(&browser, &["server.test", "second.test", "third.test"]).await;
    put(&browser, &left()).await;
    assert_eq!(names(&browser).await, ["LPSID-1", "LPVID", "LPVID", "LPVisitorID", "lpv12345", "mine", "s"], "the control: they stay");
    let result = clean_up(&browser, &[]).await;
    let sites = json!(["liveperson.net", "second.test", "server.test", "third.test"]);
    assert_eq!(
        (&result["removed"]["identifiers"], &result["ask"]["identifiers"], &result["ask"]["sites"]),
        (&json!(0), &json!(5), &sites),
        "{result}"
    );
    assert_eq!(names(&browser).await.len(), 7);

    let result = clean_up(&browser, &["server.test", "elsewhere.test"]).await;
    assert_eq!(
        (&result["removed"]["identifiers"], &result["removed"]["sites"], &result["ask"]["identifiers"]),
        (&json!(2), &json!(1), &json!(3)),
        "{result}"
    );
    assert_eq!((result["removed"]["oldest"].as_f64(), result["removed"]["latest"].as_f64()), (Some(end()), Some(end() + 9.0)), "{result}");
    assert_eq!(names(&browser).await, ["LPVID", "LPVisitorID", "lpv12345", "mine", "s"]);
    let result = clean_up(&browser, &["liveperson.net", "second.test", "server.test", "third.test"]).await;
    assert_eq!((&result["removed"]["identifiers"], &result["ask"]["identifiers"]), (&json!(3), &json!(0)), "{result}");
    assert_eq!(names(&browser).await, ["lpv12345", "mine"]);
    let result = clean_up(&browser, &[]).await;
    assert_eq!((&result["removed"]["identifiers"], &result["failed"]), (&json!(0), &json!(0)), "{result}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_is_taken_back_takes_its_cookies_along() {
    for (mode, expected) in [("ask", None), ("chat", Some(false))] {
        let (_web, browser) = guarded().await;
        allow(&browser, &["server.test"]).await;
        browser.goto("https://server.test/").await.expect("a page");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        put(&browser, &left()[..2]).await;
        put(&browser, &left()[5..]).await;
        assert_eq!(names(&browser).await, ["LPSID-1", "LPVID", "lpv12345", "mine"]);
        let view =
            browser.ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'set-mode', tab: {tab}, mode: '{mode}' }})")).await;
        assert_eq!(view.expect("a view")["mode"], mode);
        let all = browser.cookies().await.expect("cookies");
        let of = |name: &str| all.iter().find(|one| one.name == name).map(|one| one.expires.is_some());
        assert_eq!(
            (of("LPVID"), of("LPSID-1"), of("lpv12345"), of("mine")),
            (expected, expected, Some(true), Some(true)),
            "{mode}: {all:?}"
        );
    }
}

/// Storage of LivePerson's own hosts, in its own page and in the partition of another site.
#[tokio::test(flavor = "multi_thread")]
async fn storage_of_liveperson_s_own_hosts_is_cleared() {
    let (_web, browser) = guarded().await;
    let write = "localStorage.setItem('12345678lpsmt', 'old'); localStorage.setItem('x', 'y')";
    browser.goto("https://news.test/").await.expect("a page");
    write_and_look(&browser, "https://news.test/", write, 2).await;
    write_and_look(&browser, "https://lptag.liveperson.net/x", write, 2).await;
    let result = clean_up(&browser, &[]).await;
    assert_eq!(result["failed"], 0, "{result}");
    write_and_look(&browser, "https://lptag.liveperson.net/x", "", 0).await;
    // A site's own storage is not ours to clear from here.
    write_and_look(&browser, "https://news.test/", "", 1).await;
}

async fn write_and_look(browser: &Session, page: &str, write: &str, at_least: usize) {
    browser.goto(page).await.expect(page);
    let count = browser.eval(&format!("{write}; return localStorage.length")).await.expect("storage").as_u64().expect("a number");
    if at_least == 0 {
        assert_eq!(count, 0, "{page}");
    } else {
        assert!(count >= 1, "{page}: {count}");
    }
}

/// The section in the popup: what is said, asked, and done, by keyboard too.
#[tokio::test(flavor = "multi_thread")]
async fn the_popup_cleans_up_and_says_what_it_found() {
    let pictures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures");
    for dark in [false, true] {
        let (_web, browser) = common::guarded_in(dark).await;
        browser.goto("https://news.test/").await.expect("a page");
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.body.dataset.state === 'quiet'").await.expect("the popup");
        let says = "document.querySelector('#clean-up-result').textContent";
        popup.click("#clean-up-fold summary").await.expect("the section");
        popup.click("#clean-up-button").await.expect("the button");
        popup.wait_for(&format!("{says}.startsWith('Nothing of LivePerson’s was found.')")).await.expect("nothing");
        popup.close().await.expect("closing");

        allow(&browser, &["server.test", "second.test", "third.test"]).await;
        put(&browser, &left()).await;
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.body.dataset.state === 'quiet'").await.expect("the popup");
        popup.click("#clean-up-fold summary").await.expect("the section");
        popup.click("#clean-up-button").await.expect("the button");
        popup.wait_for("!document.querySelector('#clean-up-ask').hidden").await.expect("a question");
        let asked = popup.eval("return document.querySelector('#clean-up-ask').innerText").await.expect("the question");
        let asked = asked.as_str().expect("text");
        assert!(asked.starts_with("5 identifiers were left, because you allow LivePerson on their sites:"), "{asked}");
        assert!(asked.contains("liveperson.net, second.test, server.test, third.test"), "{asked}");
        popup.eval("document.querySelector('#clean-up').scrollIntoView()").await.expect("scrolling");
        popup.screenshot(&pictures.join(format!("clean-up-ask-{dark}.png"))).await.expect("a picture");
        assert_eq!(common::violations(&popup).await, json!([]));

        popup.eval("document.querySelector('#clean-up-too').focus()").await.expect("the focus");
        popup.press("Enter").await.expect("a key");
        popup
            .wait_for(&format!(
                "{says}.startsWith('Removed 5 identifiers of LivePerson’s. On 4 sites. The longest would have stayed until ')"
            ))
            .await
            .expect("the result");
        assert_eq!(popup.eval("return document.activeElement.id").await.expect("focus"), "clean-up-button", "the focus is not lost");
        assert_eq!(names(&browser).await, ["lpv12345", "mine"]);
        popup
            .eval("document.documentElement.style.fontSize = '200%'; document.querySelector('#clean-up').scrollIntoView()")
            .await
            .expect("zoom");
        let wide = popup.eval("return document.documentElement.scrollWidth <= innerWidth").await.expect("a width");
        popup.screenshot(&pictures.join(format!("clean-up-done-{dark}.png"))).await.expect("a picture");
        assert_eq!(wide, true, "at 200 % nothing runs out of the popup");
        assert_eq!(common::violations(&popup).await, json!([]));
        popup.close().await.expect("closing");
        // It is news for a while.
        let popup = browser.open_popup().await.expect("the popup");
        popup
            .wait_for(&format!("document.querySelector('#clean-up-fold').open && {says}.startsWith('Removed 5')"))
            .await
            .expect("the last result");
    }
}

/// What a browser asks before it installs the extension is what it would ask without the permissions for cookies.
#[tokio::test(flavor = "multi_thread")]
async fn permissions_for_cookies_add_no_warning() {
    let (_web, browser) = guarded().await;
    let warnings = |without: &'static str| {
        let body = format!(
            "const manifest = chrome.runtime.getManifest();
             manifest.permissions = manifest.permissions.filter((one) => !{without}.includes(one));
             return chrome.management.getPermissionWarningsByManifest(JSON.stringify(manifest))"
        );
        let browser = &browser;
        async move { browser.ext_eval(&body).await.expect("warnings") }
    };
    let asked = warnings("[]").await;
    assert_eq!(asked.as_array().map(Vec::len), Some(1), "for all sites: {asked}");
    assert_eq!(warnings("['cookies', 'browsingData']").await, asked);
}
