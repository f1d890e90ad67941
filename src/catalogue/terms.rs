//! The terms of the catalogue: what its entries are sorted by.

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

impl Class {
    /// Every class, in the order in which a visitor should read of them.
    pub const ALL: [Self; 9] = [
        Self::PersistentId,
        Self::PersistentTimestamp,
        Self::Legacy,
        Self::Session,
        Self::Conversation,
        Self::Cobrowse,
        Self::Unlisted,
        Self::Functional,
        Self::Agent,
    ];
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

/// How personal a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
