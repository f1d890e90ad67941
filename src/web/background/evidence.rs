//! What the popup asks beyond its first picture.

use super::Background;
use super::question::{Page, Refusal};
use crate::explain::{Evidence, LaidOut};
use crate::site::Url;
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// What is asked.
#[derive(Deserialize)]
struct Asked {
    /// The browser's number for the tab.
    tab: i64,
    /// What its frames had laid out for the tag, where they were asked: as `extension/laid-out.js` read it.
    #[serde(default)]
    frames: Vec<Value>,
}

#[wasm_bindgen]
impl Background {
    /// What there is to read of a tab beyond its view: JSON of the question and of the page in, JSON of [`Evidence`] or
    /// `{"error":…}` out.
    pub fn evidence(&self, question: &str, page: &str) -> String {
        let answer = match self.try_evidence(question, page) {
            Ok(evidence) => serde_json::to_string(&evidence),
            Err(error) => serde_json::to_string(&Refusal { error }),
        };
        answer.unwrap_or_default()
    }
}

impl Background {
    fn try_evidence(&self, question: &str, page: &str) -> Result<Evidence, String> {
        let Asked { tab, frames } = serde_json::from_str(question).map_err(|error| format!("not a question: {error}"))?;
        let page: Page = serde_json::from_str(page).map_err(|error| format!("not a page: {error}"))?;
        // A frame whose page made its answer unreadable says nothing; the others still do.
        let frames: Vec<LaidOut> = frames.into_iter().filter_map(|frame| serde_json::from_value(frame).ok()).collect();
        let view = self.view(tab, &page);
        let mut evidence = Evidence::of(self.catalogue, &view, self.store.ledger().visit(tab, &page.shown), &frames);
        evidence.page = page.url.as_deref().and_then(plain_address);
        Ok(evidence)
    }
}

/// A page's address without what follows a question mark or hash sign.
fn plain_address(address: &str) -> Option<String> {
    let url = Url::parse(address).filter(Url::is_network)?;
    let path = url.rest.split(['?', '#']).next().unwrap_or_default();
    Some(format!("{}://{}{path}", url.scheme, url.host))
}
