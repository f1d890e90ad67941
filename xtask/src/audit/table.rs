//! The audit as people read it.

use askfirst::catalogue::{Lifetime, Need, Personal};

use super::cookies::Asked;
use super::layout::{columns, plain, shortened, wrapped};
use super::report::{Audit, CookieRow, Event, PageRow, RequestRow, Side, What};
use super::seen::{Outcome, Shown};
use super::told::Told;

/// Where what belongs to a row is told below it.
const INDENT: usize = 16;
/// An address with less room than this stands below its row.
const ROOM: usize = 28;

/// The table, in lines of at most `width` letters where words allow it.
pub(super) fn text(audit: &Audit, width: usize) -> String {
    let mut out = heading(audit, width);
    for page in audit.pages.iter().filter(|page| !page.events.is_empty()) {
        out.push('\n');
        out.push_str(&page_text(audit, page, width));
    }
    if audit.summary.live_person {
        out.push_str(&legend(audit, width));
    }
    for note in &audit.notes {
        out.push('\n');
        out.push_str(&wrapped(&note.text, "", width));
    }
    if audit.summary.live_person {
        out.push('\n');
        out.push_str(&verdict(audit, width));
    }
    out
}

fn heading(audit: &Audit, width: usize) -> String {
    let file = &audit.file;
    let by = [&file.creator, &file.browser].into_iter().flatten().map(|made| match &made.version {
        Some(version) => format!("{} {version}", made.name),
        None => made.name.clone(),
    });
    let by: Vec<String> = by.collect();
    let mut facts = vec![counted(file.entries, "request", "requests")];
    if let (Some(first), Some(last)) = (&file.first, &file.last) {
        facts.push(format!("{first} to {last}"));
    }
    if !by.is_empty() {
        facts.push(format!("written by {}", by.join(", ")));
    }
    let mut out = wrapped(&format!("{}: {}", plain(&file.name), plain(&facts.join("; "))), "  ", width);
    let summary = &audit.summary;
    if !summary.live_person {
        out.push('\n');
        let nothing = "LivePerson is not in this file: no request went to it or was made for it, and no cookie of its was sent or set.";
        out.push_str(&wrapped(nothing, "", width));
        return out;
    }
    let of_pages = format!("LivePerson is on {} of {}", summary.pages_with_live_person, counted(summary.pages, "page", "pages"));
    let counts =
        format!("{of_pages}: {} loaded, {} sent, {} stored, {} blocked.", summary.loaded, summary.sent, summary.stored, summary.blocked);
    out.push_str(&wrapped(&counts, "", width));
    out
}

/// A moment of a page, or rows that say the same.
enum Line<'a> {
    Moment(f64, String),
    Event { event: &'a Event, count: u64, last: f64 },
}

impl Line<'_> {
    fn offset(&self) -> f64 {
        match self {
            Self::Moment(offset, _) => *offset,
            Self::Event { event, .. } => event.offset,
        }
    }
}

fn page_text(audit: &Audit, page: &PageRow, width: usize) -> String {
    let address = page.address.as_deref().unwrap_or("A page whose address is not in the file");
    let began = page.began.as_deref().map(|began| format!("  (began {began})")).unwrap_or_default();
    let mut out = format!("{}{began}\n", shortened(&plain(address), width.saturating_sub(began.len()).max(20)));
    let lines = lines(audit, page);
    let cells: Vec<[String; 4]> = lines.iter().map(cells).collect();
    let header = ["TIME".to_owned(), "WHAT".to_owned(), "OF LIVEPERSON'S".to_owned(), "CONSENT".to_owned()];
    let widths = columns(std::iter::once(&header).chain(&cells));
    out.push_str(&row(&header, &widths, "", width));
    for (line, cells) in lines.iter().zip(&cells) {
        match line {
            Line::Moment(..) => out.push_str(&row(cells, &widths, "", width)),
            Line::Event { event, .. } => {
                let detail = match (&event.request, &event.cookie) {
                    (Some(request), _) => plain(request.address.split_once("://").map_or(request.address.as_str(), |(_, rest)| rest)),
                    (None, Some(cookie)) => cookie_detail(cookie),
                    (None, None) => String::new(),
                };
                if event.request.is_some() {
                    out.push_str(&row(cells, &widths, &detail, width));
                } else {
                    out.push_str(&whole(cells, &widths, &detail, width));
                }
                if let Some(request) = &event.request {
                    out.push_str(&below(request, event.what, width));
                }
            }
        }
    }
    out
}

