//! *Start chat*: the visitor asks for the chat of the page that a tab shows.

use super::{Background, Page, Refusal, choices, chrome};
use crate::chat::ChatState;
use crate::modes::Wish;
use crate::policy::{Lasts, Mode};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What the page is told.
#[derive(Serialize)]
struct Start {
    what: &'static str,
    mode: Mode,
    start: bool,
}

/// What a content script is told that asked for it.
#[derive(Serialize)]
struct Started {
    mode: Mode,
}

#[wasm_bindgen]
impl Background {
    /// A page's own control, or the placeholder on it, was pressed: JSON of [`Page`] in, `{"mode":…}` or `{"error":…}` out. The
    /// shell gives only the tab that says so.
    pub async fn start_chat(&self, tab: i32, page: &str) -> String {
        let started = match serde_json::from_str::<Page>(page) {
            Ok(page) => self.start_chat_in(i64::from(tab), &page).await.map(|()| page.site()),
            Err(error) => Err(format!("not a page: {error}")),
        };
        match started {
            Ok(site) => {
                let mode = site.map_or(Mode::Ask, |site| self.choices.mode_of(i64::from(tab), &site));
                serde_json::to_string(&Started { mode })
            }
            Err(error) => serde_json::to_string(&Refusal { error }),
        }
        .unwrap_or_default()
    }
}

impl Background {
    /// Tells a page, in all its frames, how it is treated from now on. An error where nobody is there who would hear it.
    pub(super) async fn tell_mode(&self, tab: i64, mode: Mode, start: bool) -> Result<(), JsValue> {
        chrome::tell_page(tab, &Start { what: "mode", mode, start }, None).await
    }

    /// The site becomes *Chat only* in this tab, unless it is treated more generously already; what the chat needs is let
    /// through; only then the page is told to begin.
    pub(super) async fn start_chat_in(&self, tab: i64, page: &Page) -> Result<(), String> {
        let site = self.chosen_site(page)?;
        if page.private {
            self.saw_private_tab(tab).await;
        }
        self.tidy().await;
        if self.choices.mode_of(tab, &site) == Mode::Ask {
            let wish = Wish { tab, private: page.private, mode: Mode::Chat, lasts: Lasts::Tab, now: choices::now() };
            self.choices.choose(&site, wish).await?;
            self.show_faces(Some((tab, page))).await;
        }
        let mode = self.choices.mode_of(tab, &site);
        if mode == Mode::Chat {
            self.choices.add_chat_tab(tab, &site, None).await?;
            self.chats.say(tab, ChatState::Starting);
        }
        if self.tell_mode(tab, mode, true).await.is_err() {
            // No script of ours is in the page: it was there before AskFirst. It has to be loaded again.
            self.chats.say(tab, ChatState::Failed);
        } else if mode == Mode::Chat {
            self.chats.again(tab, &site);
        }
        Ok(())
    }
}
