//! The ledger and its copy in `storage.session`.

use super::chrome::{self, Area, Entry};
use crate::chat::ChatState;
use crate::classify::{ItemClassifier, RequestAnswer};
use crate::ledger::{AttemptReport, Event, Ledger, MOST_BYTES};
use crate::policy::Mode;
use std::cell::{Cell, Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

const TAB: &str = "tab:";
const JOURNAL: &str = "journal:";
/// An empty journal: written together with the ledgers that took its events in, so that none is counted twice.
const NOTHING: &str = "[]";
/// Writes under way at once. A page's ordinary burst is below it, so each of its events is on its way to the storage before
/// the next is looked at; a flood gathers in the ledger and is written when a place is free.
const MOST_WRITES: u32 = 32;
/// How often a write is tried again with fewer ledgers when the storage is full.
const MOST_TRIES: usize = 8;

/// Events that were written down and not taken in yet.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) events: Vec<Event>,
    /// Keys of the journals of earlier lives that they are from, which go once they are taken in.
    pub(super) journals: Vec<String>,
}

pub(super) struct Store {
    ledger: RefCell<Ledger>,
    changed: RefCell<BTreeSet<i64>>,
    /// How long the stored form of each tab is. Bytes.
    sizes: RefCell<BTreeMap<i64, usize>>,
    journals: RefCell<BTreeSet<String>>,
    writing: Cell<u32>,
}

impl Store {
    /// Reads back what is stored, and the events that an earlier life of the worker wrote down but did not take in.
    pub(super) async fn load(own_journal: &str) -> Result<(Self, Waiting), JsValue> {
        let mut ledger = Ledger::default();
        let mut left = Waiting::default();
        let mut sizes = BTreeMap::new();
        for (key, text) in Area::Session.get(None).await? {
            if let Some(tab) = key.strip_prefix(TAB).and_then(|tab| tab.parse().ok()) {
                // A text that is not ours is left out; the next write of that tab replaces it.
                if ledger.restore(tab, &text).is_ok() {
                    sizes.insert(tab, text.len());
                }
            } else if key.starts_with(JOURNAL) && key != own_journal {
                left.events.extend(serde_json::from_str::<Vec<Event>>(&text).unwrap_or_default());
                left.journals.push(key);
            }
        }
        let store = Self {
            ledger: RefCell::new(ledger),
            changed: RefCell::default(),
            sizes: RefCell::new(sizes),
            journals: RefCell::default(),
            writing: Cell::new(0),
        };
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

    pub(super) fn record_attempts(&self, report: &AttemptReport, items: &ItemClassifier, mode: Mode) {
        let changed = self.ledger.borrow_mut().record_attempts(report, items, mode);
        self.changed.borrow_mut().extend(changed);
    }

    /// Whether it is told of a page that is known.
    pub(super) fn record_chat(&self, tab: i64, state: ChatState) -> bool {
        let changed = self.ledger.borrow_mut().record_chat(tab, state);
        if changed {
            self.changed.borrow_mut().insert(tab);
        }
        changed
    }

    pub(super) fn forget_tab(&self, tab: i64) {
        if self.ledger.borrow_mut().forget(tab) {
            self.changed.borrow_mut().insert(tab);
        }
    }

    pub(super) fn forget_journal(&self, journal: &str) {
        self.journals.borrow_mut().insert(journal.to_owned());
    }

    /// Writes what has changed, at once unless very many writes are under way.
    pub(super) fn write(self: &Rc<Self>) {
        if self.writing.get() >= MOST_WRITES || !self.has_changes() {
            return;
        }
        self.writing.set(self.writing.get() + 1);
        let store = Rc::clone(self);
        spawn_local(async move {
            while store.has_changes() {
                if store.write_once().await.is_err() {
                    // The ledger stays in memory, and is written with the next change.
                    break;
                }
            }
            store.writing.set(store.writing.get().saturating_sub(1));
        });
    }

    fn has_changes(&self) -> bool {
        !self.changed.borrow().is_empty() || !self.journals.borrow().is_empty()
    }

    async fn write_once(&self) -> Result<(), JsValue> {
        let changed = self.changed.take();
        let journals = self.journals.take();
        let written = self.write_these(&changed, &journals).await;
        if written.is_err() {
            self.changed.borrow_mut().extend(changed);
            self.journals.borrow_mut().extend(journals);
        }
        written
    }

    async fn write_these(&self, changed: &BTreeSet<i64>, journals: &BTreeSet<String>) -> Result<(), JsValue> {
        let mut result = Ok(());
        for _ in 0..MOST_TRIES {
            let (kept, gone) = self.entries(changed, journals);
            let stored = Area::Session.set(&kept)?;
            // Asked for at once, before a later write may bring one of them back.
            let removed = if gone.is_empty() { None } else { Some(Area::Session.remove(&gone)?) };
            result = stored.await.map(drop);
            if let Some(removed) = removed {
                removed.await?;
            }
            if result.is_ok() {
                let taken_in: Vec<String> = journals.iter().cloned().collect();
                return if taken_in.is_empty() { Ok(()) } else { Area::Session.remove(&taken_in)?.await.map(drop) };
            }
            // Full: the tab that has been quiet longest makes room.
            let Some(oldest) = self.ledger.borrow_mut().forget_oldest() else { break };
            self.sizes.borrow_mut().remove(&oldest);
            Area::Session.remove(&[format!("{TAB}{oldest}")])?.await?;
        }
        result
    }

    fn entries(&self, changed: &BTreeSet<i64>, journals: &BTreeSet<String>) -> (Vec<Entry>, Vec<String>) {
        let mut ledger = self.ledger.borrow_mut();
        let mut sizes = self.sizes.borrow_mut();
        let mut texts = BTreeMap::new();
        let mut gone = Vec::new();
        for tab in changed {
            match ledger.stored(*tab) {
                Some(text) => {
                    sizes.insert(*tab, text.len());
                    texts.insert(*tab, text);
                }
                None => {
                    sizes.remove(tab);
                    gone.push(format!("{TAB}{tab}"));
                }
            }
        }
        // All tabs together: the one that has been quiet longest makes room.
        while sizes.values().sum::<usize>() > MOST_BYTES {
            let Some(oldest) = ledger.forget_oldest() else { break };
            sizes.remove(&oldest);
            texts.remove(&oldest);
            gone.push(format!("{TAB}{oldest}"));
        }
        let ledgers = texts.into_iter().map(|(tab, text)| (format!("{TAB}{tab}"), text));
        (journals.iter().map(|key| (key.clone(), NOTHING.to_owned())).chain(ledgers).collect(), gone)
    }
}
