//! Control runs: without the extension, the stand-in's pages really get all that AskFirst is to hold back.
//! A test that "nothing was stored" would prove nothing if nothing were stored here either.
#![cfg(test)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use askfirst_e2e::browser::{Chromium, ChromiumOptions, Cookie, Firefox, FirefoxOptions};
use askfirst_e2e::standin::{Kind, Logged, StandIn};
use serde_json::{Value, json};

const YEAR: f64 = 31_536_000.0;
const PATIENCE: Duration = Duration::from_secs(15);

async fn plain() -> (StandIn, Chromium) {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Chromium::launch(ChromiumOptions::new(web.port())).await.expect("Chromium");
    (web, browser)
}

async fn get(browser: &Chromium, expression: &str) -> Value {
    browser.eval(&format!("return {expression}")).await.expect("the page answers")
}

fn in_a_year(cookie: &Cookie) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    cookie.expires.is_some_and(|at| (at - now.as_secs_f64() - YEAR).abs() < 86_400.0)
}

fn named<'a>(cookies: &'a [Cookie], name: &str) -> &'a Cookie {
    cookies.iter().find(|cookie| cookie.name == name).unwrap_or_else(|| panic!("no cookie {name} among {cookies:#?}"))
}

fn asked(log: &[Logged], host: &str, path: &str) -> bool {
    log.iter().any(|one| one.host == host && one.path.contains(path))
}

