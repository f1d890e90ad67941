//! A report in the visitor's words, for the page to read. Every value is the report's: what it leaves out is not here either.

use super::headline::{Headline, headline};
use super::{consent, learned, said, watched};
use crate::catalogue::Personal;
use crate::explain::{Counted, Evidence, Verdict, View, Watched, Way};
use crate::ledger::AttemptOutcome;
use crate::report::{Cell, KeptRow, Report, RequestsRow, Section, Sheet};
use crate::web::page::outcomes::outcomes;
use crate::web::page::text::{Text, about, message};
use crate::web::page::words::{self, counted};
use crate::web::page::{lasting, words::stem};
use wasm_bindgen::JsValue;

type Cells = Result<Vec<Vec<Cell>>, JsValue>;

/// The page to read.
pub(super) fn sheet(text: &Text, view: &View, evidence: &Evidence, report: &Report) -> Result<Sheet, JsValue> {
    let lead = match headline(view) {
        Headline::Happened { sentence, .. } => message(sentence),
        Headline::Nothing { title, .. } => message(title),
    };
    let version = format!("{} {}", report.product.name, report.product.version);
    let site = report.page.site.clone().unwrap_or_default();
    let address = report.page.address.clone().unwrap_or_default();
    let values = if report.personal_values { said::REPORT_PERSONAL_IN } else { said::REPORT_PERSONAL_OUT };
    Ok(Sheet {
        language: text.language().to_owned(),
        from_right: message(words::DIRECTION) == "rtl",
        title: about(said::REPORT_TITLE, &site),
        lead,
        facts: vec![
            (message(said::REPORT_ADDRESS), Cell::Code(address)),
            (message(said::REPORT_SITE), Cell::Code(site)),
            (message(said::REPORT_MODE), Cell::Text(message(words::mode(report.mode)))),
            (message(said::REPORT_MADE), Cell::Text(second(&report.made))),
            (message(said::COLUMN_VALUE), Cell::Text(message(values))),
        ],
        sections: sections(text, view, evidence, report)?.into_iter().filter(|section| !section.rows.is_empty()).collect(),
        foot: about(said::REPORT_FOOT, &version),
    })
}

fn sections(text: &Text, view: &View, evidence: &Evidence, report: &Report) -> Result<Vec<Section>, JsValue> {
    use said::{COLUMN_ADDRESSES, COLUMN_CONSENT, COLUMN_LIFETIME, COLUMN_OUTCOME, COLUMN_PLACE, COLUMN_PURPOSE, COLUMN_SHOWN};
    use said::{COLUMN_PERSONAL, COLUMN_SOURCE, COLUMN_TIME, COLUMN_VALUE, COLUMN_WHAT, COLUMN_WHY};
    let kept = report.kept.iter().map(|row| kept(text, row)).collect::<Cells>()?;
    let learned = report.learned.iter().map(|row| learned_row(text, row)).collect::<Cells>()?;
    let would_keep = report.would_keep.iter().map(|row| would_keep(text, row)).collect::<Cells>()?;
    let titles = titles(report);
    let said_of = |rows: &[Watched]| rows.iter().map(|row| watched_row(text, row, evidence)).collect();
    Ok(vec![
        section(
            titles.tried,
            view.tried_more.then_some(said::TRIED_MORE),
            &[COLUMN_WHAT, COLUMN_OUTCOME, COLUMN_TIME, COLUMN_CONSENT, COLUMN_ADDRESSES],
            report.requests.iter().map(|row| requests(text, row)).collect(),
        ),
        section(
            titles.kept,
            None,
            &[COLUMN_WHAT, COLUMN_OUTCOME, COLUMN_PLACE, COLUMN_LIFETIME, COLUMN_PURPOSE, COLUMN_CONSENT, COLUMN_TIME],
            kept,
        ),
        section(
            said::KEPT_TITLE,
            Some(said::KEPT_INTRO),
            &[COLUMN_WHAT, COLUMN_PLACE, COLUMN_LIFETIME, COLUMN_PURPOSE, COLUMN_CONSENT],
            would_keep,
        ),
        section(titles.learned, None, &[COLUMN_WHAT, COLUMN_VALUE, COLUMN_PERSONAL, COLUMN_OUTCOME, COLUMN_TIME], learned),
        section(said::WATCHED_TITLE, None, &[COLUMN_WHAT, COLUMN_SHOWN, COLUMN_SOURCE], said_of(&report.watched)),
        section(said::SAID_TITLE, Some(said::SAID_INTRO), &[COLUMN_WHAT, COLUMN_SHOWN, COLUMN_SOURCE], said_of(&report.said_to_be_watched)),
        section(
            said::CONSENT_TITLE,
            None,
            &[COLUMN_WHAT, COLUMN_CONSENT, COLUMN_WHY, COLUMN_SOURCE],
            report
                .consent
                .iter()
                .map(|row| {
                    let why = message(&said::consent(&row.id));
                    let texts = [consent::subjects(row), message(words::need(row.need)), why, consent::sources(&row.sources, evidence)];
                    texts.map(Cell::Text).to_vec()
                })
                .collect(),
        ),
    ])
}

/// Titles that say what was done, where it was not only tried.
struct Titles {
    tried: &'static str,
    kept: &'static str,
    learned: &'static str,
}

