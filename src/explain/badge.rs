//! What the toolbar button shows of a page: a picture, a number.

use crate::ledger::Visit;
use crate::policy::Mode;

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

/// The picture on the toolbar button. Each has a shape of its own, so that nobody has to tell colours apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Nothing was held back, nothing was asked for: an empty bubble. Every page begins with it.
    Quiet,
    /// Something was held back: the bars of a pause.
    Held,
    /// The chat that the visitor asked for: a bubble with dots.
    Chat,
    /// LivePerson was there and may be, because the visitor allows it: a tick.
    Allowed,
    /// LivePerson's own site, which is left alone: a struck-out bubble.
    Own,
    /// AskFirst cannot do what it is for: a warning sign.
    Wrong,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Quiet, Self::Held, Self::Chat, Self::Allowed, Self::Own, Self::Wrong];

    /// Of a page that tried something, in a mode.
    #[must_use]
    pub fn of(visit: &Visit, mode: Mode) -> Self {
        match mode {
            Mode::Allow => Self::Allowed,
            Mode::Chat => Self::Chat,
            Mode::Ask if visit.has_held_tag() || Badge::of(visit).is_some() => Self::Held,
            Mode::Ask => Self::Quiet,
        }
    }

    /// The name of its picture: `icons/<name>-16.png` and `-32.png`, made from `extension/icons/<name>.svg`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Held => "held",
            Self::Chat => "chat",
            Self::Allowed => "allowed",
            Self::Own => "own",
            Self::Wrong => "wrong",
        }
    }
}