/// Events and moments of a page in their order; the same again and again is one line.
fn lines<'a>(audit: &Audit, page: &'a PageRow) -> Vec<Line<'a>> {
    let moments = [
        (page.dom_content_loaded, "the page's DOMContentLoaded"),
        (page.load, "the page's load"),
        (page.chat_opened, "a conversation connects"),
        (consent_offset(audit, page), "consent was given"),
    ];
    let moments = moments.into_iter().filter_map(|(offset, name)| Some(Line::Moment(offset?, name.to_owned())));
    let events = page.events.iter().map(|event| {
        let (count, last) = event.cookie.as_ref().map_or((1, event.offset), |cookie| (cookie.count, cookie.last));
        Line::Event { event, count, last }
    });
    let mut all: Vec<Line<'a>> = moments.chain(events).collect();
    // A moment stands before what happened just then.
    all.sort_by(|one, other| one.offset().total_cmp(&other.offset()));
    let mut folded: Vec<Line<'a>> = Vec::new();
    for line in all {
        if let (Some(Line::Event { event: before, count, last }), Line::Event { event, .. }) = (folded.last_mut(), &line)
            && is_same(before, event)
        {
            *count += 1;
            *last = event.offset;
            continue;
        }
        folded.push(line);
    }
    folded
}

fn consent_offset(audit: &Audit, page: &PageRow) -> Option<f64> {
    let milliseconds = |text: &str| super::har::milliseconds(text);
    let offset = milliseconds(audit.consent_at.as_deref()?)? - milliseconds(page.began.as_deref()?)?;
    let is_here = |side: Side| page.events.iter().any(|event| event.order.consent == Some(side));
    (offset >= 0.0 && is_here(Side::Before) || is_here(Side::Before) && is_here(Side::After)).then_some(offset)
}

/// Whether two requests of a service say the same.
fn is_same(one: &Event, other: &Event) -> bool {
    let (Some(a), Some(b)) = (&one.request, &other.request) else { return false };
    let names = |request: &RequestRow| -> Vec<(String, Option<String>, Option<String>)> {
        let of_visitor = request.told.iter().filter(|told| told.is_of_visitor());
        of_visitor.map(|told| (told.name.clone(), told.attribute.clone(), told.field.clone().or(told.value.clone()))).collect()
    };
    (one.what, one.before_consent, &a.service, a.outcome, a.from_cache)
        == (other.what, other.before_consent, &b.service, b.outcome, b.from_cache)
        && names(a) == names(b)
}

fn cells(line: &Line<'_>) -> [String; 4] {
    match line {
        Line::Moment(offset, name) => [seconds(*offset), "-----".to_owned(), name.clone(), String::new()],
        Line::Event { event, count, last } => {
            let times = if *count > 1 { format!(" x{count}, last {}", seconds(*last).trim()) } else { String::new() };
            let who = match (&event.request, &event.cookie) {
                (Some(request), _) => request.service.clone(),
                (None, Some(cookie)) => shortened(&plain(&cookie.name), 40),
                (None, None) => String::new(),
            };
            [seconds(event.offset), what(event).to_owned(), format!("{who}{times}"), need(event).to_owned()]
        }
    }
}

