//! The background: takes the shell's events to the core, keeps what has to survive, answers the popup.
//!
//! The worker may be stopped at any moment, so memory holds nothing that storage does not: `tab:<id>` (a tab's ledger) and
//! `journal:<life>` (events not yet taken in) in `storage.session`, the visitor's choices in `storage.local`.

mod arrivals;
mod attempts;
mod choices;
mod chrome;
mod cleaning;
mod cookies;
mod janitor;
mod placeholder;
mod store;

use crate::catalogue::{Catalogue, Role};
use crate::classify::{ItemClassifier, RequestClassifier, is_own_host};
use crate::cleanup::Occasion;
use crate::explain::{Badge, PageKind, View};
use crate::ledger::{Event, ShownPage};
use crate::policy::{Lasts, Mode};
use crate::site::{Site, Url};
use arrivals::Arrivals;
use choices::Choices;
use janitor::Janitor;
use placeholder::Placeholder;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use store::Store;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The background's core. Made once in a life of the worker.
#[wasm_bindgen]
pub struct Background {
    catalogue: &'static Catalogue,
    requests: RequestClassifier<'static>,
    items: &'static ItemClassifier<'static>,
    choices: Choices,
    store: Rc<Store>,
    janitor: Janitor,
    arrivals: Arrivals,
    placeholder: Rc<Placeholder>,
    /// What the toolbar button shows, by tab: when the page began, and its count. Only spares repeated calls.
    shown: RefCell<HashMap<i64, (f64, Badge)>>,
}

/// What the popup asks.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Question {
    View {
        tab: i64,
    },
    SetMode {
        tab: i64,
        mode: Mode,
        #[serde(default)]
        lasts: Lasts,
    },
    RestoreButton {
        tab: i64,
    },
}

/// What the shell found out about the tab that is asked about.
#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    url: Option<String>,
    #[serde(flatten)]
    shown: ShownPage,
    /// Whether extensions may run there.
    runs: bool,
}

#[derive(Serialize)]
struct Refusal {
    error: String,
}

#[wasm_bindgen]
impl Background {
    /// Takes up what earlier lives of the worker left, and puts the browser's rules in order. `journal` is this life's own
    /// journal: its events are given by the shell and not read back.
    ///
    /// # Errors
    /// When the browser's storage cannot be reached.
    pub async fn start(journal: String) -> Result<Background, JsValue> {
        // One for the life of the worker, and never given back: everything refers to it.
        let catalogue: &'static Catalogue =
            Box::leak(Box::new(Catalogue::embedded().map_err(|error| JsValue::from_str(&error.to_string()))?));
        let items: &'static ItemClassifier<'static> =
            Box::leak(Box::new(ItemClassifier::new(catalogue).map_err(|error| JsValue::from_str(&error.to_string()))?));
        let choices = Choices::load().await?;
        let placeholder = Placeholder::load().await?;
        let (store, left) = Store::load(&journal).await?;
        let background = Self {
            catalogue,
            requests: RequestClassifier::new(catalogue),
            items,
            choices,
            store: Rc::new(store),
            janitor: Janitor::new(catalogue, items),
            arrivals: Arrivals::default(),
            placeholder: Rc::new(placeholder),
            shown: RefCell::default(),
        };
        for event in &left {
            background.take(event);
        }
        background.store.write();
        if let Err(error) = background.choices.reconcile(catalogue).await {
            // Static blocking and the ledger do not depend on it; it is tried again at the next start and choice.
            chrome::report("the rules could not be put in order", &error);
        }
        Ok(background)
    }

    /// Takes in one event, as JSON of [`Event`]. What cannot be read is dropped: only the shell sends events.
    pub fn observe(&self, event: &str) {
        if let Ok(event) = serde_json::from_str::<Event>(event) {
            self.take(&event);
            self.store.write();
        }
    }

    /// This life's journal has been taken in: it goes with the next write.
    pub fn forget_journal(&self, journal: &str) {
        self.store.forget_journal(journal);
        self.store.write();
    }

    /// A tab was closed.
    pub fn forget_tab(&self, tab: i32) {
        self.shown.borrow_mut().remove(&i64::from(tab));
        self.store.forget_tab(i64::from(tab));
        self.store.write();
        self.placeholder.forget_tab(i64::from(tab));
    }

    /// Whether anything is kept that goes with a tab.
    #[must_use]
    pub fn has_tabs(&self) -> bool {
        !self.store.ledger().is_empty() || self.placeholder.is_private()
    }

