//! Chromium, through chromedriver and its own protocol.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::cdp::{self, Cdp};
use super::extension::Extension;
use super::kept_profile::KeptProfile;
use super::options::{ChromiumOptions, arguments};
use super::popup::Popup;
use super::process::{self, Driver};
use super::session::{Cookie, PATIENCE, Session, at};
use crate::wait;

/// How often a start is tried.
const MOST_STARTS: usize = 5;
/// How long the first page may take before the start counts as failed.
const FIRST_PAGE: Duration = Duration::from_secs(5);
/// How long any other page may take.
const PAGE_LOAD: Duration = Duration::from_secs(60);
/// The first page: none of the stand-in's sites.
const FIRST_ADDRESS: &str = "https://first.invalid/";

/// A running Chromium. What every browser can do is in [`Session`]. Dropping it ends it.
pub struct Chromium {
    session: Session,
    browser: Arc<Cdp>,
    debugger: String,
    extension: Option<Extension>,
    control: Mutex<Option<Arc<Cdp>>>,
    dark: bool,
    // Dropped after the session's last word; the browser dies before its profile is removed.
    _driver: Driver,
    _profile: Option<TempDir>,
}

impl Deref for Chromium {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Chromium {
    /// Starts a driver of its own and the browser. Third-party cookies are allowed: Debian's Chromium blocks them by
    /// default, and then a test that something was not stored would prove nothing.
    ///
    /// With `--load-extension`, whatever the extension, about one start in twenty of Chromium 156 on a busy machine leaves
    /// the first tab without an answer for ever. So it is asked for a page before it is given out, and started anew if need be.
    pub async fn launch(options: ChromiumOptions) -> anyhow::Result<Self> {
        let before = options.profile.as_deref().filter(|_| options.extension.is_some()).map(KeptProfile::of).transpose()?;
        for _ in 0..MOST_STARTS {
            let chromium = Self::launch_once(&options).await?;
            if options.extension.is_none() || chromium.answers().await? {
                if !options.welcome {
                    chromium.close_welcome().await?;
                }
                // Only now: a tab without an answer would keep this waiting as well, for minutes.
                if options.dark {
                    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
                    chromium.cdp("Emulation.setEmulatedMedia", dark).await?;
                }
                return Ok(chromium);
            }
            drop(chromium);
            // What the extension did at a start that does not count (its first-run page) is done at the next.
            before.as_ref().map_or(Ok(()), KeptProfile::put_back)?;
        }
        anyhow::bail!("Chromium started {MOST_STARTS} times, and its first tab never opened a page")
    }

    /// Whether the first tab opens a page at all.
    async fn answers(&self) -> anyhow::Result<bool> {
        let within = |time: Duration| self.command("timeouts", json!({ "pageLoad": u64::try_from(time.as_millis()).unwrap_or(u64::MAX) }));
        within(FIRST_PAGE).await?;
        let opened = self.goto(FIRST_ADDRESS).await.is_ok();
        if opened {
            within(PAGE_LOAD).await?;
        }
        Ok(opened)
    }

