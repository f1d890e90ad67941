//! The options page, as a visitor uses it: every setting, the list of sites, the file, by keyboard, narrow, dark, from the right.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;
#[path = "common/options.rs"]
mod settings_page;

use std::path::Path;

use askfirst_e2e::browser::{Chromium, ChromiumOptions};
use askfirst_e2e::standin::StandIn;
use choosing::{ask, choose, is_held_back, is_let_through, open};
use common::{dist, guarded, guarded_firefox, violations};
use serde_json::{Value, json};
use settings_page::{file, focused, import, options, settings, site};

const SHOP: &str = "https://shop.test/";

/// The names in the list, and whether each was removed.
const LISTED: &str =
    "[...document.querySelectorAll('#sites-list > li')].map((row) => [row.dataset.site, !row.querySelector('.gone').hidden])";

#[tokio::test(flavor = "multi_thread")]
async fn the_default_is_set_and_followed() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    is_held_back(&browser, SHOP).await;
    let page = options(&browser).await;
    assert_eq!(page.eval("return document.querySelector('[name=default]:checked').value").await.expect("the default"), "ask");
    page.click("#default-allow").await.expect("a press");
    page.wait_for("document.querySelector('#live').textContent === 'Saved.'").await.expect("it is said");
    assert_eq!(settings(&browser).await["default_mode"], "allow");
    browser.switch(&first).await.expect("the shop's tab");
    is_let_through(&browser, SHOP).await;
    page.cdp("Page.bringToFront", json!({})).await.expect("in front");
    // By keyboard it goes the way of all such buttons.
    page.eval("document.querySelector('#default-allow').focus()").await.expect("the focus");
    page.press("ArrowRight").await.expect("a key");
    page.wait_for("document.querySelector('#default-ask').checked").await.expect("round to the first");
    common::view_when(&browser, browser_tab(&browser).await, |view| view["default_mode"] == "ask").await;
    browser.switch(&first).await.expect("the shop's tab");
    is_held_back(&browser, SHOP).await;
}

