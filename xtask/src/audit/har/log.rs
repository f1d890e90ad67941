//! The outer shape of a HAR: `log`, and in it `pages` and `entries`, in whichever order, read one by one.

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use super::entry::Entry;
use super::page::{Page, Program};
use super::scalar::{Loose, Scalar};

/// Takes what a HAR has, in the order of the file.
pub(crate) trait Sink {
    /// A page.
    fn page(&mut self, page: Page);
    /// A request.
    fn entry(&mut self, entry: Entry);
    /// What the file says of itself: `creator`, `browser` or `version`.
    fn made_by(&mut self, what: &str, name: Option<String>, version: Option<String>);
}

/// The part that is being read, for errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    File,
    Log,
    Page(u64),
    Entry(u64),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
            Self::Log => f.write_str("log"),
            Self::Page(number) => write!(f, "log.pages[{number}]"),
            Self::Entry(number) => write!(f, "log.entries[{number}]"),
        }
    }
}

/// The whole file.
pub(super) struct File<'a, S> {
    pub(super) sink: &'a mut S,
    pub(super) part: &'a Cell<Part>,
}

impl<'de, S: Sink> DeserializeSeed<'de> for File<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for File<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a HAR: an object with `log` in it")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut has_log = false;
        while let Some(key) = object.next_key::<String>()? {
            if key == "log" {
                has_log = true;
                object.next_value_seed(Log { sink: &mut *self.sink, part: self.part })?;
                self.part.set(Part::File);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        if has_log { Ok(()) } else { Err(A::Error::custom("`log` is missing: it is JSON, but no HAR")) }
    }
}

struct Log<'a, S> {
    sink: &'a mut S,
    part: &'a Cell<Part>,
}

impl<'de, S: Sink> DeserializeSeed<'de> for Log<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.part.set(Part::Log);
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Log<'_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`log`, an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut has_entries = false;
        while let Some(key) = object.next_key::<String>()? {
            match key.as_str() {
                "entries" => {
                    has_entries = true;
                    let sink = &mut *self.sink;
                    object.next_value_seed(Each::new("`log.entries`, a list", self.part, Part::Entry, |entry| sink.entry(entry)))?;
                }
                "pages" => {
                    let sink = &mut *self.sink;
                    let mut pages = Each::new("`log.pages`, a list", self.part, Part::Page, |page| sink.page(page));
                    pages.may_be_absent = true;
                    object.next_value_seed(pages)?;
                }
                "creator" | "browser" => {
                    let Loose(Program { name, version }, _) = object.next_value()?;
                    self.sink.made_by(&key, name.text(), version.text());
                }
                "version" => {
                    let version: Scalar = object.next_value()?;
                    self.sink.made_by(&key, None, version.text());
                }
                _ => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
            self.part.set(Part::Log);
        }
        if has_entries { Ok(()) } else { Err(A::Error::custom("`log.entries` is missing")) }
    }
}

/// A list whose entries are objects, each given on as soon as it is read.
struct Each<'a, T, F> {
    expected: &'static str,
    part: &'a Cell<Part>,
    name: fn(u64) -> Part,
    give: F,
    may_be_absent: bool,
    entry: PhantomData<T>,
}

impl<'a, T, F: FnMut(T)> Each<'a, T, F> {
    fn new(expected: &'static str, part: &'a Cell<Part>, name: fn(u64) -> Part, give: F) -> Self {
        Self { expected, part, name, give, may_be_absent: false, entry: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<'_, T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<'_, T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.may_be_absent { Ok(()) } else { Err(E::custom(format_args!("null, expected {}", self.expected))) }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for number in 0.. {
            self.part.set((self.name)(number));
            let Some(Object(entry)) = list.next_element::<Object<T>>()? else { break };
            (self.give)(entry);
        }
        Ok(())
    }
}

/// Something that has to be an object.
struct Object<T>(T);

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(Object)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}
