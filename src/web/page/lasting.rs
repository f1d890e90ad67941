//! How long things are kept, in units that `Intl` has words for.

use crate::catalogue::Lifetime;
use crate::ledger::Asked;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// How long an item is kept: a number of units that `Intl` knows, or a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// So many of `second`, `minute`, `hour`, `day` or `year`.
    Units(u32, &'static str),
    /// A key.
    Message(&'static str),
}

/// How long an item asks to be kept.
pub(crate) fn lifetime(lifetime: Lifetime) -> Lasting {
    match lifetime {
        Lifetime::Days(days) if days >= 365 && days % 365 == 0 => Lasting::Units(days / 365, "year"),
        Lifetime::Days(days) => Lasting::Units(days, "day"),
        Lifetime::Session => Lasting::Message("lifetime_session"),
        Lifetime::Tab => Lasting::Message("lifetime_tab"),
        Lifetime::NoExpiry => Lasting::Message("lifetime_no_expiry"),
        Lifetime::Probe => Lasting::Message("lifetime_probe"),
        Lifetime::Unknown => Lasting::Message("lifetime_unknown"),
    }
}

/// How long something asked to be kept; `None` where nobody could see.
pub(crate) fn asked(asked: Asked) -> Option<Lasting> {
    match asked {
        Asked::Session => Some(lifetime(Lifetime::Session)),
        Asked::Tab => Some(lifetime(Lifetime::Tab)),
        Asked::NoExpiry => Some(lifetime(Lifetime::NoExpiry)),
        Asked::Seconds(seconds) => Some(of_seconds(seconds)),
        Asked::Unknown => None,
    }
}

/// The largest unit that tells a time to within a hundredth: an end that was reckoned from the clock is some seconds off.
fn of_seconds(seconds: u64) -> Lasting {
    for (unit, name) in [(YEAR, "year"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")] {
        let number = seconds.saturating_add(unit / 2) / unit;
        let off = seconds.abs_diff(number.saturating_mul(unit));
        if number > 0 && off.saturating_mul(100) <= seconds {
            return Lasting::Units(u32::try_from(number).unwrap_or(u32::MAX), name);
        }
    }
    Lasting::Units(u32::try_from(seconds).unwrap_or(u32::MAX), "second")
}
