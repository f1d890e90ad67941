//! How a page names its messages: each key once, as a constant, and all of them for the tests.

/// Messages that are asked for by one fixed key.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $key;)*
        /// All of them.
        #[allow(dead_code, reason = "for the host tests")]
        pub(crate) const FIXED: &[&str] = &[$($key),*];
    };
}

pub(crate) use keys;
