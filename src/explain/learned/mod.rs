//! What LivePerson would have learned: the parameters of monitoring messages taken apart, and what a page had laid out for a tag
//! that never ran. Values of the visitor's: they are shown, and stored nowhere.

mod laid_out;
mod query;
mod unpack;

pub use laid_out::{LaidOut, LaidOutTag};

use crate::catalogue::{Catalogue, Personal, Role};
use crate::ledger::{LONGEST_MESSAGE, OURS, Outcome, Row};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use unpack::Leaf;

/// Rows that are told; more than these nobody reads.
pub const MOST_LEARNED: usize = 300;
/// A value is told up to this length. Characters.
pub const LONGEST_VALUE: usize = 1000;
/// A name is told up to this length. Characters.
const LONGEST_NAME: usize = 64;

/// How far something got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// It reached LivePerson.
    Sent,
    /// AskFirst itself told it, to learn which chat buttons there are.
    SentByUs,
    /// Its message was made, and did not leave the browser.
    Blocked,
    /// Its message was made; that it was answered was not seen.
    Tried,
    /// The page had it ready for a tag that never ran.
    Ready,
}

/// A value, as it is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearnedValue {
    /// In the page's own words.
    Text(String),
    /// The beginning of a longer text.
    Cut(String),
    /// A time. Milliseconds since 1970.
    Time(f64),
    /// A kind of message that the catalogue knows.
    Message(String),
    /// A function of the page's, that would have been called for the value.
    Function,
    /// The name alone.
    Nothing,
}

/// One thing that LivePerson learned or would have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// How far it got.
    pub way: Way,
    /// The parameter: `u`, `sdes`.
    pub parameter: String,
    /// The attribute's type, of what is inside `sdes`.
    #[serde(default)]
    pub attribute: Option<String>,
    /// Where it stands inside, names with dots between them.
    #[serde(default)]
    pub field: Option<String>,
    /// Names the words for parameter or attribute in `_locales`; none for what the catalogue does not know.
    #[serde(default)]
    pub words: Option<String>,
    /// Names the words for the field.
    #[serde(default)]
    pub field_words: Option<String>,
    /// What it is.
    pub value: LearnedValue,
    /// How personal that is.
    pub personal: Personal,
    /// How often.
    pub count: u64,
    /// The first time. Milliseconds since 1970; 0 where there is none.
    pub first: f64,
    /// The latest time. Milliseconds since 1970.
    pub last: f64,
}

/// Everything that was learned, and whether there was more.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Lessons {
    rows: Vec<Learned>,
    places: HashMap<(Way, String), usize>,
    more: bool,
}

impl Lessons {
    /// What the messages among the requests tell.
    pub(super) fn of_rows(catalogue: &Catalogue, rows: &[Row]) -> Self {
        let mut lessons = Self::default();
        for row in rows.iter().filter(|row| row.role == Role::Monitoring) {
            let way = match row.outcome {
                Outcome::Sent if row.request.starts_with(OURS) => Way::SentByUs,
                Outcome::Sent => Way::Sent,
                Outcome::Blocked => Way::Blocked,
                Outcome::Tried | Outcome::Failed => Way::Tried,
            };
            for (name, value, is_cut) in query::parameters(&row.url) {
                for leaf in unpack::parameter(catalogue, &name, &value, is_cut) {
                    lessons.add(way, leaf, row.time);
                }
            }
        }
        lessons
    }

    /// What the page had laid out, too.
    pub(super) fn add_laid_out(&mut self, catalogue: &Catalogue, frames: &[LaidOut]) {
        for leaf in laid_out::leaves(catalogue, frames) {
            self.add(Way::Ready, leaf, 0.0);
        }
    }

    fn add(&mut self, way: Way, leaf: Leaf, time: f64) {
        // Of what says nothing of the visitor the latest value stands for all: most of it is made anew for every message.
        let value = if leaf.personal == Personal::No && leaf.parameter != "t" { String::new() } else { format!("{:?}", leaf.value) };
        let place =
            [leaf.parameter.as_str(), leaf.attribute.as_deref().unwrap_or_default(), leaf.field.as_deref().unwrap_or_default(), &value];
        let key = (way, place.join("\n"));
        if let Some(row) = self.places.get(&key).and_then(|at| self.rows.get_mut(*at)) {
            row.value = leaf.value;
            row.count = row.count.saturating_add(1);
            row.first = row.first.min(time);
            row.last = row.last.max(time);
        } else if self.rows.len() < MOST_LEARNED {
            self.places.insert(key, self.rows.len());
            self.rows.push(Learned {
                way,
                parameter: leaf.parameter,
                attribute: leaf.attribute,
                field: leaf.field,
                words: leaf.words,
                field_words: leaf.field_words,
                value: leaf.value,
                personal: leaf.personal,
                count: 1,
                first: time,
                last: time,
            });
        } else {
            self.more = true;
        }
    }

    /// The rows, the most personal first, and whether there were more.
    pub(super) fn told(mut self) -> (Vec<Learned>, bool) {
        self.rows.sort_by_key(|row| (rank(row.personal), row.way));
        (self.rows, self.more)
    }
}

/// What one monitoring message says, by its address, of which [`LONGEST_MESSAGE`] bytes are looked at; the most personal first.
/// `time`: milliseconds since 1970.
#[must_use]
pub fn learned_of_message(catalogue: &Catalogue, address: &str, way: Way, time: f64) -> Vec<Learned> {
    let mut lessons = Lessons::default();
    let looked_at = address.get(..address.floor_char_boundary(LONGEST_MESSAGE)).unwrap_or_default();
    for (name, value, is_cut) in query::parameters(looked_at) {
        for leaf in unpack::parameter(catalogue, &name, &value, is_cut) {
            lessons.add(way, leaf, time);
        }
    }
    lessons.told().0
}

/// In what order things are read: who you are, what recognises you, what you do, the rest.
const fn rank(personal: Personal) -> u8 {
    match personal {
        Personal::Direct => 0,
        Personal::Identifier => 1,
        Personal::Browsing => 2,
        Personal::No => 3,
    }
}

/// A name as it is told: short, and without signs that cannot be seen.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

/// A text as it is told.
fn plain_value(text: &str, is_cut: bool) -> LearnedValue {
    let mut all = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let told: String = all.by_ref().take(LONGEST_VALUE).collect();
    let is_cut = is_cut || all.next().is_some();
    match (told.trim().is_empty(), is_cut) {
        (true, _) => LearnedValue::Nothing,
        (false, true) => LearnedValue::Cut(told),
        (false, false) => LearnedValue::Text(told),
    }
}
