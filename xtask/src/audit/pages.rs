//! Which page something happened on. Browsers say so; of a proxy's export it is found by the pages' documents, by `Referer`, and
//! by the address that monitoring tells.

use askfirst::site::Url;
use serde::Serialize;
use std::collections::HashMap;

use super::collect::Collector;
use super::seen::{At, Document, Request};

/// Two documents of one address so near to each other are one page's. Milliseconds.
const AT_ONCE: f64 = 1000.0;
/// Clocks of exporters are not quite in step: a page may begin so long after its first request. Milliseconds.
const OUT_OF_STEP: f64 = 50.0;

/// How it is known that there was a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum How {
    /// The file lists it.
    Listed,
    /// Its document is in the file.
    Document,
    /// Requests name it: in `Referer`, or to monitoring.
    Named,
    /// Nothing names it.
    Unknown,
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageFacts {
    pub(super) id: Option<String>,
    pub(super) address: Option<String>,
    pub(super) title: Option<String>,
    pub(super) how: How,
    /// Milliseconds since 1970.
    pub(super) began: f64,
    /// `DOMContentLoaded`. Milliseconds since 1970.
    pub(super) content: Option<f64>,
    /// `load`. Milliseconds since 1970.
    pub(super) load: Option<f64>,
}

/// A page that only requests name.
struct Inferred {
    page: usize,
    /// Whether monitoring has told its address.
    is_named: bool,
}

/// All pages, and what finds the page of a request.
pub(super) struct Pages {
    pub(super) all: Vec<PageFacts>,
    by_id: HashMap<String, usize>,
    /// Time, address and page of each document, by time.
    documents: Vec<(f64, String, usize)>,
    inferred: HashMap<String, Inferred>,
    unknown: Option<usize>,
}

impl Pages {
    pub(super) fn of(seen: &mut Collector<'_>) -> Self {
        let mut pages = Self { all: Vec::new(), by_id: HashMap::new(), documents: Vec::new(), inferred: HashMap::new(), unknown: None };
        let fallback = seen.about.first.unwrap_or(0.0);
        for page in std::mem::take(&mut seen.pages) {
            let id = page.id.text();
            let first = id.as_ref().and_then(|id| seen.first_of_page.get(id)).copied();
            let began = page.started.0.or(first).unwrap_or(fallback);
            let after =
                |scalar: &super::har::Scalar| scalar.number().filter(|time| *time >= 0.0 && time.is_finite()).map(|time| began + time);
            let (content, load) = (after(&page.timings.0.content), after(&page.timings.0.load));
            if let Some(id) = &id {
                pages.by_id.entry(id.clone()).or_insert(pages.all.len());
            }
            pages.all.push(PageFacts { id, address: None, title: page.title.text(), how: How::Listed, began, content, load });
        }
        let mut documents = std::mem::take(&mut seen.documents);
        documents.sort_by(|one, other| one.time.total_cmp(&other.time));
        // A page's own document goes before a frame's that looks like it.
        for is_certain in [true, false] {
            for document in documents.iter().filter(|document| document.is_certain == is_certain && !document.is_redirect) {
                pages.document(document);
            }
        }
        pages.documents.sort_by(|one, other| one.0.total_cmp(&other.0));
        for page in &mut pages.all {
            // Chrome and Safari give the address for the title.
            if page.address.is_none() && page.title.as_deref().is_some_and(|title| Url::parse(title).is_some_and(|url| url.is_network())) {
                page.address.clone_from(&page.title);
            }
        }
        pages
    }

    fn document(&mut self, document: &Document) {
        if let Some(page) = document.page.as_ref().and_then(|id| self.by_id.get(id)).copied() {
            if let Some(facts) = self.all.get_mut(page)
                && facts.address.is_none()
            {
                facts.address = Some(document.address.clone());
                self.documents.push((document.time, document.address.clone(), page));
            }
            return;
        }
        let mut again = self.documents.iter().rev();
        if again.any(|(time, address, _)| *address == document.address && (document.time - time).abs() < AT_ONCE) {
            return;
        }
        let page = self.add(document.page.clone(), Some(document.address.clone()), How::Document, document.time);
        if let Some(id) = &document.page {
            self.by_id.insert(id.clone(), page);
        }
        self.documents.push((document.time, document.address.clone(), page));
    }

