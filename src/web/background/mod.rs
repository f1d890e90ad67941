//! The background: takes the shell's events to the core, keeps what has to survive, answers the popup.
//!
//! The worker may be stopped at any moment, so memory holds nothing that storage does not: `tab:<id>` (a tab's ledger) and
//! `journal:<life>` (events not yet taken in) in `storage.session`, the visitor's choices and settings in `storage.local`; what is of tabs and
//! of private windows is in `storage.session` alone.

mod alarm;
mod arrivals;
mod attempts;
mod chats;
mod choices;
mod chrome;
mod cleaning;
mod cookies;
mod evidence;
mod face;
mod janitor;
mod menus;
mod placeholder;
mod question;
mod requests;
mod settings;
mod starting;
mod store;
mod tabs;
mod turn;

use crate::catalogue::Catalogue;
use crate::classify::{ItemClassifier, is_own_site, is_pop_out};
use crate::cleanup::Occasion;
use crate::explain::{PageKind, View};
use crate::ledger::Event;
use crate::modes::Wish;
use crate::policy::Mode;
use crate::site::{Site, Url};
use arrivals::Arrivals;
use chats::Chats;
use choices::Choices;
use face::Faces;
use futures_util::future::join3;
use janitor::Janitor;
use placeholder::Placeholder;
use question::{Page, Question, Refusal};
use requests::{RequestEngine, Requests};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use store::{Store, Waiting};
use wasm_bindgen::prelude::*;

