//! Choosing modes, and what they do to a page.
#![allow(dead_code, reason = "each test reads its own part")]

use std::ops::Deref;
use std::time::Duration;

use super::common::get;
use askfirst_e2e::browser::{Chromium, Firefox, Session};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use serde_json::Value;

/// How long a condition is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const MODES: [&str; 2] = ["chat", "allow"];
pub(crate) const DURATIONS: [&str; 4] = ["tab", "browser", "day", "always"];
pub(crate) const FRAMED: &str = "https://shop.test/frame";
const INNER: &str = "https://www.frames.test/inner";

/// A browser with the extension.
pub(crate) trait Extended: Deref<Target = Session> {
    /// What a page of the extension answers.
    async fn extension(&self, body: &str) -> Value;
    /// The extension's number for the tab in front.
    async fn tab_number(&self) -> i64;
}

impl Extended for Chromium {
    async fn extension(&self, body: &str) -> Value {
        self.ext_eval(body).await.expect("an answer")
    }

    async fn tab_number(&self) -> i64 {
        self.chrome_tab_id().await.expect("a tab")
    }
}

impl Extended for Firefox {
    async fn extension(&self, body: &str) -> Value {
        self.ext_eval(body).await.expect("an answer")
    }

    async fn tab_number(&self) -> i64 {
        self.browser_tab_id().await.expect("a tab")
    }
}

/// Asks the background from a page of the extension.
pub(crate) async fn ask(browser: &impl Extended, question: &str) -> Value {
    browser.extension(&format!("return chrome.runtime.sendMessage({question})")).await
}

/// A site for each choice.
pub(crate) fn address(mode: &str, lasts: &str) -> String {
    format!("https://{mode}-{lasts}.shop.test/")
}

/// What holds on the site of each choice, in the tab in front.
pub(crate) async fn all_standing(browser: &impl Extended) -> Vec<String> {
    let tab = browser.tab_number().await;
    let mut all = Vec::new();
    for mode in MODES {
        for lasts in DURATIONS {
            open(browser, &address(mode, lasts)).await;
            all.push(standing(browser, tab).await);
        }
    }
    all
}

/// What [`all_standing`] is to say where these durations are not over.
pub(crate) fn expected(lasting: &[&str]) -> Vec<String> {
    let of = |mode: &str, lasts: &str| if lasting.contains(&lasts) { format!("{mode} {lasts}") } else { "ask".to_owned() };
    MODES.iter().flat_map(|mode| DURATIONS.map(|lasts| of(mode, lasts))).collect()
}

/// Chooses *Allow* on one page: it holds on `same`, and not on `other`.
pub(crate) async fn holds_on(browser: &impl Extended, chosen: &str, same: &[&str], other: &[&str]) {
    open(browser, chosen).await;
    choose(browser, browser.tab_number().await, "allow", "always").await;
    is_let_through(browser, chosen).await;
    for url in same {
        is_let_through(browser, url).await;
    }
    for url in other {
        is_held_back(browser, url).await;
    }
}

/// What a frame of another site says of its tag.
pub(crate) async fn framed(browser: &Session) -> Value {
    browser.goto(FRAMED).await.expect(FRAMED);
    browser.wait_for("window.__frame").await.expect("the frame's word");
    get(browser, "window.__frame").await
}

/// The chosen site is let through by itself, and held back as a frame of another site.
pub(crate) async fn only_by_itself(web: &StandIn, browser: &impl Extended, mode: &str) {
    browser.goto(INNER).await.expect(INNER);
    choose(browser, browser.tab_number().await, mode, "always").await;
    browser.goto(INNER).await.expect(INNER);
    browser.wait_for("window.__lp && window.__lp.started").await.expect("the control: by itself it is let through");
    browser.goto("https://news.test/").await.expect("another page");
    web.clear_log();
    assert_eq!(framed(browser).await["started"], false, "{mode}");
    assert!(web.log_to_liveperson().is_empty(), "{mode}: {:?}", web.log_to_liveperson());
}

/// Chooses a mode for some time, for the site that a tab shows.
pub(crate) async fn choose(browser: &impl Extended, tab: i64, mode: &str, lasts: &str) {
    let answer = ask(browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: '{mode}', lasts: '{lasts}' }}")).await;
    assert_eq!((answer["mode"].as_str(), answer["lasts"].as_str()), (Some(mode), Some(lasts)), "{answer}");
}

/// What the background says of the mode of a tab, and for how long it holds: `chat day`, `ask`.
pub(crate) async fn standing(browser: &impl Extended, tab: i64) -> String {
    let view = ask(browser, &format!("{{ what: 'view', tab: {tab} }}")).await;
    assert!(view["mode"].is_string(), "{view}");
    let lasts = view["lasts"].as_str().map(|lasts| format!(" {lasts}")).unwrap_or_default();
    format!("{}{lasts}", view["mode"].as_str().unwrap_or_default())
}

/// Opens a page of the shop, and waits until its own code is done.
pub(crate) async fn open(browser: &Session, url: &str) {
    browser.goto(url).await.expect(url);
    browser.wait_for("window.__done").await.unwrap_or_else(|error| panic!("{url}: {error}"));
}

/// What LivePerson does on a page of the shop: all of it.
pub(crate) async fn is_let_through(browser: &Session, url: &str) {
    open(browser, url).await;
    let drawn = "window.__lp && window.__lp.drawn.length > 0 && window.__lp.sent.sp > 0";
    browser.wait_for(drawn).await.unwrap_or_else(|error| panic!("{url}: {error}"));
}

/// Nothing of it.
pub(crate) async fn is_held_back(browser: &Session, url: &str) {
    open(browser, url).await;
    assert_eq!(get(browser, "typeof window.__lp").await, "undefined", "{url}");
    assert_eq!(get(browser, "window.__features ? window.__features.afterTag : 'ok'").await, "ok", "{url}: the page works on");
}

/// Waits for something that the browser has in force to be so, without waking the worker.
pub(crate) async fn in_force(browser: &Chromium, what: &str, question: &str) {
    wait::until(what, PATIENCE, || async {
        let answer = browser.ext_eval(&format!("return {question}")).await?;
        anyhow::ensure!(answer == true, "not yet");
        Ok(Some(()))
    })
    .await
    .unwrap_or_else(|error| panic!("{error:#}"));
}