fn titles(report: &Report) -> Titles {
    let all_kept = report.kept.iter().all(|row| row.outcome == AttemptOutcome::Allowed);
    Titles {
        tried: match report.verdict {
            Verdict::LetThrough | Verdict::Own => words::TRIED_TITLE_ALLOWED,
            Verdict::Chat => words::TRIED_TITLE_CHAT,
            _ => words::TRIED_TITLE,
        },
        kept: if all_kept { words::ATTEMPTS_TITLE_ALLOWED } else { words::ATTEMPTS_TITLE },
        learned: if report.learned.iter().any(|row| row.way == Way::Sent) { said::LEARNED_TITLE_SENT } else { said::LEARNED_TITLE },
    }
}

fn section(title: &str, intro: Option<&str>, columns: &[&str], rows: Vec<Vec<Cell>>) -> Section {
    Section { title: message(title), intro: intro.map(message), columns: columns.iter().map(|column| message(column)).collect(), rows }
}

/// When something happened, to the second.
fn when(first: Option<&str>, last: Option<&str>) -> Cell {
    let (first, last) = (first.map(second), last.map(second));
    let last = last.filter(|last| first.as_ref() != Some(last));
    Cell::Text([first, last].into_iter().flatten().collect::<Vec<_>>().join(" – "))
}

/// A time of the report's without its milliseconds, as it is read: `2026-11-23 10:40:05`.
fn second(time: &str) -> String {
    time.split('.').next().unwrap_or_default().replace('T', " ")
}

fn requests(text: &Text, row: &RequestsRow) -> Vec<Cell> {
    let outcomes = outcomes(text, row.tried, row.blocked, row.sent);
    let addresses = row.services.iter().flat_map(|service| &service.addresses);
    let addresses = addresses.map(|address| {
        let count = if address.count > 1 { format!(" ×{}", address.count) } else { String::new() };
        format!("{}{count} ({})", address.address, message(said::request(address.outcome)))
    });
    vec![
        Cell::Text(message(&words::role_title(row.role))),
        Cell::Text(outcomes.into_iter().flatten().collect::<Vec<_>>().join(" · ")),
        when(row.first.as_deref(), row.last.as_deref()),
        Cell::Text(row.need.map(|need| message(words::need(need))).unwrap_or_default()),
        Cell::Codes(addresses.collect()),
    ]
}

fn kept(text: &Text, row: &KeptRow) -> Result<Vec<Cell>, JsValue> {
    let asked = lasting::asked(row.asked).map(|lasting| text.lasting(lasting)).transpose()?;
    let purpose = row.item.as_deref().map_or_else(|| words::ATTEMPT_UNLISTED.to_owned(), words::item);
    let count = Counted { number: row.count, more: row.more };
    let times = text.counted(stem(count, counted::TIMES, counted::MORE_TIMES), row.count);
    Ok(vec![
        Cell::Code(row.name.clone()),
        Cell::Text(format!("{} · {times}", message(words::outcome(row.outcome)))),
        Cell::Text(message(words::kind(row.place))),
        Cell::Text(asked.unwrap_or_else(|| message(words::ASKED_UNKNOWN))),
        Cell::Text(format!("{} ({})", message(&purpose), message(words::class(row.class)))),
        Cell::Text(row.need.map(|need| message(words::need(need))).unwrap_or_default()),
        when(row.first.as_deref(), row.last.as_deref()),
    ])
}

fn would_keep(text: &Text, row: &crate::report::WouldKeepRow) -> Result<Vec<Cell>, JsValue> {
    Ok(vec![
        Cell::Code(row.name.clone()),
        Cell::Text(message(words::kind(row.place))),
        Cell::Text(text.lasting(lasting::lifetime(row.lifetime))?),
        Cell::Text(format!("{} ({})", message(&words::item(&row.item)), message(words::class(row.class)))),
        Cell::Text(row.need.map(|need| message(words::need(need))).unwrap_or_default()),
    ])
}

fn learned_row(text: &Text, row: &crate::report::LearnedRow) -> Result<Vec<Cell>, JsValue> {
    let (words, field) = (row.words.as_deref(), row.field_words.as_deref());
    let place = learned::Place { words, field, attribute: row.attribute.as_deref(), parameter: &row.parameter };
    let label = learned::label(&place, row.personal == Personal::Direct);
    let (code, words) = learned::value(text, row.value.as_ref(), row.parameter == "identities")?;
    let value = match (code, words) {
        (Some(code), Some(words)) => Cell::Codes(vec![code, words]),
        (Some(code), None) => Cell::Code(code),
        (None, words) => Cell::Text(words.unwrap_or_default()),
    };
    let personal = said::personal(row.personal).filter(|_| row.personal != Personal::No).map(message);
    let name = learned::name(&row.parameter, row.attribute.as_deref(), row.field.as_deref());
    Ok(vec![
        Cell::Text(label),
        value,
        Cell::Text(personal.unwrap_or_default()),
        Cell::Text(format!("{} · {name}", message(said::way(row.way)))),
        when(row.first.as_deref(), row.last.as_deref()),
    ])
}

fn watched_row(text: &Text, row: &Watched, evidence: &Evidence) -> Vec<Cell> {
    let shown = row.shown.iter().map(|shown| {
        let times = text.counted(counted::TIMES, shown.count);
        format!("{} ({} · {times})", watched::sign(&shown.sign), message(said::way(shown.way)))
    });
    vec![Cell::Text(message(&said::behaviour(&row.id))), Cell::Codes(shown.collect()), Cell::Text(consent::sources(&row.sources, evidence))]
}
