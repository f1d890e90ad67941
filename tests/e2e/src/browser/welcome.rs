//! The page that AskFirst opens after its first installation: tests that are not about it go on without it.

use super::chromium::Chromium;
use super::firefox::{Firefox, UUID};
use super::session::{PATIENCE, Tab};
use crate::wait;

/// Its file.
const WELCOME: &str = "welcome.html";
/// Whether it has come: written down when it is there, in a profile once.
const WELCOMED: &str = "return (await chrome.storage.local.get('welcomed')).welcomed ?? false";

impl Chromium {
    /// Waits until it has come, and closes it. In a profile that has seen it, it does not come again.
    pub(super) async fn close_welcome(&self) -> anyhow::Result<()> {
        if !self.extension().is_ok_and(|extension| extension.has(WELCOME)) {
            return Ok(());
        }
        wait::until("the page after the installation", PATIENCE, || async { Ok((self.ext_eval(WELCOMED).await? == true).then_some(())) })
            .await?;
        let page = format!("{}{WELCOME}", self.extension_origin()?);
        while !self.targets_at(&page).await?.is_empty() {
            self.page_at(&page).await?.close().await?;
        }
        self.activate().await
    }
}

impl Firefox {
    /// The tab with it.
    pub async fn welcome(&self) -> anyhow::Result<Tab> {
        let first = self.tab().await?;
        let page = format!("moz-extension://{UUID}/{WELCOME}");
        let found = wait::until("the page after the installation", PATIENCE, || async {
            for tab in self.tabs().await?.into_iter().filter(|tab| *tab != first) {
                self.switch(&tab).await?;
                if self.url().await? == page {
                    return Ok(Some(tab));
                }
            }
            Ok(None)
        })
        .await;
        self.switch(&first).await?;
        found
    }

    /// Waits until it has come, and closes it.
    pub(super) async fn close_welcome(&self) -> anyhow::Result<()> {
        if !self.extension().is_ok_and(|extension| extension.has(WELCOME)) {
            return Ok(());
        }
        let first = self.tab().await?;
        wait::until("the page after the installation", PATIENCE, || async { Ok((self.ext_eval(WELCOMED).await? == true).then_some(())) })
            .await?;
        for tab in self.tabs().await?.into_iter().filter(|tab| *tab != first) {
            self.close(&tab, &first).await?;
        }
        Ok(())
    }
}
