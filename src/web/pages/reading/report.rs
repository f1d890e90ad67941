//! The report of a page, made from what is told of it.

use super::sheet::sheet;
use crate::explain::{Evidence, View};
use crate::report::{Report, html};
use crate::web::page::text::Text;
use wasm_bindgen::JsValue;

/// The product's version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The report as JSON, or as a page to read.
pub(super) fn make(text: &Text, view: &View, evidence: &Evidence, readable: bool, personal: bool) -> Result<String, JsValue> {
    let report = Report::of(view, evidence, VERSION, js_sys::Date::now(), personal);
    if readable { Ok(html(&sheet(text, view, evidence, &report)?)) } else { Ok(report.to_json()) }
}
