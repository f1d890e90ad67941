//! The engine's wasm module: finds the filter that a request fits. It is a module of its own because it is needed only once
//! LivePerson is asked for something, and is larger than everything else that the background needs.

use crate::catalogue::Catalogue;
use crate::classify::RequestClassifier;
use wasm_bindgen::prelude::*;

/// The engine. Made once in a life of the worker.
#[wasm_bindgen]
pub struct Engine {
    requests: RequestClassifier<'static>,
}

#[wasm_bindgen]
impl Engine {
    /// Over the same catalogue that the background has.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Engine, JsValue> {
        // For the life of the worker: the classifier refers to it.
        let catalogue: &'static Catalogue =
            Box::leak(Box::new(Catalogue::embedded().map_err(|error| JsValue::from_str(&error.to_string()))?));
        Ok(Self { requests: RequestClassifier::new(catalogue) })
    }

    /// The service that a request is for, as its index in the catalogue; nothing for what is not LivePerson's.
    #[must_use]
    pub fn service(&self, url: &str, kind: &str) -> Option<u32> {
        let fit = self.requests.find(url, kind).ok().flatten()?;
        u32::try_from(fit.service).ok()
    }
}
