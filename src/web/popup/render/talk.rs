//! The chat of the page: the button that starts it, how far it is, and how the page came to ask for it.

use crate::explain::View;
use crate::web::page::dom::{Done, by_id, document, set_text, show, show_text};
use crate::web::page::text::message;
use crate::web::popup::talk;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Shows it, or takes it away where there is no chat to speak of.
pub(super) fn show_talk(view: &View) -> Done {
    let section = by_id("talk")?;
    let button = by_id("start-chat")?;
    let said = talk::talk(view);
    if let (Some(said), Some(chat)) = (said, view.chat) {
        section.set_attribute("data-talk", talk::state(chat.state))?;
        set_text(&by_id("talk-text")?, &message(said.text));
        let why = chat.deployment.map(|how| message(talk::deployment(how)));
        show_text(&by_id("talk-why")?, why.as_deref())?;
        if let Some(words) = said.button {
            set_text(&by_id("start-chat-text")?, &message(words));
        }
        wait(said.waits)?;
        show(&by_id("talk-reload")?, said.reload)?;
    }
    show(&section, said.is_some())?;
    let goes = said.is_none_or(|said| said.button.is_none());
    let had_focus = document()?.active_element().as_ref() == Some(&button);
    show(&button, !goes)?;
    if goes && had_focus && said.is_some() {
        // What was pressed is gone; what it led to is where the reading goes on.
        by_id("talk-text")?.unchecked_into::<HtmlElement>().focus()?;
    }
    Ok(())
}

/// Shows that the press was taken, before the background has answered.
pub(in crate::web::popup) fn pressed() -> Done {
    set_text(&by_id("start-chat-text")?, &message("start_chat_starting"));
    wait(true)
}

/// Marked, not disabled: a disabled button would lose the focus.
fn wait(is: bool) -> Done {
    by_id("start-chat")?.set_attribute("aria-disabled", if is { "true" } else { "false" })
}
