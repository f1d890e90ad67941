//! What a HAR says of its pages, and of what made it.

use serde::{Deserialize, Deserializer};

use super::date;
use super::scalar::{Loose, Scalar};

/// A page.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Page {
    pub(crate) id: Scalar,
    pub(crate) title: Scalar,
    #[serde(rename = "startedDateTime")]
    pub(crate) started: PageDate,
    #[serde(rename = "pageTimings")]
    pub(crate) timings: Loose<Timings>,
}

/// When a page began. Unlike that of an entry it may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct PageDate(pub(crate) Option<f64>);

impl<'de> Deserialize<'de> for PageDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Scalar::deserialize(deserializer)? {
            Scalar::Text(text) => date::milliseconds(&text),
            Scalar::Number(number) => date::of_number(number),
            Scalar::Flag(_) | Scalar::None => None,
        }))
    }
}

/// Milliseconds after the page began; -1 and null for what is not known.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Timings {
    #[serde(rename = "onContentLoad")]
    pub(crate) content: Scalar,
    #[serde(rename = "onLoad")]
    pub(crate) load: Scalar,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Program {
    pub(crate) name: Scalar,
    pub(crate) version: Scalar,
}
