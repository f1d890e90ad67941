//! What became of requests, in words.

use super::text::Text;
use super::words::counted;

/// What became of requests: blocked, let through, and neither; each only where there were some.
pub(in crate::web) fn outcomes(text: &Text, tried: u64, blocked: u64, sent: u64) -> [Option<String>; 3] {
    let unfinished = tried.saturating_sub(blocked).saturating_sub(sent);
    [(counted::BLOCKED, blocked), (counted::SENT, sent), (counted::TRIED, unfinished)]
        .map(|(stem, count)| (count > 0).then(|| text.counted(stem, count)))
}