/// The monitoring calls of one kind.
fn told(log: &[Logged], kind: &str) -> Vec<Logged> {
    let is = |one: &&Logged| one.path.starts_with("/api/js/") && one.param("t").as_deref() == Some(kind);
    log.iter().filter(is).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_recorded_and_comes_back_after_the_cookies_are_cleared() {
    let (web, browser) = plain().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser
        .wait_for("window.__done && window.__lp.drawn.length === 3 && window.__lp.sent.ip > 0")
        .await
        .expect("the invitation and the buttons");

    // Sent: to each of LivePerson's hosts, with who, where and what.
    let log = web.wait_for("a keep-alive", PATIENCE, |log| !told(log, "ip").is_empty()).await.expect("the log");
    for (host, path) in [
        ("lptag.liveperson.net", "/tag/tag.js"),
        ("lptag.liveperson.net", "/taglets/.jsonp"),
        ("accdn.lpsnmedia.net", "/accountproperties/"),
        ("accdn.lpsnmedia.net", "/zones"),
        ("accdn.lpsnmedia.net", "/refererrestrictions"),
        ("api.liveperson.net", "/baseURI.json"),
        ("lpcdn.lpsnmedia.net", "/overlay.js"),
        ("lpcdn.lpsnmedia.net", "/storage.secure.min.js"),
        ("lpcdn.lpsnmedia.net", "/storage.secure.min.html"),
        ("va.v.liveperson.net", "/api/js/12345678"),
    ] {
        assert!(asked(&log, host, path), "nothing asked of {host}{path}");
    }
    let start = told(&log, "sp").remove(0);
    assert_eq!(start.param("vid"), None, "a stranger has no id yet");
    assert_eq!(start.param("u").as_deref(), Some("https://shop.test/"));
    let attributes = start.param("sdes").expect("attributes");
    assert!(attributes.contains("ada@example.org"), "{attributes}");
    let visitor = told(&log, "pl")[0].param("vid").expect("an id by now");

    // Stored: first party and third, with the lifetimes of the real ones.
    let cookies = browser.cookies().await.expect("cookies");
    let vid = named(&cookies, "LPVID");
    assert_eq!((vid.domain.as_str(), vid.http_only), (".shop.test", false));
    assert_eq!(vid.value, visitor);
    assert!(in_a_year(vid), "{vid:?}");
    let sid = named(&cookies, "LPSID-12345678");
    assert_eq!((sid.domain.as_str(), sid.expires), (".shop.test", None));
    let third = named(&cookies, "LPVisitorID");
    assert_eq!((third.domain.as_str(), third.http_only), ("va.v.liveperson.net", true));
    assert!(in_a_year(third), "{third:?}");
    let third = named(&cookies, "LPSessionID");
    assert_eq!((third.path.as_str(), third.expires, third.http_only), ("/api/js/12345678", None, true));
    assert_eq!(named(&cookies, "LivePersonID").domain, ".liveperson.net");
    assert!(!cookies.iter().any(|one| one.name.starts_with("lpTestCookie")), "the probe is removed at once");
    let local = browser.local_storage().await.expect("local storage");
    assert!(local["lpLastVisit-12345678"].is_string(), "{local}");
    let session = browser.session_storage().await.expect("session storage");
    assert_eq!(session["lpTabId"].as_str().map(str::len), Some(10));
    assert!(session["lpPmCalleeDfs"].is_string(), "{session}");
    let kept = browser.indexed_dbs().await.expect("databases");
    let kept = kept["LPSecureStorage"]["lpSS"]["12345678lpsmt"].as_str();
    let kept: Value = serde_json::from_str(kept.expect("the ids")).expect("JSON");
    assert_eq!(kept["vid"], visitor.as_str());

    // Seen: an invitation, and a page that works.
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([1, 5, 6]));
    let invitation = "document.querySelectorAll('.LPMcontainer.LPMoverlay').length";
    assert_eq!(get(&browser, invitation).await, 3);
    browser.type_into("#search", "lamp").await.expect("typing");
    browser.click(".product:not([hidden]) .add").await.expect("the cart button");
    let features = get(&browser, "window.__features").await;
    for (name, value) in [
        ("cart", json!(1)),
        ("search", json!(1)),
        ("recent", json!("Desk lamp")),
        ("atParse", json!("ok")),
        ("afterTag", json!("ok")),
        ("onLoad", json!("ok")),
        ("offered", json!(6)),
    ] {
        assert_eq!(features[name], value, "{name} in {features}");
    }
    assert_eq!(get(&browser, "window.__errors").await, json!([]));

    // A visitor who clears all cookies is known again, from the site's own database.
    browser.goto("https://news.test/").await.expect("another site");
    browser.clear_cookies().await.expect("clearing");
    web.clear_log();
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__lp?.sent.pl").await.expect("a visit");
    let start = told(&web.log(), "sp").remove(0);
    assert_eq!(start.param("vid"), Some(visitor.clone()), "not known again");
    assert!(start.param("rvt").is_some_and(|at| !at.is_empty()));
    assert_eq!(get(&browser, "window.__lp.respawned").await, true);
    let cookies = browser.cookies().await.expect("cookies");
    assert_eq!(named(&cookies, "LPVID").value, visitor);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_page_gets_its_liveperson() {
    let (web, browser) = plain().await;

    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let kinds = get(&browser, "window.__kinds").await;
    let kinds = kinds.as_object().expect("an object");
    assert!(kinds.len() >= 19, "{kinds:?}");
    assert!(kinds.values().all(|how| how == "ok"), "{kinds:#?}");
    let log = web.wait_for("the beacon", PATIENCE, |log| asked(log, "lo.v.liveperson.net", "/kinds/beacon")).await.expect("the log");
    assert!(asked(&log, "lptag.liveperson.net.", "/tag/tag.js"));
    assert!(log.iter().any(|one| one.kind == Kind::Websocket));

    browser.goto("https://shop.test/calls").await.expect("calls");
    let calls = browser.wait_for("window.__done && window.__calls").await.expect("calls");
    let calls = calls.as_object().expect("an object");
    assert!(calls.len() > 40, "{calls:?}");
    assert!(calls.values().all(|how| how == "ok"), "{calls:#?}");

    browser.goto("https://www.shop.test/snippet15").await.expect("the old snippet");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("a visit");
    assert_eq!(get(&browser, "lpTag._v").await, "1.5.1");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));

    browser.goto("https://shop.test/frame").await.expect("the frame's page");
    browser.wait_for("window.__frame?.lp?.pl").await.expect("a visit in the frame");
    assert_eq!(get(&browser, "window.__frame.errors").await, json!([]));

    browser.goto("https://bank.test/").await.expect("the bank");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("a visit");
    assert_eq!(get(&browser, "window.__own").await, json!({ "tag": "ok", "main": "ok" }));
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
    let log = web.log_to_liveperson();
    for (host, path) in [
        ("chat.bank.test", "/tag/tag.js"),
        ("chat.bank.test", "/lptag/api/account/87654321/configuration/applications/taglets/.jsonp"),
        ("chat.bank.test", "/api/js/87654321"),
        ("lpcdn.messaging.bank.test", "/le_re/3.61.0-release_1396603402/jsv2/overlay.js"),
        ("lpcdn.messaging.bank.test", "/le_secure_storage/3.31.1-release_1465379762/storage.secure.min.js"),
    ] {
        assert!(asked(&log, host, path), "nothing asked of {host}{path}");
    }

    browser.goto("https://legacy.test/").await.expect("the old site");
    browser.wait_for("window.__done").await.expect("the old stack");
    let parts = get(&browser, "window.__parts").await;
    let parts = parts.as_object().expect("an object");
    assert!(parts.values().all(|how| how == "ok"), "{parts:?}");
    browser.click("#old-chat").await.expect("the old link");
    browser.wait_for("document.body.innerText.includes('chat window')").await.expect("the chat");

    for own in ["https://www.liveperson.com/", "https://authentication.liveperson.net/login"] {
        browser.goto(own).await.expect(own);
        browser.wait_for("window.__done").await.expect(own);
        assert_eq!(get(&browser, "window.__agent").await, "ready", "{own}");
    }
    // The company's cookie, once there, goes along with its picture.
    web.clear_log();
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let log = web.log();
    let logo = log.iter().find(|one| one.path == "/logo.png").expect("the picture");
    assert_eq!(logo.sent_cookie("lpcom_seen"), Some("1"));

    for quiet in ["https://news.test/", "https://shop.test/plain"] {
        web.clear_log();
        browser.goto(quiet).await.expect(quiet);
        browser.wait_for("window.__done").await.expect(quiet);
        let seen = web.log_to_liveperson();
        assert!(seen.is_empty(), "{quiet}: {seen:?}");
    }
}

