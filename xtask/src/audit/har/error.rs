//! Why a file could not be read, and where.

use std::fmt;

/// Why a HAR could not be read, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HarError {
    /// What is wrong.
    pub reason: String,
    /// The part that was being read: `log.entries[3]`; empty outside of them.
    pub part: String,
    /// Line, from 1.
    pub line: u64,
    /// Byte in the line, from 1; 0 where the line has none.
    pub column: u64,
    /// Bytes of the file before the place.
    pub offset: u64,
    /// Whether the place is one in the unpacked file.
    pub unpacked: bool,
}

impl fmt::Display for HarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = if self.unpacked { " of the unpacked file" } else { "" };
        write!(f, "line {}, column {} (byte {}{of})", self.line, self.column, self.offset)?;
        if !self.part.is_empty() {
            write!(f, ", in {}", self.part)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for HarError {}
