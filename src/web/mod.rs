//! The only edge to the browser: everything with `wasm-bindgen` in it. One module for each wasm file.

#[cfg(feature = "background")]
mod background;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "popup")]
mod popup;