fn row(cells: &[String; 4], widths: &[usize; 4], detail: &str, width: usize) -> String {
    let [time, what, who, need] = cells;
    let [a, b, c, d] = widths;
    let line = format!("{time:>a$}  {what:<b$}  {who:<c$}  {need:<d$}");
    let room = width.saturating_sub(line.chars().count() + 2);
    let below = |text: &str| format!("{}\n{:INDENT$}{}\n", line.trim_end(), "", shortened(text, width.saturating_sub(INDENT)));
    match detail {
        "" => format!("{}\n", line.trim_end()),
        text if text.chars().count() <= room => format!("{line}  {text}\n"),
        text if room >= ROOM => format!("{line}  {}\n", shortened(text, room)),
        text => below(text),
    }
}

/// A row whose detail is words, which are not shortened.
fn whole(cells: &[String; 4], widths: &[usize; 4], detail: &str, width: usize) -> String {
    let alone = row(cells, widths, "", width);
    let beside = row(cells, widths, detail, usize::MAX);
    if beside.trim_end().chars().count() <= width {
        return beside;
    }
    let indent = " ".repeat(INDENT);
    format!("{alone}{}", wrapped(&format!("{indent}{detail}"), &indent, width))
}

fn what(event: &Event) -> &'static str {
    let outcome = event.request.as_ref().map(|request| (request.outcome, request.from_cache));
    match (outcome, event.what) {
        (Some((Outcome::Blocked, _)), _) => "blocked",
        (Some((Outcome::Unanswered, _)), _) => "no answer",
        (Some((Outcome::Answered, true)), _) => "cached",
        (_, What::Loaded) => "loaded",
        (_, What::Sent) => "sent",
        (_, What::Stored) => "stored",
        (_, What::Removed) => "removed",
    }
}

fn need(event: &Event) -> &'static str {
    match (event.need, event.before_consent) {
        (_, true) => "NEEDED",
        (Some(Need::Consent), false) => "needed",
        (Some(Need::OnRequest), false) => "on request",
        (Some(Need::Functional), false) => "no",
        (None, false) => "-",
    }
}

fn cookie_detail(cookie: &CookieRow) -> String {
    let party = match cookie.first_party {
        Some(true) => ", first party",
        Some(false) => ", third party",
        None => "",
    };
    let usual = cookie.lifetime.map(lifetime);
    let kept = match (cookie.asked, &usual) {
        (Some(Asked::Removed), _) => "taken away".to_owned(),
        (Some(Asked::Session), _) => "for the session".to_owned(),
        (Some(Asked::Seconds(seconds)), _) => format!("for {}", duration(seconds)),
        (None, Some(usual)) => format!("by the catalogue {usual}"),
        (None, None) => "for how long is not shown".to_owned(),
    };
    let shown = match (cookie.shown, cookie.sent_back) {
        (Shown::SentBack, _) => "; was stored before: it is sent",
        (Shown::SetCookie, true) => "; sent back later",
        (Shown::SetCookie, false) => "",
    };
    format!("cookie of {}{party}, {kept}{shown}", plain(&cookie.domain))
}

fn lifetime(lifetime: Lifetime) -> String {
    match lifetime {
        Lifetime::Days(days) => format!("for {}", counted(u64::from(days), "day", "days")),
        Lifetime::Session => "for the session".to_owned(),
        Lifetime::Tab => "until the tab closes".to_owned(),
        Lifetime::NoExpiry => "without an end".to_owned(),
        Lifetime::Probe => "for a moment".to_owned(),
        Lifetime::Unknown => "for a time that no source says".to_owned(),
    }
}

/// To the nearest: the answer came a moment after the request began.
fn duration(seconds: u64) -> String {
    let in_units = |unit: u64| seconds.saturating_add(unit / 2) / unit;
    match seconds {
        0..120 => counted(seconds, "second", "seconds"),
        120..7200 => counted(in_units(60), "minute", "minutes"),
        7200..172_800 => counted(in_units(3600), "hour", "hours"),
        _ => counted(in_units(86_400), "day", "days"),
    }
}

