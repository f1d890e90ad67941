//! A mode for every site without a choice of its own, in real browsers. The control of each is the same page before it was
//! set, and after it was taken back.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;
#[path = "common/lives.rs"]
mod lives;

use choosing::{Extended, FRAMED, ask, choose, framed, is_held_back, is_let_through, open, standing};
use common::{dist, get, guarded, guarded_firefox, kept, view_when};
use lives::Lives;
use serde_json::{Value, json};

const SHOP: &str = "https://shop.test/";
/// The same shop under a name of its own.
const OTHER: &str = "https://xn--bcher-kva.test/";
const INNER: &str = "https://www.frames.test/inner";

async fn set_default(browser: &impl Extended, mode: &str) {
    let answer = ask(browser, &format!("{{ what: 'set-default', mode: '{mode}' }}")).await;
    assert_eq!(answer["default_mode"], mode, "{answer}");
}

/// The chat is there, and nothing beyond it.
async fn is_chat_only(browser: &impl Extended, url: &str) {
    open(browser, url).await;
    browser.wait_for("window.__lp && window.__lp.started").await.unwrap_or_else(|error| panic!("{url}: {error}"));
    browser.wait_for("window.__lp.drawn.length > 0").await.unwrap_or_else(|error| panic!("{url}: {error}"));
    assert_eq!(get(browser, "document.cookie.includes('LPVID')").await, false, "{url}");
    // The types of buttons; the shop has invitations too.
    let drawn = get(browser, "window.__lp.drawn").await;
    assert!(drawn.as_array().is_some_and(|all| all.iter().all(|one| one == 5 || one == 6)), "{url}: {drawn}");
}

