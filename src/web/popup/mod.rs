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
use crate::web::page::{self, browser, words};
use background::{Question, Trouble};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
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
    /// What was asked before this was there.
    first: RefCell<Option<Promise>>,
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
    /// What is shown.
    view: RefCell<Option<View>>,
    /// Since when the page's chat has been said to be starting. Milliseconds since 1970.
    starting: Cell<Option<f64>>,
}

/// Shows the popup; `first` is what was asked of the background meanwhile: a promise of the tab and of the answer on its way.
///
/// # Errors
/// Where `popup.html` does not have what is to be filled.
#[wasm_bindgen]
pub fn open(first: Option<Promise>) -> Done {
    let text = page::begin()?;
    let window = web_sys::window().ok_or("no window")?;
    let tab = address::named_tab(&window.location().search()?);
    let popup = Rc::new(Popup {
        text,
        tab: Cell::new(tab),
        is_page: tab.is_some(),
        first: RefCell::new(first),
        asking: Cell::new(false),
        outdated: Cell::new(false),
        due: Cell::new(false),
        choosing: Cell::new(0),
        chosen: Cell::new(0),
        view: RefCell::new(None),
        starting: Cell::new(None),
    });
    live::follow(&popup)?;
    popup.answer_presses()?;
    popup.unfold()?;
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
        let first = self.first.take();
        if let Some(first) = first {
            let (tab, answer) = background::asked_before(first).await?;
            self.tab.set(Some(tab));
            return background::first_answer(&answer).await;
        }
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
                let shown = render::view(&self.text, &view);
                self.view.replace(Some(view));
                shown.and_then(|()| self.tab.get().map_or(Ok(()), render::tell_shown))
            }
            Err(trouble) => {
                self.view.replace(None);
                render::trouble(&trouble)
            }
        };
        if let Err(error) = shown {
            browser::log_error(&error);
        }
    }
}
