//! The settings as a file, taken over from one, and all of them as they were at first.

use super::words::{self, counted};
use super::{Options, ask};
use crate::settings::{Fault, LONGEST_FILE, Problem, ShownSettings};
use crate::web::page::ask::Trouble;
use crate::web::page::browser;
use crate::web::page::dom::{Done, by_id, logged, on, set_text, show};
use crate::web::page::spoken;
use crate::web::page::text::{about, message};
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, File, HtmlElement, HtmlInputElement, Url};

/// What puts something else in the place of all settings.
enum Change {
    Import(String),
    Reset,
    /// What was before is put back.
    Undo(String),
}

impl Options {
    pub(super) fn answer_file(self: &Rc<Self>) -> Done {
        let options = Rc::clone(self);
        on("export", "click", move || options.later(|options| async move { options.export().await }))?;
        on("import", "click", || logged(by_id("chosen-file").map(|file| file.unchecked_into::<HtmlElement>().click())))?;
        let options = Rc::clone(self);
        on("chosen-file", "change", move || options.later(|options| async move { options.chosen().await }))?;
        on("reset", "click", || logged(ask_reset(true)))?;
        on("reset-no", "click", || logged(ask_reset(false)))?;
        let options = Rc::clone(self);
        on("reset-yes", "click", move || options.later(|options| async move { options.replace(Change::Reset).await }))?;
        let options = Rc::clone(self);
        on("file-undo", "click", move || {
            let before = options.before.take();
            options.later(|options| async move {
                match before {
                    Some(text) => options.replace(Change::Undo(text)).await,
                    None => Ok(()),
                }
            });
        })
    }

    /// Does something that takes its time, and says where it failed.
    fn later<F: Future<Output = Result<(), Trouble>> + 'static>(self: &Rc<Self>, what: impl FnOnce(Rc<Self>) -> F) {
        let (options, done) = (Rc::clone(self), what(Rc::clone(self)));
        spawn_local(async move {
            if let Err(trouble) = done.await {
                logged(options.fail(&trouble));
            }
        });
    }

    /// Hands all settings to the visitor as a file.
    async fn export(&self) -> Result<(), Trouble> {
        let text = ask::export().await?;
        let kind = BlobPropertyBag::new();
        kind.set_type("application/json");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(&text)), &kind)?;
        let link = by_id("save")?;
        if let Some(earlier) = link.get_attribute("href") {
            Url::revoke_object_url(&earlier)?;
        }
        // It stays until the next export: the browser reads it when it likes.
        link.set_attribute("href", &Url::create_object_url_with_blob(&blob)?)?;
        link.unchecked_into::<HtmlElement>().click();
        Ok(spoken::say(&message(words::EXPORTED))?)
    }

    /// The visitor has chosen a file.
    async fn chosen(self: &Rc<Self>) -> Result<(), Trouble> {
        let input: HtmlInputElement = by_id("chosen-file")?.unchecked_into();
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return Ok(()) };
        let text = read(&file).await;
        // So that the same file can be chosen again.
        input.set_value("");
        match text {
            Ok(text) => self.replace(Change::Import(text)).await,
            Err(fault) => Ok(self.refuse(fault)?),
        }
    }

    /// Puts other settings in the place of all, after what is there was written down for an undoing.
    async fn replace(self: &Rc<Self>, change: Change) -> Result<(), Trouble> {
        let before = ask::export().await?;
        self.changing.set(self.changing.get() + 1);
        self.changed.set(self.changed.get().wrapping_add(1));
        let answer = match &change {
            Change::Import(text) | Change::Undo(text) => ask::import(text.clone()).await,
            Change::Reset => ask::settings(&ask::Wish::Reset).await.map(Ok),
        };
        self.changing.set(self.changing.get().saturating_sub(1));
        match answer? {
            Err(problem) => Ok(self.refuse(Some(problem))?),
            Ok(settings) => Ok(self.replaced(&change, settings, before)?),
        }
    }

    fn replaced(&self, change: &Change, settings: ShownSettings, before: String) -> Done {
        self.removed.borrow_mut().clear();
        self.restored.borrow_mut().clear();
        let told = match change {
            Change::Import(_) => self.text.counted(counted::IMPORTED, settings.sites.len() as u64),
            Change::Reset => message(words::RESET_DONE),
            Change::Undo(_) => message(words::UNDONE),
        };
        self.before.replace((!matches!(change, Change::Undo(_))).then_some(before));
        self.show(settings)?;
        show(&by_id("file-error")?, false)?;
        expand_reset(false)?;
        set_text(&by_id("file-done-text")?, &told);
        show(&by_id("file-undo")?, self.before.borrow().is_some())?;
        let done = by_id("file-done")?;
        show(&done, true)?;
        done.unchecked_into::<HtmlElement>().focus()?;
        spoken::say(&told)
    }

    /// Says why a file was not taken over; nothing has changed.
    fn refuse(&self, problem: Option<Problem>) -> Done {
        let (place, told) = match &problem {
            Some(problem) => (problem.place.as_str(), about(words::fault(problem.fault), &problem.value)),
            None => ("", message(words::FILE_UNREADABLE)),
        };
        show(&by_id("file-done")?, false)?;
        expand_reset(false)?;
        set_text(&by_id("file-place")?, place);
        show(&by_id("file-place")?, !place.is_empty())?;
        set_text(&by_id("file-fault")?, &told);
        show(&by_id("file-error")?, true)?;
        spoken::say(&format!("{} {place} {told}", message("import_refused")))
    }
}

/// The file's text, or what is wrong with it; nothing where it cannot be read at all.
async fn read(file: &File) -> Result<String, Option<Problem>> {
    if file.size() > LONGEST_FILE as f64 {
        return Err(Some(Problem { place: String::new(), fault: Fault::TooLong, value: String::new() }));
    }
    let text = JsFuture::from(file.text()).await.map_err(|error| {
        browser::log_error(&error);
        None
    })?;
    text.as_string().ok_or(None)
}

/// Asks whether all is to be as at first, or takes the question away.
fn ask_reset(asks: bool) -> Done {
    show(&by_id("file-done")?, false)?;
    show(&by_id("file-error")?, false)?;
    expand_reset(asks)?;
    by_id(if asks { "reset-no" } else { "reset" })?.unchecked_into::<HtmlElement>().focus()
}

fn expand_reset(asks: bool) -> Done {
    by_id("reset")?.set_attribute("aria-expanded", if asks { "true" } else { "false" })?;
    show(&by_id("reset-ask")?, asks)
}
