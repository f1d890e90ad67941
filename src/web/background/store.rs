//! The ledger and its copy in `storage.session`.

use super::chrome::{self, Area, Entry};
use crate::classify::RequestAnswer;
use crate::ledger::{Event, Ledger};
use crate::policy::Mode;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

const TAB: &str = "tab:";
const JOURNAL: &str = "journal:";
/// An empty journal: written together with the ledgers that took its events in, so that none is counted twice.
const NOTHING: &str = "[]";
/// How often a write is tried again with fewer ledgers when the storage is full.
const MOST_TRIES: usize = 8;

pub(super) struct Store {
    ledger: RefCell<Ledger>,
    changed: RefCell<BTreeSet<i64>>,
    journals: RefCell<BTreeSet<String>>,
    writing: Cell<bool>,
}

impl Store {
    /// Reads back what is stored, and the events that an earlier life of the worker wrote down but did not take in.
    pub(super) async fn load(own_journal: &str) -> Result<(Self, Vec<Event>), JsValue> {
        let mut ledger = Ledger::default();
        let mut journals = BTreeSet::new();
        let mut left: Vec<Event> = Vec::new();
        for (key, text) in Area::Session.get(None).await? {
            if let Some(tab) = key.strip_prefix(TAB).and_then(|tab| tab.parse().ok()) {
                // A text that is not ours is left out; the next write of that tab replaces it.
                drop(ledger.restore(tab, &text));
            } else if key.starts_with(JOURNAL) && key != own_journal {
                left.extend(serde_json::from_str::<Vec<Event>>(&text).unwrap_or_default());
                journals.insert(key);
            }
        }
        let store =
            Self { ledger: RefCell::new(ledger), changed: RefCell::default(), journals: RefCell::new(journals), writing: Cell::new(false) };
        if !store.ledger().is_empty() {
            let open = chrome::open_tabs().await?;
            let gone: Vec<i64> = store.ledger().tabs().filter(|tab| !open.contains(tab)).collect();
            for tab in gone {
                store.forget_tab(tab);
            }
        }
        Ok((store, left))
    }

    pub(super) fn ledger(&self) -> Ref<'_, Ledger> {
        self.ledger.borrow()
    }

    pub(super) fn record(&self, event: &Event, answer: &RequestAnswer, mode: Mode) {
        let changed = self.ledger.borrow_mut().record(event, answer, mode);
        self.changed.borrow_mut().extend(changed);
    }

    pub(super) fn forget_tab(&self, tab: i64) {
        if self.ledger.borrow_mut().forget(tab) {
            self.changed.borrow_mut().insert(tab);
        }
    }

    pub(super) fn forget_journal(&self, journal: &str) {
        self.journals.borrow_mut().insert(journal.to_owned());
    }

    /// Writes what has changed. While one write is under way, changes gather for the next.
    pub(super) fn write(self: &Rc<Self>) {
        if self.writing.replace(true) {
            return;
        }
        let store = Rc::clone(self);
        spawn_local(async move {
            while store.has_changes() {
                if store.write_once().await.is_err() {
                    // The ledger stays in memory, and is written with the next change.
                    break;
                }
            }
            store.writing.set(false);
        });
    }

    fn has_changes(&self) -> bool {
        !self.changed.borrow().is_empty() || !self.journals.borrow().is_empty()
    }

    async fn write_once(&self) -> Result<(), JsValue> {
        let changed = self.changed.take();
        let journals = self.journals.take();
        let mut result = Ok(());
        for _ in 0..MOST_TRIES {
            let (kept, gone) = self.entries(&changed, &journals);
            result = Area::Session.set(&kept).await;
            if result.is_ok() {
                let gone: Vec<String> = gone.into_iter().chain(journals.iter().cloned()).collect();
                return if gone.is_empty() { Ok(()) } else { Area::Session.remove(&gone).await };
            }
            // Full: the tab that has been quiet longest makes room.
            let Some(oldest) = self.ledger.borrow_mut().forget_oldest() else { break };
            Area::Session.remove(&[format!("{TAB}{oldest}")]).await?;
        }
        self.changed.borrow_mut().extend(changed);
        self.journals.borrow_mut().extend(journals);
        result
    }

    fn entries(&self, changed: &BTreeSet<i64>, journals: &BTreeSet<String>) -> (Vec<Entry>, Vec<String>) {
        let ledger = self.ledger.borrow();
        let mut kept: Vec<Entry> = journals.iter().map(|key| (key.clone(), NOTHING.to_owned())).collect();
        let mut gone = Vec::new();
        for tab in changed {
            match ledger.stored(*tab) {
                Some(text) => kept.push((format!("{TAB}{tab}"), text)),
                None => gone.push(format!("{TAB}{tab}")),
            }
        }
        (kept, gone)
    }
}
