//! Policy and catalogue → the browser's declarativeNetRequest rules.
//!
//! Three sets, by how long they live: static ones in the package (what *Ask first* means everywhere), dynamic ones (what
//! the visitor allowed, across restarts), session ones (what needs a tab's number, made anew at each start).
//! Every key used is known to Chromium and to Firefox: Firefox drops a whole update for one unknown key.

mod allowed;
mod chats;
mod ids;
pub mod ladder;
mod observed;
mod statics;

pub use chats::chats_in_force;
pub use ids::{DYNAMIC_IDS, SESSION_IDS};
pub use observed::observed_urls;
pub use statics::{static_rules, static_ruleset_json};

use crate::catalogue::{Catalogue, Filter, FilterPattern};
use crate::modes::Modes;
use allowed::Allowed;
use serde::{Deserialize, Deserializer, Serialize};

/// What the visitor allowed for longer than until the browser closes.
///
/// # Errors
/// When there are more choices inside of one another than there are numbers for rules.
pub fn dynamic_rules(modes: &Modes) -> Result<Vec<Rule>, String> {
    Allowed::of(modes).lasting(ids::ALLOWED_SITES)
}

/// What holds until the browser closes, or needs a tab's number: LivePerson's frames inside other sites, the chats, choices for
/// a tab or for this run of the browser, the workers of allowed sites, and AskFirst itself. `own`: the host of the extension's
/// own addresses.
///
/// # Errors
/// When there are more choices for single tabs than there are numbers for rules.
pub fn session_rules(catalogue: &Catalogue, modes: &Modes, own: &str) -> Result<Vec<Rule>, String> {
    let allowed = Allowed::of(modes);
    let mut rules = chats::own_frames(catalogue)?;
    rules.extend(allowed.workers());
    rules.extend(allowed::living(ids::ALLOWED_LIVING, &modes.tabs));
    rules.extend(allowed.passing(ids::ALLOWED_FOR_NOW)?);
    rules.push(chats::own_requests(own));
    rules.extend(chats::in_tabs(catalogue, &modes.tabs)?);
    rules.sort_by_key(|rule| rule.id);
    Ok(rules)
}

/// A declarativeNetRequest rule, as far as AskFirst uses them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Unique within its set.
    pub id: u32,
    /// A rung of the [`ladder`].
    pub priority: u32,
    /// What happens.
    pub action: Action,
    /// To which requests.
    pub condition: Condition,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// The kind of action.
    #[serde(rename = "type")]
    pub kind: ActionKind,
    /// Headers that are not sent.
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub request_headers: Vec<HeaderChange>,
    /// Headers that are not taken.
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub response_headers: Vec<HeaderChange>,
}

impl Action {
    const fn plain(kind: ActionKind) -> Self {
        Self { kind, request_headers: Vec::new(), response_headers: Vec::new() }
    }

    /// Cookies are neither sent nor taken.
    fn without_cookies() -> Self {
        let remove = |header: &str| vec![HeaderChange { header: header.to_owned(), operation: HeaderOperation::Remove }];
        Self { kind: ActionKind::ModifyHeaders, request_headers: remove("cookie"), response_headers: remove("set-cookie") }
    }
}

/// The kinds of action in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "declarativeNetRequest's own names")]
pub enum ActionKind {
    Block,
    Allow,
    AllowAllRequests,
    ModifyHeaders,
}

/// A change to one header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderChange {
    /// Its name, in lower case.
    pub header: String,
    /// What is done to it.
    pub operation: HeaderOperation,
}

/// What is done to a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "declarativeNetRequest's own name")]
pub enum HeaderOperation {
    Remove,
}

/// Which requests a rule is for. A rule without resource types is for everything but the document of a tab.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "declarativeNetRequest's own names")]
pub struct Condition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_filter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regex_filter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_url_filter_case_sensitive: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain_type: Option<DomainType>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub request_domains: Vec<String>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub excluded_request_domains: Vec<String>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub initiator_domains: Vec<String>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub excluded_initiator_domains: Vec<String>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub resource_types: Vec<String>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub tab_ids: Vec<i64>,
    #[serde(default, deserialize_with = "absent_as_empty", skip_serializing_if = "Vec::is_empty")]
    pub excluded_tab_ids: Vec<i64>,
}

impl Condition {
    /// What an EasyList line of the catalogue fits.
    fn of_filter(filter: Filter) -> Self {
        let (url_filter, regex_filter) = match filter.pattern {
            FilterPattern::Anchored(pattern) => (Some(pattern), None),
            FilterPattern::Regex(regex) => (None, Some(regex)),
        };
        Self {
            url_filter,
            regex_filter,
            domain_type: filter.third_party.then_some(DomainType::ThirdParty),
            is_url_filter_case_sensitive: Some(false),
            ..Self::default()
        }
    }
}

/// Whose page makes the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "declarativeNetRequest's own name")]
pub enum DomainType {
    ThirdParty,
}

/// Firefox gives rules back with `null` where a list was left out.
pub(crate) fn absent_as_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
