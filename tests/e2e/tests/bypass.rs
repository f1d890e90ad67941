//! The bypass suite: every way in that we know of for an identifier of LivePerson's, in a real Chromium. Each way is a
//! small page on a host of its own. Without the extension what it writes is there after the browser is restarted; with it
//! nothing is, in *Ask first* and in *Chat only*. What is left is read by a browser without the extension.
#![cfg(test)]

mod common;
#[path = "common/lives.rs"]
mod lives;
#[path = "common/ways.rs"]
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use askfirst::catalogue::{Catalogue, Kind};
use askfirst::classify::ItemClassifier;
use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use common::{dist, get, set_mode};
use lives::Lives;
use serde_json::{Value, json};
use ways::{Expect, WAYS, Way};

/// How long the extension may take to remove what it could not keep from being written.
const REMOVAL: Duration = Duration::from_secs(1);

/// What is left, by the way that left it: `kind name`.
type Left = BTreeMap<&'static str, BTreeSet<String>>;
/// What goes against the claim, a line each.
type Complaints = Vec<String>;

/// What is left after the browser was closed, as one without the extension sees it.
async fn look(lives: &Lives) -> Left {
    let browser = lives.begin(None).await;
    let mut left = cookies_left(&browser).await;
    for way in WAYS {
        left.entry(way.name).or_default().extend(storage_left(&browser, way).await);
    }
    browser.quit().await.expect("quitting");
    left
}

/// Visits a way, and gives what its page read back.
async fn visit(browser: &Chromium, way: &Way) -> anyhow::Result<Value> {
    browser.goto(&way.url("/")).await?;
    browser.wait_for("window.__done").await?;
    browser.eval("return window.__readBack ?? null").await
}

/// LivePerson's name for an item, if it is theirs.
fn theirs(kind: Kind, name: &str, host: &str) -> bool {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let items = ItemClassifier::new(&catalogue).expect("patterns");
    items.classify(kind, name, host).vendor.is_some()
}

/// LivePerson's cookies that outlive the browser, by way.
async fn cookies_left(browser: &Chromium) -> Left {
    let mut left = Left::new();
    for cookie in browser.cookies().await.expect("cookies") {
        // A cookie without a name is read by pages as the pair that its value looks like.
        let pair = if cookie.name.is_empty() { cookie.value.split_once('=') } else { None };
        let (name, value) = pair.unwrap_or((&cookie.name, &cookie.value));
        if cookie.expires.is_none() || !theirs(Kind::Cookie, name, &cookie.domain) {
            continue;
        }
        let by = |way: &&Way| match way.elsewhere {
            Some(host) => cookie.domain == host,
            None => value.contains(&way.id()) || cookie.domain.ends_with(&format!("{}.ways.test", way.id())),
        };
        let way = WAYS.iter().find(by).map_or("of none of the ways", |way| way.name);
        left.entry(way).or_default().insert(format!("cookie {name}"));
    }
    left
}

/// LivePerson's items in the storage of a way's host, and in what a frame of theirs keeps there. Goes to that host.
async fn storage_left(browser: &Chromium, way: &Way) -> BTreeSet<String> {
    let framed = way.items.iter().any(|item| item.starts_with("framed"));
    browser.goto(&way.url(if framed { "/framed" } else { "/blank" })).await.expect("a quiet page");
    let mut left = stored(&get_async(browser, STORED).await, "", "ways.test");
    if framed {
        browser.command("frame", json!({ "id": 0 })).await.expect("the frame");
        left.extend(stored(&get_async(browser, STORED).await, "framed ", "lpcdn.lpsnmedia.net"));
        browser.command("frame", json!({ "id": null })).await.expect("the page");
    }
    left
}

/// The names in the storage of the page's origin.
const STORED: &str = "return { localStorage: Object.keys(localStorage), indexedDB: (await indexedDB.databases()).map((one) => one.name) }";

fn stored(names: &Value, place: &str, host: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for kind in [Kind::LocalStorage, Kind::IndexedDb] {
        let names = names[kind.as_str()].as_array().expect("names");
        let names = names.iter().filter_map(Value::as_str).filter(|name| theirs(kind, name, host));
        all.extend(names.map(|name| format!("{place}{} {name}", kind.as_str())));
    }
    all
}

async fn get_async(browser: &Chromium, body: &str) -> Value {
    browser.eval_async(body).await.expect("the page answers")
}

/// What the page's origin stores, seen past whatever the page's own world is shown.
async fn stored_behind(browser: &Chromium) -> anyhow::Result<BTreeSet<String>> {
    let tree = browser.cdp("Page.getFrameTree", json!({})).await?;
    let world = browser.cdp("Page.createIsolatedWorld", json!({ "frameId": tree["frameTree"]["frame"]["id"] })).await?;
    let asked = json!({
        "contextId": world["executionContextId"],
        "expression": format!("(async () => {{ {STORED} }})()"),
        "awaitPromise": true,
        "returnByValue": true,
    });
    let answer = browser.cdp("Runtime.evaluate", asked).await?;
    Ok(stored(&answer["result"]["value"], "", "ways.test"))
}