    /// Answers the popup: JSON of [`Question`] and [`Page`] in, JSON of a [`View`] or `{"error":…}` out.
    pub async fn answer(&self, question: &str, page: &str) -> String {
        let answer = match self.try_answer(question, page).await {
            Ok(view) => serde_json::to_string(&view),
            Err(error) => serde_json::to_string(&Refusal { error }),
        };
        answer.unwrap_or_default()
    }
}

impl Background {
    fn take(&self, event: &Event) {
        // Documents are never blocked; what no tab asks for has no page to be shown on.
        if event.tab < 0 || event.kind == "main_frame" {
            return;
        }
        let page = if event.frame == 0 {
            event.initiator.clone()
        } else {
            self.store.ledger().latest(event.tab).and_then(|visit| visit.page.clone())
        };
        let host = page.as_deref().and_then(Url::parse).map(|url| url.host).unwrap_or_default();
        if is_own_host(self.catalogue, &host) {
            return;
        }
        let Ok(answer) = self.requests.classify(&event.url, &event.kind, &host) else {
            return;
        };
        let mode = Site::of_host(&host).map_or(Mode::Ask, |site| self.choices.mode_of(&site));
        self.store.record(event, &answer, mode);
        self.show_count(event.tab);
        if event.frame == 0 && event.was_stopped() && answer.role == Some(Role::Tag) && mode == Mode::Ask {
            self.offer_button(event.tab, event.document.as_deref());
        }
    }

    fn show_count(&self, tab: i64) {
        let (began, badge) = match self.store.ledger().latest(tab) {
            Some(visit) => (visit.began, Badge::of(visit)),
            None => return,
        };
        let Some(badge) = badge else { return };
        if self.shown.borrow_mut().insert(tab, (began, badge)) == Some((began, badge)) {
            return;
        }
        let text = if badge.number() > 999 { "999+".to_owned() } else { badge.number().to_string() };
        spawn_local(async move {
            let title = match badge {
                Badge::Requests(_) => chrome::message("action_title_blocked", &text),
                Badge::Writes(_) => chrome::message("action_title_writes", &text),
                Badge::Scripts(_) => chrome::message("action_title_stopped", &text),
            };
            // The tab may be gone by now; there is nothing to show then.
            drop(chrome::show_badge(tab, &text, &title).await);
        });
    }

    async fn try_answer(&self, question: &str, page: &str) -> Result<View, String> {
        let question: Question = serde_json::from_str(question).map_err(|error| format!("not a question: {error}"))?;
        let page: Page = serde_json::from_str(page).map_err(|error| format!("not a page: {error}"))?;
        match question {
            Question::View { tab } => Ok(self.view(tab, &page)),
            Question::RestoreButton { tab } => {
                let site = page.url.as_deref().and_then(Site::of_page).ok_or("this page belongs to no site")?;
                self.placeholder.restore(&site).await.map_err(choices::said)?;
                Ok(self.view(tab, &page))
            }
            Question::SetMode { tab, mode, lasts: _ } => {
                let site = page.url.as_deref().and_then(Site::of_page).ok_or("this page belongs to no site")?;
                if is_own_host(self.catalogue, site.as_str()) {
                    return Err("LivePerson's own sites are never touched".to_owned());
                }
                let before = self.choices.mode_of(&site);
                self.choices.set(self.catalogue, &site, mode).await?;
                if before != mode
                    && mode != Mode::Allow
                    && let Err(error) = self.janitor.sweep(&self.choices.allowances(), Occasion::TakenBack).await
                {
                    // The choice stands all the same; the rules hold, and the next clean-up finds what is left.
                    chrome::report("what a site left could not be looked through", &error);
                }
                Ok(self.view(tab, &page))
            }
        }
    }

    fn view(&self, tab: i64, page: &Page) -> View {
        let site = page.url.as_deref().and_then(Site::of_page);
        let kind = match &site {
            Some(site) if is_own_host(self.catalogue, site.as_str()) => PageKind::Own,
            Some(_) if page.runs => PageKind::Web,
            _ => PageKind::Unsupported,
        };
        let (mode, chosen_for) = match &site {
            Some(site) => (self.choices.mode_of(site), self.choices.chosen_for(site)),
            None => (Mode::Ask, None),
        };
        let button_off = site.as_ref().and_then(|site| self.placeholder.dismissed(site));
        let mut view = View::without_visit(kind, site.map(|site| site.as_str().to_owned()), mode, chosen_for)
            .with_visit(self.catalogue, self.store.ledger().visit(tab, &page.shown));
        view.button_off = button_off;
        if self.choices.were_reset() {
            view.notices.push("choices-reset".to_owned());
        }
        view
    }
}
