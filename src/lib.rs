//! AskFirst's core: what LivePerson is (`catalogue`), what a request or stored item is (`classify`), what happens to it
//! in each mode of a site (`policy`, `rules`), what a tab tried (`ledger`) and what a visitor is told of it (`explain`).
//!
//! Pure Rust: no browser type outside `web`, and no panic on any input.

pub mod allowances;
pub mod catalogue;
pub mod chat;
pub mod classify;
pub mod cleanup;
pub mod explain;
pub mod guard;
pub mod ledger;
pub mod markers;
pub mod modes;
pub mod names;
pub mod pattern;
pub mod placeholder;
pub mod policy;
pub mod report;
pub mod rules;
pub mod settings;
pub mod site;
#[cfg(target_arch = "wasm32")]
pub mod web;