/// Waits until nothing lasting of the way is there any more, for as long as the extension may take. Whether it was in time
/// is seen in what is left; a cookie that is still there is told at once.
async fn settle(browser: &Chromium, way: &Way) -> Complaints {
    let gone = wait::until("nothing to be left", REMOVAL, || async {
        let cookies = cookies_left(browser).await.contains_key(way.name);
        Ok((!cookies && stored_behind(browser).await?.is_empty()).then_some(()))
    });
    if gone.await.is_err() && cookies_left(browser).await.contains_key(way.name) {
        return vec![format!("{}: its cookie is still there after {REMOVAL:?}", way.name)];
    }
    Complaints::new()
}

/// Whether a way's page, visited again, knows who was there before.
async fn known_again(browser: &Chromium) -> BTreeMap<&'static str, Value> {
    let mut known = BTreeMap::new();
    for way in WAYS.iter().filter(|way| way.name.contains("-respawn-")) {
        visit(browser, way).await.expect(way.name);
        known.insert(way.name, get(browser, "window.__known ?? null").await);
    }
    known
}

fn tell(complaints: &Complaints) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_page_of_the_ways_is_tried() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("site/ways");
    let pages: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter_map(|name| {
            let (stem, ending) = name.split_once('.')?;
            ["html", "svg", "xhtml"].contains(&ending).then(|| stem.to_owned())
        })
        .collect();
    let tried: BTreeSet<String> = WAYS.iter().map(|way| way.name.to_owned()).collect();
    assert_eq!(pages, tried);
    assert_eq!(tried.len(), WAYS.len(), "a way is there twice");
    assert!(WAYS.iter().filter(|way| way.expect == Expect::Held).count() >= 40);
}

/// Without the extension every one of them gets through: what it wrote is there after the restart, and known again.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_extension_every_way_lasts() {
    let lives = Lives::new().await;
    let browser = lives.begin(None).await;
    let mut complaints = Complaints::new();
    for way in WAYS {
        match visit(&browser, way).await {
            Ok(read) if way.reads && !read.as_str().is_some_and(|read| read.contains(&way.id())) => {
                complaints.push(format!("{}: the page reads back {read}", way.name));
            }
            Ok(_) => {}
            Err(error) => complaints.push(format!("{}: {error:#}", way.name)),
        }
    }
    browser.quit().await.expect("quitting");

    let left = look(&lives).await;
    for way in WAYS {
        let there = &left[way.name];
        for item in way.items.iter().filter(|item| !there.iter().any(|one| one.eq_ignore_ascii_case(item))) {
            complaints.push(format!("{}: {item} is not left, only {there:?}", way.name));
        }
    }
    let browser = lives.begin(None).await;
    for (way, known) in known_again(&browser).await {
        if !known.as_str().is_some_and(|known| known.starts_with('w')) {
            complaints.push(format!("{way}: not known again"));
        }
    }
    tell(&complaints);
}

/// Visits all ways with the extension, restarts, and tells of everything that is left.
async fn claim(chat: bool) {
    let lives = Lives::new().await;
    let extension = dist("chromium");
    let browser = lives.begin(Some(&extension)).await;
    let mut complaints = Complaints::new();
    if chat {
        browser.goto("https://ways.test/blank").await.expect("the site");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        set_mode(&browser, tab, "chat").await;
    }
    for way in WAYS {
        match visit(&browser, way).await {
            Ok(read) if chat && way.reads && !way.around && !read.as_str().is_some_and(|read| read.contains(&way.id())) => {
                complaints.push(format!("{}: in Chat only the page reads back {read}", way.name));
            }
            Ok(_) => {}
            Err(error) => complaints.push(format!("{}: {error:#}", way.name)),
        }
        complaints.extend(settle(&browser, way).await);
    }
    browser.quit().await.expect("quitting");

    let left = look(&lives).await;
    for (name, there) in &left {
        let expect = WAYS.iter().find(|way| way.name == *name).map_or(Expect::Held, |way| way.expect);
        match expect {
            Expect::Held if !there.is_empty() => complaints.push(format!("{name}: left after the restart: {there:?}")),
            Expect::UntilNextVisit(reason) if there.is_empty() => {
                complaints.push(format!("{name}: is no limit any more, nothing is left ({reason})"));
            }
            _ => {}
        }
    }

    // The next visit: nobody is known again, and what the platform did not let be held goes.
    let browser = lives.begin(Some(&extension)).await;
    for (way, known) in known_again(&browser).await {
        if !known.is_null() {
            complaints.push(format!("{way}: known again as {known}"));
        }
    }
    for way in WAYS.iter().filter(|way| way.expect != Expect::Held) {
        browser.goto(&way.url("/blank")).await.expect(way.name);
        complaints.extend(settle(&browser, way).await);
    }
    browser.quit().await.expect("quitting");
    for (name, there) in look(&lives).await.iter().filter(|(_, there)| !there.is_empty()) {
        complaints.push(format!("{name}: left after the next visit: {there:?}"));
    }
    tell(&complaints);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_ask_first_no_way_lasts() {
    claim(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_chat_only_no_way_lasts() {
    claim(true).await;
}
