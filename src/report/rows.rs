//! The rows of a report.

use super::secrets::Secrets;
use super::time::iso;
use crate::catalogue::{Class, Kind, Lifetime, Need, Personal, Role};
use crate::explain::{Address, DisguisedView, GroupView, KeptView, Learned, LearnedValue, PageKind, ServiceView, Way, WouldKeep};
use crate::ledger::{Asked, AttemptBy, AttemptOutcome, Outcome};
use serde::Serialize;

/// What made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Product {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: String,
}

/// The page that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageRow {
    /// Its address, without what follows a question mark or hash sign.
    pub address: Option<String>,
    /// Its site.
    pub site: Option<String>,
    /// What kind of page it is.
    pub kind: PageKind,
}

/// Requests of one part of the machinery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestsRow {
    /// The part.
    pub role: Role,
    /// Whether it needs consent.
    pub need: Option<Need>,
    /// Requests made.
    pub tried: u64,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Requests that were answered.
    pub sent: u64,
    /// The first of them.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// Its services.
    pub services: Vec<ServiceRow>,
}

/// Requests of one service.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceRow {
    /// Its id in AskFirst's catalogue.
    pub service: String,
    /// Requests made.
    pub tried: u64,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Requests that were answered.
    pub sent: u64,
    /// The first of them.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// The single addresses, as far as they were kept.
    pub addresses: Vec<AddressRow>,
}

/// One address that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressRow {
    /// The address. What is left out of it stands as `…`.
    pub address: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How often.
    pub count: u64,
    /// The first time.
    pub first: Option<String>,
    /// The latest time.
    pub last: Option<String>,
}

impl RequestsRow {
    pub(super) fn of(group: &GroupView, addresses: &[Address], personal: bool, secrets: &Secrets) -> Self {
        Self {
            role: group.role,
            need: group.need,
            tried: group.tried,
            blocked: group.blocked,
            sent: group.sent,
            first: iso(group.first),
            last: iso(group.last),
            services: group.services.iter().map(|service| ServiceRow::of(service, addresses, personal, secrets)).collect(),
        }
    }
}

impl ServiceRow {
    fn of(service: &ServiceView, addresses: &[Address], personal: bool, secrets: &Secrets) -> Self {
        let own = addresses.iter().filter(|address| address.service == service.id);
        Self {
            service: service.id.clone(),
            tried: service.tried,
            blocked: service.blocked,
            sent: service.sent,
            first: iso(service.first),
            last: iso(service.last),
            addresses: own.map(|address| AddressRow::of(address, personal, secrets)).collect(),
        }
    }
}

impl AddressRow {
    fn of(address: &Address, personal: bool, secrets: &Secrets) -> Self {
        Self {
            address: if personal { address.url.clone() } else { secrets.without(&address.plain) },
            outcome: address.outcome,
            count: address.count,
            first: iso(address.first),
            last: iso(address.last),
        }
    }
}

/// A thing that the page tried to keep.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptRow {
    /// Its name.
    pub name: String,
    /// Where it was to be kept.
    pub place: Kind,
    /// Its id in AskFirst's catalogue.
    pub item: Option<String>,
    /// What it does to the visitor's privacy.
    pub class: Class,
    /// Whether that needs consent.
    pub need: Option<Need>,
    /// How long it asked to be kept.
    pub asked: Asked,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// Who tried.
    pub by: AttemptBy,
    /// Host of the script that tried.
    pub script: Option<String>,
    /// How often.
    pub count: u64,
    /// Whether it was more often than that.
    pub more: bool,
    /// The first time.
    pub first: Option<String>,
    /// The latest time.
    pub last: Option<String>,
}

impl KeptRow {
    pub(super) fn of(item: &KeptView, secrets: &Secrets) -> Self {
        Self {
            name: secrets.without(&item.name),
            place: item.kind,
            item: item.id.clone(),
            class: item.class,
            need: item.need,
            asked: item.asked,
            outcome: item.outcome,
            by: item.by,
            script: item.script.as_deref().map(|host| secrets.without(host)),
            count: item.count,
            more: item.more,
            first: iso(item.first),
            last: iso(item.last),
        }
    }
}

/// A thing that the script that was stopped would have kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WouldKeepRow {
    /// Its name.
    pub name: String,
    /// Its usual place.
    pub place: Kind,
    /// Its id in AskFirst's catalogue.
    pub item: String,
    /// What it does to the visitor's privacy.
    pub class: Class,
    /// Whether that needs consent.
    pub need: Option<Need>,
    /// How long it asks to be kept.
    pub lifetime: Lifetime,
}

impl WouldKeepRow {
    pub(super) fn of(item: &WouldKeep) -> Self {
        Self {
            name: item.name.clone(),
            place: item.kind,
            item: item.id.clone(),
            class: item.class,
            need: item.need,
            lifetime: item.lifetime,
        }
    }
}

/// A disguised tag that was stopped.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DisguisedRow {
    /// Its address.
    pub script: Option<String>,
    /// By what it was recognised.
    pub how: String,
    /// How often it was stopped.
    pub count: u64,
}

impl DisguisedRow {
    pub(super) fn of(tag: &DisguisedView, personal: bool, secrets: &Secrets) -> Self {
        let without_query = |address: &str| secrets.without(address.split(['?', '#']).next().unwrap_or_default());
        let script = tag.script.as_deref().map(|address| if personal { address.to_owned() } else { without_query(address) });
        Self { script, how: secrets.without(&tag.how), count: tag.count }
    }
}

/// One thing that LivePerson learned or would have.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LearnedRow {
    /// How far it got.
    pub way: Way,
    /// The parameter.
    pub parameter: String,
    /// The attribute's type, of what is inside `sdes`.
    pub attribute: Option<String>,
    /// Where it stands inside, names with dots between them.
    pub field: Option<String>,
    /// How personal it is.
    pub personal: Personal,
    /// What it is; none where it is left out.
    pub value: Option<LearnedValue>,
    /// How often.
    pub count: u64,
    /// The first time.
    pub first: Option<String>,
    /// The latest time.
    pub last: Option<String>,
    /// Names the words for parameter or attribute; for the page to read.
    #[serde(skip)]
    pub words: Option<String>,
    /// Names the words for the field.
    #[serde(skip)]
    pub field_words: Option<String>,
}

impl LearnedRow {
    pub(super) fn of(row: &Learned, personal: bool) -> Self {
        let is_told = personal || row.personal == Personal::No;
        // Names that no catalogue knows are the page's own words as well.
        let name = |name: &str, is_known: bool| if is_told || is_known { name.to_owned() } else { crate::explain::LEFT_OUT.to_owned() };
        Self {
            way: row.way,
            parameter: name(&row.parameter, row.words.is_some() || row.attribute.is_some()),
            attribute: row.attribute.as_deref().map(|attribute| name(attribute, row.words.is_some())),
            // Of a path that the page named, only the name that is known.
            field: row.field.as_deref().map(|field| name(if is_told { field } else { last_name(field) }, row.field_words.is_some())),
            personal: row.personal,
            value: is_told.then(|| row.value.clone()),
            count: row.count,
            first: iso(row.first),
            last: iso(row.last),
            words: row.words.clone(),
            field_words: row.field_words.clone(),
        }
    }
}

/// The last name of a path that is no number.
fn last_name(path: &str) -> &str {
    path.rsplit('.').find(|name| !name.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
}
