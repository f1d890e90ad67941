//! The popup: says what the page in a tab tried, and takes the visitor's choice. It shows what the background tells and
//! knows nothing by itself, so that it cannot say anything else than what was recorded.

mod address;
mod background;
mod browser;
mod cleanup;
mod dom;
mod headline;
mod lasting;
mod live;
mod render;
mod text;
mod words;

use background::{Question, Trouble};
use dom::{Done, by_id};
use std::cell::Cell;
use std::rc::Rc;
use text::Text;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::explain::View;
use crate::policy::Mode;

/// The popup while it is open.
struct Popup {
    text: Text,
    /// The tab it speaks of, once it is known.
    tab: Cell<Option<i32>>,
    /// Whether it is opened as a page in a tab, which stays when the other tab is loaded again.
    is_page: bool,
    /// Whether a question is on its way.
    asking: Cell<bool>,
    /// Whether something happened since that question.
    outdated: Cell<bool>,
    /// Whether a picture of the new state is due at the next frame.
    due: Cell<bool>,
    /// Choices on their way.
    choosing: Cell<u32>,
    /// Choices made so far. A view that was asked for before the latest one may tell of the time before it.
    chosen: Cell<u32>,
    /// Whether a clean-up is under way.
    cleaning: Cell<bool>,
}

/// Shows the popup.
///
/// # Errors
/// Where `popup.html` does not have what is to be filled.
#[wasm_bindgen(start)]
pub(super) fn start() -> Done {
    let text = Text::new()?;
    let document = dom::document()?;
    if let Some(root) = document.document_element() {
        root.set_attribute("lang", text.language())?;
        root.set_attribute("dir", &text::message(words::DIRECTION))?;
    }
    dom::fill_messages(document.as_ref())?;
    let window = web_sys::window().ok_or("no window")?;
    let tab = address::named_tab(&window.location().search()?);
    let popup = Rc::new(Popup {
        text,
        tab: Cell::new(tab),
        is_page: tab.is_some(),
        asking: Cell::new(false),
        outdated: Cell::new(false),
        due: Cell::new(false),
        choosing: Cell::new(0),
        chosen: Cell::new(0),
        cleaning: Cell::new(false),
    });
    live::follow(&popup)?;
    popup.answer_presses()?;
    cleanup::offer(&popup)?;
    popup.refresh();
    Ok(())
}

impl Popup {
    /// Asks what happened, and shows it. One question at a time: what happens meanwhile is asked for after it.
    fn refresh(self: &Rc<Self>) {
        self.outdated.set(true);
        if self.asking.replace(true) {
            return;
        }
        let popup = Rc::clone(self);
        spawn_local(async move {
            while popup.outdated.replace(false) {
                let chosen = popup.chosen.get();
                let answer = popup.ask_view().await;
                if popup.chosen.get() == chosen && popup.choosing.get() == 0 {
                    popup.show(answer);
                }
            }
            popup.asking.set(false);
        });
    }

    async fn ask_view(&self) -> Result<View, Trouble> {
        let tab = self.the_tab().await?;
        background::ask(Question::View { tab }).await
    }

    async fn the_tab(&self) -> Result<i32, Trouble> {
        if let Some(tab) = self.tab.get() {
            return Ok(tab);
        }
        let tab = background::active_tab().await?;
        self.tab.set(Some(tab));
        Ok(tab)
    }

    /// Shows an answer; where even that fails, the reason goes where a developer looks.
    fn show(&self, answer: Result<View, Trouble>) {
        let shown = match answer {
            Ok(view) => render::view(&self.text, &view),
            Err(trouble) => render::trouble(&trouble),
        };
        if let Err(error) = shown {
            browser::log_error(&error);
        }
    }

    /// Listens to the switch and the buttons.
    fn answer_presses(self: &Rc<Self>) -> Done {
        let popup = Rc::clone(self);
        on("allow", "change", move || popup.choose())?;
        let popup = Rc::clone(self);
        on("again", "click", move || popup.refresh())?;
        let popup = Rc::clone(self);
        on("reload", "click", move || popup.reload())
    }

    /// Makes the switch's position the site's mode.
    fn choose(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        self.choosing.set(self.choosing.get() + 1);
        self.chosen.set(self.chosen.get().wrapping_add(1));
        spawn_local(async move {
            let answer = popup.set_mode().await;
            popup.choosing.set(popup.choosing.get().saturating_sub(1));
            // Pressed again before the answer: the last one's answer is the one that counts.
            if popup.choosing.get() == 0 {
                popup.show(answer);
            }
        });
    }

    async fn set_mode(&self) -> Result<View, Trouble> {
        let switch: HtmlInputElement = by_id("allow")?.unchecked_into();
        let mode = if switch.checked() { Mode::Allow } else { Mode::Ask };
        let tab = self.the_tab().await?;
        background::ask(Question::SetMode { tab, mode }).await
    }

    /// Loads the tab again. A real popup is done then; a page stays and follows.
    fn reload(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            if let Err(trouble) = popup.try_reload().await {
                popup.show(Err(trouble));
            }
        });
    }

    async fn try_reload(self: &Rc<Self>) -> Result<(), Trouble> {
        browser::reload_tab(self.the_tab().await?).await?;
        match web_sys::window() {
            Some(window) if !self.is_page => window.close()?,
            _ => self.refresh(),
        }
        Ok(())
    }
}

/// Listens to an element for as long as the popup is open.
fn on(id: &str, event: &str, listener: impl FnMut() + 'static) -> Done {
    let listener = Closure::<dyn FnMut()>::new(listener).into_js_value();
    by_id(id)?.add_event_listener_with_callback(event, listener.unchecked_ref())
}
