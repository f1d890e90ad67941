//! The pages beside the popup, each begun by a function of its own: they are opened now and then, and share one module.

mod options;
mod reading;
mod welcome;
mod words;

pub use reading::Reading;

use crate::web::page::dom::Done;
// The files that the host's tests read too say `super::keys`.
use crate::web::page::keys;
use wasm_bindgen::prelude::*;

/// Shows the options page.
///
/// # Errors
/// Where `options.html` does not have what is to be filled.
#[wasm_bindgen]
pub fn options() -> Done {
    options::begin()
}

/// Shows the first-run page.
///
/// # Errors
/// Where `welcome.html` does not have what is to be filled.
#[wasm_bindgen]
pub fn welcome() -> Done {
    welcome::begin()
}
