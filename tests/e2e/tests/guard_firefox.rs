//! The guard in a real Firefox: a choice of the ways in, read from the extension's own world, which no guard stands before.
#![cfg(test)]

mod common;

use std::time::Duration;

use askfirst::catalogue::{Catalogue, Kind};
use askfirst::classify::ItemClassifier;
use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{dist, get};
use serde_json::{Value, json};

/// Pages of `site/ways/`, by number: cookies, cookieStore, storages, databases, fresh frames, srcdoc.
const WAYS: [&str; 16] = ["001", "019", "042", "043", "064", "086", "088", "093", "094", "097", "101", "113", "115", "124", "128", "133"];

/// What LivePerson's the site keeps: `kind name`.
async fn kept(browser: &Firefox, tab: i64, host: &str) -> anyhow::Result<Vec<String>> {
    let found = browser
        .ext_eval(&format!(
            "const [storage] = await chrome.scripting.executeScript({{ target: {{ tabId: {tab} }}, func: async () => ({{
                 localStorage: Object.keys(localStorage), indexedDB: (await indexedDB.databases()).map((one) => one.name) }}) }});
             const cookies = await chrome.cookies.getAll({{ domain: '{host}', partitionKey: {{}} }});
             return {{ ...storage.result, cookie: cookies.map((one) => one.name) }}"
        ))
        .await?;
    let catalogue = Catalogue::embedded()?;
    let items = ItemClassifier::new(&catalogue)?;
    let mut theirs = Vec::new();
    for kind in [Kind::Cookie, Kind::LocalStorage, Kind::IndexedDb] {
        let names = found[kind.as_str()].as_array().map(Vec::as_slice).unwrap_or_default();
        let names = names.iter().filter_map(Value::as_str).filter(|name| items.classify(kind, name, "ways.test").vendor.is_some());
        theirs.extend(names.map(|name| format!("{} {name}", kind.as_str())));
    }
    Ok(theirs)
}

async fn visit(browser: &Firefox, way: &str) -> String {
    let host = format!("w{way}.ways.test");
    browser.goto(&format!("https://{host}/")).await.expect(way);
    browser.wait_for("window.__done").await.unwrap_or_else(|error| panic!("{way}: {error:#}"));
    host
}

async fn set_mode(browser: &Firefox, tab: i64, mode: &str) {
    let answer = browser
        .ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'set-mode', tab: {tab}, mode: '{mode}' }})"))
        .await
        .expect("an answer");
    assert_eq!(answer["mode"], mode, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_lasts_in_firefox() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    browser.goto("https://ways.test/blank").await.expect("the site");
    let tab = browser.browser_tab_id().await.expect("a tab");

    // The control: where the site is allowed, the same extension lets all of it be kept.
    set_mode(&browser, tab, "allow").await;
    for way in WAYS {
        let host = visit(&browser, way).await;
        assert!(!kept(&browser, tab, &host).await.expect("what is kept").is_empty(), "{way}: nothing is kept in Allow either");
    }

    // Taken back, what is there goes, and nothing new comes.
    set_mode(&browser, tab, "ask").await;
    for way in WAYS {
        let host = visit(&browser, way).await;
        wait::until("nothing to be kept", Duration::from_secs(10), || async {
            let kept = kept(&browser, tab, &host).await?;
            anyhow::ensure!(kept.is_empty(), "{way}: {kept:?}");
            Ok(Some(()))
        })
        .await
        .expect("the sweep");
        // Once more on the clean ground: at no moment.
        let host = visit(&browser, way).await;
        assert_eq!(kept(&browser, tab, &host).await.expect("what is kept"), Vec::<String>::new(), "{way}");
    }

    // In Chat only the page reads back what it wrote, for this visit.
    browser.goto("https://ways.test/blank").await.expect("the whole site");
    set_mode(&browser, tab, "chat").await;
    for way in ["001", "086", "088"] {
        visit(&browser, way).await;
        let read = get(&browser, "window.__readBack ?? null").await;
        assert!(read.as_str().is_some_and(|read| read.contains(&format!("w{way}"))), "{way}: {read}");
    }
    assert_eq!(get(&browser, "Object.keys(window).includes('lpTag')").await, json!(false));
}
