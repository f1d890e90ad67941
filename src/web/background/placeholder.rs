//! The chat button on pages: put where a tag was held back, unless the visitor does not want it there.

use super::chrome::{self, Area};
use super::{Background, Page, Refusal};
use crate::catalogue::Role;
use crate::classify::is_own_site;
use crate::ledger::{Event, ShownPage};
use crate::placeholder::{Dismissals, Dismissed, Scope};
use crate::policy::Mode;
use crate::site::Site;
use futures_util::future::join;
use js_sys::Promise;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The script that shows it.
const SCRIPT: &str = "placeholder.js";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    fn execute_script(injection: &JsValue) -> Result<Promise, JsValue>;
}

/// What the button in a page says, with the shell's word on where it comes from.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Said {
    /// It asks whether it is wanted.
    Placeholder(Where),
    /// The visitor does not want it any more.
    Dismiss {
        scope: Scope,
        #[serde(flatten)]
        at: Where,
    },
}

/// Where the button is.
#[derive(Deserialize)]
struct Where {
    tab: i64,
    #[serde(flatten)]
    shown: ShownPage,
    #[serde(default)]
    url: Option<String>,
    /// Whether the tab is in a private window (`tab.incognito`; the extension is one for both kinds of windows).
    private: bool,
}

#[derive(Serialize)]
struct Told {
    show: bool,
}

pub(super) struct Placeholder {
    kept: RefCell<Dismissals>,
    /// Those of private windows: never on disk, and gone with the last of these windows.
    private: RefCell<Dismissals>,
    /// For which page of a tab the button was offered: when the page's ledger began. Only spares repeated calls.
    offered: RefCell<HashMap<i64, f64>>,
}

impl Placeholder {
    /// Reads what is stored. What cannot be read dismisses nothing: at worst a button is to be dismissed once more.
    pub(super) async fn load() -> Result<Self, JsValue> {
        let (kept, private) = join(read(Area::Local), read(Area::Session)).await;
        let (kept, private) = (kept?, private?);
        let placeholder = Self { kept: RefCell::new(kept), private: RefCell::new(private), offered: RefCell::default() };
        if placeholder.has_private() && chrome::private_tabs().await?.is_empty() {
            placeholder.forget_private().await?;
        }
        Ok(placeholder)
    }

    /// Whether the visitor does not want it on a site; `private`: in a private window.
    pub(super) fn dismissed(&self, site: &Site, private: bool) -> Option<Dismissed> {
        let in_private = || self.private.borrow().dismissed(site);
        self.kept.borrow().dismissed(site).or_else(|| if private { in_private() } else { None })
    }

    /// What holds in ordinary windows.
    pub(super) fn kept(&self) -> Dismissals {
        self.kept.borrow().clone()
    }

    /// Puts something else in its place; what cannot be written does not hold.
    pub(super) async fn replace(&self, dismissals: Dismissals) -> Result<(), JsValue> {
        let text = dismissals.to_json();
        // In force before it is written: a page that follows the storage asks at once.
        let before = self.kept.replace(dismissals);
        if let Err(error) = write(Area::Local, text).await {
            self.kept.replace(before);
            return Err(error);
        }
        Ok(())
    }

    /// Whether something is kept of a private window.
    pub(super) fn has_private(&self) -> bool {
        !self.private.borrow().is_empty()
    }

    async fn dismiss(&self, scope: Scope, site: &Site, private: bool) -> Result<(), String> {
        let (area, dismissals) = if private { (Area::Session, &self.private) } else { (Area::Local, &self.kept) };
        dismissals.borrow_mut().dismiss(scope, site)?;
        let text = dismissals.borrow().to_json();
        write(area, text).await.map_err(super::choices::said)
    }

    /// Brings it back to a site, whatever kept it from there.
    pub(super) async fn restore(&self, site: &Site) -> Result<(), JsValue> {
        for (area, dismissals) in [(Area::Local, &self.kept), (Area::Session, &self.private)] {
            if dismissals.borrow().dismissed(site).is_some() {
                dismissals.borrow_mut().restore(site);
                let text = dismissals.borrow().to_json();
                write(area, text).await?;
            }
        }
        Ok(())
    }

