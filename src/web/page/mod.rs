//! What the extension's pages share: the document, words, the browser, asking the background. Each of the wasm modules uses
//! its own part of it.
#![allow(dead_code, unused_imports, reason = "each of the wasm modules uses its own part")]

pub(in crate::web) mod ask;
pub(in crate::web) mod browser;
pub(in crate::web) mod cleanup;
pub(in crate::web) mod dom;
pub(in crate::web) mod gist;
pub(in crate::web) mod keys;
pub(in crate::web) mod lasting;
pub(in crate::web) mod outcomes;
pub(in crate::web) mod said;
pub(in crate::web) mod spoken;
pub(in crate::web) mod steps;
pub(in crate::web) mod text;
pub(in crate::web) mod times;
pub(in crate::web) mod words;

use std::rc::Rc;
use text::Text;
use wasm_bindgen::prelude::*;

/// Puts the language and all fixed words into the page.
pub(in crate::web) fn begin() -> Result<Rc<Text>, JsValue> {
    let text = Text::new()?;
    let document = dom::document()?;
    if let Some(root) = document.document_element() {
        root.set_attribute("lang", text.language())?;
        root.set_attribute("dir", &text::message(words::DIRECTION))?;
    }
    dom::fill_messages(document.as_ref())?;
    Ok(Rc::new(text))
}
