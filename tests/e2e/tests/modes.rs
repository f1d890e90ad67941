//! How long a mode holds, in a real Chromium: for a tab, until the browser closes, for a day, always.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;
#[path = "common/lives.rs"]
mod lives;

use askfirst_e2e::browser::Chromium;
use choosing::{DURATIONS, MODES, address, all_standing, ask, choose, expected, in_force, is_held_back, is_let_through, open, standing};
use common::{dist, guarded};
use lives::Lives;
use serde_json::{Value, json};

/// A copy of the extension that can be made another version.
fn copy() -> tempfile::TempDir {
    common::dist_with_permission("chromium", "storage")
}

fn make_another_version(folder: &std::path::Path) {
    let file = folder.join("manifest.json");
    let mut manifest: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("a manifest")).expect("JSON");
    manifest["version"] = "9.9.9".into();
    std::fs::write(file, manifest.to_string()).expect("a manifest");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_choice_lasts_as_long_as_it_says() {
    let (lives, extension) = (Lives::new().await, copy());
    let browser = lives.begin(Some(extension.path())).await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    for mode in MODES {
        for lasts in DURATIONS {
            open(&browser, &address(mode, lasts)).await;
            choose(&browser, tab, mode, lasts).await;
        }
    }
    assert_eq!(all_standing(&browser).await, expected(&DURATIONS));
    is_let_through(&browser, &address("allow", "tab")).await;
    is_let_through(&browser, &address("allow", "browser")).await;

    // Another tab has all but the first tab's own.
    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    assert_eq!(all_standing(&browser).await, expected(&["browser", "day", "always"]));
    is_held_back(&browser, &address("allow", "tab")).await;
    is_let_through(&browser, &address("allow", "day")).await;
    browser.close(&second, &first).await.expect("closing it");

    // The worker is stopped.
    browser.stop_worker().await.expect("stopping");
    is_let_through(&browser, &address("allow", "tab")).await;
    assert_eq!(all_standing(&browser).await, expected(&DURATIONS));

    // The browser is closed and opened.
    browser.quit().await.expect("quitting");
    let browser = lives.begin(Some(extension.path())).await;
    assert_eq!(all_standing(&browser).await, expected(&["day", "always"]));
    is_held_back(&browser, &address("allow", "tab")).await;
    is_held_back(&browser, &address("allow", "browser")).await;
    is_let_through(&browser, &address("allow", "day")).await;
    is_let_through(&browser, &address("allow", "always")).await;

    // The extension is updated. (After that this Chromium does not start again on the same profile, whatever the extension.)
    let tab = browser.chrome_tab_id().await.expect("a tab");
    for mode in MODES {
        for lasts in ["tab", "browser"] {
            open(&browser, &address(mode, lasts)).await;
            choose(&browser, tab, mode, lasts).await;
        }
    }
    is_let_through(&browser, &address("allow", "browser")).await;
    make_another_version(extension.path());
    browser.restart_extension().await.expect("an update");
    assert_eq!(browser.ext_eval("return chrome.runtime.getManifest().version").await.expect("a version"), "9.9.9");
    assert_eq!(all_standing(&browser).await, expected(&DURATIONS));
    is_let_through(&browser, &address("allow", "tab")).await;
    is_let_through(&browser, &address("allow", "browser")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tabs_choice_goes_with_the_tab_also_while_the_worker_sleeps() {
    let (web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let second = browser.new_tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "tab").await;
    is_let_through(&browser, "https://shop.test/").await;
    assert!(browser.cookies().await.expect("cookies").iter().any(|cookie| cookie.name == "LPVID"));
    browser.stop_worker().await.expect("stopping");
    browser.close(&second, &first).await.expect("closing the tab");
    let rules =
        "(await chrome.declarativeNetRequest.getSessionRules()).every((rule) => !rule.condition.requestDomains?.includes('shop.test'))";
    in_force(&browser, "the tab's rules to go", rules).await;
    in_force(&browser, "the tab's page scripts to go", "(await chrome.scripting.getRegisteredContentScripts()).length === 0").await;
    in_force(&browser, "what it left to go", "!(await chrome.cookies.getAll({})).some(({ name }) => name === 'LPVID')").await;
    web.clear_log();
    is_held_back(&browser, "https://shop.test/").await;
    assert!(web.log_to_liveperson().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_ends_although_the_worker_sleeps() {
    let (web, browser) = guarded().await;
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "day").await;
    is_let_through(&browser, "https://shop.test/").await;
    let alarm = browser.ext_eval("return (await chrome.alarms.getAll()).map(({ scheduledTime }) => scheduledTime)").await.expect("alarms");
    let view = ask(&browser, &format!("{{ what: 'view', tab: {tab} }}")).await;
    assert_eq!(alarm, json!([view["until"]]));
    // It shall end in a moment: the worker that reads it sets the alarm for then, and is stopped before.
    browser.stop_worker().await.expect("stopping");
    end_in(&browser, 4000).await;
    assert_eq!(standing(&browser, tab).await, "allow day");
    browser.stop_worker().await.expect("stopping");
    in_force(&browser, "the end of the day", "(await chrome.declarativeNetRequest.getDynamicRules()).length === 0").await;
    in_force(&browser, "what it left to go", "!(await chrome.cookies.getAll({})).some(({ name }) => name === 'LPVID')").await;
    web.clear_log();
    is_held_back(&browser, "https://shop.test/").await;
    assert!(web.log_to_liveperson().is_empty());
    assert_eq!(browser.ext_eval("return chrome.alarms.getAll()").await.expect("alarms"), json!([]));

    // Without an alarm it is found at the next start.
    choose(&browser, tab, "allow", "day").await;
    browser.stop_worker().await.expect("stopping");
    end_in(&browser, -1000).await;
    assert_eq!(standing(&browser, tab).await, "ask");
}

/// Changes what is stored of a choice for a day: it ends in so many milliseconds.
async fn end_in(browser: &Chromium, milliseconds: i64) {
    let change = format!(
        "const stored = JSON.parse((await chrome.storage.local.get('allowances')).allowances);
         for (const choice of Object.values(stored.sites)) choice.until = Date.now() + {milliseconds};
         await chrome.storage.local.set({{ allowances: JSON.stringify(stored) }})"
    );
    browser.ext_eval(&change).await.expect("storage");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_does_not_end_in_the_middle_of_a_conversation() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "day").await;
    is_let_through(&browser, "https://shop.test/").await;
    // The page says that a conversation is under way.
    let say = |state: &str| format!("return chrome.runtime.sendMessage({{ what: 'attempts', items: [], chat: {{ state: '{state}' }} }})");
    assert_eq!(browser.content_eval(&say("open")).await.expect("an answer")["mode"], "allow");
    browser.stop_worker().await.expect("stopping");
    end_in(&browser, -1000).await;
    assert_eq!(standing(&browser, tab).await, "allow tab");
    // Its own calls still go through, and the next page of the site is still its.
    let call = "return fetch('https://va.idp.liveperson.net/api/account/12345678/anonymous/authorize', { method: 'POST' }).then(() => 'ok', String)";
    assert_eq!(browser.eval_async(call).await.expect("a call"), "ok");
    is_let_through(&browser, "https://shop.test/cart").await;
    // In another tab it is over.
    let second = browser.new_tab().await.expect("a tab");
    is_held_back(&browser, "https://shop.test/").await;
    browser.close(&second, &first).await.expect("closing it");
    browser.content_eval(&say("ended")).await.expect("an answer");
    assert_eq!(standing(&browser, tab).await, "ask");
    is_held_back(&browser, "https://shop.test/").await;
}

/// Two changes at once, in one worker: neither is lost.
#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_same_time_do_not_overwrite_each_other() {
    let (_web, browser) = guarded().await;
    let all = browser
        .ext_eval(
            "const made = await Promise.all(Array.from({ length: 8 }, (_, at) => chrome.tabs.create({ url: `https://t${at}.shop.test/plain`, active: false })));
             const there = async (id) => { while (!(await chrome.tabs.get(id)).url?.startsWith('https:')) await new Promise((done) => setTimeout(done, 20)); };
             await Promise.all(made.map(({ id }) => there(id)));
             await Promise.all(made.map(({ id }, at) => chrome.runtime.sendMessage({ what: 'set-mode', tab: id, mode: at % 2 ? 'chat' : 'allow', lasts: ['tab', 'browser', 'day', 'always'][at % 4] })));
             return Promise.all(made.map(({ id }) => chrome.runtime.sendMessage({ what: 'view', tab: id }).then(({ mode, lasts }) => `${mode} ${lasts}`)))",
        )
        .await
        .expect("answers");
    let each = ["allow tab", "chat browser", "allow day", "chat always"];
    assert_eq!(all, json!([each, each].concat()));
    let dynamic =
        browser.ext_eval("return (await chrome.declarativeNetRequest.getDynamicRules())[0].condition.requestDomains").await.expect("rules");
    assert_eq!(dynamic, json!(["t2.shop.test", "t6.shop.test"]));
}

/// The stored form of an earlier version.
#[tokio::test(flavor = "multi_thread")]
async fn choices_of_an_earlier_version_are_taken_over() {
    let lives = Lives::new().await;
    let browser = lives.begin(Some(&dist("chromium"))).await;
    open(&browser, "https://shop.test/").await;
    let old = json!({ "version": 1, "sites": { "shop.test": "allow" } }).to_string();
    browser.ext_eval(&format!("await chrome.storage.local.set({{ allowances: {} }})", json!(old))).await.expect("storage");
    browser.stop_worker().await.expect("stopping");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    assert_eq!(standing(&browser, tab).await, "allow always");
    is_let_through(&browser, "https://shop.test/").await;
}
