//! What both browsers can do, over WebDriver.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::wait;

/// How long a condition on a page may take. Two cores and two browsers at once need some of it.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// A cookie of the browser, of any site, also those that no script can read.
#[derive(Clone, Debug, PartialEq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The domain it is kept for, with a leading dot when subdomains get it too.
    pub domain: String,
    /// The path it is kept for.
    pub path: String,
    /// When it ends, in seconds since 1970; none for a session cookie.
    pub expires: Option<f64>,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// Whether it is sent over TLS only.
    pub secure: bool,
}

/// A tab, by WebDriver's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(pub(super) String);

/// A WebDriver session; commands go to its current tab.
pub struct Session {
    client: Client,
}

impl Session {
    pub(super) async fn start(port: u16, wanted: Value) -> anyhow::Result<Self> {
        let wanted: Capabilities = serde_json::from_value(wanted)?;
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&format!("http://127.0.0.1:{port}")).await?;
        Ok(Self { client })
    }

    /// What the driver said of the browser at the start.
    pub(super) fn capability(&self, pointer: &str) -> Option<Value> {
        let all = Value::Object(self.client.capabilities()?.clone().into_iter().collect());
        all.pointer(pointer).cloned()
    }

    /// Ends the session, and with it the browser.
    pub(super) async fn end(&self) -> anyhow::Result<()> {
        self.client.clone().close().await?;
        Ok(())
    }

    /// Sends any WebDriver command: `path` is what follows `/session/<id>/`.
    pub async fn command(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.issue(Method::POST, path, Some(body)).await
    }

    /// Asks any WebDriver question: `path` is what follows `/session/<id>/`.
    pub async fn question(&self, path: &str) -> anyhow::Result<Value> {
        self.issue(Method::GET, path, None).await
    }

    async fn issue(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let raw = Raw { method, path: path.to_owned(), body };
        self.client.issue_cmd(raw).await.with_context(|| format!("WebDriver's {path}"))
    }

    /// Opens an address in the current tab and waits until it is loaded.
    pub async fn goto(&self, url: &str) -> anyhow::Result<()> {
        self.command("url", json!({ "url": url })).await.with_context(|| format!("could not open {url}"))?;
        Ok(())
    }

    /// Loads the page again.
    pub async fn reload(&self) -> anyhow::Result<()> {
        self.command("refresh", json!({})).await?;
        Ok(())
    }

    /// The address of the page.
    pub async fn url(&self) -> anyhow::Result<String> {
        let url = self.question("url").await?;
        Ok(url.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a function body in the page: `return document.title`.
    pub async fn eval(&self, body: &str) -> anyhow::Result<Value> {
        self.command("execute/sync", json!({ "script": body, "args": [] })).await.with_context(|| format!("in the page: {body}"))
    }

    /// Runs the body of an async function in the page: `return await (await fetch('/')).text()`.
    pub async fn eval_async(&self, body: &str) -> anyhow::Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let answer =
            self.command("execute/async", json!({ "script": script, "args": [] })).await.with_context(|| format!("in the page: {body}"))?;
        settled(&answer).with_context(|| format!("in the page: {body}"))
    }

    /// Waits until an expression is true in the page, and gives its value.
    pub async fn wait_for(&self, expression: &str) -> anyhow::Result<Value> {
        let body = format!("return {expression}");
        wait::until(&format!("`{expression}`"), PATIENCE, || async {
            let value = self.eval(&body).await?;
            Ok(truthy(&value).then_some(value))
        })
        .await
    }

    /// WebDriver's number for the first element of a selector.
    async fn element(&self, selector: &str) -> anyhow::Result<String> {
        let how = json!({ "using": "css selector", "value": selector });
        let found = self.command("element", how).await.with_context(|| format!("no element {selector}"))?;
        let id = found.as_object().and_then(|map| map.values().next()).and_then(Value::as_str);
        id.map(str::to_owned).with_context(|| format!("WebDriver gives {selector} no number"))
    }

    /// Clicks the first element of a selector as a visitor would: with a user activation.
    pub async fn click(&self, selector: &str) -> anyhow::Result<()> {
        let id = self.element(selector).await?;
        self.command(&format!("element/{id}/click"), json!({})).await?;
        Ok(())
    }

    /// Goes into a frame of the current document; what is evaluated, clicked and awaited is in there from now on.
    pub async fn enter_frame(&self, selector: &str) -> anyhow::Result<()> {
        let id = self.element(selector).await?;
        // The name that WebDriver gives to elements in its messages; W3C WebDriver, section 12.
        self.command("frame", json!({ "id": { "element-6066-11e4-a52e-4f735466cecf": id } })).await?;
        Ok(())
    }

    /// Goes back to the tab's own document.
    pub async fn leave_frames(&self) -> anyhow::Result<()> {
        self.command("frame", json!({ "id": null })).await?;
        Ok(())
    }

    /// All tabs, in the browser's order.
    pub async fn tabs(&self) -> anyhow::Result<Vec<Tab>> {
        let all = self.question("window/handles").await?;
        Ok(all.as_array().into_iter().flatten().filter_map(Value::as_str).map(|handle| Tab(handle.to_owned())).collect())
    }

    /// Types into the first element of a selector.
    pub async fn type_into(&self, selector: &str, text: &str) -> anyhow::Result<()> {
        let id = self.element(selector).await?;
        self.command(&format!("element/{id}/value"), json!({ "text": text })).await?;
        Ok(())
    }

    /// What the page's origin has in its local storage, as an object.
    pub async fn local_storage(&self) -> anyhow::Result<Value> {
        self.eval("return { ...localStorage }").await
    }

    /// What the tab has in the session storage of the page's origin, as an object.
    pub async fn session_storage(&self) -> anyhow::Result<Value> {
        self.eval("return { ...sessionStorage }").await
    }

    /// The databases of the page's origin: `{database: {store: {key: value}}}`.
    pub async fn indexed_dbs(&self) -> anyhow::Result<Value> {
        self.eval_async(include_str!("read-databases.js")).await
    }

    /// The current tab.
    pub async fn tab(&self) -> anyhow::Result<Tab> {
        let handle = self.question("window").await?;
        Ok(Tab(handle.as_str().unwrap_or_default().to_owned()))
    }

    /// Opens a new tab and makes it the current one.
    pub async fn new_tab(&self) -> anyhow::Result<Tab> {
        let made = self.command("window/new", json!({ "type": "tab" })).await?;
        let handle = made.get("handle").and_then(Value::as_str);
        let tab = Tab(handle.unwrap_or_default().to_owned());
        self.switch(&tab).await?;
        Ok(tab)
    }

    /// Makes a tab the current one.
    pub async fn switch(&self, tab: &Tab) -> anyhow::Result<()> {
        self.command("window", json!({ "handle": tab.0 })).await?;
        Ok(())
    }

    /// Closes a tab and goes to another. The tab that commands go to afterwards is `then`.
    pub async fn close(&self, tab: &Tab, then: &Tab) -> anyhow::Result<()> {
        self.switch(tab).await?;
        self.issue(Method::DELETE, "window", None).await?;
        self.switch(then).await
    }

    /// Writes a picture of what the window shows.
    pub async fn screenshot(&self, file: &Path) -> anyhow::Result<()> {
        let picture = self.question("screenshot").await?;
        save_picture(&picture, file)
    }
}

/// A field of an object; null if it has none.
pub(super) fn at<'a>(object: &'a Value, field: &str) -> &'a Value {
    object.get(field).unwrap_or(&Value::Null)
}

/// What the page's promise came to, as wrapped above.
pub(super) fn settled(answer: &Value) -> anyhow::Result<Value> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        anyhow::bail!("{error}");
    }
    Ok(answer.get("value").cloned().unwrap_or_default())
}

/// JavaScript's idea of true.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is) => *is,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// Writes a base64 picture to a file, making its folder.
pub(super) fn save_picture(picture: &Value, file: &Path) -> anyhow::Result<()> {
    let bytes = BASE64_STANDARD.decode(picture.as_str().context("no picture")?).context("the picture is not base64")?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| format!("could not write {}", file.display()))
}

/// Any command of a WebDriver session.
#[derive(Debug)]
struct Raw {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
