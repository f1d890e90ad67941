//! The entries by which a visitor is told what something seen means: fields of attributes, behaviours, consent.

use super::{Class, Personal, Role};
use serde::{Deserialize, Serialize};

/// A field inside an attribute (`sdes`) or identity, wherever it stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it says, in a few plain words with a full stop.
    pub purpose: String,
    /// How personal it is, wherever it stands.
    pub personal: Personal,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// A behaviour that invitations are decided by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// Stable short name.
    pub id: String,
    /// What is watched, in one plain sentence.
    pub purpose: String,
    /// What shows it on a page; empty where it is only said to be watched, and no script was seen doing it.
    pub shown_by: Vec<Sign>,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// Something that shows a behaviour. Written as `attribute cart`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sign {
    /// A parameter of a monitoring message.
    Parameter(String),
    /// A kind of monitoring message: the value of its `t`.
    Message(String),
    /// A type of attribute: in `sdes` of a message, or as the page laid it out.
    Attribute(String),
}

impl TryFrom<String> for Sign {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(' ') {
            Some(("parameter", name)) => Ok(Self::Parameter(name.to_owned())),
            Some(("message", name)) => Ok(Self::Message(name.to_owned())),
            Some(("attribute", name)) => Ok(Self::Attribute(name.to_owned())),
            _ => Err(format!("`{text}` is no sign: write `parameter`, `message` or `attribute` and a name")),
        }
    }
}

impl From<Sign> for String {
    fn from(sign: Sign) -> Self {
        format!("{} {}", sign.kind(), sign.name())
    }
}

impl Sign {
    /// What it is a sign on: `parameter`, `message` or `attribute`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Parameter(_) => "parameter",
            Self::Message(_) => "message",
            Self::Attribute(_) => "attribute",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Parameter(name) | Self::Message(name) | Self::Attribute(name) => name,
        }
    }

    /// Where the catalogue's parameters have it.
    pub(super) const fn on(&self) -> &'static str {
        match self {
            Self::Parameter(_) => "monitoring",
            Self::Message(_) => "message",
            Self::Attribute(_) => "sdes",
        }
    }
}

/// Whether something needs consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Before it is done.
    Consent,
    /// Not in a chat that the visitor started; otherwise before it is done.
    OnRequest,
    /// Not at all.
    Functional,
}

/// Why parts of the machinery, or classes of items, need consent or do not, in the product brief's terms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Stable short name.
    pub id: String,
    /// Whether they do.
    pub need: Need,
    /// The parts of the machinery that it is about.
    pub roles: Vec<Role>,
    /// The classes of items that it is about.
    pub classes: Vec<Class>,
    /// Why, in one or two plain sentences.
    pub purpose: String,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}
