//! Following the tab while the popup is open: told by the browser, never by asking again and again.

use super::{Popup, browser};
use crate::web::page::dom::Done;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Listens to what is stored of the tab (`tab:7`, the ledger, and others whose keys end like it) and to the tab.
pub(super) fn follow(popup: &Rc<Popup>) -> Done {
    let follower = Rc::clone(popup);
    let changed = move |changes: JsValue| {
        let Some(end) = follower.tab.get().map(|tab| format!(":{tab}")) else { return };
        let keys = js_sys::Object::keys(changes.unchecked_ref::<js_sys::Object>());
        if keys.iter().any(|key| key.as_string().is_some_and(|key| key.ends_with(&end))) {
            follower.changed();
        }
    };
    browser::on_session_changed(&Closure::<dyn FnMut(JsValue)>::new(changed).into_js_value())?;

    // A new page of which there is nothing to record leaves the ledger as it is.
    let follower = Rc::clone(popup);
    let updated = move |tab: JsValue| {
        if tab.as_f64() == follower.tab.get().map(f64::from) {
            follower.changed();
        }
    };
    browser::on_tab_updated(&Closure::<dyn FnMut(JsValue)>::new(updated).into_js_value())
}

impl Popup {
    /// Something happened: what it is, is asked for once before the next frame, however often it happens.
    fn changed(self: &Rc<Self>) {
        if self.due.replace(true) {
            return;
        }
        let popup = Rc::clone(self);
        let draw = Closure::once_into_js(move || {
            popup.due.set(false);
            popup.refresh();
        });
        let asked = web_sys::window().map(|window| window.request_animation_frame(draw.unchecked_ref()));
        if !matches!(asked, Some(Ok(_))) {
            self.due.set(false);
        }
    }
}
