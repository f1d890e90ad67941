//! The only edge to the browser: everything with `wasm-bindgen` in it. One module for each wasm file, and what pages share.

#[cfg(feature = "background")]
mod background;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "pages")]
pub mod pages;
#[cfg(feature = "popup")]
pub mod popup;
