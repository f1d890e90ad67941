//! What the toolbar button counts.

use crate::ledger::Visit;

/// The number on the toolbar button, and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// Requests that did not leave the browser.
    Requests(u64),
    /// Where there were none: writes that did not happen.
    Writes(u64),
    /// Where there were neither: starts of disguised tags that were stopped.
    Scripts(u64),
}

impl Badge {
    /// Of a page; none where nothing was held back.
    #[must_use]
    pub fn of(visit: &Visit) -> Option<Self> {
        let counts =
            [Self::Requests(visit.blocked()), Self::Writes(visit.blocked_writes()), Self::Scripts(visit.attempts().tags_stopped())];
        counts.into_iter().find(|badge| badge.number() > 0)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Requests(number) | Self::Writes(number) | Self::Scripts(number) => number,
        }
    }
}
