//! Pages that are open and allowed everything, while the rules change.

use super::super::chrome::{frame_hosts, open_pages};
use crate::modes::{ChatTab, Modes};
use crate::policy::Mode;
use crate::site::Site;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// Hosts of frames that are looked at in a page.
const MOST_HOSTS: usize = 32;

/// All of them, with the hosts of their frames.
pub(super) async fn pages(modes: &Modes) -> Result<BTreeMap<i64, ChatTab>, JsValue> {
    let mut living = BTreeMap::new();
    if !modes.has_choices() {
        return Ok(living);
    }
    for page in open_pages().await? {
        let Some(site) = page.url.as_deref().and_then(Site::of_page) else { continue };
        if modes.of(page.id, &site).mode == Mode::Allow {
            // A page where no script may run has no frame that asks either.
            let hosts = frame_hosts(page.id).await.unwrap_or_default();
            let hosts = hosts.into_iter().filter(|host| !host.is_empty() && !site.covers(host)).take(MOST_HOSTS).collect();
            living.insert(page.id, ChatTab { site: site.as_str().to_owned(), hosts });
        }
    }
    Ok(living)
}
