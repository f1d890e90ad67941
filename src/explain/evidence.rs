//! What there is to read beyond the first picture: single addresses, what was learned, what is watched, what needs consent.

use super::learned::{LaidOut, Learned, Lessons};
use super::requests::{self, Address};
use super::watched::{Watched, watched};
use super::{GroupView, PageKind, View};
use crate::catalogue::{Catalogue, Class, Consent, Need, Role};
use crate::ledger::{Outcome, Visit};
use crate::policy::Mode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why some parts of the machinery and some classes of items on this page need consent, or do not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsentView {
    /// Its id in the catalogue; also names its text in `_locales`.
    pub id: String,
    /// Whether they do.
    pub need: Need,
    /// The parts of the machinery that this page tried.
    pub roles: Vec<Role>,
    /// The classes of what it tried to keep, or would have kept.
    pub classes: Vec<Class>,
    /// Short names of the catalogue's sources.
    pub sources: Vec<String>,
}

/// What there is to read of a page beyond its [`View`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// What was tried, by part of the machinery, as the view has it.
    pub groups: Vec<GroupView>,
    /// The single addresses that were asked for.
    pub addresses: Vec<Address>,
    /// What LivePerson learned or would have, the most personal first.
    pub learned: Vec<Learned>,
    /// Whether there was more of it than is told.
    pub learned_more: bool,
    /// Behaviours that were shown to be watched.
    pub watched: Vec<Watched>,
    /// Behaviours that are only said to be watched.
    pub said: Vec<Watched>,
    /// What needs consent, and why.
    pub consent: Vec<ConsentView>,
    /// The sources that are named here: short name → what and where it is.
    pub sources: BTreeMap<String, String>,
    /// Whether the tag never ran, so that the page can be asked what it had laid out for it.
    pub ask_page: bool,
    /// Address of the page, without what follows a question mark or hash sign; none where it is not known.
    pub page: Option<String>,
}

impl Evidence {
    /// Of a page of which `view` tells the rest. `laid_out` is what its frames had laid out, where they were asked.
    #[must_use]
    pub fn of(catalogue: &Catalogue, view: &View, visit: Option<&Visit>, laid_out: &[LaidOut]) -> Self {
        let Some(visit) = visit.filter(|_| view.page != PageKind::Unsupported) else {
            return Self::default();
        };
        let mut lessons = Lessons::of_rows(catalogue, visit.rows());
        lessons.add_laid_out(catalogue, laid_out);
        let (learned, learned_more) = lessons.told();
        let (watched, said) = watched(catalogue, &learned);
        let mut evidence = Self {
            groups: view.groups.clone(),
            addresses: requests::addresses(catalogue, visit),
            learned,
            learned_more,
            watched,
            said,
            consent: catalogue.consent.iter().filter_map(|consent| consent_view(consent, view)).collect(),
            sources: BTreeMap::new(),
            ask_page: may_ask_page(view, visit),
            page: None,
        };
        let behaviours = evidence.watched.iter().chain(&evidence.said).flat_map(|one| &one.sources);
        let named = behaviours.chain(evidence.consent.iter().flat_map(|one| &one.sources));
        let texts = named.filter_map(|name| Some((name.clone(), catalogue.sources.get(name)?.clone())));
        evidence.sources = texts.collect();
        evidence
    }
}

/// Whether the tag never ran, so that the page can be asked what it had laid out for it.
pub(super) fn may_ask_page(view: &View, visit: &Visit) -> bool {
    let tag_ran = || visit.rows().iter().any(|row| row.role == Role::Tag && row.outcome == Outcome::Sent);
    view.mode == Mode::Ask && view.page == PageKind::Web && visit.has_held_tag() && !tag_ran()
}

/// What of a consent entry is about this page.
fn consent_view(consent: &Consent, view: &View) -> Option<ConsentView> {
    let roles: Vec<Role> = consent.roles.iter().copied().filter(|role| view.groups.iter().any(|group| group.role == *role)).collect();
    let kept = |class: Class| view.kept.iter().any(|item| item.class == class) || view.would_keep.iter().any(|item| item.class == class);
    let classes: Vec<Class> = consent.classes.iter().copied().filter(|class| kept(*class)).collect();
    let is_here = !roles.is_empty() || !classes.is_empty();
    is_here.then(|| ConsentView { id: consent.id.clone(), need: consent.need, roles, classes, sources: consent.source.clone() })
}
