//! What the tests of the extension share: where it is, what is looked at, and the same visit with and without it.
#![allow(dead_code, reason = "each test reads its own part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use askfirst::catalogue::{Catalogue, Kind};
use askfirst::classify::ItemClassifier;
use askfirst_e2e::browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions, Popup, Session};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use serde_json::Value;

/// How long a condition is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

/// The built extension for a browser: `cargo xtask build` writes it, `cargo xtask test` says where.
pub(crate) fn dist(browser: &str) -> PathBuf {
    let root = std::env::var_os("ASKFIRST_DIST").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), PathBuf::from);
    let folder = root.join(browser);
    assert!(folder.join("manifest.json").is_file(), "no extension at {}: run `cargo xtask build`", folder.display());
    folder.canonicalize().expect("a folder")
}

/// A copy of the built extension whose manifest has one more permission, for interfaces that only tests use.
pub(crate) fn dist_with_permission(browser: &str, permission: &str) -> tempfile::TempDir {
    let copy = tempfile::TempDir::with_prefix("askfirst-extension-").expect("a temporary folder");
    copy_folder(&dist(browser), copy.path());
    let file = copy.path().join("manifest.json");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&file).expect("a manifest")).expect("JSON");
    manifest["permissions"].as_array_mut().expect("permissions").push(permission.into());
    fs::write(file, manifest.to_string()).expect("a manifest");
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).expect("a folder");
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The stand-in and a Chromium with the extension.
pub(crate) async fn guarded() -> (StandIn, Chromium) {
    guarded_in(false).await
}

/// The same for a visitor who prefers dark colours, or light ones.
pub(crate) async fn guarded_in(dark: bool) -> (StandIn, Chromium) {
    let web = StandIn::start().await.expect("the stand-in");
    let mut options = ChromiumOptions::new(web.port()).with_extension(dist("chromium"));
    options.dark = dark;
    let browser = Chromium::launch(options).await.expect("Chromium");
    ready(&browser).await;
    (web, browser)
}

/// The stand-in and a Firefox with the extension.
pub(crate) async fn guarded_firefox() -> (StandIn, Firefox) {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Firefox::launch(FirefoxOptions::new(web.proxy_port()).with_extension(dist("firefox"))).await.expect("Firefox");
    (web, browser)
}

/// The control: the stand-in and a Chromium without the extension.
pub(crate) async fn unguarded() -> (StandIn, Chromium) {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Chromium::launch(ChromiumOptions::new(web.port())).await.expect("Chromium");
    (web, browser)
}

/// Waits until the extension has done what it does at its installation.
pub(crate) async fn ready(browser: &Chromium) {
    wait::until("the extension's session rules", PATIENCE, || async {
        let rules = browser.ext_eval("return (await chrome.declarativeNetRequest.getSessionRules()).length").await?;
        Ok(rules.as_u64().filter(|rules| *rules > 0))
    })
    .await
    .expect("the extension is ready");
}

/// Waits for what the background says of a tab to be so. Events of the browser come a moment after the page has them.
pub(crate) async fn view_when(browser: &Chromium, tab: i64, enough: impl Fn(&Value) -> bool) -> Value {
    let question = format!("return chrome.runtime.sendMessage({{ what: 'view', tab: {tab} }})");
    wait::until("what is to be said of the tab", PATIENCE, || async {
        let view = browser.ext_eval(&question).await?;
        anyhow::ensure!(enough(&view), "the background still says {view:#}");
        Ok(Some(view))
    })
    .await
    .expect("a view")
}

/// Chooses a mode for the site that a tab shows.
pub(crate) async fn set_mode(browser: &Chromium, tab: i64, mode: &str) {
    let question = format!("return chrome.runtime.sendMessage({{ what: 'set-mode', tab: {tab}, mode: '{mode}' }})");
    let answer = browser.ext_eval(&question).await.expect("an answer");
    assert_eq!(answer["mode"], mode, "{answer}");
}

/// Asks for the chat of the page that a tab shows, as the popup's button does.
pub(crate) async fn start_chat(browser: &Chromium, tab: i64) {
    let answer =
        browser.ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'start-chat', tab: {tab} }})")).await.expect("an answer");
    assert_eq!(answer["mode"], "chat", "{answer}");
}

/// The value of an expression in the page.
pub(crate) async fn get(browser: &Session, expression: &str) -> Value {
    browser.eval(&format!("return {expression}")).await.expect("the page answers")
}

/// Everything of LivePerson's that the browser keeps, as the catalogue knows it: every cookie of the browser, and the
/// storage of the page's origin. `kind name`, in order.
pub(crate) async fn kept_in_page(browser: &Session) -> BTreeSet<String> {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let items = ItemClassifier::new(&catalogue).expect("patterns");
    let host = get(browser, "location.hostname").await;
    let host = host.as_str().expect("a host");
    let mut found = Vec::new();
    for (kind, keys) in [
        (Kind::LocalStorage, browser.local_storage().await.expect("local storage")),
        (Kind::SessionStorage, browser.session_storage().await.expect("session storage")),
        (Kind::IndexedDb, browser.indexed_dbs().await.expect("databases")),
    ] {
        found.extend(keys.as_object().expect("an object").keys().map(|name| (kind, name.clone(), host.to_owned())));
    }
    found
        .into_iter()
        .filter(|(kind, name, domain)| items.classify(*kind, name, domain).vendor.is_some())
        .map(|(kind, name, _)| format!("{} {name}", kind.as_str()))
        .collect()
}

/// [`kept_in_page`] and every cookie of the browser.
pub(crate) async fn kept(browser: &Chromium) -> BTreeSet<String> {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let items = ItemClassifier::new(&catalogue).expect("patterns");
    let mut kept = kept_in_page(browser).await;
    for cookie in browser.cookies().await.expect("cookies") {
        if items.classify(Kind::Cookie, &cookie.name, &cookie.domain).vendor.is_some() {
            kept.insert(format!("cookie {}", cookie.name));
        }
    }
    kept
}

/// The captured URLs, as the core's own tests read them.
pub(crate) fn captured_urls() -> Vec<[String; 3]> {
    include_str!("../../../captures/urls.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            [fields.next(), fields.next(), fields.next()].map(|field| field.expect("three fields"))
        })
        .collect()
}

/// axe-core, as a script.
pub(crate) fn axe() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/axe-core/axe.min.js");
    fs::read_to_string(&script).expect("axe-core, which `cargo xtask setup` installs")
}

/// What axe-core has against the popup: rules and where.
pub(crate) async fn violations(popup: &Popup) -> Value {
    popup.eval(&axe()).await.expect("axe-core");
    popup
        .eval(
            "const { violations, passes } = await axe.run();
             if (passes.length < 5) throw new Error('axe looked at next to nothing');
             return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])",
        )
        .await
        .expect("axe-core's answer")
}
