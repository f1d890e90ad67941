//! What is read in the popup beyond its first picture: single addresses, what was learned, what is watched, what needs consent, and
//! the report; the clean-up as well. It is loaded after the picture (`extension/reading.js`), and follows it: each time a view is shown, it asks for
//! the evidence of the same tab.

mod consent;
#[path = "../../popup/headline.rs"]
mod headline;
mod learned;
mod report;
mod services;
mod sheet;
mod watched;

use crate::explain::{Evidence, Gist, View};
use crate::web::page::ask::{PATIENCE, Trouble, ask_for};
use crate::web::page::dom::{Done, by_id, logged, on};
use crate::web::page::text::{Text, message};
use crate::web::page::{browser, cleanup, gist, said, spoken, steps, words};
use js_sys::Reflect;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is asked of the background.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Question {
    /// What there is to read of a tab.
    Evidence { tab: i32 },
    /// The same with what its page had laid out for the tag.
    LaidOut { tab: i32 },
    /// What the popup shows of a tab.
    View { tab: i32 },
}

/// The reading part, while the popup is open.
#[wasm_bindgen]
pub struct Reading(Rc<Inner>);

struct Inner {
    text: Rc<Text>,
    tab: Cell<Option<i32>>,
    evidence: RefCell<Option<Evidence>>,
    /// Whether a question is on its way, and whether something happened since.
    asking: Cell<bool>,
    outdated: Cell<bool>,
    /// Whether the evidence is with what its page had laid out.
    has_asked: Cell<bool>,
}

#[wasm_bindgen]
impl Reading {
    /// Begins to follow what is unfolded.
    ///
    /// # Errors
    /// Where `popup.html` does not have what is to be filled.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Reading, JsValue> {
        let inner = Rc::new(Inner {
            text: Rc::new(Text::new()?),
            tab: Cell::new(None),
            evidence: RefCell::default(),
            asking: Cell::new(false),
            outdated: Cell::new(false),
            has_asked: Cell::new(false),
        });
        for fold in ["learned-fold", "watched-fold", "consent-fold"] {
            let again = Rc::clone(&inner);
            on(fold, "toggle", move || again.show())?;
        }
        let again = Rc::clone(&inner);
        // It does not bubble, but is caught on its way down.
        let unfolded = Closure::<dyn FnMut()>::new(move || again.show()).into_js_value();
        by_id("groups")?.add_event_listener_with_callback_and_bool("toggle", unfolded.unchecked_ref(), true)?;
        for part in ["groups", "learned"] {
            let again = Rc::clone(&inner);
            steps::follow(&by_id(part)?, move || again.show())?;
        }
        cleanup::offer(&inner.text)?;
        Ok(Self(inner))
    }

    /// A view of this tab is shown: asks what there is to read of it, one question at a time.
    pub fn follow(&self, tab: i32) {
        if self.0.tab.replace(Some(tab)) != Some(tab) {
            self.0.evidence.replace(None);
            self.0.has_asked.set(false);
        }
        self.0.outdated.set(true);
        if self.0.asking.replace(true) {
            return;
        }
        let inner = Rc::clone(&self.0);
        spawn_local(async move {
            while inner.outdated.replace(false) {
                inner.refresh().await;
            }
            inner.asking.set(false);
        });
    }

    /// The report of the page, as JSON or (`readable`) as a page to read; `personal`: with personal values.
    ///
    /// # Errors
    /// Where the background does not answer.
    pub async fn report(&self, readable: bool, personal: bool) -> Result<String, JsValue> {
        let inner = Rc::clone(&self.0);
        let made = inner.make_report(readable, personal).await;
        made.map_err(|trouble| match trouble {
            Trouble::Known(key) => JsValue::from_str(&message(key)),
            Trouble::Told(words) => JsValue::from_str(&words),
        })
    }

    /// Says how a report came out, to be seen and heard: `copied`, `saved` or `failed`.
    ///
    /// # Errors
    /// Where `popup.html` does not have a place for it.
    pub fn say(&self, how: &str) -> Done {
        let said = message(match how {
            "copied" => said::REPORT_COPIED,
            "saved" => said::REPORT_SAVED,
            _ => said::REPORT_FAILED,
        });
        crate::web::page::dom::show_text(&by_id("report-done")?, Some(&said))?;
        spoken::say(&said)
    }
}

impl Inner {
    async fn refresh(&self) {
        let Some(tab) = self.tab.get() else { return };
        match self.ask(tab).await {
            Ok(evidence) => {
                self.evidence.replace(Some(evidence));
                self.show();
            }
            // What was read stays; the next change asks again.
            Err(Trouble::Known(key)) => browser::log_error(&JsValue::from_str(key)),
            Err(Trouble::Told(words)) => browser::log_error(&JsValue::from_str(&words)),
        }
    }

    async fn ask(&self, tab: i32) -> Result<Evidence, Trouble> {
        let evidence: Evidence = ask_for(&Question::Evidence { tab }, PATIENCE).await?;
        if !evidence.ask_page {
            return Ok(evidence);
        }
        // What needs no word of the page is there at once; a page may take its time to answer, or never do.
        if self.evidence.borrow().is_none() {
            self.evidence.replace(Some(evidence.clone()));
            self.show();
        }
        let laid_out = ask_for(&Question::LaidOut { tab }, PATIENCE).await;
        self.has_asked.set(laid_out.is_ok());
        Ok(laid_out.unwrap_or(evidence))
    }

    async fn make_report(&self, readable: bool, personal: bool) -> Result<String, Trouble> {
        let tab = self.tab.get().ok_or(Trouble::Known(words::ERROR_NO_TAB))?;
        let view: View = ask_for(&Question::View { tab }, PATIENCE).await?;
        let evidence = self.ask(tab).await?;
        Ok(report::make(&self.text, &view, &evidence, readable, personal)?)
    }

    /// Shows what there is, as far as it is unfolded.
    fn show(&self) {
        if let Some(evidence) = self.evidence.borrow().as_ref() {
            logged(self.try_show(evidence));
        }
    }

    fn try_show(&self, evidence: &Evidence) -> Done {
        // The popup's first picture tells what is known without the page's word.
        if !evidence.ask_page || self.has_asked.get() {
            gist::show(&self.text, &Gist::of(&evidence.learned, evidence.watched.len()))?;
        }
        services::show(&self.text, evidence)?;
        learned::show(&self.text, evidence)?;
        watched::show(&self.text, evidence)?;
        consent::show(evidence)?;
        // The last of all, so that whoever waits for it finds everything in its place. No attribute: nothing that is seen changes.
        Reflect::set(by_id("reading")?.as_ref(), &"read".into(), &true.into()).map(drop)
    }
}