async fn browser_tab(browser: &Chromium) -> i64 {
    let tab = browser.ext_eval("return (await chrome.tabs.query({ url: 'https://shop.test/*' }))[0].id").await.expect("the shop's tab");
    tab.as_i64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_changed_removed_and_put_back() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    let page = options(&browser).await;
    let text = page.text().await.expect("text");
    assert!(text.contains("No site yet.") && !text.contains("Search"), "{text}");
    // A choice that is made in the popup is there at once.
    browser.switch(&first).await.expect("the first tab");
    open(&browser, SHOP).await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "browser").await;
    page.wait_for(&format!("JSON.stringify({LISTED}) === '[[\"shop.test\",false]]'")).await.expect("it is listed");
    let row = "const row = document.querySelector('#sites-list > li'); const [mode, lasts] = row.querySelectorAll('select');";
    let shown = page.eval(&format!("{row} return [mode.value, lasts.value, mode.ariaLabel, lasts.ariaLabel]")).await.expect("the row");
    assert_eq!(shown, json!(["allow", "browser", "How shop.test is treated", "For how long on shop.test"]));
    assert_eq!(violations(&page).await, json!([]));
    is_let_through(&browser, SHOP).await;

    // Another duration, then another mode: the day goes on.
    page.eval(&format!("{row} lasts.value = 'day'; lasts.dispatchEvent(new Event('change', {{ bubbles: true }}))"))
        .await
        .expect("a choice");
    page.wait_for("document.querySelector('.until').textContent.startsWith('until ')").await.expect("its end");
    let until = settings(&browser).await["sites"][0]["until"].clone();
    page.eval(&format!("{row} mode.value = 'chat'; mode.dispatchEvent(new Event('change', {{ bubbles: true }}))")).await.expect("a choice");
    page.wait_for("document.querySelector('#sites-list > li').dataset.mode === 'chat'").await.expect("the mode");
    assert_eq!(settings(&browser).await["sites"], json!([{ "site": "shop.test", "mode": "chat", "lasts": "day", "until": until }]));

    // Removed: it can be put back where it was, and the focus stays there.
    page.cdp("Page.bringToFront", json!({})).await.expect("in front");
    page.eval("document.querySelector('#sites-list [data-act=remove]').focus()").await.expect("the focus");
    page.press("Enter").await.expect("a key");
    page.wait_for(&format!("JSON.stringify({LISTED}) === '[[\"shop.test\",true]]'")).await.expect("removed");
    page.wait_for("document.querySelector('#live').textContent === 'shop.test was removed. It is treated as all others now.'")
        .await
        .expect("it is said");
    assert_eq!(focused(&page).await, json!(["undo", "shop.test"]));
    assert_eq!(settings(&browser).await["sites"], json!([]));
    assert_eq!(violations(&page).await, json!([]));
    browser.switch(&first).await.expect("the first tab");
    is_held_back(&browser, SHOP).await;
    page.cdp("Page.bringToFront", json!({})).await.expect("in front");
    page.eval("document.querySelector('#sites-list [data-act=undo]').focus()").await.expect("the focus");
    page.press("Enter").await.expect("a key");
    page.wait_for(&format!("JSON.stringify({LISTED}) === '[[\"shop.test\",false]]'")).await.expect("put back");
    assert_eq!(focused(&page).await, json!(["remove", "shop.test"]));
    assert_eq!(settings(&browser).await["sites"], json!([{ "site": "shop.test", "mode": "chat", "lasts": "day", "until": until }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_sites_are_searched_without_delay() {
    let (_web, browser) = guarded().await;
    let sites: Vec<Value> = (0..2000).map(|n| site(&format!("n{n:04}.shop.test"), ["allow", "chat"][n % 2])).collect();
    assert_eq!(import(&browser, &file(&sites)).await["sites"].as_array().map(Vec::len), Some(2000));
    let page = options(&browser).await;
    let shown = "document.querySelectorAll('#sites-list > li').length";
    assert_eq!(
        page.eval(&format!("return [{shown}, document.querySelector('#sites-count').textContent]")).await.expect("the list"),
        json!([100, "2,000 sites"])
    );
    page.click("#sites-more").await.expect("a press");
    page.wait_for(&format!("{shown} === 200")).await.expect("more of it");
    assert_eq!(focused(&page).await, json!(["mode", "n0100.shop.test"]), "it is read on where it went on");
    let took = page
        .eval(&format!(
            "const field = document.querySelector('#search');
             const begun = performance.now();
             for (const text of ['n', 'n1', 'n19', 'n199', 'https://www.n1999.shop.test/cart']) {{
               field.value = text;
               field.dispatchEvent(new Event('input'));
             }}
             return [performance.now() - begun, JSON.stringify({LISTED}), document.querySelector('#sites-count').textContent]"
        ))
        .await
        .expect("a search");
    assert_eq!((&took[1], &took[2]), (&json!("[[\"n1999.shop.test\",false]]"), &json!("1 site")), "{took}");
    assert!(took[0].as_f64().is_some_and(|time| time < 1000.0), "five searches took {} ms", took[0]);
    page.wait_for("document.querySelector('#live').textContent === '1 site'").await.expect("it is said");
    page.eval("const field = document.querySelector('#search'); field.value = 'nothing'; field.dispatchEvent(new Event('input'))")
        .await
        .expect("a search");
    page.wait_for(
        "!document.querySelector('#sites-no-match').hidden && document.querySelector('#live').textContent.startsWith('No site has')",
    )
    .await
    .expect("no match");
    assert_eq!(violations(&page).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_button_is_turned_off_and_brought_back() {
    let (_web, browser) = guarded().await;
    import(&browser, &file(&[])).await;
    let page = options(&browser).await;
    let hidden = "[...document.querySelectorAll('#hidden-list > li')].map((row) => [row.dataset.site, !row.querySelector('.gone').hidden])";
    assert_eq!(page.eval(&format!("return {hidden}")).await.expect("the list"), json!([["news.test", false]]));
    page.click("#button-shown").await.expect("a press");
    page.wait_for("document.querySelector('#live').textContent === 'Saved.'").await.expect("it is said");
    assert_eq!(settings(&browser).await["button"], false);
    page.click("#hidden-list [data-act=remove]").await.expect("a press");
    page.wait_for(&format!("JSON.stringify({hidden}) === '[[\"news.test\",true]]'")).await.expect("it is back");
    assert_eq!(focused(&page).await, json!(["undo", "news.test"]));
    assert_eq!((&settings(&browser).await["hidden_on"], &settings(&browser).await["button"]), (&json!([]), &json!(false)));
    assert_eq!(violations(&page).await, json!([]));
    page.click("#hidden-list [data-act=undo]").await.expect("a press");
    page.wait_for(&format!("JSON.stringify({hidden}) === '[[\"news.test\",false]]'")).await.expect("hidden again");
    assert_eq!(settings(&browser).await["hidden_on"], json!(["news.test"]));
    // Off everywhere: no button on a page whose chat was held back. The control: turned on again there is one.
    let first = browser.tab().await.expect("a tab");
    browser.switch(&first).await.expect("the first tab");
    open(&browser, "https://shop.test/calls").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let view = common::view_when(&browser, tab, |view| view["chat"]["state"] == "held").await;
    assert_eq!(view["button_off"], "all", "{view}");
    ask(&browser, "{ what: 'set-button', shown: true }").await;
    browser.reload().await.expect("the page again");
    browser.wait_in_shadow("askfirst-button", "root.querySelector('.box').checkVisibility()").await.expect("the button");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clean_up_is_the_popups_and_the_popup_leads_here() {
    let (_web, browser) = guarded().await;
    open(&browser, SHOP).await;
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("its state");
    popup.click("#settings").await.expect("a press");
    let page = browser
        .page_at(&format!("chrome-extension://{}/options.html", browser.extension_id().expect("an id")))
        .await
        .expect("the options page");
    page.wait_for("document.body.dataset.state === 'ready'").await.expect("its state");
    page.click("#clean-up-button").await.expect("a press");
    page.wait_for("document.querySelector('#clean-up-result').textContent.includes('Nothing of LivePerson’s was found.')")
        .await
        .expect("the result");
    assert_eq!(violations(&page).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_page_changes_nothing() {
    let (_web, browser) = guarded().await;
    open(&browser, SHOP).await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    for what in ["settings", "set-default", "export", "reset", "import"] {
        // The content script's own world: more than a page has.
        let said = browser
            .ext_eval(&format!(
                "const [answer] = await chrome.scripting.executeScript({{ target: {{ tabId: {tab} }}, func: async () => {{
                   try {{ return await Promise.race([chrome.runtime.sendMessage({{ what: '{what}', mode: 'allow', text: '' }}), new Promise((done) => setTimeout(done, 500, 'silence'))]) ?? 'silence'; }}
                   catch (error) {{ return 'silence' }} }} }});
                 return answer.result"
            ))
            .await
            .expect("an answer");
        assert_eq!(said, "silence", "{what}");
    }
    assert_eq!(settings(&browser).await["default_mode"], "ask");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_accessible_and_nothing_stands_out_in_any_shape() {
    for dark in [false, true] {
        let web = StandIn::start().await.expect("the stand-in");
        let mut started = ChromiumOptions::new(web.port()).with_extension(dist("chromium"));
        started.dark = dark;
        let browser = Chromium::launch(started).await.expect("Chromium");
        common::ready(&browser).await;
        let long = format!("{}.{}.shop.test", "sub".repeat(20), "longer".repeat(9));
        let mut sites = vec![site("shop.test", "allow"), site("bank.test", "chat"), site("ask.test", "ask"), site(&long, "chat")];
        sites.push(json!({ "site": "day.test", "mode": "allow", "lasts": "day", "until": 9_000_000_000_000_u64 }));
        import(&browser, &file(&sites)).await;
        let page = options(&browser).await;
        page.click("#sites-list > [data-site='bank.test'] [data-act=remove]").await.expect("a press");
        page.wait_for("document.querySelector('.gone:not([hidden])')").await.expect("removed");
        page.click("#reset").await.expect("a press");
        for (width, direction, size) in [(1000, "ltr", "100%"), (320, "ltr", "100%"), (320, "rtl", "100%"), (640, "ltr", "200%")] {
            let metrics = json!({ "width": width, "height": 2200, "deviceScaleFactor": 1, "mobile": false });
            page.cdp("Emulation.setDeviceMetricsOverride", metrics).await.expect("a size");
            let beyond = page
                .eval(&format!(
                    "document.documentElement.dir = '{direction}'; document.documentElement.style.fontSize = '{size}';
                     return document.documentElement.scrollWidth - document.documentElement.clientWidth"
                ))
                .await
                .expect("a width");
            let shape = format!("{width}-{direction}-{}-{}", size.trim_end_matches('%'), if dark { "dark" } else { "light" });
            page.screenshot(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("options-{shape}.png"))).await.expect("a picture");
            assert_eq!(beyond, 0, "{shape}");
            assert_eq!(violations(&page).await, json!([]), "{shape}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_background_that_does_not_answer_is_said_and_tried_again() {
    let (_web, browser) = guarded().await;
    let page = options(&browser).await;
    page.eval("globalThis.__send = chrome.runtime.sendMessage; chrome.runtime.sendMessage = async () => ({ error: 'broken on purpose' })")
        .await
        .expect("a fault");
    page.click("#default-allow").await.expect("a press");
    page.wait_for("document.body.dataset.state === 'error' && document.querySelector('#detail').textContent === 'broken on purpose'")
        .await
        .expect("the fault");
    assert_eq!(focused(&page).await[0], "again");
    assert_eq!(
        page.eval("return document.querySelector('[name=default]:checked').value").await.expect("the default"),
        "ask",
        "what holds is shown"
    );
    assert_eq!(violations(&page).await, json!([]));
    page.eval("chrome.runtime.sendMessage = globalThis.__send").await.expect("mended");
    page.press("Enter").await.expect("a key");
    page.wait_for("document.body.dataset.state === 'ready' && document.querySelector('#trouble').hidden").await.expect("its state");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_path_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    open(&browser, SHOP).await;
    let tab = browser.browser_tab_id().await.expect("a tab");
    choose(&browser, tab, "allow", "always").await;
    let (page, first) = browser.extension_page("options.html").await.expect("the options page");
    browser.wait_for("document.body.dataset.state === 'ready'").await.expect("its state");
    assert_eq!(browser.eval(&format!("return {LISTED}")).await.expect("the list"), json!([["shop.test", false]]));
    browser.click("#sites-list [data-act=remove]").await.expect("a press");
    browser.wait_for("document.querySelector('.gone:not([hidden])')").await.expect("removed");
    browser.click("#default-chat").await.expect("a press");
    browser.wait_for("document.querySelector('#live').textContent === 'Saved.'").await.expect("saved");
    browser.close(&page, &first).await.expect("closing");
    let told = ask(&browser, "{ what: 'settings' }").await;
    assert_eq!((&told["default_mode"], &told["sites"]), (&json!("chat"), &json!([])), "{told}");
    open(&browser, SHOP).await;
    browser.wait_for("window.__lp && window.__lp.started").await.expect("the chat, by default");
}
