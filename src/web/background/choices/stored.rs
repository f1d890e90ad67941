//! Where the choices are stored: those of ordinary windows on disk, what is of tabs and of private windows in memory.

use super::super::chrome::{Area, Entry};
use crate::allowances::Allowances;
use crate::modes::{Modes, Tabs};
use crate::settings::Settings;
use futures_util::future::join;
use wasm_bindgen::prelude::*;

/// Where texts lie that could not be read.
pub(super) const UNREADABLE_KEYS: [&str; 2] = [Allowances::UNREADABLE_KEY, Settings::UNREADABLE_KEY];

/// What was stored, and whether something could not be read and was set aside.
pub(super) async fn read() -> Result<(Modes, bool), JsValue> {
    let [unreadable, unreadable_settings] = UNREADABLE_KEYS;
    let lasting = [Allowances::KEY, Settings::KEY, unreadable, unreadable_settings];
    let (local, session) = join(Area::Local.get(Some(&lasting)), Area::Session.get(Some(&[Tabs::KEY, Tabs::PRIVATE_KEY]))).await;
    let (local, session) = (local?, session?);
    let mut were_reset = UNREADABLE_KEYS.iter().any(|key| of_key(&local, key).is_some());
    let open = match Allowances::read(of_key(&local, Allowances::KEY)) {
        Ok(open) => open,
        Err(_) => {
            let fresh = Allowances::default();
            set_aside(&local, Allowances::KEY, Allowances::UNREADABLE_KEY, fresh.to_json()).await?;
            were_reset = true;
            fresh
        }
    };
    let settings = match Settings::read(of_key(&local, Settings::KEY)) {
        Ok(settings) => settings,
        Err(_) => {
            let fresh = Settings::default();
            set_aside(&local, Settings::KEY, Settings::UNREADABLE_KEY, fresh.to_json()).await?;
            were_reset = true;
            fresh
        }
    };
    // Of private windows nothing but this run of the browser knows: what cannot be read is over.
    let private = Allowances::read(of_key(&session, Tabs::PRIVATE_KEY)).unwrap_or_default();
    let tabs = Tabs::read(of_key(&session, Tabs::KEY));
    let mut modes = Modes { open, private, tabs };
    modes.set_default_mode(settings.default_mode);
    Ok((modes, were_reset))
}

/// Keeps a text that cannot be read under another key, and puts a fresh one in its place.
async fn set_aside(stored: &[Entry], key: &str, aside: &str, fresh: String) -> Result<(), JsValue> {
    let text = of_key(stored, key).unwrap_or_default().to_owned();
    Area::Local.set(&[(aside.to_owned(), text), (key.to_owned(), fresh)])?.await.map(drop)
}

/// Stores what differs.
pub(super) async fn store(before: &Modes, after: &Modes) -> Result<(), JsValue> {
    let mut lasting = Vec::new();
    if before.open != after.open {
        lasting.push((Allowances::KEY.to_owned(), after.open.to_json()));
    }
    if before.default_mode() != after.default_mode() {
        lasting.push((Settings::KEY.to_owned(), Settings::new(after.default_mode()).to_json()));
    }
    if !lasting.is_empty() {
        Area::Local.set(&lasting)?.await?;
    }
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    if before.private != after.private {
        put(&mut kept, &mut gone, Tabs::PRIVATE_KEY, (!after.private.is_empty()).then(|| after.private.to_json()));
    }
    if before.tabs != after.tabs {
        let text = serde_json::to_string(&after.tabs).map_err(|error| JsValue::from_str(&error.to_string()))?;
        put(&mut kept, &mut gone, Tabs::KEY, (!after.tabs.is_empty()).then_some(text));
    }
    if !kept.is_empty() {
        Area::Session.set(&kept)?.await?;
    }
    if !gone.is_empty() {
        Area::Session.remove(&gone)?.await?;
    }
    Ok(())
}

fn put(kept: &mut Vec<Entry>, gone: &mut Vec<String>, key: &str, text: Option<String>) {
    match text {
        Some(text) => kept.push((key.to_owned(), text)),
        None => gone.push(key.to_owned()),
    }
}

fn of_key<'a>(stored: &'a [Entry], key: &str) -> Option<&'a str> {
    stored.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str())
}
