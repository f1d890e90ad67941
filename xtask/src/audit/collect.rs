//! From the entries of a HAR to what LivePerson did, in bounds: what is beyond them is counted.

use askfirst::catalogue::{Need, Role, Service};
use askfirst::explain::plain_address;
use askfirst::site::Url;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::cookies::{self, SentCookie};
use super::har::{Entry, Page, Sink};
use super::known::{Known, KnownCookie};
use super::seen::{At, Document, Outcome, Request, Shown, Stored};
use super::told::{self, Asked};

/// Requests that are kept.
const MOST_REQUESTS: usize = 20_000;
/// What they may take. Bytes, roughly.
const MOST_BYTES: usize = 32 << 20;
/// Cookies that are kept.
const MOST_STORED: usize = 5_000;
/// Pages, and documents of pages, that are kept.
const MOST_PAGES: usize = 5_000;
/// Cookies, by name and value, of which it is known that they were seen.
const MOST_PRINTS: usize = 50_000;
/// Names of other cookies that are known not to be LivePerson's.
const MOST_NAMES: usize = 10_000;
/// An address of a page is kept up to this length. Bytes.
const LONGEST_PAGE: usize = 2048;
/// An address of a request is kept up to this length. Bytes.
const LONGEST_ADDRESS: usize = 8192;

/// Requests of one service that no row is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Dropped {
    pub(super) count: u64,
    /// The first of them that was not blocked. Milliseconds since 1970.
    pub(super) first: Option<f64>,
}

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct About {
    pub(super) version: Option<String>,
    pub(super) creator: Option<(String, Option<String>)>,
    pub(super) browser: Option<(String, Option<String>)>,
    pub(super) entries: u64,
    /// The first and the last request. Milliseconds since 1970.
    pub(super) first: Option<f64>,
    pub(super) last: Option<f64>,
    /// Whether a cookie is anywhere in it; exporters leave them out for safety.
    pub(super) has_cookies: bool,
    /// Whether more pages were in it than are kept.
    pub(super) more_pages: bool,
}

/// Everything that was seen.
pub(super) struct Collector<'c> {
    known: Known<'c>,
    values: bool,
    pub(super) about: About,
    pub(super) pages: Vec<Page>,
    pub(super) documents: Vec<Document>,
    pub(super) requests: Vec<Request>,
    pub(super) stored: Vec<Stored>,
    /// By id of the service.
    pub(super) dropped: BTreeMap<String, Dropped>,
    /// Cookies that no row is kept for, of those that need consent.
    pub(super) dropped_stored: Dropped,
    /// When the first request of each page that entries name was.
    pub(super) first_of_page: HashMap<String, f64>,
    /// Cookies that were sent back, by name and value.
    pub(super) sent_back: HashSet<u64>,
    nobodys: HashSet<String>,
    bytes: usize,
}

impl<'c> Collector<'c> {
    /// `values`: whether values that may be personal are kept.
    pub(super) fn new(known: Known<'c>, values: bool) -> Self {
        Self {
            known,
            values,
            about: About::default(),
            pages: Vec::new(),
            documents: Vec::new(),
            requests: Vec::new(),
            stored: Vec::new(),
            dropped: BTreeMap::new(),
            dropped_stored: Dropped::default(),
            first_of_page: HashMap::new(),
            sent_back: HashSet::new(),
            nobodys: HashSet::new(),
            bytes: 0,
        }
    }