#[tokio::test(flavor = "multi_thread")]
async fn chat_only_on_every_site_but_the_exceptions() {
    let (_web, browser) = guarded().await;
    is_held_back(&browser, SHOP).await;
    set_default(&browser, "chat").await;
    is_chat_only(&browser, SHOP).await;
    is_chat_only(&browser, OTHER).await;
    assert!(kept(&browser).await.iter().all(|one| !one.contains("LPVID") && !one.contains("lpLastVisit")), "{:?}", kept(&browser).await);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let view = view_when(&browser, tab, |view| view["chat"]["state"] == "offered").await;
    assert_eq!((&view["mode"], &view["lasts"], &view["default_mode"]), (&json!("chat"), &Value::Null, &json!("chat")), "{view}");
    // Monitoring is blocked as in any chat.
    let monitoring = view["groups"].as_array().and_then(|all| all.iter().find(|group| group["role"] == "monitoring")).cloned();
    assert!(monitoring.is_some_and(|group| group["blocked"].as_u64() > Some(0)), "{view}");

    // What is chosen for a site comes before it.
    choose(&browser, tab, "ask", "always").await;
    is_held_back(&browser, OTHER).await;
    browser.stop_worker().await.expect("stopping");
    is_held_back(&browser, OTHER).await;
    is_chat_only(&browser, SHOP).await;
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#in-force').innerText.includes('every site without a choice of its own')").await.expect("why");
    assert_eq!(popup.eval("return document.querySelector('#lasts-row').checkVisibility()").await.expect("the durations"), false);
    popup.close().await.expect("closing");

    set_default(&browser, "ask").await;
    is_held_back(&browser, SHOP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_liveperson_tells_nothing() {
    let (_web, browser) = guarded().await;
    set_default(&browser, "chat").await;
    open(&browser, "https://news.test/").await;
    browser.reload().await.expect("the page again");
    browser.wait_for("window.__done").await.expect("the page again");
    // What the page had said by now is taken in before this is answered.
    ask(&browser, "{ what: 'settings' }").await;
    let chats = "return JSON.parse((await chrome.storage.session.get('modes.tabs'))['modes.tabs'] ?? '{}').chats ?? {}";
    assert_eq!(browser.ext_eval(chats).await.expect("storage"), json!({}));
    // The control: a page with a tag is.
    is_chat_only(&browser, SHOP).await;
    assert_ne!(browser.ext_eval(chats).await.expect("storage"), json!({}));
}

#[tokio::test(flavor = "multi_thread")]
async fn allow_on_every_site_but_the_exceptions() {
    let (web, browser) = guarded().await;
    is_held_back(&browser, SHOP).await;
    set_default(&browser, "allow").await;
    is_let_through(&browser, SHOP).await;
    assert!(kept(&browser).await.iter().any(|one| one.contains("LPVID")), "{:?}", kept(&browser).await);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    assert_eq!(standing(&browser, tab).await, "allow");
    open(&browser, OTHER).await;
    choose(&browser, tab, "ask", "always").await;
    is_held_back(&browser, OTHER).await;
    is_let_through(&browser, SHOP).await;
    // An exception for one tab is of that tab.
    choose(&browser, tab, "ask", "tab").await;
    is_held_back(&browser, SHOP).await;
    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    is_let_through(&browser, SHOP).await;
    is_held_back(&browser, OTHER).await;
    browser.close(&second, &first).await.expect("closing");
    is_held_back(&browser, SHOP).await;

    // What it left goes with it.
    set_default(&browser, "ask").await;
    web.clear_log();
    for url in [OTHER, SHOP, "https://bank.test/"] {
        browser.goto(url).await.expect(url);
    }
    is_held_back(&browser, SHOP).await;
    assert!(web.log_to_liveperson().is_empty(), "{:?}", web.log_to_liveperson());
    assert!(kept(&browser).await.iter().all(|one| !one.contains("LPVID")), "{:?}", kept(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_is_treated_as_the_page_that_it_is_in() {
    let (web, browser) = guarded().await;
    set_default(&browser, "allow").await;
    assert_eq!(framed(&browser).await["started"], true, "the control: the page is allowed, and so is its frame");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "ask", "always").await;
    web.clear_log();
    assert_eq!(framed(&browser).await["started"], false, "{FRAMED}");
    assert!(web.log_to_liveperson().is_empty(), "{:?}", web.log_to_liveperson());
    browser.goto(INNER).await.expect(INNER);
    browser.wait_for("window.__lp && window.__lp.started").await.expect("by itself it is allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_outlives_the_browser_and_holds_in_private_windows() {
    let lives = Lives::new().await;
    let browser = lives.begin(Some(&dist("chromium"))).await;
    set_default(&browser, "allow").await;
    browser.quit().await.expect("quitting");
    let browser = lives.begin(Some(&dist("chromium"))).await;
    is_let_through(&browser, SHOP).await;
    browser.allow_in_private().await.expect("letting it in");
    let made = format!("return (await chrome.windows.create({{ incognito: true, url: '{OTHER}' }})).tabs[0].id");
    let tab = browser.ext_eval(&made).await.expect("a private window").as_i64().expect("a tab");
    let page = browser.page_at(OTHER).await.expect("the page");
    page.wait_for("window.__lp && window.__lp.drawn.length === 3").await.expect("all of it");
    // An exception there is of private windows, and not on the disk.
    let answer = ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'ask', lasts: 'always' }}")).await;
    assert_eq!((&answer["mode"], &answer["lasts"]), (&json!("ask"), &json!("browser")), "{answer}");
    page.eval("location.reload()").await.ok();
    page.wait_for("window.__done && typeof window.__lp === 'undefined'").await.expect("held back");
    is_let_through(&browser, OTHER).await;
    let lasting = browser
        .ext_eval("return JSON.stringify([await chrome.storage.local.get(null), await chrome.declarativeNetRequest.getDynamicRules(), (await chrome.scripting.getRegisteredContentScripts()).filter((script) => script.persistAcrossSessions)])")
        .await
        .expect("what lasts");
    assert!(!lasting.as_str().expect("text").contains("bcher"), "{lasting}");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_read_are_set_aside_with_a_word() {
    let (_web, browser) = guarded().await;
    set_default(&browser, "allow").await;
    browser.ext_eval("await chrome.storage.local.set({ settings: '{\"version\":9}' })").await.expect("storage");
    browser.stop_worker().await.expect("stopping");
    let told = ask(&browser, "{ what: 'settings' }").await;
    assert_eq!((&told["default_mode"], &told["notices"]), (&json!("ask"), &json!(["choices-reset"])), "{told}");
    is_held_back(&browser, SHOP).await;
    let aside =
        browser.ext_eval("return (await chrome.storage.local.get('settings.unreadable'))['settings.unreadable']").await.expect("storage");
    assert_eq!(aside, "{\"version\":9}", "nothing is lost without a word");
    set_default(&browser, "chat").await;
    assert_eq!(ask(&browser, "{ what: 'settings' }").await["notices"], json!([]), "chosen anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_default_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    is_held_back(&browser, SHOP).await;
    set_default(&browser, "chat").await;
    is_chat_only(&browser, SHOP).await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    choose(&browser, tab, "ask", "always").await;
    is_held_back(&browser, SHOP).await;
    set_default(&browser, "allow").await;
    is_held_back(&browser, SHOP).await;
    is_let_through(&browser, OTHER).await;
    // A page that goes on asking would wake it again.
    open(&browser, "https://news.test/").await;
    browser.stop_background().await.expect("stopping");
    is_let_through(&browser, OTHER).await;
    is_held_back(&browser, SHOP).await;
    set_default(&browser, "ask").await;
    is_held_back(&browser, OTHER).await;
}
