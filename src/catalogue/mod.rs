//! The catalogue: what LivePerson is. One file, `liveperson.json`, is the single source for the browser's rules, the
//! explaining engine, the guard and the filter list; these are its types. `load` reads and checks it.

mod evidence;
mod filter;
mod load;
mod terms;

pub use evidence::{Behaviour, Consent, Field, Need, Sign};
pub use filter::{Filter, FilterPattern};
pub use load::CatalogueError;
pub use terms::{Category, ChatNeed, Class, Initiative, Kind, Lifetime, Personal, Place, Reach, Role, When};

use crate::pattern::NamePattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the catalogue lies in the repository, for messages.
pub const CATALOGUE_PATH: &str = "src/catalogue/liveperson.json";

/// The domain of LivePerson's from which the pop-out chat window comes, a page in a tab of its own. Nobody works there.
/// Source: liveperson.md, the unified window.
pub const POP_OUT_DOMAIN: &str = "lpsnmedia.net";

/// A domain that LivePerson owns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The name; its subdomains are meant too.
    pub domain: String,
    /// Its category in the product brief, or the nearest to it.
    pub category: Category,
    /// What is mostly served from it.
    pub role: Role,
    /// One plain sentence.
    pub purpose: String,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// A service: requests that do one thing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stable short name.
    pub id: String,
    /// What part of the machinery it is.
    pub role: Role,
    /// Marketing is blocked until asked for; functional goes through without cookies.
    pub category: Category,
    /// How narrow its filters are.
    pub reach: Reach,
    /// Whether it is recognised on hosts that are not LivePerson's.
    #[serde(default)]
    pub disguised: bool,
    /// For a disguise: pieces of text in lower case of which every URL that it fits has one. They spare the engine all
    /// other requests of the web.
    #[serde(default)]
    pub marks: Vec<String>,
    /// EasyList lines; see [`Filter`].
    pub filters: Vec<String>,
    /// Whether the chat that a visitor started needs it. Source: replay.md, "The chat itself".
    pub chat: ChatNeed,
    /// What it does, in one plain sentence.
    pub purpose: String,
    /// What is sent with it beside the address and the browser's name; empty when nothing about the visitor.
    #[serde(default)]
    pub sends: Vec<String>,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// What one side says that another does not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What is said.
    pub says: String,
    /// Who says it: a short name of the catalogue's sources.
    pub source: String,
}

/// A cookie or stored item.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable short name.
    pub id: String,
    /// The name as it is shown.
    pub name: String,
    /// Every spelling and form of the name; see [`NamePattern`].
    pub patterns: Vec<String>,
    /// Where the browser may keep it, the usual place first.
    pub kinds: Vec<Kind>,
    /// Whose place it has to be found in.
    pub place: Place,
    /// How long it asks to be kept.
    pub lifetime: Lifetime,
    /// What it does to a visitor's privacy.
    pub class: Class,
    /// Whether it needs consent.
    pub category: Category,
    /// What part of the machinery it belongs to.
    pub role: Role,
    /// What brings it about.
    pub when: When,
    /// What it is for, in one plain sentence.
    pub purpose: String,
    /// Where the brief, the documents and the measurements differ.
    #[serde(default)]
    pub differs: Vec<Difference>,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// A parameter of a request, or a kind of attribute inside one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// Where it is sent: `monitoring`, `storage-frame`, `window`, `sdes`, `message` …
    pub on: String,
    /// Whether it needs consent.
    pub category: Category,
    /// The part of the machinery that reads it.
    pub role: Role,
    /// What it says, in one plain sentence.
    pub purpose: String,
    /// How personal it is.
    pub personal: Personal,
    /// Field names inside it, where it has some.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// A way in which the tag shows itself on a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngagementType {
    /// LivePerson's number for it.
    #[serde(rename = "type")]
    pub number: u8,
    /// Its name in LivePerson's documents.
    pub name: String,
    /// Whether it comes by itself.
    pub initiative: Initiative,
    /// Whether it needs consent.
    pub category: Category,
    /// What part of the machinery it belongs to.
    pub role: Role,
    /// One plain sentence.
    pub purpose: String,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// A statement of the product brief that documents or measurements do not bear out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefDifference {
    /// What it is about.
    pub subject: String,
    /// What the brief says.
    pub brief: String,
    /// What documents or captures show.
    pub found: String,
    /// Short names of the catalogue's sources.
    pub source: Vec<String>,
}

/// The whole catalogue, checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Version of this file's form.
    pub format: u32,
    /// The vendor's name, as answered.
    pub vendor: String,
    /// Short name of a source → what and where it is.
    pub sources: BTreeMap<String, String>,
    /// Domains that LivePerson owns.
    pub domains: Vec<Domain>,
    /// What requests do.
    pub services: Vec<Service>,
    /// What is stored.
    pub items: Vec<Item>,
    /// What is sent.
    pub parameters: Vec<Parameter>,
    /// How the tag shows itself.
    pub engagements: Vec<EngagementType>,
    /// Fields inside attributes.
    pub fields: Vec<Field>,
    /// Behaviours that invitations are decided by.
    pub behaviours: Vec<Behaviour>,
    /// What needs consent, and why: each role and each class has one.
    pub consent: Vec<Consent>,
    /// Where the brief and the findings differ, beside the differences of single items.
    pub differences: Vec<BriefDifference>,
}

impl Catalogue {
    /// The domain entry that `host` (lower case, no trailing dot) belongs to.
    #[must_use]
    pub fn domain_of(&self, host: &str) -> Option<&Domain> {
        self.domains.iter().find(|entry| crate::site::is_within(host, &entry.domain))
    }

    /// The names of all domains that LivePerson owns.
    #[must_use]
    pub fn own_domains(&self) -> Vec<String> {
        self.domains.iter().map(|entry| entry.domain.clone()).collect()
    }

    /// The service with this id.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The parameter of this name, on what it is sent with.
    #[must_use]
    pub fn parameter(&self, on: &str, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.on == on && parameter.name == name)
    }

    /// The field of this name, whatever its case: sites write it as they like.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Why a part of the machinery needs consent, or does not.
    #[must_use]
    pub fn consent_of_role(&self, role: Role) -> Option<&Consent> {
        self.consent.iter().find(|consent| consent.roles.contains(&role))
    }

    /// Why a class of items needs consent, or does not.
    #[must_use]
    pub fn consent_of_class(&self, class: Class) -> Option<&Consent> {
        self.consent.iter().find(|consent| consent.classes.contains(&class))
    }
}

impl Service {
    /// The filters, taken apart.
    ///
    /// # Errors
    /// Never for a catalogue that was loaded: loading has read each of them.
    pub fn parsed_filters(&self) -> Result<Vec<Filter>, String> {
        self.filters.iter().map(|line| Filter::parse(line)).collect()
    }
}

impl Item {
    /// The name patterns, taken apart.
    ///
    /// # Errors
    /// Never for a catalogue that was loaded: loading has read each of them.
    pub fn parsed_patterns(&self) -> Result<Vec<NamePattern>, crate::pattern::PatternError> {
        self.patterns.iter().map(|pattern| NamePattern::parse(pattern)).collect()
    }
}
