//! Words and numbers in the visitor's language.

use super::browser::{self, DateTimeFormat, NumberFormat, PluralRules};
use super::lasting::Lasting;
use super::words;
use crate::explain::Counted;
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;

/// Speaks the language that the messages are written in: not always the browser's own.
pub(in crate::web) struct Text {
    language: String,
    numbers: NumberFormat,
    plurals: PluralRules,
    /// Made when it is first needed: most pages tell no time.
    clock: OnceCell<DateTimeFormat>,
}

impl Text {
    /// Of the messages at hand.
    pub(in crate::web) fn new() -> Result<Self, JsValue> {
        let language = message(words::LANGUAGE);
        let numbers = <NumberFormat>::new(&language, &JsValue::UNDEFINED)?;
        let plurals = <PluralRules>::new(&language)?;
        Ok(Self { language, numbers, plurals, clock: OnceCell::new() })
    }

    /// For the document's `lang`.
    pub(in crate::web) fn language(&self) -> &str {
        &self.language
    }

    /// Sentences one after the other.
    pub(in crate::web) fn sentences(&self, sentences: &[String]) -> String {
        sentences.join(if self.is_without_blanks() { "" } else { " " })
    }

    /// Words that are no sentence, as one.
    pub(in crate::web) fn sentence(&self, words: &str) -> String {
        format!("{words}{}", if self.is_without_blanks() { "。" } else { "." })
    }

    /// Whether the language has no blanks between sentences, and a full stop of its own.
    fn is_without_blanks(&self) -> bool {
        self.language == "ja"
    }

    /// A number.
    pub(in crate::web) fn number(&self, number: u64) -> String {
        // Exact up to 2^53, which nobody's requests reach.
        self.numbers.format(number as f64)
    }

    /// A number that may not be the whole of it.
    pub(in crate::web) fn at_least(&self, count: Counted) -> String {
        let number = self.number(count.number);
        if count.more { about(words::MORE_THAN, &number) } else { number }
    }

    /// A message in the form for this number, with the number in it where it has a place.
    pub(in crate::web) fn counted(&self, stem: &str, number: u64) -> String {
        let key = words::plural(stem, &self.plurals.select(number as f64));
        browser::message(&key, vec![self.number(number)])
    }

    /// A day. Milliseconds since 1970.
    pub(in crate::web) fn day(&self, time: f64) -> Result<String, JsValue> {
        self.time(time, &[("dateStyle", "long")])
    }

    /// A minute of a day. Milliseconds since 1970.
    pub(in crate::web) fn minute(&self, time: f64) -> Result<String, JsValue> {
        self.time(time, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }

    /// A second of a day, without the day. Milliseconds since 1970.
    pub(in crate::web) fn clock(&self, time: f64) -> Result<String, JsValue> {
        if let Some(clock) = self.clock.get() {
            return clock.format(time);
        }
        let clock = self.times(&[("timeStyle", "medium")])?;
        self.clock.get_or_init(|| clock).format(time)
    }

    fn time(&self, time: f64, styles: &[(&str, &str)]) -> Result<String, JsValue> {
        self.times(styles)?.format(time)
    }

    fn times(&self, styles: &[(&str, &str)]) -> Result<DateTimeFormat, JsValue> {
        let options = js_sys::Object::new();
        for (name, value) in styles {
            js_sys::Reflect::set(&options, &(*name).into(), &(*value).into())?;
        }
        <DateTimeFormat>::new(&self.language, &options)
    }

    /// How long something is kept.
    pub(in crate::web) fn lasting(&self, lasting: Lasting) -> Result<String, JsValue> {
        match lasting {
            Lasting::Message(key) => Ok(message(key)),
            Lasting::Units(number, unit) => {
                let options = js_sys::Object::new();
                for (name, value) in [("style", "unit"), ("unit", unit), ("unitDisplay", "long")] {
                    js_sys::Reflect::set(&options, &name.into(), &value.into())?;
                }
                Ok(<NumberFormat>::new(&self.language, &options)?.format(f64::from(number)))
            }
        }
    }
}

/// A message without a variable part.
pub(in crate::web) fn message(key: &str) -> String {
    browser::message(key, Vec::new())
}

/// A message about a site, or whatever else its one variable part stands for.
pub(in crate::web) fn about(key: &str, what: &str) -> String {
    browser::message(key, vec![what.to_owned()])
}
