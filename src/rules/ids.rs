//! The numbers of rules. They are fixed: what is in a range is AskFirst's to replace when it reconciles, also what an earlier
//! version of it left there.

use std::ops::RangeInclusive;

/// Ids of dynamic rules, which outlive the browser.
pub const DYNAMIC_IDS: RangeInclusive<u32> = 1_000..=1_999;
/// Ids of session rules. They outlive an update of the extension, but not the browser: that they are gone is how its restart is
/// noticed.
pub const SESSION_IDS: RangeInclusive<u32> = 2_000..=2_999;

/// Sites that are allowed for longer.
pub(super) const ALLOWED_SITES: RangeInclusive<u32> = 1_000..=1_099;

pub(super) const OWN_FRAMES: u32 = 2_000;
pub(super) const ALLOWED_WORKERS: u32 = 2_001;
pub(super) const OWN_FRAMES_WITHOUT_COOKIES: u32 = 2_003;
pub(super) const CHAT_WITHOUT_COOKIES: u32 = 2_004;
pub(super) const OWN_REQUESTS: u32 = 2_005;
pub(super) const ALLOWED_WORKERS_BY_DEFAULT: u32 = 2_006;
pub(super) const ALLOWED_LIVING: u32 = 2_002;
/// Sites that are allowed until the browser closes, in a tab, or not in a tab.
pub(super) const ALLOWED_FOR_NOW: RangeInclusive<u32> = 2_100..=2_299;
/// Each lets one filter's requests through in LivePerson's own frames.
pub(super) const OWN_FRAMES_FILTERS: RangeInclusive<u32> = 2_300..=2_499;
/// Each lets one filter's requests through in tabs with a chat.
pub(super) const CHAT_FILTERS: RangeInclusive<u32> = 2_500..=2_699;

/// The next number of a range.
pub(super) fn nth(range: &RangeInclusive<u32>, index: usize) -> Result<u32, String> {
    let id = u32::try_from(index).ok().and_then(|index| range.start().checked_add(index)).filter(|id| range.contains(id));
    id.ok_or_else(|| "more rules than there are numbers for".to_owned())
}
