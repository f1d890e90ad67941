//! AskFirst's core.
