//! From the filter that fits a request to what the request is. Needs the catalogue only, not the engine that found the filter.

use super::{Answer, RequestAnswer, is_own_site};
use crate::catalogue::Catalogue;
use crate::policy::{self, Setting};
use crate::site::normal_host;

/// A filter that fits, and the service it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Index into the catalogue's services.
    pub service: usize,
    /// Index into the service's filters.
    pub filter: usize,
}

impl Fit {
    /// What a request of this fit, of type `kind` and made by a page of `page_host`, is; none where the catalogue has no such
    /// service.
    #[must_use]
    pub fn answer<'c>(&self, catalogue: &'c Catalogue, kind: &str, page_host: &str) -> Option<RequestAnswer<'c>> {
        let service = catalogue.services.get(self.service)?;
        let setting = if is_navigation(kind) {
            Setting::Navigation
        } else if is_own_site(catalogue, &normal_host(page_host)) {
            Setting::OwnSite
        } else {
            Setting::Subresource
        };
        Some(Answer {
            vendor: Some(&catalogue.vendor),
            service: Some(&service.id),
            role: Some(service.role),
            category: Some(service.category),
            class: None,
            filter: service.filters.get(self.filter).map(String::as_str),
            disguised: service.disguised,
            decision: policy::request(service, setting),
        })
    }
}

/// Whether a resource type is a document that the visitor navigates to.
pub(super) fn is_navigation(kind: &str) -> bool {
    matches!(kind.to_ascii_lowercase().as_str(), "main_frame" | "mainframe" | "document")
}
