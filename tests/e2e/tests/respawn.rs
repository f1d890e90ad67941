//! An identifier that was there before does not come back: not out of the site's database, not out of its localStorage, not
//! after a restart. What is sent is read in the log of LivePerson's hosts, by a browser without the extension at the end.
#![cfg(test)]

mod common;
#[path = "common/lives.rs"]
mod lives;

use std::collections::BTreeSet;
use std::time::Duration;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use common::{dist, get, kept, set_mode};
use lives::Lives;
use serde_json::{Value, json};

const SHOP: &str = "https://shop.test/";

/// Whether any request to LivePerson since the log was cleared carries one of these ids, anywhere.
fn sent_any(lives: &Lives, ids: &[String]) -> Vec<String> {
    let carries = |text: &str| ids.iter().any(|id| text.contains(id.as_str()));
    let log = lives.web.log_to_liveperson();
    let found = log.iter().filter(|one| {
        carries(&one.url())
            || carries(&one.body)
            || one.cookie.as_deref().is_some_and(carries)
            || one.referer.as_deref().is_some_and(carries)
    });
    found.map(ToString::to_string).collect()
}

/// A visit with all of LivePerson at work; the visitor's and the session's id.
async fn watched_visit(browser: &Chromium) -> Vec<String> {
    browser.goto(SHOP).await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.sent.pl > 0").await.expect("the visit to be watched");
    let ids = get(browser, "[window.__lp.vid, window.__lp.sid]").await;
    serde_json::from_value(ids).expect("two ids")
}

async fn no_longer_kept(browser: &Chromium) {
    wait::until("nothing to be kept", Duration::from_secs(10), || async {
        let kept = kept(browser).await;
        anyhow::ensure!(kept.is_empty(), "{kept:?}");
        Ok(Some(()))
    })
    .await
    .expect("the sweep");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_before_is_taken_away_and_not_sent_again() {
    // The control: with all cookies cleared the id comes back, out of the site's own database.
    let lives = Lives::new().await;
    let browser = lives.begin(None).await;
    let ids = watched_visit(&browser).await;
    // From a page that does not write them again meanwhile.
    browser.goto("https://news.test/").await.expect("another site");
    browser.clear_cookies().await.expect("clearing");
    assert_eq!(watched_visit(&browser).await, ids, "the control respawns");
    assert_eq!(get(&browser, "window.__lp.respawned").await, true);
    assert!(!sent_any(&lives, &ids).is_empty());
    browser.quit().await.expect("quitting");

    // The extension comes into the same profile: the cookies go at once, the site's own items at its next visit.
    let browser = lives.begin(Some(&dist("chromium"))).await;
    lives.web.clear_log();
    browser.goto(SHOP).await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    no_longer_kept(&browser).await;
    assert_eq!(lives.web.log_to_liveperson().len(), 0);
    browser.quit().await.expect("quitting");

    // Without it again, LivePerson is free to send what it finds: it finds a stranger.
    let browser = lives.begin(None).await;
    lives.web.clear_log();
    let strangers = watched_visit(&browser).await;
    assert!(strangers.iter().all(|id| !ids.contains(id)), "{strangers:?} {ids:?}");
    assert_eq!(get(&browser, "window.__lp.respawned").await, false);
    assert_eq!(sent_any(&lives, &ids), Vec::<String>::new());
}

/// Writes ids as the tag does after the answer to `t=sp`, which is not asked for in *Chat only*: cookie, site's storages.
const REMEMBER: &str = "
    const { cookieMethods, _storage } = window.lpTag;
    cookieMethods.writeCookie('LPVID', ids[0], 31536000, 'shop.test');
    cookieMethods.writeCookie('LPSID-12345678', ids[1], 0, 'shop.test');
    localStorage.setItem('lpLastVisit-12345678', '1700000000000');
    await _storage.set('12345678lpsmt', { vid: ids[0], sid: ids[1] });
    return { place: window.__lp.storage, read: await _storage.get('12345678lpsmt'), cookie: cookieMethods.readCookie('LPVID') };";
/// What the tag would find at the beginning of a visit.
const RECALL: &str = "return { kept: await window.lpTag._storage.get('12345678lpsmt'), cookies: document.cookie, last: localStorage.getItem('lpLastVisit-12345678') }";

#[tokio::test(flavor = "multi_thread")]
async fn in_chat_only_nothing_outlives_the_browser() {
    let lives = Lives::new().await;
    let extension = dist("chromium");
    let browser = lives.begin(None).await;
    let old = watched_visit(&browser).await;
    browser.quit().await.expect("quitting");

    let browser = lives.begin(Some(&extension)).await;
    browser.goto("https://shop.test/plain").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    set_mode(&browser, tab, "chat").await;
    lives.web.clear_log();
    let visit = async |browser: &Chromium| {
        browser.goto(SHOP).await.expect("the shop");
        browser.wait_for("window.__done && window.lpTag._storage && window.__lp.known").await.expect("the tag");
    };
    visit(&browser).await;
    assert!(lives.web.log_to_liveperson().iter().any(|one| one.path == "/tag/tag.js"), "the tag is let through");
    assert_eq!(get(&browser, "window.__lp.known").await, json!({ "cookie": null, "kept": null }), "a stranger, whatever lay there");

    // What it writes now it can read back, on this page and on the next.
    let new = ["n".repeat(22), "m".repeat(22)];
    let remembered = browser.eval_async(&format!("const ids = {}; {REMEMBER}", json!(new))).await.expect("the tag's own way");
    assert_eq!(remembered, json!({ "place": "localStorage", "read": { "vid": new[0], "sid": new[1] }, "cookie": new[0] }));
    visit(&browser).await;
    assert_eq!(get(&browser, "window.__lp.known").await, json!({ "cookie": new[0], "kept": new[0] }));
    let all: Vec<String> =
        browser.cookies().await.expect("cookies").into_iter().filter(|one| one.expires.is_some()).map(|one| one.name).collect();
    assert_eq!(all, Vec::<String>::new(), "only session cookies");
    browser.quit().await.expect("quitting");

    let browser = lives.begin(Some(&extension)).await;
    visit(&browser).await;
    let recalled = browser.eval_async(RECALL).await.expect("storage");
    assert_eq!(recalled, json!({ "kept": Value::Null, "cookies": "", "last": Value::Null }), "after the restart");
    assert_eq!(get(&browser, "window.__lp.known").await, json!({ "cookie": null, "kept": null }));
    let ids: Vec<String> = old.into_iter().chain(new).collect();
    assert_eq!(sent_any(&lives, &ids), Vec::<String>::new(), "since the chat was asked for");
    no_longer_kept_but(&browser, &["sessionStorage lpTabId", "sessionStorage lpPmCalleeDfs"]).await;
}

/// What is left is only this.
async fn no_longer_kept_but(browser: &Chromium, rest: &[&str]) {
    let rest: BTreeSet<String> = rest.iter().map(|item| (*item).to_owned()).collect();
    wait::until("nothing else to be kept", Duration::from_secs(10), || async {
        let kept = kept(browser).await;
        anyhow::ensure!(kept.is_subset(&rest), "{kept:?}");
        Ok(Some(()))
    })
    .await
    .expect("the sweep");
}
