//! Whose a request or a cookie is, by the core.

use askfirst::catalogue::{Catalogue, Class, Item, Kind, Service};
use askfirst::classify::{ItemClassifier, RequestClassifier, is_own_host, is_own_site};

/// The core's classifiers, over one catalogue.
pub(super) struct Known<'c> {
    pub(super) catalogue: &'c Catalogue,
    requests: RequestClassifier<'c>,
    items: ItemClassifier<'c>,
}

/// A cookie of LivePerson's.
#[derive(Clone, Copy)]
pub(super) struct KnownCookie<'c> {
    /// What the catalogue says of it; none for what it does not describe.
    pub(super) item: Option<&'c Item>,
    pub(super) class: Class,
}

impl<'c> Known<'c> {
    pub(super) fn new(catalogue: &'c Catalogue) -> anyhow::Result<Self> {
        Ok(Self { catalogue, requests: RequestClassifier::new(catalogue), items: ItemClassifier::new(catalogue)? })
    }

    /// The service that a request to `address` belongs to; none for what is not LivePerson's.
    pub(super) fn service(&self, address: &str) -> Option<&'c Service> {
        let fit = self.requests.find(address, "other").ok().flatten()?;
        self.catalogue.services.get(fit.service)
    }

    /// What a cookie of `host` is; none for what is not LivePerson's.
    pub(super) fn cookie(&self, name: &str, host: &str) -> Option<KnownCookie<'c>> {
        let answer = self.items.classify(Kind::Cookie, name, host);
        let item = answer.service.and_then(|id| self.catalogue.item(id));
        answer.class.map(|class| KnownCookie { item, class })
    }

    /// Whether `host` is on one of LivePerson's own domains.
    pub(super) fn is_theirs(&self, host: &str) -> bool {
        is_own_host(self.catalogue, host)
    }

    /// Whether pages of `host` are LivePerson's own, where its customers work.
    pub(super) fn is_own_site(&self, host: &str) -> bool {
        is_own_site(self.catalogue, host)
    }
}
