//! What is in a closed shadow root, and pressing it: by Chromium's own protocol, which sees it as a visitor does.

use anyhow::Context;
use serde_json::{Value, json};

use super::chromium::Chromium;
use super::session::{PATIENCE, at, truthy};
use crate::wait;

impl Chromium {
    /// Runs the body of an async function of `root`, the closed shadow root of the first element of this name. Null where
    /// there is none.
    pub async fn in_shadow(&self, host: &str, body: &str) -> anyhow::Result<Value> {
        let tree = self.cdp("DOM.getDocument", json!({ "depth": -1, "pierce": true })).await?;
        let Some(id) = shadow_root(at(&tree, "root"), host) else {
            return Ok(Value::Null);
        };
        let object = self.cdp("DOM.resolveNode", json!({ "nodeId": id })).await?;
        let function = format!("async function () {{ const root = this; {body} }}");
        let call = json!({
            "objectId": object.pointer("/object/objectId"),
            "functionDeclaration": function,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let answer = self.cdp("Runtime.callFunctionOn", call).await?;
        if let Some(thrown) = answer.pointer("/exceptionDetails/exception/description") {
            anyhow::bail!("{thrown} in the closed root: {body}");
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// Waits until an expression of `root` is true there, and gives its value.
    pub async fn wait_in_shadow(&self, host: &str, expression: &str) -> anyhow::Result<Value> {
        let body = format!("return {expression}");
        wait::until(&format!("`{expression}` in the closed root"), PATIENCE, || async {
            let value = self.in_shadow(host, &body).await?;
            Ok(truthy(&value).then_some(value))
        })
        .await
    }

    /// Where the middle of an element in the closed root is in the window.
    async fn middle(&self, host: &str, selector: &str) -> anyhow::Result<[f64; 2]> {
        let selector = Value::from(selector);
        let found = self
            .in_shadow(
                host,
                &format!(
                    "const {{ x, y, width, height }} = root.querySelector({selector}).getBoundingClientRect();
                     return width * height > 0 ? [x + width / 2, y + height / 2] : null"
                ),
            )
            .await?;
        let number = |n: usize| found.get(n).and_then(Value::as_f64);
        number(0).zip(number(1)).map(|(x, y)| [x, y]).with_context(|| format!("{selector} is not shown"))
    }

    /// Moves the mouse onto an element in the closed root.
    pub async fn hover_in_shadow(&self, host: &str, selector: &str) -> anyhow::Result<()> {
        let [x, y] = self.middle(host, selector).await?;
        self.mouse_to(x, y).await
    }

    /// Moves the mouse to a place in the window.
    pub async fn mouse_to(&self, x: f64, y: f64) -> anyhow::Result<()> {
        self.cdp("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await?;
        Ok(())
    }

    /// Presses an element in the closed root with real mouse events.
    pub async fn click_in_shadow(&self, host: &str, selector: &str) -> anyhow::Result<()> {
        let [x, y] = self.middle(host, selector).await?;
        self.mouse_to(x, y).await?;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.cdp("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Presses `Tab`, `Enter` or `Escape` in the page.
    pub async fn key(&self, key: &str) -> anyhow::Result<()> {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            other => anyhow::bail!("no key is called {other}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.cdp("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }
}

/// The number of the shadow root of the first element of a name.
fn shadow_root(node: &Value, name: &str) -> Option<i64> {
    if at(node, "localName") == name {
        return at(node, "shadowRoots").get(0).and_then(|root| at(root, "nodeId").as_i64());
    }
    let below = ["children", "shadowRoots"].into_iter().filter_map(|list| at(node, list).as_array());
    let inner = at(node, "contentDocument");
    below.flatten().chain(inner.is_object().then_some(inner)).find_map(|child| shadow_root(child, name))
}
