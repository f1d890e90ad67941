//! The catalogue: what LivePerson is. One file, `liveperson.json`, is the single source for the browser's rules, the
//! explaining engine, the guard and the filter list; these are its types. `load` reads and checks it.

mod filter;
mod load;

pub use filter::{Filter, FilterPattern};
pub use load::CatalogueError;

use crate::pattern::NamePattern;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the catalogue lies in the repository, for messages.
pub const CATALOGUE_PATH: &str = "src/catalogue/liveperson.json";

/// Why something is asked for, in the product brief's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Recognises or watches visitors: needs consent first.
    Marketing,
    /// Works something that the visitor asked for.
    Functional,
}

/// What part of LivePerson's machinery something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are the field's own terms; `purpose` in the catalogue explains each entry")]
pub enum Role {
    Tag,
    Monitoring,
    Configuration,
    Discovery,
    Media,
    Storage,
    Messaging,
    Identity,
    History,
    Forms,
    Hours,
    CoBrowsing,
    Brand,
    Legacy,
    Website,
    Other,
}

impl Role {
    /// Every role, in the order in which a visitor should read of them.
    pub const ALL: [Self; 16] = [
        Self::Monitoring,
        Self::Tag,
        Self::Storage,
        Self::Identity,
        Self::Messaging,
        Self::History,
        Self::CoBrowsing,
        Self::Forms,
        Self::Configuration,
        Self::Media,
        Self::Hours,
        Self::Discovery,
        Self::Brand,
        Self::Legacy,
        Self::Website,
        Self::Other,
    ];

    /// The name, as written in the catalogue and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Monitoring => "monitoring",
            Self::Configuration => "configuration",
            Self::Discovery => "discovery",
            Self::Media => "media",
            Self::Storage => "storage",
            Self::Messaging => "messaging",
            Self::Identity => "identity",
            Self::History => "history",
            Self::Forms => "forms",
            Self::Hours => "hours",
            Self::CoBrowsing => "co-browsing",
            Self::Brand => "brand",
            Self::Legacy => "legacy",
            Self::Website => "website",
            Self::Other => "other",
        }
    }
}

/// How narrow a service's filters are. Where several services fit a URL, the narrowest answers; services of the same
/// reach never fit the same URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// One file or one kind of message on a path that another service covers too.
    Message,
    /// A path.
    Path,
    /// A host.
    Host,
    /// A whole domain.
    Domain,
}

impl Reach {
    /// From the narrowest to the widest.
    pub const ALL: [Self; 4] = [Self::Message, Self::Path, Self::Host, Self::Domain];
}

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

/// Whether a chat that the visitor started needs a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChatNeed {
    /// It does not work without.
    Needed,
    /// It works without: stays out.
    NotNeeded,
}

/// Where the browser keeps an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names of the web's own storage kinds")]
pub enum Kind {
    #[serde(rename = "cookie")]
    Cookie,
    #[serde(rename = "localStorage")]
    LocalStorage,
    #[serde(rename = "sessionStorage")]
    SessionStorage,
    #[serde(rename = "indexedDB")]
    IndexedDb,
}

impl Kind {
    /// Reads a kind, without regard to case, hyphens, underscores or a plural.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.trim().chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "cookie" | "cookies" | "httpcookie" => Some(Self::Cookie),
            "localstorage" | "local" => Some(Self::LocalStorage),
            "sessionstorage" | "session" => Some(Self::SessionStorage),
            "indexeddb" | "idb" | "indexdb" => Some(Self::IndexedDb),
            _ => None,
        }
    }

    /// The name that the web platform uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::LocalStorage => "localStorage",
            Self::SessionStorage => "sessionStorage",
            Self::IndexedDb => "indexedDB",
        }
    }
}

/// Whose place an item has to be found in to be LivePerson's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The name says enough anywhere: on the visited site and on LivePerson's domains.
    Anywhere,
    /// Other vendors use the name too: only on LivePerson's own domains.
    LivePerson,
    /// Inside the `LPSecureStorage` database, or on LivePerson's own domains.
    SecureStorage,
    /// The name alone says nothing: only when a LivePerson or brand script was seen writing it.
    ByScript,
}

/// What an item does to a visitor's privacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Recognises the visitor on later visits.
    PersistentId,
    /// Says when the visitor was here before.
    PersistentTimestamp,
    /// Numbers this visit.
    Session,
    /// Belongs to a conversation.
    Conversation,
    /// Book-keeping without an identifier.
    Functional,
    /// Carries co-browsing.
    Cobrowse,
    /// Of the stack before 2013.
    Legacy,
    /// Of LivePerson's own customers at work, on LivePerson's own sites.
    Agent,
    /// Found on a LivePerson domain, but described nowhere.
    Unlisted,
}

/// How long an item asks to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lifetime {
    /// Days after it was last written.
    Days(u32),
    /// Until the browser closes.
    Session,
    /// Until the tab closes.
    Tab,
    /// Until somebody removes it.
    NoExpiry,
    /// Written and removed at once, to see whether storing works.
    Probe,
    /// No source says.
    Unknown,
}

/// What brings an item about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// A visit alone: the popup names these as what the blocked script would have kept.
    Visit,
    /// A conversation.
    Chat,
    /// Co-browsing with an agent.
    CoBrowsing,
    /// A page with the old stack.
    Legacy,
    /// Work on LivePerson's own sites.
    Agent,
    /// A brand's own additions.
    Brand,
    /// Only the documents or the brief name it; it was not seen.
    Documented,
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

/// How personal a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Personal {
    /// Says nothing about the visitor.
    No,
    /// Recognises the visitor or the visit.
    Identifier,
    /// Says what the visitor reads or did.
    Browsing,
    /// Can hold a name, an address, a customer number.
    Direct,
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

/// Whether an engagement comes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initiative {
    /// It addresses the visitor unasked.
    Proactive,
    /// It waits to be pressed.
    Static,
    /// It depends on who opens it.
    Either,
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
    /// Where the brief and the findings differ, beside the differences of single items.
    pub differences: Vec<BriefDifference>,
}

impl Catalogue {
    /// The domain entry that `host` (lower case, no trailing dot) belongs to.
    #[must_use]
    pub fn domain_of(&self, host: &str) -> Option<&Domain> {
        self.domains.iter().find(|entry| crate::site::is_within(host, &entry.domain))
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
