//! What requests are. The engine that knows is a wasm module of its own, which the shell loads when the first request is seen.

use crate::catalogue::Catalogue;
use crate::classify::{Fit, RequestAnswer};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Engine` of the module `engine`.
    pub type RequestEngine;

    #[wasm_bindgen(method)]
    fn service(this: &RequestEngine, url: &str, kind: &str) -> Option<u32>;
}

/// Asks the engine, and says by the catalogue what its answer means.
pub(super) struct Requests {
    catalogue: &'static Catalogue,
    engine: RefCell<Option<RequestEngine>>,
}

impl Requests {
    pub(super) fn new(catalogue: &'static Catalogue) -> Self {
        Self { catalogue, engine: RefCell::default() }
    }

    /// Whether requests can be explained by now.
    pub(super) fn has_engine(&self) -> bool {
        self.engine.borrow().is_some()
    }

    pub(super) fn set_engine(&self, engine: RequestEngine) {
        *self.engine.borrow_mut() = Some(engine);
    }

    /// What a request by a page of this host is; none for what is not LivePerson's.
    pub(super) fn classify(&self, url: &str, kind: &str, page_host: &str) -> Option<RequestAnswer<'static>> {
        let service = self.engine.borrow().as_ref()?.service(url, kind)?;
        // Which of the service's filters it was is for developers, who have `cargo xtask classify`.
        let fit = Fit { service: usize::try_from(service).ok()?, filter: 0 };
        fit.answer(self.catalogue, kind, page_host)
    }
}