/// What a request told, the most personal first.
fn below(request: &RequestRow, what: What, width: usize) -> String {
    let mut out = String::new();
    let mut line = |label: &str, text: String| {
        if !text.is_empty() {
            let indent = " ".repeat(INDENT);
            out.push_str(&wrapped(&format!("{indent}{label}: {text}"), &format!("{indent}  "), width));
        }
    };
    if request.disguised {
        line("in disguise", "LivePerson's, on a host that is not".to_owned());
    }
    for (personal, label) in [(Personal::Direct, "! personal"), (Personal::Identifier, "identifies"), (Personal::Browsing, "browsing")] {
        // That each request names the page's origin is in the JSON.
        let told = request.told.iter().filter(|told| told.personal == Some(personal) && !told.is_origin());
        line(label, told.map(one_told).collect::<Vec<_>>().join("; "));
    }
    if what == What::Sent && !request.told.iter().any(Told::is_of_visitor) {
        line("tells, by the catalogue", request.said_to_tell.join("; "));
    }
    if request.messages_sent + request.messages_received > 0 {
        line("messages", format!("{} sent, {} received", request.messages_sent, request.messages_received));
    }
    out
}

fn one_told(told: &Told) -> String {
    let place = [Some(&told.name), told.attribute.as_ref(), told.field.as_ref()].into_iter().flatten();
    let mut name = plain(&place.filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("."));
    if told.via == super::told::Via::Cookie {
        name = format!("cookie {name}");
    }
    let meaning = told.meaning.as_deref().map(|meaning| meaning.trim_end_matches('.').to_owned());
    let value = told.value.as_deref().map(|value| format!("= {}", shortened(&plain(value), 200)));
    let said = [meaning.map(|meaning| format!("({meaning})")), value].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if name.is_empty() { said } else { format!("{name} {said}").trim_end().to_owned() }
}

fn legend(audit: &Audit, width: usize) -> String {
    let mut out = String::from("\nWhat these are\n");
    for (id, purpose) in audit.services.iter().chain(&audit.items) {
        out.push_str(&wrapped(&format!("  {id}: {purpose}"), "    ", width));
    }
    out.push_str("\nWhat needs consent, and why\n");
    for row in &audit.consent {
        let need = match row.need {
            Need::Consent => "needed",
            Need::OnRequest => "on request",
            Need::Functional => "no",
        };
        let sources = row.sources.join(", ");
        out.push_str(&wrapped(&format!("  {need} ({}, {} here): {} [{sources}]", row.id, row.count, row.why), "    ", width));
    }
    for (name, source) in &audit.sources {
        out.push_str(&wrapped(&format!("  [{name}] {source}"), "    ", width));
    }
    if !audit.not_shown.is_empty() {
        out.push_str("\nWhat the tag keeps too, by the catalogue, and this file does not show\n");
        for item in &audit.not_shown {
            out.push_str(&wrapped(&format!("  {} ({}, {})", item.name, item.place, lifetime(item.lifetime)), "    ", width));
        }
    }
    out
}

fn verdict(audit: &Audit, width: usize) -> String {
    let summary = &audit.summary;
    let before = if audit.consent_at.is_some() { " before consent" } else { "" };
    let text = match (summary.before_consent, &summary.first_before_consent) {
        (0, _) if audit.consent_at.is_some() => "Nothing that needs consent happened before it.".to_owned(),
        (0, _) => "Nothing that needs consent happened.".to_owned(),
        (1, Some(first)) => format!("1 thing that needs consent happened{before}, at {first}."),
        (count, Some(first)) => format!("{count} things that need consent happened{before}, the first at {first}."),
        (count, None) => format!("{} that need consent happened{before}.", counted(count, "thing", "things")),
    };
    wrapped(&text, "", width)
}

fn seconds(offset: f64) -> String {
    format!("{}{:.3} s", if offset < 0.0 { "-" } else { "+" }, offset.abs() / 1000.0)
}

fn counted(number: u64, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
