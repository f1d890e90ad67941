//! Requests: whose they are, what they do, and what becomes of them.

use super::engines::Engines;
use super::{Answer, Fit, RequestAnswer, is_navigation};
use crate::catalogue::{Catalogue, Category};
use crate::policy::{Decisions, RequestDecision};
use crate::site::Url;
use adblock::request::Request;
use std::cell::OnceCell;
use std::fmt;

/// URLs longer than this are cut before they are looked at; browsers' own limit is 2 MB, and nothing in a filter reaches
/// that far. Bytes.
const LONGEST_URL: usize = 16 * 1024;

/// Why a URL could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestError {
    /// It is not an absolute URL.
    NotAUrl,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl => f.write_str("not an absolute URL"),
        }
    }
}

impl std::error::Error for RequestError {}

/// Explains requests. The engines are built when the first request to a suspicious address is asked for.
pub struct RequestClassifier<'c> {
    catalogue: &'c Catalogue,
    /// Only an address with one of these can be a disguise.
    marks: Vec<&'c str>,
    engines: OnceCell<Engines>,
}

impl<'c> RequestClassifier<'c> {
    /// A classifier over `catalogue`.
    #[must_use]
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let marks = catalogue.services.iter().flat_map(|service| service.marks.iter().map(String::as_str)).collect();
        Self { catalogue, marks, engines: OnceCell::new() }
    }

    /// What the request for `url` of type `kind` (the browsers' resource types) by a page of `page_host` is.
    ///
    /// `page_host` may be empty where it is not known; the request then counts as a third party's.
    ///
    /// # Errors
    /// When `url` is not an absolute URL.
    pub fn classify(&self, url: &str, kind: &str, page_host: &str) -> Result<RequestAnswer<'c>, RequestError> {
        let nobodys = Answer::not_theirs(Decisions::always(RequestDecision::Allow));
        Ok(self.find(url, kind)?.and_then(|fit| fit.answer(self.catalogue, kind, page_host)).unwrap_or(nobodys))
    }

    /// The filter that the request for `url` of type `kind` fits; none for what is not LivePerson's.
    ///
    /// # Errors
    /// When `url` is not an absolute URL.
    pub fn find(&self, url: &str, kind: &str) -> Result<Option<Fit>, RequestError> {
        let Some(parts) = Url::parse(url.get(..url.floor_char_boundary(LONGEST_URL)).unwrap_or_default()) else {
            // `data:`, `blob:` and the like are URLs, and fetch nothing.
            return if has_scheme(url) { Ok(None) } else { Err(RequestError::NotAUrl) };
        };
        if !parts.is_network() {
            return Ok(None);
        }
        let domain = self.catalogue.domain_of(&parts.host);
        let address = parts.canonical();
        // A functional domain may still serve what is a disguise elsewhere; that is the narrower answer.
        let may_disguise = domain.is_none_or(|d| d.category == Category::Functional)
            && address.get(parts.scheme.len() + 3..).is_some_and(|after| {
                let after = after.to_ascii_lowercase();
                self.marks.iter().any(|mark| after.contains(mark))
            });
        if domain.is_none() && !may_disguise {
            return Ok(None);
        }
        // Third party always: what a filter fits says whose it is. Whether the page is LivePerson's own is asked later.
        let request = Request::preparsed(&address, &parts.host, "", engine_kind(kind), true, "");
        let engines = self.engines.get_or_init(|| Engines::new(self.catalogue));
        let disguise = if may_disguise { engines.disguised(&request) } else { None };
        Ok(disguise.or_else(|| if domain.is_some() { engines.own(&request) } else { None }))
    }
}

/// adblock-rust looks at documents differently, and knows fewer types than the browsers; our filters look at none.
fn engine_kind(kind: &str) -> &str {
    if is_navigation(kind) { "other" } else { kind }
}

/// Whether it is a URL of a kind that has no host, and so fetches nothing.
fn has_scheme(url: &str) -> bool {
    url.trim().split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'))
            && !rest.starts_with("//")
    })
}
