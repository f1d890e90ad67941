//! Firefox, through geckodriver.

use std::env;
use std::ops::Deref;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::extension::Extension;
use super::process::{self, Driver};
use super::session::{Cookie, PATIENCE, Session, Tab, at, settled};
use crate::wait;

/// The host of the extension's pages: fixed, because the browser would make up another each time.
pub(super) const UUID: &str = "6e0ff1a5-a5c0-4f1e-9a5c-a5cf1157a5c0";

/// How to start Firefox.
#[derive(Clone, Debug)]
pub struct FirefoxOptions {
    /// The unpacked extension, if any; it is installed as a temporary add-on.
    pub extension: Option<PathBuf>,
    /// The stand-in's proxy port: every host name leads there.
    pub proxy_port: u16,
    /// The profile to use, for a restart; none for a fresh one that is thrown away. A temporary add-on does not outlive
    /// the browser: it is installed anew at each start.
    pub profile: Option<PathBuf>,
    /// Whether to show no window.
    pub headless: bool,
    /// Whether the page that the extension opens after its installation stays open. All but its own tests go on without it.
    pub welcome: bool,
}

impl FirefoxOptions {
    /// Headless and without an extension, through the stand-in's proxy.
    pub fn new(proxy_port: u16) -> Self {
        Self { extension: None, proxy_port, profile: None, headless: true, welcome: false }
    }

    /// The same with an extension.
    pub fn with_extension(mut self, folder: impl Into<PathBuf>) -> Self {
        self.extension = Some(folder.into());
        self
    }

    /// The same with a profile that stays.
    pub fn with_profile(mut self, folder: impl Into<PathBuf>) -> Self {
        self.profile = Some(folder.into());
        self
    }
}

/// A running Firefox. What every browser can do is in [`Session`]. Dropping it ends it.
pub struct Firefox {
    session: Session,
    extension: Option<Extension>,
    // In this order: the browser dies before its profile is removed.
    _driver: Driver,
    _profile: Option<TempDir>,
}

