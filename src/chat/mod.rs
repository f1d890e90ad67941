//! The chat that a page has: how it came to be there, how far it is, and what is needed to start it without monitoring.

mod engagement;
mod learned;
mod lesson;
mod trouble;

pub use engagement::Engagement;
pub use learned::Learned;
pub use lesson::{Answer, Lesson};
pub use trouble::{Step, step};

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

impl ChatState {
    /// Whether this may follow on that. What the browser saw of the servers says more than that nothing came in time.
    #[must_use]
    pub fn follows(self, before: Option<Self>) -> bool {
        let Some(before) = before else { return true };
        match self {
            Self::Held => false,
            Self::Failed => matches!(before, Self::Held | Self::Starting),
            Self::NoAgent | Self::Unreachable => before != Self::Open && before != Self::Ended,
            Self::Offered => before != Self::Open,
            Self::Starting | Self::Open | Self::Ended => true,
        }
    }
}

/// What a frame reports of its chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatReport {
    /// How far it is.
    #[serde(default)]
    pub state: Option<ChatState>,
    /// How the page came to ask for the tag.
    #[serde(default)]
    pub deployment: Option<Deployment>,
}

impl ChatReport {
    /// Takes in a later report.
    pub fn take(&mut self, later: Self) {
        self.deployment = self.deployment.or(later.deployment);
        if let Some(state) = later.state.filter(|state| state.follows(self.state)) {
            self.state = Some(state);
        }
    }
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
