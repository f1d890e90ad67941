//! The page after the installation, in real browsers: what it says, and that it comes once.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst_e2e::browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions, Popup};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{dist, violations};
use serde_json::json;

async fn installed(dark: bool) -> (StandIn, Chromium, Popup) {
    let web = StandIn::start().await.expect("the stand-in");
    let mut options = ChromiumOptions::new(web.port()).with_extension(dist("chromium"));
    (options.welcome, options.dark) = (true, dark);
    let browser = Chromium::launch(options).await.expect("Chromium");
    let page = welcome(&browser).await;
    (web, browser, page)
}

async fn welcome(browser: &Chromium) -> Popup {
    let url = format!("chrome-extension://{}/welcome.html", browser.extension_id().expect("an id"));
    let page = browser.page_at(&url).await.expect("the page");
    page.wait_for("document.querySelector('#cleaned[data-done]')").await.expect("the clean-up's finding");
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_askfirst_does_in_both_schemes() {
    for dark in [false, true] {
        let (_web, browser, page) = installed(dark).await;
        let text = page.text().await.expect("text");
        for said in
            ["AskFirst is at work", "wait until you ask", "Nothing of LivePerson’s was found", "puzzle piece", "pin beside AskFirst"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert_eq!(violations(&page).await, json!([]));
        assert_eq!(
            page.eval("return [document.title, document.documentElement.lang]").await.expect("a title"),
            json!(["AskFirst is at work", "en"])
        );
        // One screen: nothing has to be scrolled to.
        let beyond = page.eval("return document.documentElement.scrollHeight - innerHeight").await.expect("a height");
        assert!(beyond.as_f64().is_some_and(|beyond| beyond <= 0.0), "{beyond}");
        let front = browser.ext_eval("return (await chrome.tabs.query({ active: true })).map((tab) => tab.url)").await.expect("tabs");
        assert!(
            front.as_array().is_some_and(|all| all.iter().any(|url| url.as_str().is_some_and(|url| url.ends_with("welcome.html")))),
            "{front}"
        );
        // Nothing else was opened, and nothing was sent.
        let all = browser
            .ext_eval("return (await chrome.tabs.query({})).filter((tab) => tab.url.endsWith('welcome.html')).length")
            .await
            .expect("tabs");
        assert_eq!(all, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_the_clean_up_found_and_comes_once() {
    let web = StandIn::start().await.expect("the stand-in");
    let profile = tempfile::tempdir().expect("a profile");
    let options = || ChromiumOptions::new(web.port()).with_profile(profile.path());
    let before = Chromium::launch(options()).await.expect("Chromium");
    before.goto("https://shop.test/").await.expect("the shop");
    before.wait_for("document.cookie.includes('LPVID')").await.expect("the control: an identifier");
    before.quit().await.expect("closing");

    let mut first = options().with_extension(dist("chromium"));
    first.welcome = true;
    let browser = Chromium::launch(first.clone()).await.expect("Chromium");
    let page = welcome(&browser).await;
    let text = page.text().await.expect("text");
    assert!(text.contains("Removed") && text.contains("of LivePerson’s"), "{text}");
    let kept = browser.cookies().await.expect("cookies");
    assert!(kept.iter().all(|cookie| cookie.name != "LPVID"), "{kept:?}");
    page.close().await.expect("closing");
    browser.quit().await.expect("closing");

    let again = Chromium::launch(first).await.expect("Chromium");
    common::ready(&again).await;
    // Whatever a start does is done by then: the background answers.
    let answer = again.ext_eval("return chrome.runtime.sendMessage({ what: 'settings' })").await.expect("an answer");
    assert_eq!(answer["default_mode"], "ask", "{answer}");
    let tabs = again.ext_eval("return (await chrome.tabs.query({})).map((tab) => tab.url)").await.expect("tabs");
    assert!(!tabs.to_string().contains("welcome.html"), "{tabs}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hint_goes_when_the_button_is_in_the_toolbar() {
    let (_web, _browser, page) = installed(false).await;
    assert_eq!(
        page.eval("return [!document.querySelector('#pin').hidden, !document.querySelector('#pinned').hidden]").await.expect("a hint"),
        json!([true, false])
    );
    // No test can press the browser's own toolbar: what the page is told of it is put in the browser's stead.
    page.eval("chrome.action.getUserSettings = async () => ({ isOnToolbar: true }); window.dispatchEvent(new Event('focus'))")
        .await
        .expect("told");
    page.wait_for("document.querySelector('#pin').hidden && !document.querySelector('#pinned').hidden").await.expect("it is pinned");
    assert_eq!(violations(&page).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_fits_a_narrow_window_from_the_right_and_enlarged() {
    let (_web, _browser, page) = installed(false).await;
    for (width, direction, size) in [(320, "ltr", "100%"), (320, "rtl", "100%"), (640, "ltr", "200%")] {
        let metrics = json!({ "width": width, "height": 700, "deviceScaleFactor": 1, "mobile": false });
        page.cdp("Emulation.setDeviceMetricsOverride", metrics).await.expect("a size");
        let beyond = page
            .eval(&format!(
                "document.documentElement.dir = '{direction}'; document.documentElement.style.fontSize = '{size}';
                 return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            ))
            .await
            .expect("a width");
        assert_eq!(beyond, 0, "{width} {direction} {size}");
        assert_eq!(violations(&page).await, json!([]), "{width} {direction} {size}");
        page.screenshot(&std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("welcome-{width}-{direction}.png")))
            .await
            .expect("a picture");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_comes_in_firefox_too_with_firefox_own_words() {
    let web = StandIn::start().await.expect("the stand-in");
    let mut options = FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"));
    options.welcome = true;
    let browser = Firefox::launch(options).await.expect("Firefox");
    let tab = browser.welcome().await.expect("the page");
    browser.switch(&tab).await.expect("its tab");
    let text = wait::until("the clean-up's finding", Duration::from_secs(15), || async {
        let text = browser.eval("return document.querySelector('#cleaned[data-done]') && document.body.innerText").await?;
        Ok(text.as_str().map(str::to_owned))
    })
    .await
    .expect("the page is filled");
    // Where Firefox has put the button into the toolbar by itself, it says so.
    let of_button = ["Pin to Toolbar", "is in the toolbar"].iter().filter(|said| text.contains(**said)).count();
    assert!(text.contains("Nothing of LivePerson’s was found") && of_button == 1, "{text}");
}
