//! Cookies that a site's own server sets: gone, or of the session only, within a second, also when the worker slept.
#![cfg(test)]

mod common;

use std::time::{Duration, Instant};

use askfirst_e2e::browser::{Chromium, Cookie, Firefox, FirefoxOptions, Session};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{dist, guarded, unguarded};
use serde_json::{Value, json};

/// What the issue promises.
const A_SECOND: Duration = Duration::from_secs(1);
const YEAR: &str = "Max-Age=31536000";

/// How a server can set a cookie that lasts: from which page, by an answer of which host, in which words, under which name.
const WAYS: [(&str, &str, &str, &str); 7] = [
    ("plain", "https://server.test/", "https://server.test/set", "LPVID=plain; Path=/"),
    ("unseen by scripts", "https://server.test/", "https://server.test/set", "LPVisitorID=http-only; Path=/api/js/1; HttpOnly; Secure"),
    ("for the domain", "https://www.server.test/", "https://www.server.test/set", "LPSID-12345678=domain; Domain=server.test; Path=/"),
    (
        "by a disguised host",
        "https://www.server.test/",
        "https://chat.server.test/set",
        "LPVID=cname; Domain=.server.test; Path=/; HttpOnly",
    ),
    (
        "of a disguised host",
        "https://www.server.test/",
        "https://chat.server.test/set",
        "12345678-VID=cname; Path=/; Secure; SameSite=None",
    ),
    ("partitioned", "https://server.test/", "https://server.test/set", "lpLastVisit-1=chips; Path=/; Secure; SameSite=None; Partitioned"),
    (
        "in a foreign frame's partition",
        "https://server.test/",
        "https://second.test/set",
        "LPCID-7=chips; Path=/; Secure; SameSite=None; Partitioned",
    ),
];

/// Names that look like LivePerson's and are others'.
const OTHERS: [&str; 9] =
    ["lpv12345", "visitor_id99", "visitor_id99-hash", "li_at", "lp_ref", "LPVID2", "xLPSID-1", "lastpass", "__Host-mine"];

fn encoded(cookies: &[String]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for cookie in cookies {
        query.append_pair("c", cookie);
    }
    query.finish()
}

/// Has a server set cookies, for a page that is open.
async fn set(browser: &Session, address: &str, cookies: &[String]) {
    let fetch = format!("await fetch('{address}?{}', {{ credentials: 'include' }})", encoded(cookies));
    browser.eval_async(&fetch).await.expect("the server's answer");
}

/// Either browser.
#[allow(async_fn_in_trait, reason = "for this test alone")]
trait Browser {
    async fn all(&self) -> Vec<Cookie>;
    async fn sleep(&self);
    fn session(&self) -> &Session;
    async fn choose(&self, site: &str, mode: &str);
}

/// Sets a site's mode as the visitor's choice is stored, before the background starts anew.
fn choosing(site: &str, mode: &str) -> String {
    let stored = json!({ "version": 1, "sites": { site: mode } }).to_string();
    format!("await chrome.storage.local.set({{ allowances: {} }})", Value::from(stored))
}

impl Browser for Chromium {
    async fn all(&self) -> Vec<Cookie> {
        self.cookies().await.expect("cookies")
    }
    async fn sleep(&self) {
        self.stop_worker().await.expect("stopping");
    }
    fn session(&self) -> &Session {
        self
    }
    async fn choose(&self, site: &str, mode: &str) {
        self.ext_eval(&choosing(site, mode)).await.expect("storage");
        self.sleep().await;
    }
}

impl Browser for Firefox {
    async fn all(&self) -> Vec<Cookie> {
        self.cookies().await.expect("cookies")
    }
    async fn sleep(&self) {
        self.stop_background().await.expect("stopping");
    }
    fn session(&self) -> &Session {
        self
    }
    async fn choose(&self, site: &str, mode: &str) {
        self.ext_eval(&choosing(site, mode)).await.expect("storage");
        self.sleep().await;
    }
}

fn name_of(cookie: &str) -> &str {
    cookie.split('=').next().expect("a name")
}

/// Waits for a cookie to be as it should, no longer than promised.
async fn within_a_second(browser: &impl Browser, what: &str, since: Instant, fits: impl Fn(&[Cookie]) -> bool) {
    let left = A_SECOND.saturating_sub(since.elapsed());
    wait::until(what, left, || async {
        let all = browser.all().await;
        anyhow::ensure!(fits(&all), "there are {all:?}");
        Ok(Some(()))
    })
    .await
    .unwrap_or_else(|error| panic!("{error:#}"));
}

/// The control: all of these cookies are taken, and stay.
async fn they_stay(browser: &impl Browser) {
    for (what, page, address, cookie) in WAYS {
        browser.session().goto(page).await.expect(page);
        set(browser.session(), address, &[format!("{cookie}; {YEAR}")]).await;
        let kept = browser.all().await;
        let kept = kept.iter().find(|kept| kept.name == name_of(cookie) && cookie.contains(&format!("={};", kept.value)));
        assert!(kept.is_some_and(|kept| kept.expires.is_some()), "{what}: {kept:?}");
    }
}

async fn they_go(browser: &impl Browser) {
    let others: Vec<String> = OTHERS.iter().map(|name| format!("{name}=theirs; Path=/; Secure; {YEAR}")).collect();
    for asleep in [false, true] {
        for (what, page, address, cookie) in WAYS {
            browser.session().goto(page).await.expect(page);
            if asleep {
                browser.sleep().await;
            }
            let mut cookies = others.clone();
            cookies.push(format!("{cookie}; {YEAR}"));
            let began = Instant::now();
            set(browser.session(), address, &cookies).await;
            // Set a moment before or after this look: what counts is that it is not there in the end, and stays away.
            within_a_second(browser, what, began, |all| !all.iter().any(|one| one.name == name_of(cookie))).await;
        }
        let all = browser.all().await;
        for name in OTHERS {
            let there: Vec<&Cookie> = all.iter().filter(|one| one.name == name).collect();
            assert!(!there.is_empty() && there.iter().all(|one| one.value == "theirs" && one.expires.is_some()), "{name}: {all:?}");
        }
        assert_eq!(all.iter().filter(|one| !OTHERS.contains(&one.name.as_str())).count(), 0, "{all:?}");
    }
}

