//! The demo: Chromium with the built extension on the stand-in shop. `cargo xtask demo` builds and starts it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use askfirst_e2e::browser::{Chromium, ChromiumOptions, Popup};
use askfirst_e2e::standin::StandIn;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::{Instant, sleep, timeout};

/// The page that is shown.
const SHOP: &str = "https://shop.test/";
/// How long the page may take to try whatever it tries.
const PATIENCE: Duration = Duration::from_secs(10);
/// A page that has not loaded by then is not going to.
const HANGS: Duration = Duration::from_secs(60);
/// How often something that takes its time is looked at.
const STEP: Duration = Duration::from_millis(150);

/// One service that the page asked for in vain.
#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    blocked: u64,
    what: String,
    url: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let given = |flag: &str| env::args().any(|argument| argument == flag);
    let (headless, keep) = (given("--headless"), given("--keep"));
    // Cargo's word first: clones that share a target folder share this program.
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package.join("../..");
    let dist = env::var_os("ASKFIRST_DIST").map_or_else(|| root.join("dist"), PathBuf::from).join("chromium");
    if !dist.join("manifest.json").is_file() {
        bail!("{} is not built; `cargo xtask demo` builds and shows it", dist.display());
    }

    let web = StandIn::start().await?;
    let mut options = ChromiumOptions::new(web.port()).with_extension(dist);
    options.headless = headless;
    options.sharp = headless;
    let browser = Chromium::launch(options).await?;
    browser.close_control().await?;
    let opened = timeout(HANGS, browser.goto(SHOP)).await;
    opened.with_context(|| format!("{SHOP} did not load within {HANGS:?}"))??;
    let rows = blocked(&browser).await?;
    if rows.is_empty() {
        bail!("nothing was blocked on {SHOP}: either AskFirst is not at work, or the shop did not load LivePerson's tag");
    }
    print!("{}", table(&rows));
    println!("{}", reached(web.log_to_liveperson().len() as u64));

    if headless {
        let root = root.canonicalize().context("the project's folder is gone")?;
        take_pictures(&browser, &root.join("target/demo")).await?;
    } else if let Err(error) = browser.worker_eval("await chrome.action.openPopup()").await {
        // Refused when the window is not in front: then the visitor opens it.
        println!("press the AskFirst button in the toolbar to see its popup ({error:#})");
    }
    if keep || !headless {
        stay(&browser, keep).await;
    }
    Ok(())
}

/// What was blocked, when it has stopped growing; nothing if nothing was.
async fn blocked(browser: &Chromium) -> anyhow::Result<Vec<Row>> {
    // The worker is awake when something was blocked: that woke it.
    let deadline = Instant::now() + PATIENCE;
    let tab = loop {
        let asked = browser.worker_eval("return (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0].id").await;
        match asked.map(|id| id.as_i64()) {
            Ok(Some(id)) => break id,
            _ if Instant::now() > deadline => return Ok(Vec::new()),
            _ => sleep(STEP).await,
        }
    };
    let popup = browser.popup_in_tab(tab).await?;
    let mut before = Vec::new();
    loop {
        let now = rows(&popup, tab).await?;
        if (!now.is_empty() && now == before) || Instant::now() > deadline {
            popup.close().await?;
            return Ok(now);
        }
        before = now;
        sleep(2 * STEP).await;
    }
}

/// What the popup is told by the background, in the popup's own words.
async fn rows(popup: &Popup, tab: i64) -> anyhow::Result<Vec<Row>> {
    let told = popup
        .eval(&format!(
            "const view = await chrome.runtime.sendMessage({{ what: 'view', tab: {tab} }});
             if (view.error) throw new Error(view.error);
             const {{ addresses }} = await chrome.runtime.sendMessage({{ what: 'evidence', tab: {tab} }});
             const title = (role) => chrome.i18n.getMessage(`role_${{role.replaceAll('-', '_')}}_title`) || role;
             return view.groups.flatMap((group) => group.services
               .filter((service) => service.blocked > 0)
               .map((service) => ({{ blocked: service.blocked, what: title(group.role), url: addresses.find((address) => address.service === service.id)?.url ?? '' }})));"
        ))
        .await
        .context("the background does not say what was blocked")?;
    serde_json::from_value(told).context("the background's answer has another shape than the demo knows")
}

/// The rows for a person to read.
fn table(rows: &[Row]) -> String {
    let wide = rows.iter().map(|row| row.what.chars().count()).max().unwrap_or_default();
    let total: u64 = rows.iter().map(|row| row.blocked).sum();
    let mut text = format!("AskFirst on {SHOP}: {} blocked.\n\n", requests(total, "to LivePerson"));
    for row in rows {
        text.push_str(&format!("  {:>3} ×  {:wide$}  {}\n", row.blocked, row.what, shortened(&row.url)));
    }
    text.push('\n');
    text
}

/// An address without its query, which is long and says little.
fn shortened(url: &str) -> String {
    const MOST: usize = 70;
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let bare = bare.strip_prefix("https://").unwrap_or(bare);
    let mut short: String = bare.chars().take(MOST).collect();
    if short.len() < bare.len() {
        short.push('…');
    }
    short
}

/// What the stand-in, playing LivePerson, got to see.
fn reached(count: u64) -> String {
    match count {
        0 => "Nothing reached LivePerson's hosts (played here by a stand-in on this machine).".to_owned(),
        some => format!("{} reached it (played here by a stand-in on this machine).", requests(some, "to LivePerson")),
    }
}

/// So many requests, in words.
fn requests(count: u64, whither: &str) -> String {
    format!("{count} {} {whither}", if count == 1 { "request" } else { "requests" })
}

/// Writes what a visitor sees: the page, and the popup over it.
async fn take_pictures(browser: &Chromium, folder: &Path) -> anyhow::Result<()> {
    let (page, picture) = (folder.join("page.png"), folder.join("popup.png"));
    browser.screenshot(&page).await?;
    let popup = browser.open_popup().await?;
    popup.wait_for("document.querySelector('[data-state]:not([data-state=loading])')").await?;
    popup.screenshot(&picture).await?;
    println!("pictures: {}\n          {}", page.display(), picture.display());
    Ok(())
}

/// Stays until the visitor closes the page or presses Ctrl-C; with `keep`, until Enter too.
async fn stay(browser: &Chromium, keep: bool) {
    println!("{}", if keep { "press Enter to end" } else { "close the window, or press Ctrl-C, to end" });
    let enter = async {
        if keep {
            // An error of standard input is its end.
            let _ = BufReader::new(tokio::io::stdin()).read_line(&mut String::new()).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let closed = async {
        while browser.url().await.is_ok() {
            sleep(3 * STEP).await;
        }
    };
    tokio::select! {
        () = enter => {}
        () = closed => {}
        // Ended in order, so that browser and profile go too.
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_and_shortens() {
        let row = |blocked, what: &str, url: &str| Row { blocked, what: what.to_owned(), url: url.to_owned() };
        let text = table(&[row(2, "Loads the widget", "https://a.example/tag.js?secret=1"), row(10, "Watches", "https://b.example/")]);
        assert!(text.contains("12 requests"), "{text}");
        assert!(text.contains("    2 ×  Loads the widget  a.example/tag.js\n   10 ×  Watches           b.example/\n"), "{text}");
    }
}