impl Deref for Firefox {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Firefox {
    /// Starts a driver of its own and the browser, with third-party cookies allowed, and installs the extension.
    pub async fn launch(options: FirefoxOptions) -> anyhow::Result<Self> {
        let binary = process::find("FIREFOX", &["firefox-esr", "firefox"], &[])?;
        let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let built = home.join(".cache/askfirst/tools/geckodriver-0.37.1/bin/geckodriver");
        let driver = process::find("GECKODRIVER", &["geckodriver"], &[built])?;
        let extension = options.extension.as_deref().map(Extension::read).transpose()?;
        // The driver's own temporary profiles stay behind when it is killed, so ours is used.
        let fresh = match options.profile {
            Some(_) => None,
            None => Some(TempDir::with_prefix("askfirst-firefox-")?),
        };
        let profile = fresh.as_ref().map(|fresh| fresh.path().to_owned()).or(options.profile).unwrap_or_default();
        let mut browser_arguments = vec!["-profile".to_owned(), profile.display().to_string()];
        if options.headless {
            browser_arguments.push("-headless".to_owned());
        }
        // Without system access the pages of extensions are out of reach.
        let arguments = ["--port=0", "--host=127.0.0.1", "--allow-system-access"];
        let driver = Driver::start(&driver, &arguments, "Listening on").await?;
        let proxy = format!("127.0.0.1:{}", options.proxy_port);
        let wanted = json!({
            "acceptInsecureCerts": true,
            "proxy": { "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy },
            "moz:firefoxOptions": {
                "binary": binary,
                "args": browser_arguments,
                "prefs": preferences(extension.as_ref())?,
            },
        });
        let session = Session::start(driver.port, wanted)
            .await
            .with_context(|| format!("Firefox did not start; its driver said:\n{}", driver.said()))?;
        let firefox = Self { session, extension, _driver: driver, _profile: fresh };
        if let Some(extension) = &firefox.extension {
            let install = json!({ "path": extension.folder, "temporary": true });
            firefox.command("moz/addon/install", install).await?;
            if !options.welcome {
                firefox.close_welcome().await?;
            }
        }
        Ok(firefox)
    }

    /// Ends the browser in order.
    pub async fn quit(self) -> anyhow::Result<()> {
        self.session.end().await
    }

    /// Every cookie of the browser.
    pub async fn cookies(&self) -> anyhow::Result<Vec<Cookie>> {
        let all = self
            .in_chrome(
                "return Services.cookies.cookies.map((one) => ({
                   name: one.name, value: one.value, domain: one.host, path: one.path,
                   expires: one.isSession ? null : one.expiry, httpOnly: one.isHttpOnly, secure: one.isSecure,
                 }))",
            )
            .await?;
        let text = |one: &Value, key: &str| at(one, key).as_str().unwrap_or_default().to_owned();
        let cookie = |one: &Value| Cookie {
            name: text(one, "name"),
            value: text(one, "value"),
            domain: text(one, "domain"),
            path: text(one, "path"),
            expires: at(one, "expires").as_f64().map(seconds),
            http_only: at(one, "httpOnly") == true,
            secure: at(one, "secure") == true,
        };
        Ok(all.as_array().map(|all| all.iter().map(cookie).collect()).unwrap_or_default())
    }

    /// Removes every cookie of the browser.
    pub async fn clear_cookies(&self) -> anyhow::Result<()> {
        self.in_chrome("Services.cookies.removeAll()").await?;
        Ok(())
    }

    /// Opens a page of the extension in a new tab, which becomes the current one; the second value is the tab that was.
    pub async fn extension_page(&self, path: &str) -> anyhow::Result<(Tab, Tab)> {
        let before = self.tab().await?;
        let tab = self.new_tab().await?;
        self.goto(&format!("moz-extension://{UUID}/{path}")).await?;
        Ok((tab, before))
    }

    /// Runs the body of an async function in a page of the extension, where `browser.*` is at hand.
    pub async fn ext_eval(&self, body: &str) -> anyhow::Result<Value> {
        // The manifest shown as text: a page of the extension in which none of its code runs.
        let (tab, before) = self.extension_page("manifest.json").await?;
        let result = self.eval_async(body).await;
        self.close(&tab, &before).await?;
        result
    }

    /// The popup's page in a new tab, about the tab with this id (`browser.tabs`); it becomes the current tab, the
    /// second value is the tab that was.
    pub async fn popup_in_tab(&self, tab: i64) -> anyhow::Result<(Tab, Tab)> {
        let page = self.extension()?.popup()?;
        self.extension_page(&format!("{page}?tab={tab}")).await
    }

    /// The browser's number for the current tab (`browser.tabs`).
    pub async fn browser_tab_id(&self) -> anyhow::Result<i64> {
        let id = self
            .in_chrome(
                "const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
                 const { tabTracker } = ExtensionParent.apiManager.global;
                 return tabTracker.getId(Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab)",
            )
            .await?;
        id.as_i64().context("the tab has no number")
    }

    /// `running`, `stopped`, ...: the state of the extension's background.
    pub async fn background_state(&self) -> anyhow::Result<String> {
        let id = Value::from(self.extension()?.gecko_id()?);
        let state = self.in_chrome(&format!("return WebExtensionPolicy.getByID({id}).extension.backgroundState")).await?;
        Ok(state.as_str().unwrap_or_default().to_owned())
    }

    /// Stops the background as the browser does when it has nothing to do, and waits until it is stopped.
    pub async fn stop_background(&self) -> anyhow::Result<()> {
        let id = Value::from(self.extension()?.gecko_id()?);
        let stop = format!(
            "return WebExtensionPolicy.getByID({id}).extension.terminateBackground({{
               ignoreDevToolsAttached: true, disableResetIdleForTest: true }})"
        );
        self.in_chrome(&stop).await?;
        wait::until("the background to stop", PATIENCE, || async { Ok((self.background_state().await? == "stopped").then_some(())) }).await
    }

    /// Runs the body of an async function in the browser's own window.
    pub async fn in_chrome(&self, body: &str) -> anyhow::Result<Value> {
        self.command("moz/context", json!({ "context": "chrome" })).await?;
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self.command("execute/async", json!({ "script": script, "args": [] })).await;
        self.command("moz/context", json!({ "context": "content" })).await?;
        settled(&answer?).with_context(|| format!("in the browser's window: {body}"))
    }

    pub(super) fn extension(&self) -> anyhow::Result<&Extension> {
        self.extension.as_ref().context("this browser was started without an extension")
    }
}

fn preferences(extension: Option<&Extension>) -> anyhow::Result<Value> {
    let mut all = json!({
        "network.cookie.cookieBehavior": 0,
        "extensions.dnr.feedback": true,
        // JSON as plain text: the viewer is a page of the browser's, not of the extension's.
        "devtools.jsonview.enabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        // A temporary add-on is installed anew at each start; what it stored stays, as that of any other.
        "extensions.webextensions.keepStorageOnUninstall": true,
        "extensions.webextensions.keepUuidOnUninstall": true,
        // What is asked for in the address bar's stead goes through the proxy as well, also for loopback names.
        "network.proxy.allow_hijacking_localhost": true,
    });
    if let (Some(extension), Some(all)) = (extension, all.as_object_mut()) {
        let uuids = json!({ extension.gecko_id()?: UUID }).to_string();
        all.insert("extensions.webextensions.uuids".to_owned(), Value::from(uuids));
    }
    Ok(all)
}

/// Firefox gave a cookie's end in seconds, and gives it in milliseconds of late.
fn seconds(end: f64) -> f64 {
    if end > 1e11 { end / 1000.0 } else { end }
}
