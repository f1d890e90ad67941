//! What LivePerson learned, or would have: in words and values, by how far it got, the most personal first.

use super::said::{self, counted};
use crate::catalogue::Personal;
use crate::explain::{Evidence, Learned, LearnedValue, Way};
use crate::web::page::dom::{Done, List, by_id, set_text, show as show_element, show_text, slot};
use crate::web::page::steps::show_steps;
use crate::web::page::text::{Text, message};
use crate::web::page::times::show_times;
use crate::web::page::words;
use web_sys::Element;

/// In this order what was learned is read.
const WAYS: [Way; 5] = [Way::Sent, Way::Ready, Way::Blocked, Way::Tried, Way::SentByUs];

/// Shows the rows, where they are unfolded.
pub(super) fn show(text: &Text, evidence: &Evidence) -> Done {
    let rows = &evidence.learned;
    if !by_id("learned-fold")?.has_attribute("open") {
        return Ok(());
    }
    show_text(&by_id("learned-nothing")?, rows.is_empty().then(|| message(said::LEARNED_NOTHING)).as_deref())?;
    show_element(&by_id("learned-beyond")?, evidence.learned_more)?;
    let ways: Vec<Way> = WAYS.into_iter().filter(|way| rows.iter().any(|row| row.way == *way)).collect();
    let list = List { element: by_id("learned-ways")?, template: "learned-way", key: "data-way" };
    list.show(&ways, |way| said::way_name(*way), |entry, way| show_way(text, entry, *way, rows))
}

fn show_way(text: &Text, entry: &Element, way: Way, rows: &[Learned]) -> Done {
    set_text(&slot(entry, "way")?, &message(said::way_title(way)));
    let (technical, telling): (Vec<&Learned>, Vec<&Learned>) = rows.iter().filter(|row| row.way == way).partition(|row| row.says_nothing());
    list(text, slot(entry, "rows")?, &telling)?;
    list(text, slot(entry, "technical")?, &technical)?;
    set_text(&slot(entry, "technical-count")?, &text.counted(counted::TECHNICAL, technical.len() as u64));
    show_element(&slot(entry, "technical-fold")?, !technical.is_empty())
}

fn list(text: &Text, element: Element, rows: &[&Learned]) -> Done {
    let list = List { element, template: "learned-row", key: "data-row" };
    show_steps(text, &list, rows, |row| row_key(row), |entry, row| show_row(text, entry, row))
}

fn row_key(row: &Learned) -> String {
    name(&row.parameter, row.attribute.as_deref(), row.field.as_deref())
}

fn show_row(text: &Text, entry: &Element, row: &Learned) -> Done {
    // A name or a customer number needs no word on where it stood.
    set_text(&slot(entry, "label")?, &label(&Place::of(row), row.personal == Personal::Direct));
    let name = name(&row.parameter, row.attribute.as_deref(), row.field.as_deref());
    set_text(&slot(entry, "name")?, &name);
    entry.set_attribute("data-personal", said::personal_name(row.personal))?;
    let personal = said::personal(row.personal).filter(|_| row.value != LearnedValue::Nothing);
    show_text(&slot(entry, "personal")?, personal.map(message).as_deref())?;
    let (code, words) = value(text, Some(&row.value), row.parameter == "identities")?;
    show_text(&slot(entry, "value")?, code.as_deref())?;
    show_text(&slot(entry, "words")?, words.as_deref())?;
    set_text(&slot(entry, "count")?, &text.counted(words::counted::TIMES, row.count));
    show_element(&slot(entry, "times")?, row.count > 1 && row.way != Way::Ready)?;
    show_times(text, entry, row.first, row.last)
}

/// A value: what stood there itself, and words about it or in its place. `None` is a value that was left out.
pub(super) fn value(
    text: &Text,
    value: Option<&LearnedValue>,
    is_identity: bool,
) -> Result<(Option<String>, Option<String>), wasm_bindgen::JsValue> {
    Ok(match value {
        Some(LearnedValue::Text(value)) => (Some(value.clone()), None),
        Some(LearnedValue::Cut(value)) => (Some(value.clone()), Some(message(said::VALUE_CUT))),
        Some(LearnedValue::Time(time)) => (None, Some(text.minute(*time)?)),
        Some(LearnedValue::Message(kind)) => (Some(kind.clone()), Some(message(&said::learned(&format!("message_{kind}"))))),
        Some(LearnedValue::Function) if is_identity => (None, Some(message(said::VALUE_IDENTITY_FUNCTION))),
        Some(LearnedValue::Function) => (None, Some(message(said::VALUE_FUNCTION))),
        Some(LearnedValue::Nothing) => (None, Some(message(said::VALUE_NOTHING))),
        None => (None, Some(message(said::VALUE_LEFT_OUT))),
    })
}

/// What a row is about, as the background told it.
pub(super) struct Place<'a> {
    pub(super) words: Option<&'a str>,
    pub(super) field: Option<&'a str>,
    pub(super) attribute: Option<&'a str>,
    pub(super) parameter: &'a str,
}

impl<'a> Place<'a> {
    fn of(row: &'a Learned) -> Self {
        let (words, field) = (row.words.as_deref(), row.field_words.as_deref());
        Self { words, field, attribute: row.attribute.as_deref(), parameter: &row.parameter }
    }
}

/// What a row is about, in words; `short`: of a field that is known without what it is inside of.
pub(super) fn label(place: &Place, short: bool) -> String {
    let outer = || match place.words {
        Some(words) => message(&said::learned(words)),
        None => format!("{} ({})", place.attribute.unwrap_or(place.parameter), message(said::LEARNED_UNKNOWN)),
    };
    match place.field.map(|field| message(&said::field(field))) {
        Some(field) if short => field,
        Some(field) => format!("{}: {field}", outer()),
        None => outer(),
    }
}

/// What a row is about, in the names that stood there.
pub(super) fn name(parameter: &str, attribute: Option<&str>, field: Option<&str>) -> String {
    [Some(parameter), attribute, field].into_iter().flatten().collect::<Vec<_>>().join(" › ")
}