    /// A tab was closed.
    pub(super) fn forget_tab(self: &Rc<Self>, tab: i64) {
        self.offered.borrow_mut().remove(&tab);
        if !self.has_private() {
            return;
        }
        let placeholder = Rc::clone(self);
        spawn_local(async move {
            let left = match chrome::private_tabs().await {
                Ok(open) if open.is_empty() => placeholder.forget_private().await,
                Ok(_) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = left {
                // It is looked at again when the next tab closes, and at the worker's next start.
                chrome::report("what private windows dismissed could not be forgotten", &error);
            }
        });
    }

    async fn forget_private(&self) -> Result<(), JsValue> {
        self.private.replace(Dismissals::default());
        Area::Session.remove(&[Dismissals::KEY.to_owned()])?.await.map(drop)
    }
}

async fn read(area: Area) -> Result<Dismissals, JsValue> {
    let stored = area.get(Some(&[Dismissals::KEY])).await?;
    let text = stored.iter().find(|(key, _)| key == Dismissals::KEY).map(|(_, text)| text.as_str());
    Ok(Dismissals::read(text).unwrap_or_default())
}

async fn write(area: Area, text: String) -> Result<(), JsValue> {
    area.set(&[(Dismissals::KEY.to_owned(), text)])?.await.map(drop)
}

#[wasm_bindgen]
impl Background {
    /// Answers the button in a page: JSON of [`Said`] in, `{"show":…}` or `{"error":…}` out.
    pub async fn placeholder(&self, said: &str) -> String {
        let answer = match self.try_placeholder(said).await {
            Ok(show) => serde_json::to_string(&Told { show }),
            Err(error) => serde_json::to_string(&Refusal { error }),
        };
        answer.unwrap_or_default()
    }
}

impl Background {
    /// Puts the button into a page whose tag was just held back.
    pub(super) fn offer_button_after(&self, event: &Event, role: Option<Role>) {
        if event.frame == 0 && event.was_stopped() && role == Some(Role::Tag) {
            self.offer_button(event.tab, event.document.as_deref());
        }
    }

    /// Brings the button back to a page's site.
    pub(super) async fn restore_button(&self, page: &Page) -> Result<(), String> {
        let site = self.chosen_site(page)?;
        self.placeholder.restore(&site).await.map_err(super::choices::said)
    }

    /// Puts the button into the page that a tab shows, once a page.
    pub(super) fn offer_button(&self, tab: i64, document: Option<&str>) {
        let Some(began) = self.store.ledger().latest(tab).map(|visit| visit.began) else { return };
        if self.placeholder.offered.borrow_mut().insert(tab, began) == Some(began) {
            return;
        }
        let document = document.map(str::to_owned);
        spawn_local(async move {
            // The page may be gone, or be one that extensions may not run in; there is nothing to show then.
            drop(put(tab, document.as_deref()).await);
        });
    }

    async fn try_placeholder(&self, said: &str) -> Result<bool, String> {
        match serde_json::from_str(said).map_err(|error| format!("not from the button: {error}"))? {
            Said::Placeholder(at) => Ok(self.wants_button(&at)),
            Said::Dismiss { scope, at } => {
                let site = at.url.as_deref().and_then(Site::of_page).ok_or("this page belongs to no site")?;
                self.placeholder.dismiss(scope, &site, at.private).await?;
                Ok(false)
            }
        }
    }

    /// Whether a tag was held back in just this page, and the visitor wants to be told so in it.
    fn wants_button(&self, at: &Where) -> bool {
        let Some(site) = at.url.as_deref().and_then(Site::of_page) else { return false };
        if is_own_site(self.catalogue, site.as_str()) || self.choices.mode_of(at.tab, &site) != Mode::Ask {
            return false;
        }
        let held = self.is_held(at.tab, &at.shown);
        held && self.placeholder.dismissed(&site, at.private).is_none()
    }
}

/// Runs the script in the page: in just the document that was told of, where the browser has a name for it (Chromium).
async fn put(tab: i64, document: Option<&str>) -> Result<(), JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Target<'a> {
        tab_id: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        document_ids: Option<[&'a str; 1]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        frame_ids: Option<[i64; 1]>,
    }
    #[derive(Serialize)]
    struct Injection<'a> {
        target: Target<'a>,
        files: [&'a str; 1],
    }
    let frame_ids = if document.is_some() { None } else { Some([0]) };
    let target = Target { tab_id: tab, document_ids: document.map(|one| [one]), frame_ids };
    JsFuture::from(execute_script(&chrome::to_js(&Injection { target, files: [SCRIPT] })?)?).await.map(drop)
}
