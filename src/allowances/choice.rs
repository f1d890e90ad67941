//! One choice.

use crate::policy::{Lasts, Mode};

/// A day. Milliseconds.
pub const DAY: u64 = 24 * 60 * 60 * 1000;

/// How long a choice holds, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// In the tab with this number, until it is closed.
    Tab(i64),
    /// Until the browser closes.
    Browser,
    /// Until then. Milliseconds since 1970.
    Until(u64),
    /// Until it is taken back.
    Always,
}

impl Span {
    /// Of a choice made in `tab` at `now` (milliseconds since 1970).
    #[must_use]
    pub fn of(lasts: Lasts, tab: i64, now: u64) -> Self {
        match lasts {
            Lasts::Tab => Self::Tab(tab),
            Lasts::Browser => Self::Browser,
            Lasts::Day => Self::Until(now.saturating_add(DAY)),
            Lasts::Always => Self::Always,
        }
    }

    /// In the words of the popup.
    #[must_use]
    pub const fn lasts(self) -> Lasts {
        match self {
            Self::Tab(_) => Lasts::Tab,
            Self::Browser => Lasts::Browser,
            Self::Until(_) => Lasts::Day,
            Self::Always => Lasts::Always,
        }
    }

    /// When it ends, where that is a time. Milliseconds since 1970.
    #[must_use]
    pub const fn until(self) -> Option<u64> {
        match self {
            Self::Until(end) => Some(end),
            _ => None,
        }
    }

    /// Whether it outlives the browser.
    #[must_use]
    pub const fn outlives_browser(self) -> bool {
        matches!(self, Self::Until(_) | Self::Always)
    }
}

/// A choice for a site in every tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// How the site is treated.
    pub mode: Mode,
    /// How long. Never [`Span::Tab`].
    pub span: Span,
}

/// A choice for a site in one tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabChoice {
    /// How the site is treated there.
    pub mode: Mode,
    /// Whether it is only the rest of a choice that is over, until the conversation in the tab ends.
    pub conversation: bool,
}
