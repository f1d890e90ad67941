//! Names that nobody has listed are LivePerson's when its script writes them, and the site's when the site does.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::Chromium;
use common::{get, guarded, set_mode, view_when};
use serde_json::{Value, json};

const ITEMS: [(&str, &str); 4] =
    [("cookie", "zz_visit"), ("localStorage", "zz_state"), ("localStorage", "zz_assigned"), ("localStorage", "zz_later")];

/// The shop in a mode; its tag is there. Then a script of LivePerson's writes, and the shop itself.
async fn written(browser: &Chromium, mode: &str) -> i64 {
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    set_mode(browser, tab, mode).await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done && window.__lp").await.expect("the tag");
    browser
        .eval(
            "document.cookie = 'own_visit=1; Max-Age=86400; Path=/'; localStorage.setItem('own_state', 'own');
             const script = document.createElement('script');
             script.src = 'https://lptag.liveperson.net/kinds/unlisted.js';
             document.head.append(script);",
        )
        .await
        .expect("a script of theirs");
    browser.wait_for("window.__unlisted").await.expect("what it writes");
    tab
}

async fn lasting_cookies(browser: &Chromium) -> Vec<String> {
    let all = browser.cookies().await.expect("cookies");
    let mut names: Vec<String> =
        all.into_iter().filter(|one| one.expires.is_some() && one.domain.ends_with("shop.test")).map(|one| one.name).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlisted_name_is_known_by_who_writes_it() {
    // The control: where the site is allowed, all of it is kept as asked.
    let (_web, browser) = guarded().await;
    written(&browser, "allow").await;
    assert!(lasting_cookies(&browser).await.contains(&"zz_visit".to_owned()));
    assert_eq!(get(&browser, "[localStorage.zz_state, localStorage.zz_assigned, localStorage.zz_later].length").await, 3);
    assert_eq!(get(&browser, "Object.keys(localStorage).filter((name) => name.startsWith('zz_')).length").await, 3);
    drop(browser);

    let (_web, browser) = guarded().await;
    let tab = written(&browser, "chat").await;
    assert_eq!(lasting_cookies(&browser).await, ["own_visit"]);
    assert_eq!(get(&browser, "Object.keys(localStorage).filter((name) => /^(zz|own)_/.test(name))").await, json!(["own_state"]));
    let read = get(&browser, "[localStorage.getItem('zz_state'), localStorage.zz_assigned, localStorage.getItem('zz_later')]").await;
    assert_eq!(read, json!(["at once", "at once", "later"]), "for this visit its script reads it back");
    let rows = |view: &Value| -> Vec<Value> { view["kept"].as_array().cloned().unwrap_or_default() };
    let is_row = |row: &Value, kind: &str, name: &str| row["kind"] == kind && row["name"] == name;
    let all_there = |view: &Value| ITEMS.iter().all(|(kind, name)| rows(view).iter().any(|row| is_row(row, kind, name)));
    let view = view_when(&browser, tab, all_there).await;
    for row in rows(&view).iter().filter(|row| row["name"].as_str().is_some_and(|name| name.starts_with("zz_"))) {
        assert_eq!((&row["class"], &row["outcome"]), (&json!("unlisted"), &json!("session-only")), "{row}");
        assert!(row.to_string().contains("lptag.liveperson.net"), "says by which script: {row}");
    }
    assert!(rows(&view).iter().all(|row| row["name"] != "own_state" && row["name"] != "own_visit"), "{view:#}");
}
