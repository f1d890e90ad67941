//! Where the choices are stored: those of ordinary windows on disk, what is of tabs and of private windows in memory.

use super::super::chrome::{Area, Entry};
use crate::allowances::Allowances;
use crate::modes::{Modes, Tabs};
use wasm_bindgen::prelude::*;

/// What was stored, and whether something could not be read and was set aside.
pub(super) async fn read() -> Result<(Modes, bool), JsValue> {
    let (local, session) = (Area::Local.get(None).await?, Area::Session.get(None).await?);
    let mut were_reset = of_key(&local, Allowances::UNREADABLE_KEY).is_some();
    let open = match Allowances::read(of_key(&local, Allowances::KEY)) {
        Ok(open) => open,
        Err(_) => {
            let aside = of_key(&local, Allowances::KEY).unwrap_or_default().to_owned();
            let fresh = Allowances::default();
            Area::Local.set(&[(Allowances::UNREADABLE_KEY.to_owned(), aside), (Allowances::KEY.to_owned(), fresh.to_json())])?.await?;
            were_reset = true;
            fresh
        }
    };
    // Of private windows nothing but this run of the browser knows: what cannot be read is over.
    let private = Allowances::read(of_key(&session, Tabs::PRIVATE_KEY)).unwrap_or_default();
    let tabs = Tabs::read(of_key(&session, Tabs::KEY));
    Ok((Modes { open, private, tabs }, were_reset))
}

/// Stores what differs.
pub(super) async fn store(before: &Modes, after: &Modes) -> Result<(), JsValue> {
    if before.open != after.open {
        Area::Local.set(&[(Allowances::KEY.to_owned(), after.open.to_json())])?.await?;
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
