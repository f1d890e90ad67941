//! The stand-in web and the real browsers that AskFirst is tried in.
//!
//! [`standin`] plays the sites and LivePerson's hosts on loopback; [`browser`] starts and drives Chromium and Firefox.
//! Both are the tests' and the demo's.

pub mod browser;
pub mod cost;
pub mod standin;
pub mod wait;

/// A file of `site/`, as text, or as bytes.
macro_rules! site {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/site/", $name))
    };
    ($name:literal, bytes) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/site/", $name)).as_slice()
    };
}
pub(crate) use site;
