//! The options page: shows all settings as the background tells them, and has it change them.

mod ask;
mod buttons;
mod default;
mod file;
mod find;
mod rows;
mod sites;

use super::words;
use crate::settings::{ShownSettings, ShownSite};
use crate::web::page::ask::Trouble;
use crate::web::page::dom::{Done, List, by_id, document, logged, on, set_text, show, slot};
use crate::web::page::text::{Text, message};
use crate::web::page::{self, browser, cleanup};
use ask::Wish;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Rows that are shown before more are asked for: enough to search, few enough to be there at once.
const ROWS: usize = 100;

/// The page while it is open.
struct Options {
    text: Rc<Text>,
    settings: RefCell<Option<ShownSettings>>,
    /// Sites that were removed here, as they were: they can be put back.
    removed: RefCell<BTreeMap<String, ShownSite>>,
    /// Sites to which the chat button was brought back here.
    restored: RefCell<BTreeSet<String>>,
    /// How many rows of either list are shown.
    rows: Cell<usize>,
    hidden_rows: Cell<usize>,
    /// The text of a file with everything as it was before an import or a reset.
    before: RefCell<Option<String>>,
    /// Whether a question is on its way, and whether something changed since.
    asking: Cell<bool>,
    outdated: Cell<bool>,
    /// Changes on their way, and changes made so far: an answer from before one of them is out of date.
    changing: Cell<u32>,
    changed: Cell<u32>,
}

/// Fills the page, and follows what changes elsewhere.
pub(super) fn begin() -> Done {
    let text = page::begin()?;
    document()?.set_title(&message(words::OPTIONS_TITLE));
    let options = Rc::new(Options {
        text,
        settings: RefCell::default(),
        removed: RefCell::default(),
        restored: RefCell::default(),
        rows: Cell::new(ROWS),
        hidden_rows: Cell::new(ROWS),
        before: RefCell::default(),
        asking: Cell::default(),
        outdated: Cell::default(),
        changing: Cell::default(),
        changed: Cell::default(),
    });
    let follower = Rc::clone(&options);
    browser::on_local_changed(&Closure::<dyn FnMut()>::new(move || follower.refresh()).into_js_value())?;
    let again = Rc::clone(&options);
    on("again", "click", move || again.refresh())?;
    options.answer_default()?;
    options.answer_sites()?;
    options.answer_buttons()?;
    options.answer_file()?;
    cleanup::offer(&options.text)?;
    options.refresh();
    Ok(())
}

impl Options {
    /// Asks how everything is, and shows it. One question at a time: what changes meanwhile is asked for after it.
    fn refresh(self: &Rc<Self>) {
        self.outdated.set(true);
        if self.asking.replace(true) {
            return;
        }
        let options = Rc::clone(self);
        spawn_local(async move {
            while options.outdated.replace(false) {
                let changed = options.changed.get();
                let answer = ask::settings(&Wish::Settings).await;
                if options.changed.get() == changed && options.changing.get() == 0 {
                    options.take(answer);
                }
            }
            options.asking.set(false);
        });
    }

    /// Has the background change something, shows what holds then, and goes on with `then`.
    fn change(self: &Rc<Self>, wish: Wish, then: impl FnOnce(&Rc<Self>) -> Done + 'static) {
        let options = Rc::clone(self);
        self.changing.set(self.changing.get() + 1);
        self.changed.set(self.changed.get().wrapping_add(1));
        spawn_local(async move {
            let answer = ask::settings(&wish).await;
            options.changing.set(options.changing.get().saturating_sub(1));
            let is_done = answer.is_ok();
            options.take(answer);
            if is_done {
                logged(then(&options));
            }
        });
    }

    fn take(&self, answer: Result<ShownSettings, Trouble>) {
        logged(match answer {
            Ok(settings) => self.show(settings),
            Err(trouble) => self.fail(&trouble),
        });
    }

    fn show(&self, settings: ShownSettings) -> Done {
        // What was chosen anew elsewhere is no longer removed.
        self.removed.borrow_mut().retain(|name, _| settings.sites.iter().all(|site| site.site != *name));
        self.restored.borrow_mut().retain(|name| !settings.hidden_on.contains(name));
        self.settings.replace(Some(settings));
        show(&by_id("trouble")?, false)?;
        self.show_notices()?;
        self.show_default()?;
        self.show_sites()?;
        self.show_buttons()?;
        // The last of all, so that whoever waits for the state finds everything in its place.
        state("ready")
    }

    /// Shows that the background does not answer, or not as it should. What was there before is what holds.
    fn fail(&self, trouble: &Trouble) -> Done {
        let detail = match trouble {
            Trouble::Known(key) => message(key),
            Trouble::Told(words) => words.clone(),
        };
        set_text(&by_id("detail")?, &detail);
        show(&by_id("trouble")?, true)?;
        if self.settings.borrow().is_some() {
            self.show_default()?;
            self.show_sites()?;
            self.show_buttons()?;
        }
        state("error")?;
        by_id("again")?.unchecked_into::<web_sys::HtmlElement>().focus()
    }

    fn show_notices(&self) -> Done {
        let names = self.settings.borrow().as_ref().map(|settings| settings.notices.clone()).unwrap_or_default();
        let list = by_id("notices")?;
        show(&list, !names.is_empty())?;
        List { element: list, template: "notice", key: "data-notice" }.show(&names, Clone::clone, |entry, name| {
            set_text(&slot(entry, "notice")?, &message(&page::words::notice(name)));
            Ok(())
        })
    }
}

/// The one word that the style sheet and the tests go by.
fn state(name: &str) -> Done {
    document()?.body().map_or(Ok(()), |body| body.set_attribute("data-state", name))
}
