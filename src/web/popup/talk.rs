//! What the popup says of a page's chat, and what can be pressed there. Nothing of the browser in it.

use crate::catalogue::Role;
use crate::chat::{ChatState, Deployment};
use crate::explain::{PageKind, View};
use crate::policy::Mode;

/// What there is to say and to press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Talk {
    /// How far the chat is, in a sentence.
    pub(crate) text: &'static str,
    /// What the button says, where there is one.
    pub(crate) button: Option<&'static str>,
    /// Whether the button waits.
    pub(crate) waits: bool,
    /// Whether loading the page again is offered.
    pub(crate) reload: bool,
}

/// The chat of a page, where there is one to speak of. Where all is allowed, it is the page's own business.
pub(crate) fn talk(view: &View) -> Option<Talk> {
    let chat = view.chat.filter(|_| view.page == PageKind::Web && view.mode != Mode::Allow)?;
    let said = |text| Talk { text, button: None, waits: false, reload: false };
    Some(match chat.state {
        ChatState::Held => Talk { button: Some("start_chat"), ..said("talk_held") },
        ChatState::Starting => Talk { button: Some("start_chat_starting"), waits: true, ..said("talk_starting") },
        ChatState::Offered => said("talk_offered"),
        ChatState::Open => said("talk_open"),
        ChatState::Ended => Talk { button: Some("start_chat"), ..said("talk_ended") },
        ChatState::NoAgent => Talk { button: Some("start_chat_again"), ..said("talk_no_agent") },
        ChatState::Unreachable => Talk { button: Some("start_chat_again"), ..said("talk_unreachable") },
        ChatState::Failed => Talk { button: Some("start_chat"), reload: true, ..said("talk_failed") },
    })
}

/// The name of a state in `data-talk`.
pub(crate) fn state(state: ChatState) -> &'static str {
    match state {
        ChatState::Held => "held",
        ChatState::Starting => "starting",
        ChatState::Offered => "offered",
        ChatState::Open => "open",
        ChatState::Ended => "ended",
        ChatState::NoAgent => "no-agent",
        ChatState::Unreachable => "unreachable",
        ChatState::Failed => "failed",
    }
}

/// How the page came to ask for the tag, and whether that is asking.
pub(crate) fn deployment(deployment: Deployment) -> &'static str {
    match deployment {
        Deployment::OnLoad => "deployment_on_load",
        Deployment::OnInteraction => "deployment_on_interaction",
        Deployment::ReactiveLabel => "deployment_reactive_label",
        Deployment::ReactiveMark => "deployment_reactive_mark",
    }
}

/// What a part of the machinery does for a chat that the visitor asked for: title and sentence, where they differ.
pub(crate) fn role(role: Role) -> Option<(&'static str, &'static str)> {
    match role {
        Role::Messaging => Some(("role_messaging_title_chat", "role_messaging_text_chat")),
        Role::Identity => Some(("role_identity_title_chat", "role_identity_text_chat")),
        Role::Storage => Some(("role_storage_title_chat", "role_storage_text_chat")),
        // In *Chat only*, nothing of it is let through but AskFirst's own question.
        Role::Monitoring => Some(("role_monitoring_title_chat", "role_monitoring_text_chat")),
        _ => None,
    }
}
