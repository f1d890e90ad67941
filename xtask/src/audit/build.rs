//! From what was seen to what is said: pages, order, and what needs consent.

use askfirst::catalogue::{Catalogue, Consent, Kind, Lifetime, Need, Role, When};
use askfirst::report::iso;
use askfirst::site::{Site, Url};
use std::collections::{BTreeMap, BTreeSet};

use super::collect::{Collector, before_query};
use super::cookies::Asked;
use super::options::ConsentAt;
use super::pages::{How, PageFacts, Pages};
use super::report::{
    Audit, ConsentRow, CookieRow, DroppedRow, Event, FORMAT, FileRow, NotShown, Order, PageRow, Program, RequestRow, Side, Summary,
    VERSION, What,
};
use super::seen::{Outcome, Request, Shown, Stored};
use super::{Wanted, notes};

/// The moments of the file that everything is before or after. Milliseconds since 1970.
pub(super) struct Moments {
    pub(super) chat: Option<f64>,
    pub(super) consent: Option<f64>,
}

/// Builds the audit of what was seen in the file `name` of so many `bytes`.
pub(super) fn audit(mut seen: Collector<'_>, name: &str, bytes: u64, wanted: &Wanted) -> Audit {
    let catalogue = seen.known().catalogue;
    let mut requests = without_doubles(std::mem::take(&mut seen.requests));
    requests.sort_by(|one, other| {
        (one.at.time, one.at.entry).partial_cmp(&(other.at.time, other.at.entry)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut stored = std::mem::take(&mut seen.stored);
    stored.sort_by(|one, other| {
        (one.at.time, one.at.entry).partial_cmp(&(other.at.time, other.at.entry)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut pages = Pages::of(&mut seen);
    let requests: Vec<(usize, Request)> = requests
        .into_iter()
        .map(|request| (pages.of_request(&request, matches!(request.service.as_str(), "tag-script" | "own-host-tag")), request))
        .collect();
    let stored: Vec<(usize, Stored)> = only_news(stored).into_iter().map(|stored| (pages.of_stored(&stored.at), stored)).collect();

    let began = pages.all.iter().map(|page| page.began).chain(seen.about.first).fold(f64::INFINITY, f64::min);
    let consent = wanted.consent_at.map(|consent| match consent {
        ConsentAt::Time(time) => time,
        ConsentAt::After(offset) => began + offset,
    });
    // A conversation's own connection. A sign-in alone is none: CAP-2026 has two on a visit that pressed nothing.
    let opens =
        |request: &&(usize, Request)| request.1.outcome != Outcome::Blocked && role_of(catalogue, &request.1.service) == Role::Messaging;
    let chat = requests.iter().find(opens).map(|(_, request)| request.at.time);
    let moments = Moments { chat, consent };

    let mut rows: Vec<PageRow> = pages.all.iter().map(|page| page_row(&seen, page, wanted.values)).collect();
    for (page, request) in requests {
        if let (Some(row), Some(facts)) = (rows.get_mut(page), pages.all.get(page)) {
            if role_of(catalogue, &request.service) == Role::Messaging && request.outcome != Outcome::Blocked && row.chat_opened.is_none() {
                row.chat_opened = Some(round(request.at.time - facts.began));
            }
            let event = request_event(catalogue, request, facts, row.own, &moments);
            row.events.push(event);
        }
    }
    for (page, stored) in stored {
        if let (Some(row), Some(facts)) = (rows.get_mut(page), pages.all.get(page)) {
            let sent_back = stored.shown == Shown::SentBack || seen.sent_back.contains(&stored.print);
            let event = cookie_event(catalogue, stored, sent_back, facts, row.own, &moments);
            add_cookie(row, event);
        }
    }
    for row in &mut rows {
        row.events.sort_by(|one, other| one.at.total_cmp(&other.at).then(one.entry.cmp(&other.entry)));
    }
    // A page that only requests name is told of for what LivePerson did on it.
    rows.retain(|row| !row.events.is_empty() || matches!(row.how, How::Listed | How::Document));
    rows.sort_by(|one, other| one.began.cmp(&other.began));

    let dropped = dropped_rows(&seen, &moments);
    let summary = summary(&rows, &dropped, &moments);
    let consent = consent_rows(catalogue, &rows);
    let sources = consent.iter().flat_map(|row| &row.sources).filter_map(|name| Some((name.clone(), catalogue.sources.get(name)?.clone())));
    let program = |made: &Option<(String, Option<String>)>| made.clone().map(|(name, version)| Program { name, version });
    Audit {
        format: FORMAT,
        version: VERSION,
        product: Program { name: "AskFirst".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) },
        file: FileRow {
            name: name.to_owned(),
            bytes,
            har_version: seen.about.version.clone(),
            creator: program(&seen.about.creator),
            browser: program(&seen.about.browser),
            entries: seen.about.entries,
            first: seen.about.first.and_then(iso),
            last: seen.about.last.and_then(iso),
        },
        personal_values: wanted.values,
        consent_at: moments.consent.and_then(iso),
        not_shown: not_shown(catalogue, &rows),
        services: services(catalogue, &rows),
        items: items(catalogue, &rows),
        sources: sources.collect(),
        notes: notes::notes(&seen.about, &summary, &rows, &dropped, &moments),
        summary,
        pages: rows,
        consent,
        dropped,
    }
}

fn role_of(catalogue: &Catalogue, service: &str) -> Role {
    catalogue.service(service).map_or(Role::Other, |service| service.role)
}

/// A request that a service worker answered is in the file twice: as the page asked it, and as the worker did.
fn without_doubles(requests: Vec<Request>) -> Vec<Request> {
    let by_worker: Vec<(String, String, f64)> = requests
        .iter()
        .filter(|request| !request.via_service_worker)
        .map(|request| (request.method.clone(), request.address.clone(), request.at.time))
        .collect();
    if by_worker.len() == requests.len() {
        return requests;
    }
    let is_double = |request: &Request| {
        let while_asked = request.at.time..=request.end;
        by_worker
            .iter()
            .any(|(method, address, time)| *method == request.method && *address == request.address && while_asked.contains(time))
    };
    requests.into_iter().filter(|request| !request.via_service_worker || !is_double(request)).collect()
}

/// Without what is shown to be stored after it was seen being stored.
fn only_news(stored: Vec<Stored>) -> Vec<Stored> {
    let mut set = BTreeSet::new();
    let is_news = |one: &Stored| match one.shown {
        Shown::SetCookie => {
            set.insert(one.print);
            true
        }
        Shown::SentBack => !set.contains(&one.print),
    };
    stored
        .into_iter()
        .filter({
            let mut is_news = is_news;
            move |one| is_news(one)
        })
        .collect()
}

fn page_row(seen: &Collector<'_>, page: &PageFacts, values: bool) -> PageRow {
    let host = page.address.as_deref().and_then(Url::parse).map(|url| url.host);
    let after = |time: Option<f64>| time.map(|time| round(time - page.began));
    PageRow {
        id: page.id.clone(),
        address: page.address.as_deref().map(|address| if values { address } else { before_query(address) }.to_owned()),
        title: page.title.clone().filter(|_| values),
        how: page.how,
        own: host.is_some_and(|host| seen.known().is_own_site(&host)),
        began: iso(page.began),
        dom_content_loaded: after(page.content),
        load: after(page.load),
        chat_opened: None,
        events: Vec::new(),
    }
}

fn order(page: &PageFacts, moments: &Moments, time: f64) -> Order {
    let side = |moment: Option<f64>| moment.map(|moment| if time < moment { Side::Before } else { Side::After });
    Order { dom_content_loaded: side(page.content), load: side(page.load), chat: side(moments.chat), consent: side(moments.consent) }
}

/// Whether something that happened needed consent first, and whether that counts as before consent.
fn judged(need: Option<Need>, happened: bool, order: Order) -> (bool, bool) {
    let needs = match need {
        Some(Need::Consent) => true,
        // Of a chat that was open a HAR does not show who asked for it.
        Some(Need::OnRequest) => order.chat != Some(Side::After),
        Some(Need::Functional) | None => false,
    };
    (needs && happened, needs && happened && order.consent != Some(Side::After))
}

fn request_event(catalogue: &Catalogue, request: Request, page: &PageFacts, own: bool, moments: &Moments) -> Event {
    let service = catalogue.service(&request.service);
    let role = service.map_or(Role::Other, |service| service.role);
    let consent = consent_of(own, catalogue.consent_of_role(role));
    let order = order(page, moments, request.at.time);
    let (needs_consent, before_consent) = judged(consent.map(|consent| consent.need), request.outcome != Outcome::Blocked, order);
    let tells = request.told.iter().any(|told| told.is_of_visitor() && !told.is_origin());
    let is_call = !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") || role == Role::Messaging;
    Event {
        what: if tells || is_call { What::Sent } else { What::Loaded },
        time: iso(request.at.time),
        offset: round(request.at.time - page.began),
        entry: request.at.entry,
        order,
        need: consent.map(|consent| consent.need),
        consent: consent.map(|consent| consent.id.clone()),
        needs_consent,
        before_consent,
        at: request.at.time,
        cookie: None,
        request: Some(RequestRow {
            role,
            disguised: service.is_some_and(|service| service.disguised),
            said_to_tell: service.map(|service| service.sends.clone()).unwrap_or_default(),
            service: request.service,
            method: request.method,
            host: request.host,
            address: request.address,
            outcome: request.outcome,
            status: request.status,
            from_cache: request.from_cache,
            initiator: request.initiator,
            messages_sent: request.messages.0,
            messages_received: request.messages.1,
            told: request.told,
        }),
    }
}

/// On LivePerson's own pages its customers work: no visitor has to be asked.
fn consent_of(own: bool, consent: Option<&Consent>) -> Option<&Consent> {
    consent.filter(|_| !own)
}

fn cookie_event(catalogue: &Catalogue, stored: Stored, sent_back: bool, page: &PageFacts, own: bool, moments: &Moments) -> Event {
    let consent = consent_of(own, catalogue.consent_of_class(stored.class));
    let order = order(page, moments, stored.at.time);
    let is_removed = stored.asked == Some(Asked::Removed);
    let (needs_consent, before_consent) = judged(consent.map(|consent| consent.need), !is_removed, order);
    let page_host = page.address.as_deref().and_then(Url::parse).map(|url| url.host);
    let item = stored.item.as_deref().and_then(|id| catalogue.item(id));
    Event {
        what: if is_removed { What::Removed } else { What::Stored },
        time: iso(stored.at.time),
        offset: round(stored.at.time - page.began),
        entry: stored.at.entry,
        order,
        need: consent.map(|consent| consent.need),
        consent: consent.map(|consent| consent.id.clone()),
        needs_consent,
        before_consent,
        at: stored.at.time,
        request: None,
        cookie: Some(CookieRow {
            first_party: page_host.map(|host| is_first_party(&host, &stored.domain)),
            lifetime: item.map(|item| item.lifetime),
            name: stored.name,
            domain: stored.domain,
            item: stored.item,
            class: stored.class,
            shown: stored.shown,
            sent_back,
            asked: stored.asked,
            count: 1,
            last: round(stored.at.time - page.began),
        }),
    }
}

/// Whether a cookie's domain is the page's site, one of its hosts, or a domain that the page's host is in.
fn is_first_party(page_host: &str, domain: &str) -> bool {
    let covers = |one: &str, other: &str| Site::of_host(one).is_some_and(|site| site.covers(other));
    covers(page_host, domain) || covers(domain, page_host)
}

/// Adds a cookie, or counts it where the same was set on the page before and nothing lies between.
fn add_cookie(row: &mut PageRow, event: Event) {
    let Some(cookie) = &event.cookie else { return };
    let kind = |asked: Option<Asked>| asked.map(|asked| std::mem::discriminant(&asked));
    let again = row.events.iter_mut().find(|other| {
        other.order == event.order
            && other.cookie.as_ref().is_some_and(|other| {
                (&other.name, &other.domain, other.shown, kind(other.asked))
                    == (&cookie.name, &cookie.domain, cookie.shown, kind(cookie.asked))
            })
    });
    match again.and_then(|other| other.cookie.as_mut()) {
        Some(other) => {
            other.count += 1;
            other.last = cookie.last;
            other.sent_back |= cookie.sent_back;
        }
        None => row.events.push(event),
    }
}

fn dropped_rows(seen: &Collector<'_>, moments: &Moments) -> Vec<DroppedRow> {
    let catalogue = seen.known().catalogue;
    let before = |first: Option<f64>| first.is_some_and(|first| moments.consent.is_none_or(|consent| first < consent));
    let of_service = seen.dropped.iter().map(|(service, dropped)| {
        let need = catalogue.consent_of_role(role_of(catalogue, service)).map(|consent| consent.need);
        let needs = match need {
            Some(Need::Consent) => true,
            Some(Need::OnRequest) => dropped.first.is_some_and(|first| moments.chat.is_none_or(|chat| first < chat)),
            Some(Need::Functional) | None => false,
        };
        DroppedRow { service: Some(service.clone()), count: dropped.count, before_consent: needs && before(dropped.first) }
    });
    let stored = seen.dropped_stored;
    let of_stored = (stored.count > 0).then(|| DroppedRow { service: None, count: stored.count, before_consent: before(stored.first) });
    of_service.chain(of_stored).collect()
}

fn summary(rows: &[PageRow], dropped: &[DroppedRow], moments: &Moments) -> Summary {
    let events = || rows.iter().flat_map(|row| &row.events);
    let count = |is: &dyn Fn(&Event) -> bool| events().filter(|event| is(event)).count() as u64;
    let of_requests: u64 = dropped.iter().filter(|row| row.service.is_some()).map(|row| row.count).sum();
    let of_dropped: u64 = dropped.iter().filter(|row| row.before_consent).map(|row| row.count).sum();
    let blocked = |event: &Event| event.request.as_ref().is_some_and(|request| request.outcome == Outcome::Blocked);
    let first = events().filter(|event| event.before_consent).map(|event| event.at).min_by(f64::total_cmp);
    Summary {
        live_person: events().next().is_some(),
        pages: rows.len() as u64,
        pages_with_live_person: rows.iter().filter(|row| !row.events.is_empty()).count() as u64,
        requests: count(&|event| event.request.is_some()) + of_requests,
        loaded: count(&|event| event.what == What::Loaded && !blocked(event)),
        sent: count(&|event| event.what == What::Sent && !blocked(event)),
        stored: count(&|event| event.what == What::Stored),
        blocked: count(&blocked),
        needs_consent: count(&|event| event.needs_consent),
        before_consent: count(&|event| event.before_consent) + of_dropped,
        first_before_consent: first.and_then(iso),
        chat_opened: moments.chat.and_then(iso),
    }
}

fn consent_rows(catalogue: &Catalogue, rows: &[PageRow]) -> Vec<ConsentRow> {
    let count = |id: &str| rows.iter().flat_map(|row| &row.events).filter(|event| event.consent.as_deref() == Some(id)).count() as u64;
    let all = catalogue.consent.iter().map(|consent| ConsentRow {
        id: consent.id.clone(),
        need: consent.need,
        why: consent.purpose.clone(),
        count: count(&consent.id),
        sources: consent.source.clone(),
    });
    all.filter(|row| row.count > 0).collect()
}

/// What the tag keeps beside cookies that were seen. Said only where the tag was loaded: it is the catalogue's word.
fn not_shown(catalogue: &Catalogue, rows: &[PageRow]) -> Vec<NotShown> {
    let requests = || rows.iter().filter(|row| !row.own).flat_map(|row| &row.events).filter_map(|event| event.request.as_ref());
    if !requests().any(|request| request.role == Role::Tag && request.outcome == Outcome::Answered) {
        return Vec::new();
    }
    let seen: BTreeSet<&str> = rows.iter().flat_map(|row| &row.events).filter_map(|event| event.cookie.as_ref()?.item.as_deref()).collect();
    let kept = catalogue.items.iter().filter(|item| item.when == When::Visit && item.lifetime != Lifetime::Probe);
    kept.filter(|item| !seen.contains(item.id.as_str()))
        .map(|item| NotShown {
            item: item.id.clone(),
            name: item.name.clone(),
            place: item.kinds.first().copied().unwrap_or(Kind::Cookie).as_str(),
            class: item.class,
            lifetime: item.lifetime,
            need: catalogue.consent_of_class(item.class).map(|consent| consent.need),
        })
        .collect()
}

fn services(catalogue: &Catalogue, rows: &[PageRow]) -> BTreeMap<String, String> {
    let ids = rows.iter().flat_map(|row| &row.events).filter_map(|event| Some(&event.request.as_ref()?.service));
    ids.filter_map(|id| Some((id.clone(), catalogue.service(id)?.purpose.clone()))).collect()
}

fn items(catalogue: &Catalogue, rows: &[PageRow]) -> BTreeMap<String, String> {
    let ids = rows.iter().flat_map(|row| &row.events).filter_map(|event| event.cookie.as_ref()?.item.as_ref());
    ids.filter_map(|id| Some((id.clone(), catalogue.item(id)?.purpose.clone()))).collect()
}

/// To a thousandth of a millisecond: what is finer is the arithmetic's.
fn round(milliseconds: f64) -> f64 {
    (milliseconds * 1000.0).round() / 1000.0
}
