//! What there is to read of a page in one line each, for the first picture: it is folded there, and read later.

use super::learned::{LaidOut, LaidOutTag, Learned, LearnedValue, Lessons};
use super::watched::watched;
use crate::catalogue::{Catalogue, Personal};
use crate::ledger::Visit;
use serde::{Deserialize, Serialize};

/// How many things are named in a line.
const MOST_NAMED: usize = 4;

/// Something that was learned, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Named {
    /// A field, known without what it is inside of: names its words in `_locales`.
    Field(String),
    /// A parameter or an attribute: names its words.
    Words(String),
    /// What the catalogue does not describe, by its own name.
    Unknown(String),
}

/// What the evidence of a page comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Gist {
    /// Whether something of it was sent.
    pub sent: bool,
    /// The most personal things that LivePerson learned or would have.
    pub named: Vec<Named>,
    /// Whether there are others.
    pub more: bool,
    /// How many behaviours were shown to be watched.
    pub behaviours: u64,
}

impl Gist {
    /// Of the evidence itself, the most personal first.
    #[must_use]
    pub fn of(learned: &[Learned], behaviours: usize) -> Self {
        let mut gist =
            Self { sent: learned.iter().any(|row| row.way == super::Way::Sent), behaviours: behaviours as u64, ..Self::default() };
        for row in learned.iter().filter(|row| !row.says_nothing()) {
            let named = row.named();
            if gist.named.contains(&named) {
                continue;
            }
            if gist.named.len() >= MOST_NAMED {
                gist.more = true;
                break;
            }
            gist.named.push(named);
        }
        gist
    }

    /// Of a page that was not asked what it has laid out. Where it `may` be asked, the tag never ran: what every page has, its
    /// address and title, stands for what it would have been given.
    pub(super) fn of_visit(catalogue: &Catalogue, visit: &Visit, may_ask: bool) -> Self {
        let mut lessons = Lessons::of_rows(catalogue, visit.rows());
        if may_ask {
            let some = || "-".to_owned();
            let page = LaidOut { url: some(), title: some(), tag: Some(LaidOutTag::default()), ..LaidOut::default() };
            lessons.add_laid_out(catalogue, &[page]);
        }
        let (learned, _) = lessons.told();
        let (watched, _) = watched(catalogue, &learned);
        Self::of(&learned, watched.len())
    }
}

impl Learned {
    /// Whether it says nothing of the visitor: a number of the message's own, or a parameter that was empty.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        self.personal == Personal::No || (self.value == LearnedValue::Nothing && self.attribute.is_none())
    }

    fn named(&self) -> Named {
        match (&self.field_words, &self.words) {
            (Some(field), _) => Named::Field(field.clone()),
            (None, Some(words)) => Named::Words(words.clone()),
            (None, None) => Named::Unknown(self.attribute.as_ref().unwrap_or(&self.parameter).clone()),
        }
    }
}
