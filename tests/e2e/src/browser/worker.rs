//! The extension's background worker, seen from outside.

use serde_json::{Value, json};

use super::chromium::Chromium;
use super::session::{PATIENCE, at};
use crate::wait;

impl Chromium {
    /// Whether the worker runs now.
    pub async fn worker_running(&self) -> anyhow::Result<bool> {
        Ok(self.worker_target().await?.is_some())
    }

    /// How often the worker has started since the first call of this, of [`Chromium::ext_eval`] or of any other
    /// that needs an extension page. Compare two readings: the first may count a worker that ran already.
    pub async fn worker_starts(&self) -> anyhow::Result<usize> {
        let mark = self.extension_origin()?;
        let page = self.control().await?;
        let mut running = std::collections::HashMap::new();
        let mut starts = 0;
        for event in page.events("ServiceWorker.workerVersionUpdated") {
            let versions = event.get("versions").and_then(Value::as_array);
            for version in versions.into_iter().flatten() {
                let ours = at(version, "scriptURL").as_str().is_some_and(|url| url.starts_with(&mark));
                if !ours {
                    continue;
                }
                let id = at(version, "versionId").to_string();
                let now = matches!(at(version, "runningStatus").as_str(), Some("starting" | "running"));
                let before = running.insert(id, now).unwrap_or(false);
                starts += usize::from(now && !before);
            }
        }
        Ok(starts)
    }

    /// Stops the worker as the browser does when it has nothing to do, and waits until it is stopped.
    pub async fn stop_worker(&self) -> anyhow::Result<()> {
        let page = self.control().await?;
        wait::until("the worker to stop", PATIENCE, || async {
            // Asked again each time: an event on its way may have woken it in between.
            page.call("ServiceWorker.stopAllWorkers", json!({})).await?;
            Ok(self.worker_target().await?.is_none().then_some(()))
        })
        .await
    }

    /// Runs the body of an async function inside the worker. It must be running.
    pub async fn worker_eval(&self, body: &str) -> anyhow::Result<Value> {
        let Some(target) = self.worker_target().await? else {
            anyhow::bail!("the worker is not running");
        };
        let address = at(&target, "webSocketDebuggerUrl").as_str().unwrap_or_default();
        super::cdp::Cdp::connect(address).await?.eval(body).await
    }

    /// Starts the extension anew from its folder, as after an update: what the folder says by now holds. Waits until it runs.
    pub async fn restart_extension(&self) -> anyhow::Result<()> {
        let before = self.worker_target().await?.map(|target| at(&target, "id").clone());
        // The answer may not come: the page that asks goes as well.
        self.control().await?.call("Runtime.evaluate", json!({ "expression": "setTimeout(() => chrome.runtime.reload(), 0)" })).await.ok();
        self.forget_control().await;
        self.wait_for_another_worker(before).await
    }

    /// A page that is opened while the extension is away stays without it.
    async fn wait_for_another_worker(&self, before: Option<Value>) -> anyhow::Result<()> {
        wait::until("the extension to be back", PATIENCE, || async {
            let now = self.worker_target().await?.map(|target| at(&target, "id").clone());
            Ok((now.is_some() && now != before).then_some(()))
        })
        .await?;
        // It answers when its rules and page scripts are in order.
        wait::until("its answer", PATIENCE, || async {
            let answer = self.ext_eval("return chrome.runtime.sendMessage({ what: 'settings' })").await?;
            Ok(at(&answer, "default_mode").is_string().then_some(()))
        })
        .await?;
        Ok(())
    }

    /// Lets the extension into private windows, as a visitor does in the browser's settings. The extension starts anew by it.
    pub async fn allow_in_private(&self) -> anyhow::Result<()> {
        let id = Value::from(self.extension_id()?);
        let before = self.worker_target().await?.map(|target| at(&target, "id").clone());
        self.goto("chrome://extensions/").await?;
        let allow = format!("await chrome.developerPrivate.updateExtensionConfiguration({{ extensionId: {id}, incognitoAccess: true }})");
        self.eval_async(&allow).await?;
        self.forget_control().await;
        self.wait_for_another_worker(before).await
    }

    /// Which sites the extension may see, as the visitor chooses in the browser's page of extensions: `ON_CLICK` or `ON_ALL_SITES`.
    /// In a tab of its own.
    pub async fn set_host_access(&self, access: &str) -> anyhow::Result<()> {
        let id = Value::from(self.extension_id()?);
        let before = self.tab().await?;
        let settings = self.new_tab().await?;
        self.switch(&settings).await?;
        self.goto("chrome://extensions/").await?;
        let access = Value::from(access);
        let change = format!("await chrome.developerPrivate.updateExtensionConfiguration({{ extensionId: {id}, hostAccess: {access} }})");
        self.eval_async(&change).await?;
        self.close(&settings, &before).await
    }

    /// Runs the body of an async function where the extension's content scripts run, in the page that the current tab shows.
    pub async fn content_eval(&self, body: &str) -> anyhow::Result<Value> {
        let origin = self.extension_origin()?;
        let page = self.attach_to_tab().await?;
        page.call("Runtime.enable", json!({})).await?;
        let tree = page.call("Page.getFrameTree", json!({})).await?;
        let top = tree.pointer("/frameTree/frame/id").cloned().unwrap_or_default();
        let context = wait::until("the content scripts' world", PATIENCE, || async {
            let made = page.events("Runtime.executionContextCreated");
            let ours = made.iter().filter_map(|event| event.get("context")).find(|context| {
                let is_ours = at(context, "origin").as_str().is_some_and(|from| origin.starts_with(from) && !from.is_empty());
                is_ours && context.pointer("/auxData/frameId") == Some(&top)
            });
            Ok(ours.map(|context| at(context, "id").clone()))
        })
        .await?;
        page.eval_in(Some(&context), body).await
    }

    async fn worker_target(&self) -> anyhow::Result<Option<Value>> {
        let mark = self.extension_origin()?;
        let targets = self.targets().await?;
        Ok(targets
            .into_iter()
            .find(|target| at(target, "type") == "service_worker" && at(target, "url").as_str().is_some_and(|url| url.starts_with(&mark))))
    }
}
