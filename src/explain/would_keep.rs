//! What a script that was stopped would have kept. It is the catalogue that says so, not the page.

use super::{DisguisedView, GroupView, KeptView};
use crate::catalogue::{Catalogue, Class, Item, Kind, Lifetime, Need, Role, When};
use serde::{Deserialize, Serialize};

/// An item that the blocked script would have kept, according to the catalogue. It was not seen on this page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WouldKeep {
    /// Its id in the catalogue; also names its text in `_locales`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its usual place.
    pub kind: Kind,
    /// How long it asks to be kept.
    pub lifetime: Lifetime,
    /// What it does to the visitor's privacy.
    pub class: Class,
    /// Whether that needs consent.
    #[serde(default)]
    pub need: Option<Need>,
}

/// What the script that was stopped would have kept. Of a script that ran nothing is said here, nor of what was really tried:
/// that can be seen.
pub(super) fn would_keep(catalogue: &Catalogue, groups: &[GroupView], kept: &[KeptView], disguised: &[DisguisedView]) -> Vec<WouldKeep> {
    let of_role = |role: Role| groups.iter().find(|group| group.role == role);
    let stopped = |group: &GroupView| group.blocked > 0 && group.sent == 0;
    let by_tag = of_role(Role::Tag).map_or(!disguised.is_empty(), stopped);
    let by_legacy = of_role(Role::Legacy).is_some_and(stopped);
    catalogue
        .items
        .iter()
        .filter(|item| match item.when {
            When::Visit => by_tag && item.lifetime != Lifetime::Probe,
            When::Legacy => by_legacy,
            When::Chat | When::CoBrowsing | When::Agent | When::Brand | When::Documented => false,
        })
        .filter(|item| !kept.iter().any(|seen| seen.id.as_deref() == Some(&item.id)))
        .map(|item| would_keep_item(catalogue, item))
        .collect()
}

fn would_keep_item(catalogue: &Catalogue, item: &Item) -> WouldKeep {
    WouldKeep {
        id: item.id.clone(),
        name: item.name.clone(),
        kind: item.kinds.first().copied().unwrap_or(Kind::Cookie),
        lifetime: item.lifetime,
        class: item.class,
        need: catalogue.consent_of_class(item.class).map(|consent| consent.need),
    }
}
