//! What a request or a stored item is, and why.
//!
//! Requests are explained by adblock-rust over the catalogue's filters, the same that the browser's rules are made of;
//! stored items by the catalogue's name patterns.

#[cfg(feature = "engine")]
mod engines;
mod fit;
mod item;
#[cfg(feature = "engine")]
mod line;
#[cfg(feature = "engine")]
mod request;

pub use fit::Fit;
pub use item::{ItemAnswer, ItemClassifier};
#[cfg(feature = "engine")]
pub use line::classify_line;
#[cfg(feature = "engine")]
pub use request::{RequestClassifier, RequestError};

#[cfg(feature = "engine")]
use fit::is_navigation;

use crate::catalogue::{Catalogue, Category, Class, POP_OUT_DOMAIN, Role};
use crate::policy::{Decisions, RequestDecision};
use crate::site::is_within;
use serde::Serialize;

/// The answer as `cargo xtask classify` writes it. Every field but `decision` is null for what is not LivePerson's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer<'a, D> {
    /// `LivePerson`, or null.
    pub vendor: Option<&'a str>,
    /// Id of the service or item in the catalogue.
    pub service: Option<&'a str>,
    /// What part of the machinery it is.
    pub role: Option<Role>,
    /// Whether it needs consent.
    pub category: Option<Category>,
    /// What a stored item does to the visitor's privacy; null for requests.
    pub class: Option<Class>,
    /// The filter that fits the URL, or the pattern that fits the name.
    pub filter: Option<&'a str>,
    /// Whether it was recognised on a host that is not LivePerson's.
    pub disguised: bool,
    /// What happens in each mode.
    pub decision: Decisions<D>,
}

impl<D> Answer<'_, D> {
    /// The answer for what is not LivePerson's.
    pub(crate) fn not_theirs(decision: Decisions<D>) -> Self {
        Self { vendor: None, service: None, role: None, category: None, class: None, filter: None, disguised: false, decision }
    }
}

/// What a request is.
pub type RequestAnswer<'a> = Answer<'a, RequestDecision>;

/// Whether `host` is on one of LivePerson's own domains.
#[must_use]
pub fn is_own_host(catalogue: &Catalogue, host: &str) -> bool {
    catalogue.domain_of(host).is_some()
}

/// Whether a page of `host` is one of LivePerson's own sites, where its customers work. They are never touched. The pop-out chat
/// window is none of them: visitors are there.
#[must_use]
pub fn is_own_site(catalogue: &Catalogue, host: &str) -> bool {
    is_own_host(catalogue, host) && !is_pop_out(host)
}

/// Whether a page of `host` is the pop-out chat window.
#[must_use]
pub fn is_pop_out(host: &str) -> bool {
    is_within(host, POP_OUT_DOMAIN)
}
