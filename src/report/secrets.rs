//! Values that name or recognise the visitor, so that they are not told in another place of a report.

use crate::catalogue::Personal;
use crate::explain::{LEFT_OUT, Learned, LearnedValue, decoded};

/// A value shorter than this says nothing by itself, and would be found everywhere. Characters.
const SHORTEST: usize = 4;

/// Values that must not be told; none at all where they are asked for.
#[derive(Debug, Default)]
pub(super) struct Secrets(Option<Vec<String>>);

impl Secrets {
    /// What names or recognises the visitor among what was learned.
    pub(super) fn of(learned: &[Learned]) -> Self {
        let personal = learned.iter().filter(|row| matches!(row.personal, Personal::Direct | Personal::Identifier));
        let texts = personal.filter_map(|row| match &row.value {
            LearnedValue::Text(text) | LearnedValue::Cut(text) => Some(text.trim().to_lowercase()),
            _ => None,
        });
        Self(Some(texts.filter(|text| text.chars().count() >= SHORTEST).collect()))
    }

    /// A text of parts with slashes between them, without the parts in which one of the values is, or an e-mail address.
    pub(super) fn without(&self, text: &str) -> String {
        let parts = text.split('/').map(|part| if self.is_in(part) { LEFT_OUT } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    fn is_in(&self, part: &str) -> bool {
        let Some(secrets) = &self.0 else { return false };
        let plain = decoded(part).to_lowercase();
        plain.contains('@') || secrets.iter().any(|secret| plain.contains(secret.as_str()))
    }
}
