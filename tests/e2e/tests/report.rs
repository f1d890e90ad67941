//! The report of a page, as a visitor makes it: copied and saved from the popup, in both browsers; in the published form, and as a
//! page that does nothing.
#![cfg(test)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use askfirst_e2e::browser::Popup;
use askfirst_e2e::wait;
use common::{axe, get, guarded, guarded_firefox, view_when};
use serde_json::{Value, json};

/// What the page has ready for LivePerson: nobody else's business.
const PERSONAL: &str = "lpTag.sdes.push({ type: 'personal', personal: { firstname: 'Anna', contacts: [{ email: 'anna@a.test' }] } })";
/// A report says that it was made within so long.
const PATIENCE: Duration = Duration::from_secs(15);

/// The report in a text, once it has the published form.
fn valid(text: &str) -> Value {
    let schema = include_str!("../../../extension/schemas/report-1.json");
    let schema = jsonschema::draft202012::new(&serde_json::from_str(schema).expect("JSON")).expect("a schema");
    let report: Value = serde_json::from_str(text).expect("JSON");
    let wrong: Vec<String> = schema.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(wrong, Vec::<String>::new(), "{report:#}");
    report
}

/// The file with this ending in a folder, once the browser has written it.
async fn saved(folder: &Path, ending: &str) -> PathBuf {
    wait::until("the file", PATIENCE, || async {
        let files = fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path());
        let mut written = files.filter(|file| file.extension().is_some_and(|is| is == ending));
        Ok(written.find(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0)))
    })
    .await
    .expect("a file")
}

async fn press(popup: &Popup, button: &str, says: &str) {
    popup.eval(&format!("document.querySelector('{button}').focus()")).await.expect("focus");
    popup.press("Enter").await.expect("a key");
    popup.wait_for(&format!("document.querySelector('#report-done').textContent === '{says}'")).await.expect("it is said");
    popup.wait_for(&format!("document.querySelector('#live').textContent === '{says}'")).await.expect("it is heard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_copied_and_saved_from_the_popup() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/cart?code=summer#x").await.expect("the cart");
    browser.wait_for("window.__done").await.expect("the cart");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
    browser.eval(PERSONAL).await.expect("the page's own words");
    let popup = browser.open_popup().await.expect("the popup");
    let folder = tempfile::TempDir::with_prefix("askfirst-report-").expect("a folder");
    popup.cdp("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder.path() })).await.expect("where files go");
    popup.cdp("Browser.grantPermissions", json!({ "permissions": ["clipboardReadWrite"] })).await.expect("reading it back");
    popup.wait_for("document.querySelector('#reading').read").await.expect("it is read");
    popup.eval("document.querySelector('#report-fold > summary').focus()").await.expect("focus");
    popup.press("Enter").await.expect("a key");

    press(&popup, "#report-copy", "The report is on your clipboard.").await;
    let copied = popup.eval("return navigator.clipboard.readText()").await.expect("the clipboard");
    let copied = copied.as_str().expect("a text");
    let report = valid(copied);
    assert_eq!(report["page"], json!({ "address": "https://shop.test/cart", "site": "shop.test", "kind": "web" }));
    assert_eq!(json!([report["mode"], report["verdict"], report["personalValues"]]), json!(["ask", "held-back", false]));
    assert_eq!(report["requests"][0]["services"][0]["addresses"][0]["address"], "https://lptag.liveperson.net/tag/tag.js?site=12345678");
    for personal in ["Anna", "anna@", "summer", "Willow"] {
        assert!(!copied.contains(personal), "{personal} in {copied}");
    }

    press(&popup, "#report-html", "The report was given to your browser to save.").await;
    let page = saved(folder.path(), "html").await;
    let name = page.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    assert!(name.starts_with("askfirst-shop.test-20"), "{name}");
    let html = fs::read_to_string(&page).expect("the page");
    assert!(!html.contains("Anna") && !html.contains("summer"), "{html}");

    // With everything, when that is asked for.
    popup.click("#report-personal").await.expect("a press");
    press(&popup, "#report-json", "The report was given to your browser to save.").await;
    let written = fs::read_to_string(saved(folder.path(), "json").await).expect("the file");
    let report = valid(&written);
    assert_eq!(report["personalValues"], true);
    assert!(written.contains("anna@a.test") && written.contains("code=summer"), "{written}");
    popup.close().await.expect("closing");

    // The page is one of its own: it reads, and loads and runs nothing.
    browser.goto(&format!("file://{}", page.display())).await.expect("the page");
    let title = get(&browser, "document.querySelector('h1').textContent").await;
    assert_eq!(title, "What LivePerson tried on shop.test");
    let said = get(&browser, "document.body.innerText").await;
    for sentence in
        ["It was held back.", "https://shop.test/cart", "Load the chat widget", "LPVID", "left out", "Said, not seen", "needs consent"]
    {
        assert!(said.as_str().is_some_and(|said| said.contains(sentence)), "{sentence} in {said}");
    }
    let counts = "[document.scripts.length, document.querySelectorAll('link, img, iframe, [src], [href]').length, performance.getEntriesByType('resource').length]";
    assert_eq!(get(&browser, counts).await, json!([0, 0, 0]));
    for scheme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.cdp("Emulation.setEmulatedMedia", media).await.expect("a scheme");
        let found = browser
            .eval_async(&format!(
                "{}; return (await axe.run()).violations.map(({{ id, nodes }}) => [id, nodes.map((node) => node.html)])",
                axe()
            ))
            .await
            .expect("axe-core");
        assert_eq!(found, json!([]), "{scheme}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_copied_and_saved_in_firefox() {
    let (_web, browser) = guarded_firefox().await;
    let folder = tempfile::TempDir::with_prefix("askfirst-report-").expect("a folder");
    let into = Value::from(folder.path().to_string_lossy().into_owned());
    browser
        .in_chrome(&format!(
            "Services.prefs.setIntPref('browser.download.folderList', 2);
             Services.prefs.setStringPref('browser.download.dir', {into});
             Services.prefs.setBoolPref('browser.download.useDownloadDir', true);"
        ))
        .await
        .expect("where files go");
    browser.goto("https://shop.test/cart").await.expect("the cart");
    browser.wait_for("window.__done").await.expect("the cart");
    browser.eval(PERSONAL).await.expect("the page's own words");
    let tab = browser.browser_tab_id().await.expect("a tab");
    browser.popup_in_tab(tab).await.expect("the popup");
    browser.wait_for("document.querySelector('#learned-gist')?.textContent.includes('First name')").await.expect("what lay ready is read");
    browser.click("#learned-fold > summary").await.expect("a press");
    browser.wait_for("document.querySelector('#learned-ways')?.textContent.includes('anna@a.test')").await.expect("a value");
    browser.click("#report-fold > summary").await.expect("a press");
    browser.click("#report-copy").await.expect("a press");
    browser.wait_for("document.querySelector('#report-done').textContent.includes('clipboard')").await.expect("it is said");
    let copied = browser.in_chrome("return navigator.clipboard.readText()").await.expect("the clipboard");
    let report = valid(copied.as_str().expect("a text"));
    assert_eq!(json!([report["page"]["address"], report["verdict"]]), json!(["https://shop.test/cart", "held-back"]));
    browser.click("#report-personal").await.expect("a press");
    for (button, ending) in [("#report-json", "json"), ("#report-html", "html")] {
        browser.click(button).await.expect("a press");
        let text = fs::read_to_string(saved(folder.path(), ending).await).expect("the file");
        assert!(text.contains("anna@a.test"), "{text}");
    }
}