    fn add(&mut self, id: Option<String>, address: Option<String>, how: How, began: f64) -> usize {
        self.all.push(PageFacts { id, address, title: None, how, began, content: None, load: None });
        self.all.len() - 1
    }

    /// The page of a request; to be asked in the order of time.
    pub(super) fn of_request(&mut self, request: &Request, is_tag: bool) -> usize {
        if let Some(page) = self.told(&request.at) {
            return page;
        }
        let Some(origin) = request.at.hints.iter().find_map(|hint| origin(hint)) else { return self.unnamed(request.at.time) };
        let told = request.page_told.clone();
        let now = self.inferred.get(&origin).map(|now| (now.page, now.is_named));
        let page = match now {
            // The tag is loaded once in a page: this is the next one.
            Some((page, is_named)) if !(is_tag && is_named) => match (&told, self.all.get_mut(page)) {
                (Some(address), Some(facts)) if !is_named => {
                    facts.address = Some(address.clone());
                    page
                }
                (Some(address), Some(facts)) if facts.address.as_ref() != Some(address) => {
                    self.add(None, Some(address.clone()), How::Named, request.at.time)
                }
                _ => page,
            },
            _ => self.add(None, told.clone().or(Some(format!("{origin}/"))), How::Named, request.at.time),
        };
        let was_named = now.is_some_and(|(before, is_named)| before == page && is_named);
        self.inferred.insert(origin, Inferred { page, is_named: was_named || told.is_some() });
        page
    }

    /// The page of a cookie.
    pub(super) fn of_stored(&mut self, at: &At) -> usize {
        if let Some(page) = self.told(at) {
            return page;
        }
        let origins = at.hints.iter().filter_map(|hint| origin(hint));
        match origins.filter_map(|origin| self.inferred.get(&origin)).next() {
            Some(inferred) => inferred.page,
            None => match at.hints.iter().find_map(|hint| origin(hint)) {
                Some(origin) => {
                    let page = self.add(None, Some(format!("{origin}/")), How::Named, at.time);
                    self.inferred.insert(origin, Inferred { page, is_named: false });
                    page
                }
                None => self.unnamed(at.time),
            },
        }
    }

    /// The page that the file names, or whose document is in it.
    fn told(&self, at: &At) -> Option<usize> {
        if let Some(page) = at.page.as_ref().and_then(|id| self.by_id.get(id)) {
            return Some(*page);
        }
        let until = self.documents.partition_point(|(time, _, _)| *time <= at.time + OUT_OF_STEP);
        let before = || self.documents.iter().take(until).rev();
        for hint in &at.hints {
            if let Some((_, _, page)) = before().find(|(_, address, _)| address == hint) {
                return Some(*page);
            }
        }
        for hint in at.hints.iter().filter_map(|hint| origin(hint)) {
            if let Some((_, _, page)) = before().find(|(_, address, _)| origin(address).as_ref() == Some(&hint)) {
                return Some(*page);
            }
        }
        if let Some((_, _, page)) = before().next() {
            return Some(*page);
        }
        let listed = self.all.iter().enumerate().filter(|(_, page)| page.how == How::Listed && page.began <= at.time + OUT_OF_STEP);
        listed.max_by(|(_, one), (_, other)| one.began.total_cmp(&other.began)).map(|(page, _)| page)
    }

    fn unnamed(&mut self, time: f64) -> usize {
        if let Some(page) = self.unknown {
            return page;
        }
        let page = self.add(None, None, How::Unknown, time);
        self.unknown = Some(page);
        page
    }
}

/// Scheme and host of an address from the web.
fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).filter(Url::is_network)?;
    Some(format!("{}://{}", url.scheme, url.host))
}