    async fn launch_once(options: &ChromiumOptions) -> anyhow::Result<Self> {
        let binary = process::find("CHROMIUM", &["chromium", "chromium-browser"], &[])?;
        let driver = process::find("CHROMEDRIVER", &["chromedriver"], &[])?;
        let extension = options.extension.as_deref().map(Extension::read).transpose()?;
        let fresh = match &options.profile {
            Some(_) => None,
            None => Some(TempDir::with_prefix("askfirst-chromium-")?),
        };
        let profile = fresh.as_ref().map(|fresh| fresh.path().to_owned()).or_else(|| options.profile.clone()).unwrap_or_default();
        let driver = Driver::start(&driver, &["--port=0"], "started successfully on port").await?;
        let wanted = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": binary,
                "args": arguments(options, extension.as_ref(), &profile),
                // Without developer mode an unpacked extension that starts anew is disabled.
                "prefs": { "profile.cookie_controls_mode": 0, "extensions.ui.developer_mode": true },
            },
        });
        let session = Session::start(driver.port, wanted)
            .await
            .with_context(|| format!("Chromium did not start; its driver said:\n{}", driver.said()))?;
        let debugger = session
            .capability("/goog:chromeOptions/debuggerAddress")
            .and_then(|value| value.as_str().map(str::to_owned))
            .context("the driver does not say where the debugger is")?;
        let version = cdp::fetch(&debugger, "json/version").await?;
        let address = at(&version, "webSocketDebuggerUrl").as_str().unwrap_or_default();
        let browser = Arc::new(Cdp::connect(address).await?);
        Ok(Self { session, browser, debugger, extension, control: Mutex::default(), dark: options.dark, _driver: driver, _profile: fresh })
    }

    /// Ends the browser in order, so that its profile is whole for the next start.
    pub async fn quit(self) -> anyhow::Result<()> {
        // Closed by its own command first: the driver ends it by a signal, before all is written.
        self.browser.call("Browser.close", json!({})).await.ok();
        wait::until("the browser to close", PATIENCE, || async {
            Ok(cdp::fetch(&self.debugger, "json/version").await.is_err().then_some(()))
        })
        .await?;
        self.session.end().await.ok();
        Ok(())
    }

    /// Sends a command of Chromium's own protocol to the current tab.
    pub async fn cdp(&self, method: &str, params: Value) -> anyhow::Result<Value> {
        self.command("goog/cdp/execute", json!({ "cmd": method, "params": params })).await
    }

    /// Every cookie of the browser.
    pub async fn cookies(&self) -> anyhow::Result<Vec<Cookie>> {
        let answer = self.browser.call("Storage.getCookies", json!({})).await?;
        let all = at(&answer, "cookies").as_array().cloned().unwrap_or_default();
        let text = |one: &Value, key: &str| at(one, key).as_str().unwrap_or_default().to_owned();
        Ok(all
            .iter()
            .map(|one| Cookie {
                name: text(one, "name"),
                value: text(one, "value"),
                domain: text(one, "domain"),
                path: text(one, "path"),
                // A session cookie's time is -1.
                expires: at(one, "expires").as_f64().filter(|at| *at > 0.0),
                http_only: at(one, "httpOnly") == true,
                secure: at(one, "secure") == true,
            })
            .collect())
    }

    /// Removes every cookie of the browser, first and third party.
    pub async fn clear_cookies(&self) -> anyhow::Result<()> {
        self.browser.call("Storage.clearCookies", json!({})).await?;
        Ok(())
    }

    /// What the pages and the browser wrote to the console since the last call: level, colon, message.
    pub async fn console(&self) -> anyhow::Result<Vec<String>> {
        let answer = self.command("se/log", json!({ "type": "browser" })).await?;
        let entry = |one: &Value| {
            let text = |key: &str| at(one, key).as_str().unwrap_or_default().to_owned();
            format!("{}: {}", text("level"), text("message"))
        };
        Ok(answer.as_array().map(|all| all.iter().map(entry).collect()).unwrap_or_default())
    }

    /// The extension's id.
    pub fn extension_id(&self) -> anyhow::Result<String> {
        self.extension()?.chromium_id()
    }

    /// Runs the body of an async function in a page of the extension, where `chrome.*` is at hand. The page is a tab in
    /// the background that shows the manifest and runs none of the extension's code.
    pub async fn ext_eval(&self, body: &str) -> anyhow::Result<Value> {
        self.control().await?.eval(body).await
    }

    /// Opens a page of the extension in a background tab: `extension_page("popup.html?tab=1")`.
    pub async fn extension_page(&self, path: &str) -> anyhow::Result<Popup> {
        let url = format!("{}{path}", self.extension_origin()?);
        let target = self.new_target(&url).await?;
        Popup::attach(Arc::clone(&self.browser), &self.debugger, &target, self.dark).await
    }

    /// The popup's page in a tab, about the tab with this id.
    pub async fn popup_in_tab(&self, tab: i64) -> anyhow::Result<Popup> {
        let page = self.extension()?.popup().map(str::to_owned)?;
        self.extension_page(&format!("{page}?tab={tab}")).await
    }

    /// Opens the real popup, about the current tab.
    pub async fn open_popup(&self) -> anyhow::Result<Popup> {
        let page = format!("{}{}", self.extension_origin()?, self.extension()?.popup()?);
        // Before it is opened: the page in a tab, if a test has that open too.
        let before = self.targets_at(&page).await?;
        self.activate().await?;
        let opened = wait::until("the popup to open", PATIENCE, || async {
            if let Some(target) = self.new_at(&page, &before).await? {
                return Ok(Some(target));
            }
            // Refused while the window is not yet in front, so asked again.
            self.ext_eval("await chrome.action.openPopup()").await?;
            self.new_at(&page, &before).await
        })
        .await?;
        Popup::attach(Arc::clone(&self.browser), &self.debugger, &opened, self.dark).await
    }

    /// The extension's number for the current tab (`chrome.tabs`), which becomes the active one.
    pub async fn chrome_tab_id(&self) -> anyhow::Result<i64> {
        self.activate().await?;
        let id = self.ext_eval("return (await chrome.tabs.query({ active: true, currentWindow: true }))[0].id").await?;
        id.as_i64().context("the active tab has no number")
    }

    /// Everything the debugger can attach to.
    pub(super) async fn targets(&self) -> anyhow::Result<Vec<Value>> {
        let list = cdp::fetch(&self.debugger, "json/list").await?;
        Ok(list.as_array().cloned().unwrap_or_default())
    }

    /// `chrome-extension://<id>/`.
    pub(super) fn extension_origin(&self) -> anyhow::Result<String> {
        Ok(format!("chrome-extension://{}/", self.extension_id()?))
    }

    /// The extension page that tests act through, opened at the first need.
    pub(super) async fn control(&self) -> anyhow::Result<Arc<Cdp>> {
        let mut control = self.control.lock().await;
        if let Some(page) = control.as_ref() {
            return Ok(Arc::clone(page));
        }
        let url = format!("{}manifest.json", self.extension_origin()?);
        let target = self.new_target(&url).await?;
        let page = Cdp::connect(&format!("ws://{}/devtools/page/{target}", self.debugger)).await?;
        wait::until("the extension's page to load", PATIENCE, || async {
            let id = page.eval("return globalThis.chrome?.runtime?.id").await?;
            Ok(id.is_string().then_some(()))
        })
        .await
        .with_context(|| format!("{url} is not a page of the extension: was it loaded?"))?;
        page.call("ServiceWorker.enable", json!({})).await?;
        let page = Arc::new(page);
        *control = Some(Arc::clone(&page));
        Ok(page)
    }

    /// The extension's pages are gone: the next need opens a new one.
    pub(super) async fn forget_control(&self) {
        self.control.lock().await.take();
    }

    /// Closes that page, where people look on.
    pub async fn close_control(&self) -> anyhow::Result<()> {
        let open = self.control.lock().await.take();
        if open.is_some() {
            self.page_at(&format!("{}manifest.json", self.extension_origin()?)).await?.close().await?;
        }
        Ok(())
    }

    /// A page by its address, as [`Popup`]: also one of a private window, which the driver does not list.
    pub async fn page_at(&self, url: &str) -> anyhow::Result<Popup> {
        let target = wait::until(url, PATIENCE, || async { Ok(self.targets_at(url).await?.into_iter().next()) }).await?;
        Popup::attach(Arc::clone(&self.browser), &self.debugger, &target, self.dark).await
    }

    pub(super) async fn attach_to_tab(&self) -> anyhow::Result<Cdp> {
        let tab = self.tab().await?;
        Cdp::connect(&format!("ws://{}/devtools/page/{}", self.debugger, tab.0)).await
    }

    pub(super) fn extension(&self) -> anyhow::Result<&Extension> {
        self.extension.as_ref().context("this browser was started without an extension")
    }

    pub(super) async fn activate(&self) -> anyhow::Result<()> {
        // A tab's WebDriver handle is its target's id.
        let tab = self.tab().await?;
        self.browser.call("Target.activateTarget", json!({ "targetId": tab.0 })).await?;
        Ok(())
    }

    async fn new_target(&self, url: &str) -> anyhow::Result<String> {
        let made = self.browser.call("Target.createTarget", json!({ "url": url, "background": true })).await?;
        let id = at(&made, "targetId").as_str().context("no target was made")?;
        Ok(id.to_owned())
    }

    pub(super) async fn targets_at(&self, page: &str) -> anyhow::Result<Vec<String>> {
        let all = self.targets().await?;
        let there = |target: &&Value| at(target, "url").as_str().is_some_and(|url| url.starts_with(page));
        let id = |target: &Value| at(target, "id").as_str().map(str::to_owned);
        Ok(all.iter().filter(there).filter_map(id).collect())
    }

    async fn new_at(&self, page: &str, before: &[String]) -> anyhow::Result<Option<String>> {
        let now = self.targets_at(page).await?;
        Ok(now.into_iter().find(|id| !before.contains(id)))
    }
}
