//! The settings as a file, and reset: whole or not at all, and undone by a press.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;
#[path = "common/options.rs"]
mod settings_page;

use askfirst_e2e::browser::Popup;
use choosing::{ask, is_held_back, is_let_through};
use common::{guarded, violations};
use serde_json::{Value, json};
use settings_page::{file, focused, import, options, settings, site};

const SHOP: &str = "https://shop.test/";

/// Gives the page's own file field a file, as the browser's dialog does.
async fn give_file(page: &Popup, text: &str) {
    page.eval(&format!(
        "const chosen = new DataTransfer();
         chosen.items.add(new File([{}], 'settings.json', {{ type: 'application/json' }}));
         const field = document.querySelector('#chosen-file');
         field.files = chosen.files;
         field.dispatchEvent(new Event('change'))",
        json!(text)
    ))
    .await
    .expect("a file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_over_as_a_whole_or_not_at_all() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    import(&browser, &file(&[site("bank.test", "chat")])).await;
    let before = settings(&browser).await;
    let page = options(&browser).await;
    let right = file(&[site("shop.test", "allow"), site("help.shop.test", "chat"), site("a.test", "ask"), site("b.test", "allow")]);
    // One wrong word, and nothing of it is taken over.
    let mut wrong = right.clone();
    wrong["sites"][3]["mode"] = json!("allowed");
    wrong["defaultMode"] = json!("allow");
    give_file(&page, &wrong.to_string()).await;
    let told = page
        .wait_for("document.querySelector('#file-error').checkVisibility() && document.querySelector('#file-error').innerText")
        .await
        .expect("what is wrong");
    assert_eq!(
        told,
        "This file was not taken over, and nothing was changed: sites[3].mode “allowed” is no mode. There are ask, chat and allow."
    );
    assert_eq!(settings(&browser).await, before);
    assert_eq!(violations(&page).await, json!([]));
    for (text, told) in [
        ("{ \"askFirstSettings\": 2 }".to_owned(), "newer AskFirst"),
        ("not JSON".to_owned(), "is not JSON"),
        ("{}".to_owned(), "does not hold settings"),
        (" ".repeat(8_000_001), "too large"),
        (file(&[site("lpsnmedia.net", "allow")]).to_string(), "is no site for which"),
    ] {
        give_file(&page, &text).await;
        page.wait_for(&format!("document.querySelector('#file-fault').textContent.includes('{told}')")).await.expect(told);
        assert_eq!(settings(&browser).await, before, "{told}");
    }
    // The right one is in force at once.
    give_file(&page, &right.to_string()).await;
    page.wait_for("document.querySelector('#file-done-text').textContent === 'The settings were taken over, with 4 sites.'")
        .await
        .expect("taken over");
    assert_eq!(focused(&page).await[0], "file-done");
    assert!(page.eval("return document.querySelector('#file-error').hidden").await.expect("the error") == true);
    assert_eq!(violations(&page).await, json!([]));
    browser.switch(&first).await.expect("the first tab");
    is_let_through(&browser, SHOP).await;
    // What is exported is what was imported, and can be taken over again.
    let exported = ask(&browser, "{ what: 'export' }").await;
    let exported: Value = serde_json::from_str(exported["text"].as_str().expect("a text")).expect("JSON");
    let mut sorted = right.clone();
    sorted["sites"].as_array_mut().expect("sites").sort_by_key(|one| one["site"].to_string());
    assert_eq!(exported, sorted);
    // And it can be undone.
    page.cdp("Page.bringToFront", json!({})).await.expect("in front");
    page.click("#file-undo").await.expect("a press");
    page.wait_for("document.querySelector('#file-done-text').textContent.startsWith('Undone')").await.expect("undone");
    assert_eq!(settings(&browser).await, before);
    browser.switch(&first).await.expect("the first tab");
    is_held_back(&browser, SHOP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_that_is_saved_is_the_visitors() {
    let (_web, browser) = guarded().await;
    import(&browser, &file(&[site("shop.test", "allow")])).await;
    let page = options(&browser).await;
    let folder = tempfile::tempdir().expect("a folder");
    page.cdp("Page.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder.path() }))
        .await
        .expect("a folder for downloads");
    page.click("#export").await.expect("a press");
    let saved = folder.path().join("askfirst-settings.json");
    let text = askfirst_e2e::wait::until("the file", choosing::PATIENCE, || async {
        Ok(std::fs::read_to_string(&saved).ok().filter(|text| text.ends_with("}\n")))
    })
    .await
    .expect("the file");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), file(&[site("shop.test", "allow")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_asks_first_and_can_be_undone() {
    let (_web, browser) = guarded().await;
    import(&browser, &file(&[site("shop.test", "allow")])).await;
    ask(&browser, "{ what: 'set-default', mode: 'chat' }").await;
    let before = settings(&browser).await;
    let page = options(&browser).await;
    page.click("#reset").await.expect("a press");
    page.wait_for("document.querySelector('#reset-ask').checkVisibility()").await.expect("the question");
    assert_eq!(focused(&page).await[0], "reset-no", "nothing happens by one press too many");
    assert_eq!(violations(&page).await, json!([]));
    page.press("Enter").await.expect("a key");
    page.wait_for("document.querySelector('#reset-ask').hidden").await.expect("kept");
    assert_eq!(focused(&page).await[0], "reset");
    assert_eq!(settings(&browser).await, before);
    page.click("#reset").await.expect("a press");
    page.click("#reset-yes").await.expect("a press");
    page.wait_for("document.querySelector('#file-done-text').textContent === 'Everything was reset.'").await.expect("reset");
    let fresh = json!({ "default_mode": "ask", "button": true, "hidden_on": [], "sites": [], "notices": [] });
    assert_eq!(settings(&browser).await, fresh);
    assert_eq!(browser.ext_eval("return chrome.declarativeNetRequest.getDynamicRules()").await.expect("rules"), json!([]));
    assert_eq!(browser.ext_eval("return chrome.scripting.getRegisteredContentScripts()").await.expect("markers"), json!([]));
    page.click("#file-undo").await.expect("a press");
    page.wait_for("document.querySelector('#file-done-text').textContent.startsWith('Undone')").await.expect("undone");
    assert_eq!(settings(&browser).await, before);
}
