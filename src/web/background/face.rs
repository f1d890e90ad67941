//! The toolbar button: its picture, its number, and the same in words for those who do not see them.
//!
//! The browser forgets what a tab's button shows when the tab goes to another page: what is set here is of one page.

use super::chrome::{self, to_js};
use super::{Background, Page};
use crate::classify::is_own_site;
use crate::explain::{Badge, Face};
use crate::ledger::{Event, Phase, Visit};
use crate::policy::Mode;
use crate::site::{Site, Url};
use js_sys::Promise;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setIcon, catch)]
    fn set_icon(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setTitle, catch)]
    fn set_title(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeText, catch)]
    fn set_badge_text(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor, catch)]
    fn set_badge_color(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "action"], js_name = setBadgeTextColor, catch)]
    fn set_badge_text_color(details: &JsValue) -> Result<Promise, JsValue>;
}

/// The number's colours: 8.5 to 1, and apart from both browsers' toolbars.
const BADGE: (&str, &str) = ("#8a2c52", "#ffffff");
/// Larger numbers do not fit on the button.
const LARGEST: u64 = 999;

/// What a button shows: a picture, and a number where something was held back.
type Look = (Face, Option<Badge>);

/// The buttons.
#[derive(Default)]
pub(super) struct Faces {
    /// What was set, by tab: when the page began, and its look. Only spares repeated calls.
    set: RefCell<HashMap<i64, (f64, Look)>>,
    /// Tabs that are on their way to a site of LivePerson's own.
    to_own: RefCell<BTreeSet<i64>>,
}

impl Faces {
    /// A tab was closed.
    pub(super) fn forget_tab(&self, tab: i64) {
        self.set.borrow_mut().remove(&tab);
        self.to_own.borrow_mut().remove(&tab);
    }

    /// Whether it matters when a page has loaded.
    pub(super) fn awaits_own(&self) -> bool {
        !self.to_own.borrow().is_empty()
    }

    /// Sets a tab's button, unless it shows that already.
    fn set(&self, tab: i64, began: f64, look: Look) {
        let before = self.set.borrow_mut().insert(tab, (began, look));
        let is_new_page = before.is_none_or(|(of, _)| of.to_bits() != began.to_bits());
        let shown = if is_new_page { (Face::Quiet, None) } else { before.map_or((Face::Quiet, None), |(_, look)| look) };
        if shown != look {
            show_later(tab, look);
        }
    }
}

#[wasm_bindgen]
impl Background {
    /// A tab's page has loaded.
    pub fn tab_loaded(&self, tab: i32, url: Option<String>) {
        let tab = i64::from(tab);
        let was_awaited = self.faces.to_own.borrow_mut().remove(&tab);
        let site = url.as_deref().and_then(Site::of_page);
        if was_awaited && site.is_some_and(|site| is_own_site(self.catalogue, site.as_str())) {
            show_later(tab, (Face::Own, None));
        }
    }
}

impl Background {
    /// Shows what a tab's page did, after something happened in it.
    pub(super) fn show_face(&self, tab: i64) {
        let ledger = self.store.ledger();
        if let Some(visit) = ledger.latest(tab) {
            self.faces.set(tab, visit.began, self.look(tab, visit));
        }
    }

    /// The same after a choice: on the page that it was made on, and on all others that may be under it.
    pub(super) async fn show_faces(&self, asked: Option<(i64, &Page)>) {
        // Without them the others show what held before, until something happens there.
        let open = chrome::open_pages().await.unwrap_or_default();
        let tabs: Vec<i64> = self.store.ledger().tabs().collect();
        for tab in tabs {
            let shown = match asked.filter(|(of, _)| *of == tab) {
                Some((_, page)) => page.shown.clone(),
                // A tab whose address is not told is out of reach; Chromium would not answer.
                None if !open.iter().any(|page| page.id == tab && page.url.is_some()) => continue,
                None => chrome::shown_page(tab).await.unwrap_or_default(),
            };
            let ledger = self.store.ledger();
            let Some(visit) = ledger.visit(tab, &shown) else { continue };
            let look = self.look(tab, visit);
            // Set in any case: an earlier life of the worker may have set another.
            self.faces.set.borrow_mut().insert(tab, (visit.began, look));
            show_later(tab, look);
        }
    }

    /// A document is asked for: one of LivePerson's own sites is left alone, and its button says so.
    pub(super) fn note_own(&self, event: &Event) {
        let host = Url::parse(&event.url).map(|url| url.host).unwrap_or_default();
        if event.phase == Phase::Started && event.frame == 0 && is_own_site(self.catalogue, &host) {
            self.faces.to_own.borrow_mut().insert(event.tab);
        }
    }

    fn look(&self, tab: i64, visit: &Visit) -> Look {
        let site = visit.page.as_deref().and_then(Site::of_page);
        let mode = site.map_or(Mode::Ask, |site| self.choices.mode_of(tab, &site));
        (Face::of(visit, mode), Badge::of(visit))
    }
}

/// On every page: something does not work as it should.
pub(super) fn show_trouble() {
    spawn_local(async {
        let title = chrome::message("action_title_wrong", "");
        if let Err(error) = show(None, Face::Wrong, "", &title).await {
            chrome::report("the toolbar button could not be changed", &error);
        }
    });
}

fn show_later(tab: i64, (face, badge): Look) {
    spawn_local(async move {
        let number = badge.map(Badge::number).unwrap_or_default();
        let text = if number > LARGEST { format!("{LARGEST}+") } else { number.to_string() };
        let title = match (face, badge) {
            (Face::Own, _) => chrome::message("action_title_own", ""),
            (Face::Wrong, _) => chrome::message("action_title_wrong", ""),
            (Face::Allowed, _) => chrome::message("action_title_allowed", ""),
            (Face::Chat, Some(Badge::Requests(_))) => chrome::message("action_title_chat_blocked", &text),
            (Face::Chat, _) => chrome::message("action_title_chat", ""),
            (_, Some(Badge::Requests(_))) => chrome::message("action_title_blocked", &text),
            (_, Some(Badge::Writes(_))) => chrome::message("action_title_writes", &text),
            (_, Some(Badge::Scripts(_))) => chrome::message("action_title_stopped", &text),
            (Face::Held, None) => chrome::message("action_title_held", ""),
            (Face::Quiet, None) => chrome::message("action_title", ""),
        };
        // What was blocked before the site was allowed says nothing of it now.
        let text = if number == 0 || face == Face::Allowed { "" } else { &text };
        // The tab may be gone by now; there is nothing to show then.
        drop(show(Some(tab), face, text, &title).await);
    });
}

/// Sets the button of a tab while it shows its present page, or of all tabs.
async fn show(tab: Option<i64>, face: Face, text: &str, title: &str) -> Result<(), JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Details<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        tab_id: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<HashMap<&'static str, String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        color: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
    }
    let details = || Details { tab_id: tab, path: None, text: None, color: None, title: None };
    let path = ["16", "32"].map(|size| (size, format!("/icons/{}-{size}.png", face.name())));
    let (ground, ink) = BADGE;
    let shown = [
        set_title(&to_js(&Details { title: Some(title), ..details() })?)?,
        set_icon(&to_js(&Details { path: Some(path.into()), ..details() })?)?,
        set_badge_color(&to_js(&Details { color: Some(ground), ..details() })?)?,
        set_badge_text_color(&to_js(&Details { color: Some(ink), ..details() })?)?,
        set_badge_text(&to_js(&Details { text: Some(text), ..details() })?)?,
    ];
    for promise in shown {
        JsFuture::from(promise).await?;
    }
    Ok(())
}