    pub(super) fn known(&self) -> &Known<'c> {
        &self.known
    }

    /// What a cookie is; asked once only for the names of a site's other cookies.
    fn cookie(&mut self, name: &str, host: &str) -> Option<KnownCookie<'c>> {
        if self.known.is_theirs(host) {
            return self.known.cookie(name, host);
        }
        if self.nobodys.contains(name) {
            return None;
        }
        let known = self.known.cookie(name, host);
        if known.is_none() && self.nobodys.len() < MOST_NAMES {
            self.nobodys.insert(name.to_owned());
        }
        known
    }

    fn store(&mut self, stored: Stored) {
        if self.stored.len() < MOST_STORED {
            self.stored.push(stored);
            return;
        }
        let needs = |need| matches!(need, Need::Consent | Need::OnRequest);
        if self.known.catalogue.consent_of_class(stored.class).is_some_and(|consent| needs(consent.need)) {
            self.dropped_stored.add(stored.at.time, Outcome::Answered);
        }
    }

    fn request(&mut self, request: Request) {
        let told: usize = request.told.iter().map(|one| 160 + one.name.len() + one.value.as_deref().map_or(0, str::len)).sum();
        let bytes = 512 + request.address.len() + told;
        if self.requests.len() < MOST_REQUESTS && self.bytes + bytes <= MOST_BYTES {
            self.bytes += bytes;
            self.requests.push(request);
        } else {
            self.dropped.entry(request.service).or_default().add(request.at.time, request.outcome);
        }
    }

    fn cookies_of(&mut self, entry: &mut Entry, at: &At, host: &str) -> Vec<SentCookie> {
        let list = std::mem::take(&mut entry.request.cookies.0);
        let sent = cookies::sent(entry.request.headers.0.all("cookie"), list);
        let response = &mut entry.response.0;
        let list = std::mem::take(&mut response.cookies.0);
        let set = cookies::set(response.headers.0.all("set-cookie"), list, at.time);
        self.about.has_cookies |= !sent.is_empty() || !set.is_empty();
        for cookie in &sent {
            let Some(known) = self.cookie(&cookie.name, host) else { continue };
            let print = cookie.print();
            if self.sent_back.len() < MOST_PRINTS && self.sent_back.insert(print) {
                self.store(Stored {
                    at: at.clone(),
                    name: cookie.name.clone(),
                    print,
                    domain: host.to_owned(),
                    shown: Shown::SentBack,
                    asked: None,
                    item: known.item.map(|item| item.id.clone()),
                    class: known.class,
                });
            }
        }
        for cookie in set {
            let domain = cookie.domain.unwrap_or_else(|| host.to_owned());
            let Some(known) = self.cookie(&cookie.name, &domain) else { continue };
            self.store(Stored {
                at: at.clone(),
                name: cookie.name,
                print: cookie.print,
                domain,
                shown: Shown::SetCookie,
                asked: Some(cookie.asked),
                item: known.item.map(|item| item.id.clone()),
                class: known.class,
            });
        }
        sent
    }

    fn theirs(&mut self, entry: Entry, at: At, host: String, service: &'c Service, sent: &[SentCookie]) {
        let catalogue = self.known.catalogue;
        let url = cut(&entry.request.url.0, LONGEST_ADDRESS);
        let (outcome, status) = outcome(&entry);
        let from_cache = entry.from_cache.is_true();
        let headers = &entry.request.headers.0;
        let (body, body_kind) = told::body(entry.request.post.0);
        let asked = Asked {
            address: &url,
            service,
            body: body.as_deref(),
            body_kind: body_kind.as_deref(),
            cookies: sent,
            referer: headers.first("referer"),
            lp_url: headers.first("lp-url"),
            time: at.time,
        };
        // What comes from the cache is not asked of the server.
        let told = if from_cache { Vec::new() } else { told::told(&self.known, &asked, self.values) };
        let page_told = (service.role == Role::Monitoring).then(|| parameter(&url, "u")).flatten();
        let mut at = at;
        at.hints.splice(0..0, page_told.clone());
        let initiator = entry.initiator.0.url.text().or(entry.initiator.0.stack.0.frames.0.0).or(entry.initiator.1.text());
        let messages = entry.messages.0;
        self.request(Request {
            end: at.time + entry.time.number().filter(|time| time.is_finite() && *time > 0.0).unwrap_or(0.0),
            at,
            method: entry.request.method.text().map_or_else(|| "GET".to_owned(), |method| cut(&method, 20)),
            service: service.id.clone(),
            address: if self.values { url } else { plain_address(catalogue, &url) },
            host,
            outcome,
            status,
            from_cache,
            via_service_worker: entry.via_service_worker.is_true() || entry.response.0.via_service_worker.is_true(),
            initiator: initiator.map(|script| cut(before_query(&script), 300)),
            told,
            messages: (messages.sent, messages.received),
            page_told,
        });
    }
}