/// The background's core. Made once in a life of the worker.
#[wasm_bindgen]
pub struct Background {
    catalogue: &'static Catalogue,
    requests: Rc<Requests>,
    /// Events that came before the engine that explains them, with the journals of earlier lives that they are from.
    waiting: RefCell<Waiting>,
    chats: Rc<Chats>,
    items: &'static ItemClassifier<'static>,
    choices: Rc<Choices>,
    store: Rc<Store>,
    janitor: Janitor,
    arrivals: Arrivals,
    placeholder: Rc<Placeholder>,
    faces: Faces,
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
        // Each of them asks the browser, and none of them waits for another.
        let (choices, stored, placeholder) = join3(Choices::load(catalogue), Store::load(&journal), Placeholder::load()).await;
        let (choices, (store, left), placeholder) = (Rc::new(choices?), stored?, Rc::new(placeholder?));
        let (requests, store) = (Rc::new(Requests::new(catalogue)), Rc::new(store));
        let background = Self {
            catalogue,
            chats: Rc::new(Chats::new(Rc::clone(&requests), Rc::clone(&store))),
            requests,
            waiting: RefCell::new(left),
            items,
            choices,
            store,
            janitor: Janitor::new(catalogue, items),
            arrivals: Arrivals::default(),
            placeholder,
            faces: Faces::default(),
        };
        match background.choices.start().await {
            Ok(true) => background.sweep_what_is_over().await,
            Ok(false) => {}
            // Static blocking and the ledger do not depend on it; it is tried again at the next start and choice.
            Err(error) => {
                chrome::report("the rules could not be put in order", &JsValue::from_str(&error));
                face::show_trouble();
            }
        }
        background.store.write();
        Ok(background)
    }

    /// Whether there are events that wait for the engine.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let waiting = self.waiting.borrow();
        !(waiting.events.is_empty() && waiting.journals.is_empty())
    }

    /// The engine is there: takes in what waited for it.
    pub fn use_engine(&self, engine: RequestEngine) {
        self.requests.set_engine(engine);
        let Waiting { events, journals } = self.waiting.take();
        for event in &events {
            self.take(event);
        }
        for journal in &journals {
            self.store.forget_journal(journal);
        }
        self.store.write();
    }

    /// Takes in one event, as JSON of [`Event`]. What cannot be read is dropped: only the shell sends events.
    pub fn observe(&self, event: &str) {
        let Ok(event) = serde_json::from_str::<Event>(event) else { return };
        if self.requests.has_engine() {
            self.take(&event);
            self.store.write();
        } else {
            self.waiting.borrow_mut().events.push(event);
        }
    }

    /// This life's journal has been taken in: it goes with the next write.
    pub fn forget_journal(&self, journal: &str) {
        self.store.forget_journal(journal);
        self.store.write();
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
        // What no tab asks for has no page to be shown on; documents are never blocked.
        if event.tab < 0 {
            return;
        }
        if event.kind == "main_frame" {
            self.note_pop_out(event);
            self.note_own(event);
            return;
        }
        let page = if event.frame == 0 {
            event.initiator.clone()
        } else {
            self.store.ledger().latest(event.tab).and_then(|visit| visit.page.clone())
        };
        let host = page.as_deref().and_then(Url::parse).map(|url| url.host).unwrap_or_default();
        if is_own_site(self.catalogue, &host) {
            return;
        }
        let Some(answer) = self.requests.classify(&event.url, &event.kind, &host) else {
            return;
        };
        let mode = Site::of_host(&host).map_or(Mode::Ask, |site| self.choices.mode_of(event.tab, &site));
        self.store.record(event, &answer, mode);
        self.show_face(event.tab);
        match mode {
            Mode::Ask => self.offer_button_after(event, answer.role),
            Mode::Chat => self.follow_chat(event, answer.service, Site::of_host(&host).as_ref()),
            Mode::Allow => {}
        }
    }

    async fn try_answer(&self, question: &str, page: &str) -> Result<View, String> {
        let question: Question = serde_json::from_str(question).map_err(|error| format!("not a question: {error}"))?;
        let page: Page = serde_json::from_str(page).map_err(|error| format!("not a page: {error}"))?;
        self.tidy().await;
        match question {
            Question::View { tab } => Ok(self.view(tab, &page)),
            Question::RestoreButton { tab } => self.restore_button(&page).await.map(|()| self.view(tab, &page)),
            Question::StartChat { tab } => self.start_chat_in(tab, &page).await.map(|()| self.view(tab, &page)),
            Question::SetMode { tab, mode, lasts } => {
                let site = self.chosen_site(&page)?;
                let before = self.choices.mode_of(tab, &site);
                self.choices.choose(&site, Wish { tab, private: page.private, mode, lasts, now: choices::now() }).await?;
                if before != mode && mode != Mode::Allow {
                    self.sweep_what_is_over().await;
                }
                if mode == Mode::Chat {
                    self.choices.add_chat_tab(tab, &site, None).await?;
                }
                if mode != Mode::Allow {
                    // Where nobody hears it, the page has nothing of LivePerson's, or has to be loaded again.
                    drop(self.tell_mode(tab, mode, false).await);
                }
                self.show_faces(Some((tab, &page))).await;
                Ok(self.view(tab, &page))
            }
        }
    }

    /// The site that a choice on this page is for.
    fn chosen_site(&self, page: &Page) -> Result<Site, String> {
        let site = page.site().ok_or("this page belongs to no site")?;
        if is_own_site(self.catalogue, site.as_str()) {
            return Err("LivePerson's own sites are never touched".to_owned());
        }
        if is_pop_out(site.as_str()) {
            return Err("the chat's own window is treated as the page that opened it".to_owned());
        }
        Ok(site)
    }

    /// Ends what is over by now, with what it left.
    async fn tidy(&self) {
        let before = self.choices.for_cookies();
        if let Err(error) = self.choices.tidy().await {
            chrome::report("a choice that is over could not be ended", &JsValue::from_str(&error));
        }
        if self.choices.for_cookies() != before {
            self.show_faces(None).await;
            self.sweep_what_is_over().await;
        }
    }

    /// Removes what a site left for which a choice is over.
    async fn sweep_what_is_over(&self) {
        if let Err(error) = self.janitor.sweep(&self.choices.for_cookies(), Occasion::TakenBack, BTreeSet::new()).await {
            // The choice stands all the same; the rules hold, and the next clean-up finds what is left.
            chrome::report("what a site left could not be looked through", &error);
        }
    }

    fn view(&self, tab: i64, page: &Page) -> View {
        let site = page.site();
        let kind = match &site {
            Some(site) if is_own_site(self.catalogue, site.as_str()) => PageKind::Own,
            Some(_) if page.runs => PageKind::Web,
            // Without access the browser does not tell the address, nor whether extensions may run there.
            _ if !page.access => PageKind::Unseen,
            _ => PageKind::Unsupported,
        };
        let standing = site.as_ref().map(|site| self.choices.standing(tab, site));
        let (mode, chosen_for) = standing.as_ref().map_or((Mode::Ask, None), |standing| (standing.mode, standing.chosen_for.clone()));
        let mut view = View::without_visit(kind, site.map(|site| site.as_str().to_owned()), mode, chosen_for)
            .with_visit(self.catalogue, self.store.ledger().visit(tab, &page.shown));
        view.lasts = standing.as_ref().and_then(|standing| standing.lasts);
        view.until = standing.and_then(|standing| standing.until).map(|end| end as f64);
        view.default_mode = self.choices.default_mode();
        view.button_off = page.site().and_then(|site| self.placeholder.dismissed(&site, page.private));
        if self.choices.were_reset() {
            view.notices.push("choices-reset".to_owned());
        }
        if !page.access {
            view.without_access();
        }
        view
    }
}
