//! A chat that is said to be starting for too long did not start: no button waits for ever.

use super::Popup;
use crate::chat::ChatState;
use crate::explain::View;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Longer than the page itself is given for it (15 seconds), so that its own word comes first. Milliseconds.
const PATIENCE: f64 = 17_000.0;

impl Popup {
    /// Says of a start that has taken too long that it failed, and looks again when one may have.
    pub(super) fn watch_start(self: &Rc<Self>, view: &mut View) {
        let Some(chat) = view.chat.as_mut().filter(|chat| chat.state == ChatState::Starting) else {
            self.starting.set(None);
            return;
        };
        let now = js_sys::Date::now();
        let Some(since) = self.starting.get() else {
            self.starting.set(Some(now));
            self.look_again();
            return;
        };
        if now - since >= PATIENCE {
            chat.state = ChatState::Failed;
        }
    }

    fn look_again(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        let later = Closure::once_into_js(move || popup.refresh());
        if let Some(window) = web_sys::window() {
            // Without a timer it is looked at when something else happens.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), PATIENCE as i32 + 100);
        }
    }
}
