//! The chat that a page has: how it came to be there, how far it is, and what is needed to start it without monitoring.

use serde::{Deserialize, Serialize};

/// How far the chat of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChatState {
    /// A tag was held back: there is a chat, and it can be asked for.
    Held,
    /// It was asked for, and nothing is to be seen of it yet.
    Starting,
    /// Its buttons are there.
    Offered,
    /// A conversation is under way.
    Open,
    /// The conversation is over.
    Ended,
    /// The account has nobody to chat with now, or offers no chat on this page.
    NoAgent,
    /// LivePerson's servers do not answer.
    Unreachable,
    /// It did not start in time: the page has to be loaded again for it.
    Failed,
}

/// How the page came to ask for the tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deployment {
    /// By itself, while it was loading: nobody had pressed anything.
    OnLoad,
    /// When the visitor first did something: scrolled, moved, or pressed what is not for chat. That is not asking.
    OnInteraction,
    /// When the visitor pressed a control whose label speaks of chat. That is asking.
    ReactiveLabel,
    /// When the visitor pressed a control that is marked as LivePerson's. That is asking.
    ReactiveMark,
}

/// What the popup says of a page's chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatView {
    /// How far it is.
    pub state: ChatState,
    /// How the page came to ask for the tag, where that was seen.
    #[serde(default)]
    pub deployment: Option<Deployment>,
}
