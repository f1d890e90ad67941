//! The pages beside the popup, each begun by a function of its own: they are opened now and then, and share one module.

use crate::web::page;
use crate::web::page::dom::Done;
use wasm_bindgen::prelude::*;

/// Shows the options page.
///
/// # Errors
/// Where `options.html` does not have what is to be filled.
#[wasm_bindgen]
pub fn options() -> Done {
    let _text = page::begin()?;
    Ok(())
}

/// Shows the first-run page.
///
/// # Errors
/// Where `welcome.html` does not have what is to be filled.
#[wasm_bindgen]
pub fn welcome() -> Done {
    let _text = page::begin()?;
    Ok(())
}