/// What a blocker does that knows only "block": here by the browser's own means. It shows that `__errors` sees errors.
#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_tag_without_a_stub_breaks_the_page() {
    let (web, browser) = plain().await;
    browser.cdp("Network.enable", json!({})).await.expect("network events");
    let blocked = json!({ "urls": ["*://lptag.liveperson.net/*"] });
    browser.cdp("Network.setBlockedURLs", blocked).await.expect("a block");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the page");
    assert_eq!(get(&browser, "window.__tagError").await, true);
    let errors = get(&browser, "window.__errors.join()").await;
    let errors = errors.as_str().expect("text");
    assert!(errors.contains("hasFired") && errors.contains("newPage"), "{errors}");
    assert!(web.log_to_liveperson().is_empty());

    browser.goto("https://shop.test/calls").await.expect("calls");
    let calls = browser.wait_for("window.__done && window.__calls").await.expect("calls");
    let throwing = calls.as_object().expect("an object").values().filter(|how| *how != "ok").count();
    assert!(throwing > 30, "{calls:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_can_chat() {
    let (web, browser) = plain().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__lp?.drawn.includes(5)").await.expect("the buttons");
    browser.click("#chat-with-us").await.expect("the shop's own button");
    browser.wait_for("window.__lp.chat === 'open'").await.expect("the chat");
    browser.wait_for("document.querySelector('#lpChat.lp-window-root')").await.expect("the window");
    browser.type_into("#lpChat input", "Is the lamp in stock?\u{e007}").await.expect("typing");
    browser.wait_for("window.__lp.heard.includes('You said: Is the lamp in stock?')").await.expect("an answer");
    let log = web.log();
    assert!(asked(&log, "va.idp.liveperson.net", "/api/account/12345678/anonymous/authorize"));
    assert!(asked(&log, "lpcdn.lpsnmedia.net", "/le_unified_window/"));
    let lines: Vec<&Logged> = log.iter().filter(|one| one.kind == Kind::Message).collect();
    assert!(lines.iter().any(|one| one.body.contains("visitorId")), "{lines:?}");
    assert_eq!(get(&browser, "window.__errors").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_gets_it_as_well() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("the invitation and the buttons");
    assert_eq!(browser.eval("return window.__errors").await.expect("errors"), json!([]));
    let cookies = browser.cookies().await.expect("cookies");
    assert!(in_a_year(named(&cookies, "LPVID")), "{cookies:?}");
    assert_eq!(named(&cookies, "LPSID-12345678").expires, None);
    let third = named(&cookies, "LPVisitorID");
    assert!(third.http_only && in_a_year(third), "{third:?}");
    let kept = browser.indexed_dbs().await.expect("databases");
    assert!(kept["LPSecureStorage"]["lpSS"]["12345678lpsmt"].is_string(), "{kept}");
    browser.goto("https://shop.test/kinds").await.expect("kinds");
    browser.wait_for("window.__done").await.expect("all kinds");
    let kinds = browser.eval("return window.__kinds").await.expect("kinds");
    let kinds = kinds.as_object().expect("an object");
    assert!(kinds.values().all(|how| how == "ok"), "{kinds:#?}");
}
