//! The judgement: what happens to a request or a stored item in each mode of a site.
//!
//! It is conditional. Session cookies of a chat that the visitor started are functional; persistent visitor identification
//! and behavioural monitoring need consent first.

use crate::catalogue::{Category, ChatNeed, Class, Lifetime, Service};
use serde::{Deserialize, Serialize};

/// How a site is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Nothing of the engagement stack loads, nothing is kept. The default.
    #[default]
    Ask,
    /// The chat loads; invitations, monitoring and ids that outlive the visit stay out. Chosen by asking for the chat.
    Chat,
    /// Everything, as if the extension were not there. Chosen by the visitor for a site.
    Allow,
}

impl Mode {
    /// How much it lets through and stay, in order.
    #[must_use]
    pub const fn generosity(self) -> u8 {
        match self {
            Self::Ask => 0,
            Self::Chat => 1,
            Self::Allow => 2,
        }
    }
}

/// How long a choice holds. An ongoing conversation is never cut off when that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lasts {
    /// In one tab, until it is closed.
    Tab,
    /// Until the browser closes.
    Browser,
    /// A day.
    Day,
    /// Until it is taken back.
    #[default]
    Always,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestDecision {
    /// It does not leave the browser.
    Block,
    /// It goes through; cookies are neither sent nor taken.
    AllowWithoutCookies,
    /// It goes through untouched.
    Allow,
}

/// What becomes of a stored item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemDecision {
    /// It is not stored.
    Block,
    /// It is kept until the session ends, whatever it asked for.
    SessionOnly,
    /// It is stored as asked.
    Allow,
}

/// The decision in each of the three modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions<D> {
    /// In *Ask first*.
    pub ask: D,
    /// In *Chat only*.
    pub chat: D,
    /// In *Allow*.
    pub allow: D,
}

impl<D: Copy> Decisions<D> {
    /// The same in every mode.
    pub const fn always(decision: D) -> Self {
        Self { ask: decision, chat: decision, allow: decision }
    }

    /// The decision in one mode.
    pub const fn of(&self, mode: Mode) -> D {
        match mode {
            Mode::Ask => self.ask,
            Mode::Chat => self.chat,
            Mode::Allow => self.allow,
        }
    }
}

/// In what setting a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// By a page of some site, as a subresource.
    Subresource,
    /// It is the document that the visitor navigates to.
    Navigation,
    /// By a page of LivePerson's own, where agents and administrators work.
    OwnSite,
}

/// What becomes of a request to `service`.
#[must_use]
pub fn request(service: &Service, setting: Setting) -> Decisions<RequestDecision> {
    if setting != Setting::Subresource {
        return Decisions::always(RequestDecision::Allow);
    }
    let ask = match service.category {
        Category::Functional => RequestDecision::AllowWithoutCookies,
        Category::Marketing => RequestDecision::Block,
    };
    let chat = match service.chat {
        ChatNeed::Needed => RequestDecision::AllowWithoutCookies,
        ChatNeed::NotNeeded => RequestDecision::Block,
    };
    Decisions { ask, chat, allow: RequestDecision::Allow }
}

/// What becomes of a stored item of this class and lifetime.
#[must_use]
pub fn item(class: Class, lifetime: Lifetime) -> Decisions<ItemDecision> {
    if class == Class::Agent {
        // Only LivePerson's own sites set it, for people at work there; those are never touched.
        return Decisions::always(ItemDecision::Allow);
    }
    let chat = match lifetime {
        Lifetime::Session | Lifetime::Tab | Lifetime::Probe => ItemDecision::Allow,
        Lifetime::Days(_) | Lifetime::NoExpiry | Lifetime::Unknown => ItemDecision::SessionOnly,
    };
    Decisions { ask: ItemDecision::Block, chat, allow: ItemDecision::Allow }
}
