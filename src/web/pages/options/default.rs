//! How sites are treated that have no choice of their own.

use super::ask::Wish;
use super::{Options, words};
use crate::policy::Mode;
use crate::web::page::dom::{Done, by_id, on};
use crate::web::page::spoken;
use crate::web::page::text::message;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

const MODES: [(Mode, &str); 3] = [(Mode::Ask, "default-ask"), (Mode::Chat, "default-chat"), (Mode::Allow, "default-allow")];

impl Options {
    pub(super) fn answer_default(self: &Rc<Self>) -> Done {
        for (mode, id) in MODES {
            let options = Rc::clone(self);
            let chosen = move || options.change(Wish::SetDefault { mode }, |_| spoken::say(&message(words::SAVED)));
            on(id, "change", chosen)?;
        }
        Ok(())
    }

    pub(super) fn show_default(&self) -> Done {
        let default = self.settings.borrow().as_ref().map(|settings| settings.default_mode);
        for (mode, id) in MODES {
            by_id(id)?.unchecked_into::<HtmlInputElement>().set_checked(Some(mode) == default);
        }
        Ok(())
    }
}
