//! A page of the extension, open: its popup, or the popup's page in a tab.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::cdp::{self, Cdp};
use super::chromium::Chromium;
use super::session::{PATIENCE, at, save_picture, truthy};
use crate::wait;

impl Chromium {
    /// The popup's page in a tab, where a function body of the question `message` answers in the background's stead.
    pub async fn popup_told(&self, tab: i64, answer: &str) -> anyhow::Result<Popup> {
        let popup = self.popup_in_tab(tab).await?;
        popup.load_told(answer).await?;
        Ok(popup)
    }
}

/// An open popup.
pub struct Popup {
    page: Cdp,
    browser: Arc<Cdp>,
    debugger: String,
    target: String,
}

impl Popup {
    pub(super) async fn attach(browser: Arc<Cdp>, debugger: &str, target: &str, dark: bool) -> anyhow::Result<Self> {
        let page = Cdp::connect(&format!("ws://{debugger}/devtools/page/{target}")).await?;
        let scheme = if dark { "dark" } else { "light" };
        page.call("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] })).await?;
        let popup = Self { page, browser, debugger: debugger.to_owned(), target: target.to_owned() };
        popup.wait_for("document.readyState === 'complete'").await?;
        Ok(popup)
    }

    /// Loads it again, with questions to the background answered by a function body; what was asked is in `__asked`.
    async fn load_told(&self, answer: &str) -> anyhow::Result<()> {
        let source = format!(
            "window.__asked = [];
             chrome.runtime.sendMessage = async (message) => {{
               // What is read beyond the first picture is asked for whenever that changes.
               if (/^(?:evidence|laid-out)$/.test(message.what)) return window.__evidence ?? {{}};
               window.__asked.push(message); {answer}
             }};"
        );
        self.page.call("Page.enable", json!({})).await?;
        self.page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
        self.page.call("Page.reload", json!({})).await?;
        // A page that is not in front draws nothing, and follows nothing.
        self.page.call("Page.bringToFront", json!({})).await?;
        self.wait_for("window.__asked && document.readyState === 'complete'").await?;
        Ok(())
    }

    /// Sends a command of Chromium's own protocol to it.
    pub async fn cdp(&self, method: &str, params: Value) -> anyhow::Result<Value> {
        self.page.call(method, params).await
    }

    /// Runs the body of an async function in it, as by the visitor's hand.
    pub async fn eval(&self, body: &str) -> anyhow::Result<Value> {
        self.page.eval(body).await
    }

    /// Waits until an expression is true in it, and gives its value. The error says what the popup shows instead.
    pub async fn wait_for(&self, expression: &str) -> anyhow::Result<Value> {
        let body = format!("return {expression}");
        let waited = wait::until(&format!("`{expression}` in the popup"), PATIENCE, || async {
            let value = self.eval(&body).await?;
            Ok(truthy(&value).then_some(value))
        })
        .await;
        match waited {
            Ok(value) => Ok(value),
            Err(error) => {
                let text = self.text().await.unwrap_or_default();
                Err(error.context(format!("the popup says: {text}")))
            }
        }
    }

    /// What a visitor reads in it.
    pub async fn text(&self) -> anyhow::Result<String> {
        let text = self.eval("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks the first element of a selector with real mouse events, so that a permission prompt would be allowed.
    pub async fn click(&self, selector: &str) -> anyhow::Result<()> {
        let selector = Value::from(selector);
        let middle = self
            .eval(&format!(
                "const element = document.querySelector({selector});
                 if (!element) throw new Error('no element ' + {selector});
                 element.scrollIntoView({{ block: 'center' }});
                 for (const end = performance.now() + 3000; element.ariaDisabled === 'true' && performance.now() < end; ) {{
                   await new Promise(requestAnimationFrame);
                 }}
                 // A popup grows with its content for some frames after it opened: until the element stands still.
                 const place = () => JSON.stringify([element.getBoundingClientRect(), innerWidth, innerHeight]);
                 for (let still = 0, last = ''; still < 5; still = place() === last ? still + 1 : 0) {{
                   last = place();
                   await new Promise(requestAnimationFrame);
                 }}
                 const box = element.getBoundingClientRect();
                 return {{ x: box.x + box.width / 2, y: box.y + box.height / 2 }};"
            ))
            .await?;
        for kind in ["mousePressed", "mouseReleased"] {
            self.page
                .call(
                    "Input.dispatchMouseEvent",
                    json!({ "type": kind, "x": at(&middle, "x"), "y": at(&middle, "y"), "button": "left", "clickCount": 1 }),
                )
                .await?;
        }
        Ok(())
    }

    /// Presses a key that is known by name: `Tab`, `Space`, `Enter` or `ArrowRight`.
    pub async fn press(&self, key: &str) -> anyhow::Result<()> {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Space" => (32, " "),
            "Enter" => (13, "\r"),
            "ArrowRight" => (39, ""),
            other => anyhow::bail!("no key is called {other}"),
        };
        let named = if key == "Space" { " " } else { key };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({ "type": kind, "key": named, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.page.call("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }

    /// Writes a picture of it as it is shown: what a longer popup scrolls to is not on it. A capture that is scaled or goes
    /// beyond what is shown repeats a piece of it, in a real popup of Chromium 156.
    pub async fn screenshot(&self, file: &Path) -> anyhow::Result<()> {
        let picture = self.page.call("Page.captureScreenshot", json!({ "format": "png" })).await?;
        save_picture(at(&picture, "data"), file)
    }

    /// Closes it, and waits until it is closed.
    pub async fn close(self) -> anyhow::Result<()> {
        self.browser.call("Target.closeTarget", json!({ "targetId": self.target })).await?;
        wait::until("the popup to close", PATIENCE, || async {
            let open = cdp::fetch(&self.debugger, "json/list").await?;
            let still = open.as_array().is_some_and(|all| all.iter().any(|one| at(one, "id") == self.target.as_str()));
            Ok((!still).then_some(()))
        })
        .await
    }
}
