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

    async fn worker_target(&self) -> anyhow::Result<Option<Value>> {
        let mark = self.extension_origin()?;
        let targets = self.targets().await?;
        Ok(targets
            .into_iter()
            .find(|target| at(target, "type") == "service_worker" && at(target, "url").as_str().is_some_and(|url| url.starts_with(&mark))))
    }
}
