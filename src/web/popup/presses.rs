//! What the visitor presses: the mode and how long it holds, the chat, the chat button on pages, and loading the tab again.

use super::background::{self, Question, Trouble};
use super::render::{self, access, choice, talk};
use super::{Popup, browser, choosing};
use crate::web::page::dom::{Done, by_id, logged, on};
use crate::web::page::steps;
use js_sys::JSON;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

impl Popup {
    /// Listens to everything that can be pressed.
    pub(super) fn answer_presses(self: &Rc<Self>) -> Done {
        for (_, id, _) in choosing::MODES {
            let popup = Rc::clone(self);
            on(id, "change", move || popup.choose())?;
        }
        let popup = Rc::clone(self);
        on("lasts", "change", move || popup.choose())?;
        let popup = Rc::clone(self);
        on("start-chat", "click", move || popup.start_chat())?;
        let popup = Rc::clone(self);
        on("button-on", "click", move || popup.change(|tab| Ok(Question::RestoreButton { tab })))?;
        let popup = Rc::clone(self);
        on("again", "click", move || popup.refresh())?;
        let popup = Rc::clone(self);
        on("settings", "click", move || popup.open_settings())?;
        on("access-grant", "click", Self::grant)?;
        for id in ["reload", "talk-reload", "access-reload"] {
            let popup = Rc::clone(self);
            on(id, "click", move || popup.reload())?;
        }
        Ok(())
    }

    /// Draws what is unfolded, and more of a long list.
    pub(super) fn unfold(self: &Rc<Self>) -> Done {
        for id in ["attempts-fold", "kept-fold"] {
            let popup = Rc::clone(self);
            on(id, "toggle", move || popup.show_items())?;
        }
        for id in ["attempts", "kept"] {
            let popup = Rc::clone(self);
            steps::follow(&by_id(id)?, move || popup.show_items())?;
        }
        Ok(())
    }

    fn show_items(&self) {
        if let Some(view) = self.view.borrow().as_ref() {
            logged(render::items(&self.text, view));
        }
    }

    /// Asks for the permission to see sites. The page that is open was not guarded: it is to be loaded again before anything is
    /// said of it, so the picture stays until then.
    fn grant() {
        let asked = JSON::parse(r#"{"origins": ["<all_urls>"]}"#).and_then(|which| browser::request_permissions(&which));
        spawn_local(async move {
            let granted = async { Ok::<_, JsValue>(JsFuture::from(asked?).await?.is_truthy()) }.await;
            match granted {
                Ok(true) => logged(access::granted()),
                Ok(false) => {}
                Err(error) => browser::log_error(&error),
            }
        });
    }

    /// Makes what is chosen the site's mode.
    fn choose(self: &Rc<Self>) {
        self.change(|tab| {
            let (mode, lasts) = choice::chosen()?;
            Ok(Question::SetMode { tab, mode, lasts })
        });
    }

    /// Asks for the chat, unless it was asked for already.
    fn start_chat(self: &Rc<Self>) {
        let waits = by_id("start-chat").is_ok_and(|button| button.get_attribute("aria-disabled").as_deref() == Some("true"));
        if waits {
            return;
        }
        if let Err(error) = talk::pressed() {
            browser::log_error(&error);
        }
        self.starting.set(None);
        self.change(|tab| Ok(Question::StartChat { tab }));
    }

    /// Has the background change something, and shows what it answers.
    fn change(self: &Rc<Self>, question: impl FnOnce(i32) -> Result<Question, JsValue> + 'static) {
        let popup = Rc::clone(self);
        self.choosing.set(self.choosing.get() + 1);
        self.chosen.set(self.chosen.get().wrapping_add(1));
        spawn_local(async move {
            let answer = async { background::ask(question(popup.the_tab().await?)?).await }.await;
            popup.choosing.set(popup.choosing.get().saturating_sub(1));
            // Pressed again before the answer: the last one's answer is the one that counts.
            if popup.choosing.get() == 0 {
                popup.show(answer);
            }
        });
    }

    /// Opens the options page, and leaves the popup.
    fn open_settings(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            match browser::open_options().await {
                Ok(_) if popup.is_page => {}
                Ok(_) => drop(web_sys::window().map(|window| window.close())),
                Err(error) => popup.show(Err(error.into())),
            }
        });
    }

    /// Loads the tab again. A real popup is done then; a page stays and follows.
    fn reload(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            if let Err(trouble) = popup.try_reload().await {
                popup.show(Err(trouble));
            }
        });
    }

    async fn try_reload(self: &Rc<Self>) -> Result<(), Trouble> {
        browser::reload_tab(self.the_tab().await?).await?;
        match web_sys::window() {
            Some(window) if !self.is_page => window.close()?,
            _ => self.refresh(),
        }
        Ok(())
    }
}
