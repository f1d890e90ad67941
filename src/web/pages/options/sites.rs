//! The sites with a choice of their own: searched, changed, removed, and put back.

use super::ask::Wish;
use super::find::{Row, find};
use super::rows::{SITE, control, focus, on_row, show_button};
use super::words::{self, counted};
use super::{Options, ROWS};
use crate::policy::{Lasts, Mode};
use crate::settings::ShownSite;
use crate::web::page::dom::{Done, List, by_id, logged, on, set_host, set_text, show, show_text, slot};
use crate::web::page::spoken;
use crate::web::page::text::{about, message};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

const LIST: &str = "sites-list";
const MODES: [(Mode, &str); 3] = [(Mode::Ask, "ask"), (Mode::Chat, "chat"), (Mode::Allow, "allow")];
const LASTS: [(Lasts, &str); 3] = [(Lasts::Browser, "browser"), (Lasts::Day, "day"), (Lasts::Always, "always")];

impl Options {
    pub(super) fn answer_sites(self: &Rc<Self>) -> Done {
        let options = Rc::clone(self);
        on("search", "input", move || {
            options.rows.set(ROWS);
            logged(options.show_sites().and_then(|()| options.say_found()));
        })?;
        let options = Rc::clone(self);
        on("sites-more", "click", move || logged(options.show_more()))?;
        let options = Rc::clone(self);
        on_row(LIST, "change", move |_, site, row| logged(options.set_site(site, &row)))?;
        let options = Rc::clone(self);
        on_row(LIST, "click", move |act, site, _| match act {
            "remove" => options.remove_site(site),
            "undo" => options.put_back(site),
            _ => {}
        })
    }

    /// Changes a site's choice to what its row says now.
    fn set_site(self: &Rc<Self>, site: String, row: &Element) -> Done {
        let chosen = |act: &str| -> Result<String, JsValue> { Ok(control(row, act)?.unchecked_into::<HtmlSelectElement>().value()) };
        let (mode, lasts) = (chosen("mode")?, chosen("lasts")?);
        let mode = MODES.into_iter().find(|(_, name)| *name == mode).map_or(Mode::Ask, |(mode, _)| mode);
        let lasts = LASTS.into_iter().find(|(_, name)| *name == lasts).map_or(Lasts::Always, |(lasts, _)| lasts);
        // A day that has begun goes on where only the mode is changed.
        let until = self.site(&site).filter(|before| before.lasts == lasts).and_then(|before| before.until);
        let said = about(words::SITE_SAVED_NAMED, &site);
        self.change(Wish::SetSite { site, mode, lasts, until }, move |_| spoken::say(&said));
        Ok(())
    }

    fn remove_site(self: &Rc<Self>, site: String) {
        let Some(before) = self.site(&site) else { return };
        let wish = Wish::ForgetSite { site: site.clone() };
        self.change(wish, move |options| {
            options.removed.borrow_mut().insert(site.clone(), before);
            options.show_sites()?;
            focus(LIST, &site, "undo")?;
            spoken::say(&about(words::SITE_GONE_NAMED, &site))
        });
    }

    fn put_back(self: &Rc<Self>, site: String) {
        let Some(ShownSite { site, mode, lasts, until }) = self.removed.borrow().get(&site).cloned() else { return };
        let wish = Wish::SetSite { site: site.clone(), mode, lasts, until };
        self.change(wish, move |_| {
            focus(LIST, &site, "remove")?;
            spoken::say(&about(words::SITE_BACK_NAMED, &site))
        });
    }

    /// Shows more rows, and goes on at the first of them.
    fn show_more(&self) -> Done {
        let before = self.rows.get();
        self.rows.set(before.saturating_add(ROWS));
        self.show_sites()?;
        let rows = by_id(LIST)?.children();
        let first = u32::try_from(before).ok().and_then(|at| rows.item(at));
        first.map_or(Ok(()), |row| control(&row, "mode")?.focus())
    }

    fn site(&self, name: &str) -> Option<ShownSite> {
        self.settings.borrow().as_ref()?.sites.iter().find(|site| site.site == name).cloned()
    }

    fn found(&self) -> Result<(Vec<Row>, usize), JsValue> {
        let search = by_id("search")?.unchecked_into::<HtmlInputElement>().value();
        let settings = self.settings.borrow();
        Ok(find(settings.as_ref().map_or(&[], |settings| &settings.sites), &self.removed.borrow(), &search))
    }

    fn say_found(&self) -> Done {
        let (rows, count) = self.found()?;
        let said = if rows.is_empty() { message(words::NO_MATCH) } else { self.text.counted(counted::SITES, count as u64) };
        spoken::say(&said)
    }

    pub(super) fn show_sites(&self) -> Done {
        let (rows, count) = self.found()?;
        let all = self.settings.borrow().as_ref().map_or(0, |settings| settings.sites.len()) + self.removed.borrow().len();
        show(&by_id("find")?, all > 0)?;
        show(&by_id("sites-none")?, all == 0)?;
        show(&by_id("sites-no-match")?, all > 0 && rows.is_empty())?;
        set_text(&by_id("sites-count")?, &self.text.counted(counted::SITES, count as u64));
        let shown = rows.get(..self.rows.get()).unwrap_or(&rows);
        let list = List { element: by_id(LIST)?, template: "site-row", key: SITE };
        list.show(shown, |row| row.site.site.clone(), |entry, row| self.show_row(entry, row))?;
        let more = rows.len().saturating_sub(shown.len());
        show_text(&by_id("sites-more")?, (more > 0).then(|| self.text.counted(counted::MORE, more as u64)).as_deref())
    }

    fn show_row(&self, entry: &Element, Row { site, is_gone }: &Row) -> Done {
        let name = site.site.as_str();
        set_host(&slot(entry, "name")?, name)?;
        show_text(&slot(entry, "gone")?, is_gone.then(|| message(words::SITE_GONE)).as_deref())?;
        show(&slot(entry, "fields")?, !is_gone)?;
        show_button(entry, "remove", !is_gone, &message(words::SITE_REMOVE), name)?;
        show_button(entry, "undo", *is_gone, &message(words::UNDO), name)?;
        let mode = MODES.into_iter().find(|(mode, _)| *mode == site.mode).map_or("", |(_, value)| value);
        let lasts = LASTS.into_iter().find(|(lasts, _)| *lasts == site.lasts).map_or("", |(_, value)| value);
        for (act, value, label) in [("mode", mode, words::SITE_MODE), ("lasts", lasts, words::SITE_LASTS)] {
            let select: HtmlSelectElement = control(entry, act)?.unchecked_into();
            select.set_attribute("aria-label", &about(label, name))?;
            if select.value() != value {
                select.set_value(value);
            }
        }
        entry.set_attribute("data-mode", mode)?;
        let until = match site.until.filter(|_| !is_gone) {
            Some(until) => Some(about(words::SITE_UNTIL, &self.text.minute(until)?)),
            None => None,
        };
        show_text(&slot(entry, "until")?, until.as_deref())
    }
}