impl Sink for Collector<'_> {
    fn page(&mut self, page: Page) {
        if self.pages.len() < MOST_PAGES {
            self.pages.push(page);
        } else {
            self.about.more_pages = true;
        }
    }

    fn entry(&mut self, mut entry: Entry) {
        let time = entry.started.0;
        let number = self.about.entries;
        self.about.entries += 1;
        self.about.first = Some(self.about.first.map_or(time, |first| first.min(time)));
        self.about.last = Some(self.about.last.map_or(time, |last| last.max(time)));
        let page = std::mem::take(&mut entry.pageref).text().map(|page| cut(&page, 200));
        if let Some(page) = &page {
            if let Some(first) = self.first_of_page.get_mut(page) {
                *first = first.min(time);
            } else if self.first_of_page.len() < MOST_PAGES {
                self.first_of_page.insert(page.clone(), time);
            }
        }
        let Some(host) = Url::parse(&entry.request.url.0).filter(Url::is_network).map(|url| url.host) else { return };
        let is_theirs = self.known.is_theirs(&host);
        if let Some(is_certain) = is_document(&entry, is_theirs) {
            let address = cut(before_hash(&entry.request.url.0), LONGEST_PAGE);
            if self.documents.len() < MOST_PAGES {
                let is_redirect =
                    entry.response.0.status.number().is_some_and(|status| (300.0..400.0).contains(&status) && status != 304.0);
                self.documents.push(Document { time, page: page.clone(), address, is_redirect, is_certain });
            } else {
                self.about.more_pages = true;
            }
        }
        let referer = entry.request.headers.0.first("referer").or(entry.request.headers.0.first("origin"));
        let referer = referer.filter(|referer| Url::parse(referer).is_some_and(|url| !self.known.is_theirs(&url.host)));
        let mut hints: Vec<String> = referer.map(|referer| cut(before_hash(referer), LONGEST_PAGE)).into_iter().collect();
        if !is_theirs {
            hints.push(cut(before_hash(&entry.request.url.0), LONGEST_PAGE));
        }
        let at = At { time, entry: number, page, hints };
        let sent = self.cookies_of(&mut entry, &at, &host);
        if let Some(service) = self.known.service(&entry.request.url.0) {
            self.theirs(entry, at, host, service, &sent);
        }
    }

    fn made_by(&mut self, what: &str, name: Option<String>, version: Option<String>) {
        let short = |text: String| cut(&text, 100);
        let (name, version) = (name.map(short), version.map(short));
        match (what, name) {
            ("version", _) => self.about.version = version,
            ("creator", Some(name)) => self.about.creator = Some((name, version)),
            ("browser", Some(name)) => self.about.browser = Some((name, version)),
            _ => {}
        }
    }
}

impl Dropped {
    fn add(&mut self, time: f64, outcome: Outcome) {
        self.count += 1;
        if outcome != Outcome::Blocked {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
        }
    }
}

/// Whether an entry is the document of a page, and whether that is certain.
fn is_document(entry: &Entry, is_theirs: bool) -> Option<bool> {
    let headers = &entry.request.headers.0;
    if let Some(wanted) = headers.first("sec-fetch-dest") {
        return wanted.eq_ignore_ascii_case("document").then_some(true);
    }
    // Without that header frames look the same, and LivePerson has many.
    if is_theirs {
        return None;
    }
    if let super::har::Scalar::Text(kind) = &entry.resource_type {
        return matches!(kind.to_ascii_lowercase().as_str(), "document" | "main_frame").then_some(false);
    }
    let wants_html = headers.first("accept").is_some_and(|accept| accept.trim_start().starts_with("text/html"));
    let status = entry.response.0.status.number().unwrap_or(0.0);
    let is_html = match &entry.response.0.content.0.mime_type {
        super::har::Scalar::Text(kind) => kind.trim_start().to_ascii_lowercase().starts_with("text/html"),
        _ => false,
    };
    (wants_html && (is_html || (300.0..400.0).contains(&status))).then_some(false)
}

/// How a request ended, and the server's status.
fn outcome(entry: &Entry) -> (Outcome, Option<u16>) {
    let response = &entry.response.0;
    let status = response.status.number().filter(|status| (100.0..1000.0).contains(status)).map(|status| status as u16);
    if status.is_some() {
        return (Outcome::Answered, status);
    }
    let said = [&response.error, &response.failure, &entry.error, &entry.blocked_reason];
    let is_blocked = |scalar: &&super::har::Scalar| match scalar {
        // Source: `net::ERR_BLOCKED_BY_CLIENT` and its like of Chromium; Playwright's `blockedbyclient`.
        super::har::Scalar::Text(text) => text.to_ascii_lowercase().replace('_', "").contains("blockedby"),
        _ => false,
    };
    let stopped = said.iter().any(is_blocked) || entry.blocked_reason.clone().text().is_some();
    let outcome = match (stopped, entry.from_cache.is_true()) {
        (true, _) => Outcome::Blocked,
        (false, true) => Outcome::Answered,
        (false, false) => Outcome::Unanswered,
    };
    (outcome, None)
}

/// The value of a parameter in an address.
fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let value = form_urlencoded::parse(query.as_bytes()).find(|(other, _)| other == name).map(|(_, value)| value.into_owned())?;
    Url::parse(&value).map(|_| cut(before_hash(&value), LONGEST_PAGE))
}

fn before_hash(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// An address without what may be personal in it.
pub(super) fn before_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

fn cut(text: &str, longest: usize) -> String {
    text.get(..text.floor_char_boundary(longest)).unwrap_or_default().to_owned()
}
