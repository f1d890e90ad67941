//! Stored items: whose they are by name, place and kind.

use super::Answer;
use crate::catalogue::{Catalogue, Class, Item, Kind, Lifetime, Place};
use crate::pattern::{NamePattern, PatternError};
use crate::policy::{self, Decisions, ItemDecision};
use crate::site::normal_host;

/// What a stored item is.
pub type ItemAnswer<'a> = Answer<'a, ItemDecision>;

/// The database in which the tag keeps its secure storage, on whichever origin.
const SECURE_STORAGE: &str = "lpsecurestorage";

/// Recognises stored items.
pub struct ItemClassifier<'c> {
    catalogue: &'c Catalogue,
    patterns: Vec<(NamePattern, &'c str, &'c Item)>,
}

impl<'c> ItemClassifier<'c> {
    /// A classifier over `catalogue`.
    ///
    /// # Errors
    /// Never for a catalogue that was loaded: loading has read each pattern.
    pub fn new(catalogue: &'c Catalogue) -> Result<Self, PatternError> {
        let mut patterns = Vec::new();
        for item in &catalogue.items {
            for text in &item.patterns {
                patterns.push((NamePattern::parse(text)?, text.as_str(), item));
            }
        }
        Ok(Self { catalogue, patterns })
    }

    /// What the item `name` of this kind is.
    ///
    /// `domain` is the cookie's domain or the storage's host; descriptions as cookie tables have them are understood
    /// (`first-party`, `*.liveperson.net`, `liveperson.net (agent login)`). An entry of an IndexedDB is named
    /// `database/store/key`, or by any one of the three.
    #[must_use]
    pub fn classify(&self, kind: Kind, name: &str, domain: &str) -> ItemAnswer<'c> {
        let their_domain = hosts_in(domain).find_map(|host| self.catalogue.domain_of(&host));
        let mut names = name.split(['/', '>']).map(str::trim);
        let in_secure_storage = kind == Kind::IndexedDb && names.any(|part| part.eq_ignore_ascii_case(SECURE_STORAGE));
        let entry = if in_secure_storage { name.rsplit(['/', '>']).next().unwrap_or(name).trim() } else { name };
        let fits = |place: Place| match place {
            Place::Anywhere => true,
            Place::LivePerson => their_domain.is_some(),
            Place::SecureStorage => in_secure_storage || their_domain.is_some(),
            Place::ByScript => false,
        };
        if let Some((_, text, item)) =
            self.patterns.iter().find(|(pattern, _, item)| item.kinds.contains(&kind) && fits(item.place) && pattern.matches(entry))
        {
            return self.answer(item, text);
        }
        if in_secure_storage && let Some(item) = self.catalogue.item("secure-storage") {
            return self.answer(item, item.patterns.first().map_or("", String::as_str));
        }
        let Some(domain) = their_domain else {
            return Answer::not_theirs(Decisions::always(ItemDecision::Allow));
        };
        // What LivePerson's own servers keep is LivePerson's, under whatever name.
        Answer {
            vendor: Some(&self.catalogue.vendor),
            service: None,
            role: Some(domain.role),
            category: Some(domain.category),
            class: Some(Class::Unlisted),
            filter: None,
            disguised: false,
            decision: policy::item(Class::Unlisted, Lifetime::Unknown),
        }
    }

    fn answer(&self, item: &'c Item, pattern: &'c str) -> ItemAnswer<'c> {
        Answer {
            vendor: Some(&self.catalogue.vendor),
            service: Some(&item.id),
            role: Some(item.role),
            category: Some(item.category),
            class: Some(item.class),
            filter: Some(pattern),
            disguised: false,
            decision: policy::item(item.class, item.lifetime),
        }
    }
}

/// The hosts that a description of a place names. What stands in brackets is not the place: it says who wrote it there.
fn hosts_in(domain: &str) -> impl Iterator<Item = String> + '_ {
    let place = domain.split('(').next().unwrap_or_default();
    place
        .split([' ', ',', ';', '\t'])
        .map(|word| normal_host(word.trim_start_matches('*').trim_start_matches('.')))
        .filter(|host| host.contains('.'))
}
