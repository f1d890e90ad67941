//! What a request of LivePerson's tells of a chat that was asked for.

use super::ChatState;
use crate::ledger::{Event, Phase};

/// What a request means for the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The tag would report the page now: it is far enough to be told what to show.
    Monitoring,
    /// The account's places for buttons are known, or cannot be.
    Zones,
    /// An engagement's numbers no longer fit.
    Outdated,
    /// A part without which there is no chat does not answer.
    Trouble(ChatState),
}

/// Parts without which nothing is drawn. Source: replay.md, "The chat itself".
const TO_BEGIN: [&str; 8] =
    ["tag-script", "taglets", "secure-storage", "own-host-tag", "own-host-taglets", "own-host-storage", "renderer", "window-configuration"];
/// Parts without which nobody is talked to.
const TO_TALK: [&str; 5] = ["chat-window", "identity", "messaging", "own-host-identity", "own-host-messaging"];

/// What an event means for the chat of its tab.
#[must_use]
pub fn step(event: &Event, service: &str) -> Option<Step> {
    let is_over = event.phase != Phase::Started;
    // A page that is left lets go of what it asked for; what a rule stopped is nobody's failure.
    let is_given_up =
        event.was_stopped() || event.error.as_deref().is_some_and(|error| matches!(error, "net::ERR_ABORTED" | "NS_BINDING_ABORTED"));
    let is_failed = !is_given_up && (event.phase == Phase::Failed || event.status.is_some_and(|status| status >= 400));
    match service {
        "monitoring-start" | "own-host-monitoring" if event.phase == Phase::Started => Some(Step::Monitoring),
        "zones" if is_over => Some(Step::Zones),
        "engagement-configuration" if is_failed => Some(Step::Outdated),
        _ if is_failed && (TO_BEGIN.contains(&service) || TO_TALK.contains(&service)) => Some(Step::Trouble(ChatState::Unreachable)),
        _ => None,
    }
}
