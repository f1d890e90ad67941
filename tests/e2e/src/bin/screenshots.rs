//! Pictures of every page of the extension in every state, light, dark, from the right, and in a language of long words.
//! `cargo xtask screenshots` builds and starts it; the pictures are in target/screenshots.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use askfirst_e2e::browser::{Chromium, ChromiumOptions, Popup, in_language};
use askfirst_e2e::standin::StandIn;
use serde_json::json;

/// What is shown: a page of the extension, in a state.
struct Shot {
    /// Names the picture.
    name: &'static str,
    /// The page of the extension.
    page: &'static str,
    /// The site that the tab beside it shows.
    site: &'static str,
    /// What is done there before the page is opened.
    first: First,
    /// When the page is as it is to be: an expression in it.
    ready: &'static str,
    /// How wide it is. CSS pixels.
    width: u32,
}

/// What is done before a page is opened.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Nothing,
    /// The site is allowed, and loaded again.
    Allow,
    /// The chat is started.
    Chat,
    /// The permission to see sites is taken away.
    Revoke,
    /// The popup is of a tab that is not there.
    NoTab,
    /// All that can be unfolded is.
    Unfold,
}

/// As wide as a real popup.
const POPUP: u32 = 390;
const PAGE: u32 = 960;

const fn popup(name: &'static str, site: &'static str, first: First, ready: &'static str) -> Shot {
    Shot { name, page: "popup.html", site, first, ready, width: POPUP }
}

const fn page(name: &'static str, page: &'static str) -> Shot {
    Shot { name, page, site: "https://news.test/", first: First::Nothing, ready: "document.readyState === 'complete'", width: PAGE }
}

/// Everything of which there is a picture. Pages that are not in the extension are left out. What takes a permission away is last.
const SHOTS: [Shot; 13] = [
    popup("quiet", "https://news.test/", First::Nothing, "document.body.dataset.state === 'quiet'"),
    popup("held-back", "https://shop.test/", First::Nothing, "document.body.dataset.state === 'held-back'"),
    popup("partly-unfolded", "https://shop.test/kinds", First::Unfold, "document.body.dataset.state === 'partly'"),
    popup("disguised", "https://cloak.test/numbered", First::Nothing, "document.body.dataset.state === 'held-back'"),
    popup("chat", "https://one.test/", First::Chat, "document.querySelector('#talk').dataset.talk === 'offered'"),
    popup("let-through", "https://bank.test/", First::Allow, "document.body.dataset.state === 'let-through'"),
    popup(
        "long-name",
        "https://a-very-long-name-of-a-site.with-many-labels.and-an-unusually-long-one.shop.test/",
        First::Nothing,
        "document.body.dataset.state === 'held-back'",
    ),
    popup("own", "https://www.liveperson.com/", First::Nothing, "document.body.dataset.state === 'own'"),
    popup("unsupported", "chrome://version/", First::Nothing, "document.body.dataset.state === 'unsupported'"),
    popup("error", "https://news.test/", First::NoTab, "document.body.dataset.state === 'error'"),
    page("options", "options.html"),
    page("welcome", "welcome.html"),
    popup("no-access", "https://shop.test/", First::Revoke, "document.body.dataset.state === 'no-access'"),
];

/// How it looks: a name, the folder of a language, whether the visitor prefers dark colours.
const LOOKS: [(&str, &str, bool); 4] = [("light", "en", false), ("dark", "en", true), ("rtl", "ar", false), ("de", "de", false)];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let dist = std::env::var_os("ASKFIRST_DIST").context("ASKFIRST_DIST names no folder: run `cargo xtask screenshots`")?;
    let dist = PathBuf::from(dist).join("chromium");
    let into = PathBuf::from(std::env::args().nth(1).context("no folder for the pictures: run `cargo xtask screenshots`")?);
    fs::create_dir_all(&into)?;
    let web = StandIn::start().await?;
    let mut taken = 0;
    for (look, language, dark) in LOOKS {
        if !dist.join("_locales").join(language).is_dir() {
            println!("{look}: left out, the extension does not speak {language} yet");
            continue;
        }
        let spoken = in_language(&dist, language)?;
        let mut options = ChromiumOptions::new(web.port()).with_extension(spoken.path());
        options.dark = dark;
        let browser = Chromium::launch(options).await?;
        for shot in SHOTS.iter().filter(|shot| dist.join(shot.page).is_file()) {
            let file = into.join(format!("{}-{}-{look}.png", shot.page.trim_end_matches(".html"), shot.name));
            take(&browser, shot, &file).await.with_context(|| format!("{} in {look}", shot.name))?;
            taken += 1;
        }
    }
    println!("{taken} pictures in {}", into.display());
    Ok(())
}

/// Takes one picture.
async fn take(browser: &Chromium, shot: &Shot, file: &Path) -> anyhow::Result<()> {
    if shot.first == First::Revoke {
        browser.set_host_access("ON_CLICK").await?;
    }
    browser.goto(shot.site).await?;
    let tab = browser.chrome_tab_id().await?;
    match shot.first {
        First::Allow => {
            browser
                .ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'set-mode', tab: {tab}, mode: 'allow', lasts: 'tab' }})"))
                .await?;
            browser.reload().await?;
        }
        First::Chat => {
            browser.ext_eval(&format!("return chrome.runtime.sendMessage({{ what: 'start-chat', tab: {tab} }})")).await?;
        }
        _ => {}
    }
    let tab = if shot.first == First::NoTab { 2_000_000_000 } else { tab };
    let shown = match shot.page {
        "popup.html" => browser.popup_in_tab(tab).await?,
        page => browser.extension_page(page).await?,
    };
    shown.cdp("Page.bringToFront", json!({})).await?;
    shown.wait_for(shot.ready).await?;
    if shot.first == First::Unfold {
        shown.eval("for (const one of document.querySelectorAll('details')) one.open = true").await?;
    }
    draw(&shown, shot.width, file).await?;
    shown.close().await
}

/// The whole page, as high as it is, with two pixels for one.
async fn draw(shown: &Popup, width: u32, file: &Path) -> anyhow::Result<()> {
    let size = |height: u64| json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": false });
    // Low at first, or a short page would be said to be as high as the window.
    shown.cdp("Emulation.setDeviceMetricsOverride", size(100)).await?;
    let height = shown.eval("return document.documentElement.scrollHeight").await?.as_u64().context("no height")?;
    shown.cdp("Emulation.setDeviceMetricsOverride", size(height)).await?;
    shown.eval("await document.fonts.ready; await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame)").await?;
    shown.screenshot(file).await
}
