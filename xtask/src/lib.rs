//! What of `cargo xtask` is more than a command: the audit of a HAR, a pure function over what is read.

pub mod audit;