/// In *Chat only* the cookie stays for the session, as it is otherwise.
async fn they_are_made_session_cookies(browser: &impl Browser) {
    browser.choose("server.test", "chat").await;
    for (what, page, address, cookie) in WAYS {
        browser.session().goto(page).await.expect(page);
        let began = Instant::now();
        set(browser.session(), address, &[format!("{cookie}; {YEAR}")]).await;
        within_a_second(browser, what, began, |all| {
            all.iter().any(|one| {
                one.name == name_of(cookie)
                    && cookie.contains(&format!("={};", one.value))
                    && one.expires.is_none()
                    && one.http_only == cookie.contains("HttpOnly")
                    && one.secure == cookie.contains("Secure")
                    && cookie.contains(&format!("Path={}", one.path))
                    && one.domain.starts_with('.') == cookie.contains("Domain=")
            })
        })
        .await;
        let all = browser.all().await;
        assert_eq!(all.iter().filter(|one| one.name == name_of(cookie) && one.expires.is_some()).count(), 0, "{what}: {all:?}");
    }
    // Another site's go by that site's mode.
    browser.session().goto("https://third.test/").await.expect("a page");
    let began = Instant::now();
    set(browser.session(), "https://third.test/set", &[format!("LPVID=third; {YEAR}")]).await;
    within_a_second(browser, "the other site's", began, |all| !all.iter().any(|one| one.domain == "third.test")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_without_the_extension_keeps_what_servers_set() {
    let (_web, browser) = unguarded().await;
    they_stay(&browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_sets_is_gone_within_a_second() {
    let (_web, browser) = guarded().await;
    they_go(&browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chat_only_what_a_server_sets_lasts_for_the_session() {
    let (_web, browser) = guarded().await;
    they_are_made_session_cookies(&browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_without_the_extension_keeps_what_servers_set() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port())).await.expect("Firefox");
    they_stay(&browser).await;
}

async fn guarded_firefox() -> (StandIn, Firefox) {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    (web, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_sets_is_gone_within_a_second_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    they_go(&browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chat_only_what_a_server_sets_lasts_for_the_session_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    they_are_made_session_cookies(&browser).await;
}

/// What is told of it, on the page that it came with: with the document itself, and later.
#[tokio::test(flavor = "multi_thread")]
async fn the_popup_is_told_what_a_server_tried() {
    let (_web, browser) = guarded().await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let rows = || async {
        let stored = browser
            .ext_eval(&format!("return (await chrome.storage.session.get('tab:{tab}'))['tab:{tab}'] ?? null"))
            .await
            .expect("storage");
        let ledger: Value = stored.as_str().map_or(Value::Null, |text| serde_json::from_str(text).expect("JSON"));
        ledger["visits"].as_array().and_then(|visits| visits.last().cloned()).unwrap_or_default()["attempts"]["rows"].clone()
    };
    let told = |name: &'static str, outcome: &'static str, count: u64| {
        let rows = &rows;
        async move {
            let row = wait::until("the row", Duration::from_secs(10), || async {
                let rows = rows().await;
                let row = rows.as_array().and_then(|rows| rows.iter().find(|row| row["name"] == name && row["count"] == count)).cloned();
                anyhow::ensure!(row.is_some(), "the rows are {rows:#}");
                Ok(row)
            })
            .await
            .unwrap_or_else(|error| panic!("{error:#}"));
            assert_eq!(
                (&row["outcome"], &row["by"], &row["kind"], &row["script"]),
                (&json!(outcome), &json!("server"), &json!("cookie"), &Value::Null),
                "{row}"
            );
            let seconds = row["asked"]["seconds"].as_u64().expect("seconds");
            assert!((31_535_998..=31_536_001).contains(&seconds), "{row}");
        }
    };
    // With the document, from another site, and again on the same site.
    browser.goto("https://news.test/").await.expect("a page");
    let with_cookie = format!("https://server.test/set?{}", encoded(&[format!("LPVID=1; HttpOnly; {YEAR}"), format!("mine=1; {YEAR}")]));
    browser.goto(&with_cookie).await.expect("a page");
    told("LPVID", "removed", 1).await;
    browser.stop_worker().await.expect("stopping");
    browser.goto(&with_cookie).await.expect("a page");
    told("LPVID", "removed", 1).await;
    set(&browser, "https://server.test/set", &[format!("LPVID=1; HttpOnly; {YEAR}")]).await;
    told("LPVID", "removed", 2).await;
    assert_eq!(rows().await.as_array().map(Vec::len), Some(1), "one row, and nobody else's");
    // Made a session cookie: once, though writing it back is a change as well.
    browser.choose("server.test", "chat").await;
    browser.goto(&with_cookie).await.expect("a page");
    told("LPVID", "session-only", 1).await;
    browser.eval("document.cookie = 'LPSID-1=script; Max-Age=1000'").await.expect("a script's own");
    told("LPVID", "session-only", 1).await;
    let all = rows().await;
    let by_server = all.as_array().map(|rows| rows.iter().filter(|row| row["by"] == "server").count());
    assert_eq!(by_server, Some(1), "what the guard lets pass for the session is not the server's: {all:#}");
}
