//! The popup: says what the page in a tab tried, and takes the visitor's choice. It shows what the background tells and
//! knows nothing by itself, so that it cannot say anything else than what was recorded.

mod address;
mod background;
mod choosing;
mod headline;
mod live;
mod presses;
mod render;
mod starting;
mod talk;

use crate::explain::View;
use crate::web::page::dom::Done;
use crate::web::page::text::Text;
// The files that the host's tests read too say `super::words`.
use crate::web::page::{self, browser, cleanup, words};
use background::{Question, Trouble};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The popup while it is open.
struct Popup {
    text: Rc<Text>,
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
    /// Since when the page's chat has been said to be starting. Milliseconds since 1970.
    starting: Cell<Option<f64>>,
}

/// Shows the popup.
///
/// # Errors
/// Where `popup.html` does not have what is to be filled.
#[wasm_bindgen(start)]
pub(super) fn start() -> Done {
    let text = page::begin()?;
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
        starting: Cell::new(None),
    });
    live::follow(&popup)?;
    popup.answer_presses()?;
    cleanup::offer(&popup.text)?;
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
    fn show(self: &Rc<Self>, answer: Result<View, Trouble>) {
        let shown = match answer {
            Ok(mut view) => {
                self.watch_start(&mut view);
                render::view(&self.text, &view)
            }
            Err(trouble) => render::trouble(&trouble),
        };
        if let Err(error) = shown {
            browser::log_error(&error);
        }
    }
}
