//! The settings: what the options page asks for and changes. Every change goes the way of the popup's choices, so that rules,
//! markers, cookies and pages follow at once.

use super::chrome::{self, open_pages};
use super::{Background, Refusal, choices};
use crate::allowances::Span;
use crate::classify::{is_own_site, is_pop_out};
use crate::modes::Modes;
use crate::placeholder::Dismissals;
use crate::policy::{Lasts, Mode};
use crate::settings::{Portable, Problem, ShownSettings};
use crate::site::Site;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// What the options page wants. The answer to all but an export is everything as it is then.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Wish {
    /// Nothing but to know.
    Settings,
    /// Another mode for every site without a choice of its own.
    SetDefault { mode: Mode },
    /// A choice for a site.
    SetSite {
        site: String,
        mode: Mode,
        lasts: Lasts,
        /// When it ends, where it is one that is put back. Milliseconds since 1970.
        #[serde(default)]
        until: Option<f64>,
    },
    /// A site is to be treated as all others.
    ForgetSite { site: String },
    /// Whether pages have a chat button at all.
    SetButton { shown: bool },
    /// Whether pages of one site have.
    SetButtonOn { site: String, shown: bool },
    /// All settings as the text of a file.
    Export,
    /// A file's settings in the place of all of these.
    Import { text: String },
    /// Everything as AskFirst comes.
    Reset,
}

/// What is answered.
#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    Settings(ShownSettings),
    File { text: String },
    Problem { problem: Problem },
}

#[wasm_bindgen]
impl Background {
    /// Answers the options page: JSON of [`Wish`] in, JSON of [`Told`] or `{"error":…}` out.
    pub async fn settings(&self, wish: &str) -> String {
        let told = match serde_json::from_str(wish) {
            Ok(wish) => self.take_wish(wish).await,
            Err(error) => Err(format!("not a wish: {error}")),
        };
        match told {
            Ok(told) => serde_json::to_string(&told),
            Err(error) => serde_json::to_string(&Refusal { error }),
        }
        .unwrap_or_default()
    }
}

impl Background {
    async fn take_wish(&self, wish: Wish) -> Result<Told, String> {
        // A page that follows the storage hears of a change before it is in force.
        self.choices.settled().await;
        self.tidy().await;
        match wish {
            Wish::Settings => {}
            Wish::SetDefault { mode } => {
                self.set(|modes| {
                    modes.set_default_mode(mode);
                    Ok(())
                })
                .await?
            }
            Wish::SetSite { site, mode, lasts, until } => {
                let site = self.named_site(&site)?;
                let span = span(lasts, until)?;
                self.set(|modes| modes.set_site(&site, mode, span)).await?;
            }
            Wish::ForgetSite { site } => {
                self.set(|modes| {
                    modes.forget_site(&site);
                    Ok(())
                })
                .await?
            }
            Wish::SetButton { shown } => {
                let kept = self.placeholder.kept();
                self.keep_buttons(Dismissals::new(shown, kept.sites().clone())).await?;
            }
            Wish::SetButtonOn { site, shown } => {
                let (site, kept) = (self.named_site(&site)?, self.placeholder.kept());
                let mut sites = kept.sites().clone();
                if shown {
                    sites.remove(site.as_str());
                } else {
                    sites.insert(site.as_str().to_owned());
                }
                self.keep_buttons(Dismissals::new(!kept.is_off(), sites)).await?;
            }
            Wish::Export => return Ok(Told::File { text: self.portable().export() }),
            Wish::Import { text } => match Portable::import(&text, |name| self.is_refused(name)) {
                Ok(all) => self.take_over(all).await?,
                Err(problem) => return Ok(Told::Problem { problem }),
            },
            Wish::Reset => self.take_over(Portable::default()).await?,
        }
        let mut shown = ShownSettings::from(self.portable());
        if self.choices.were_reset() {
            shown.notices.push("choices-reset".to_owned());
        }
        Ok(Told::Settings(shown))
    }

    /// All settings as they are.
    fn portable(&self) -> Portable {
        let (modes, buttons) = (self.choices.modes(), self.placeholder.kept());
        Portable {
            default_mode: modes.default_mode(),
            button: !buttons.is_off(),
            hidden_on: buttons.sites().clone(),
            sites: modes.open.choices().map(|(name, choice)| (name.to_owned(), choice)).collect(),
        }
    }

    /// Puts all of it in the place of what was set: everything, or where something fails nothing.
    async fn take_over(&self, all: Portable) -> Result<(), String> {
        let before = self.placeholder.kept();
        self.keep_buttons(Dismissals::new(all.button, all.hidden_on)).await?;
        let changed = self.set(|modes| {
            modes.set_default_mode(all.default_mode);
            modes.replace_sites(all.sites);
            Ok(())
        });
        if let Err(error) = changed.await {
            self.keep_buttons(before).await?;
            return Err(error);
        }
        Ok(())
    }

    async fn keep_buttons(&self, buttons: Dismissals) -> Result<(), String> {
        self.placeholder.replace(buttons).await.map_err(choices::said)
    }

    /// Changes what holds, removes what was left where less is let through now, and tells the pages that are open.
    async fn set(&self, how: impl FnOnce(&mut Modes) -> Result<(), String>) -> Result<(), String> {
        let (before, cookies) = (self.choices.modes().clone(), self.choices.for_cookies());
        self.choices.set(how).await?;
        if self.choices.for_cookies() != cookies {
            self.sweep_what_is_over().await;
        }
        if let Err(error) = self.tell_pages(&before).await {
            // They hear of it at their next load.
            chrome::report("the open pages could not be told", &error);
        }
        Ok(())
    }

    /// Tells every open page whose site is treated differently now. To one that is allowed everything nothing can be given
    /// back: it has to be loaded again, as after a choice in the popup.
    async fn tell_pages(&self, before: &Modes) -> Result<(), JsValue> {
        for page in open_pages().await? {
            let Some(site) = page.url.as_deref().and_then(Site::of_page).filter(|site| !self.is_refused(site.as_str())) else { continue };
            let mode = self.choices.mode_of(page.id, &site);
            if mode == Mode::Allow || mode == before.of(page.id, &site).mode {
                continue;
            }
            // What a chat needs goes through before a page asks for it, where there is a chat.
            if mode == Mode::Chat
                && self.store.ledger().latest(page.id).is_some()
                && let Err(error) = self.choices.add_chat_tab(page.id, &site, None).await
            {
                chrome::report("a chat could not be let through", &JsValue::from_str(&error));
            }
            // Nobody hears it where no script of ours is.
            drop(self.tell_mode(page.id, mode, false).await);
        }
        Ok(())
    }

    /// The site of this name, as the options page says it.
    fn named_site(&self, name: &str) -> Result<Site, String> {
        let site = Site::of_host(name).filter(|site| site.as_str() == name && !self.is_refused(name));
        site.ok_or_else(|| format!("nothing can be chosen for `{name}`"))
    }

    /// Whether nothing can be chosen for a site: LivePerson's own are never touched.
    fn is_refused(&self, name: &str) -> bool {
        is_own_site(self.catalogue, name) || is_pop_out(name)
    }
}

/// How long a choice of the options page holds: no tab is meant.
fn span(lasts: Lasts, until: Option<f64>) -> Result<Span, String> {
    match (lasts, until) {
        (Lasts::Tab, _) => Err("a choice for a tab is made in its popup".to_owned()),
        (Lasts::Day, Some(end)) => Ok(Span::Until(end.max(0.0) as u64)),
        _ => Ok(Span::of(lasts, -1, choices::now())),
    }
}
