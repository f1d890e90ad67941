//! Parts of a HAR that exporters write in several ways: what is not as expected counts as absent, and is no reason to give up.

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A single value, whatever its type.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Scalar {
    #[default]
    None,
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Scalar {
    /// As text; none where it is absent, empty or a list.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => (!text.is_empty()).then_some(text),
            Self::Number(number) => Some(number.to_string()),
            Self::Flag(_) | Self::None => None,
        }
    }

    /// As a number; none for what is none.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Number(number) => Some(*number),
            Self::Flag(_) | Self::None => None,
        }
    }

    /// Whether it says yes.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Self::Flag(flag) => *flag,
            Self::Text(text) => !matches!(text.to_ascii_lowercase().as_str(), "" | "false" | "0" | "no"),
            Self::Number(number) => *number != 0.0,
            Self::None => false,
        }
    }

    /// As it is shown in a message.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::None => "absent".to_owned(),
            Self::Text(text) => format!("`{}`", text.chars().filter(|c| !c.is_control()).take(60).collect::<String>()),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Scalar, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::None)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// An object, or nothing where something else stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Loose<T>(pub(crate) T, /** What stands there instead, where it is a single value. */ pub(crate) Scalar);

struct LooseVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for LooseVisitor<T> {
    type Value = Loose<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Loose<T>, E> {
        Ok(Loose(T::default(), Scalar::Flag(flag)))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Loose<T>, E> {
        Ok(Loose::default())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Loose<T>, E> {
        Ok(Loose::default())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Loose<T>, E> {
        Ok(Loose::default())
    }
    fn visit_str<E>(self, text: &str) -> Result<Loose<T>, E> {
        Ok(Loose(T::default(), Scalar::Text(text.to_owned())))
    }
    fn visit_unit<E>(self) -> Result<Loose<T>, E> {
        Ok(Loose::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose<T>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::default())
    }
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Loose<T>, A::Error> {
        Ok(Loose(T::deserialize(MapAccessDeserializer::new(object))?, Scalar::None))
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor(PhantomData))
    }
}

/// What takes the entries of a list one by one.
pub(crate) trait Collects: Default {
    /// An entry.
    type Entry: for<'de> Deserialize<'de> + Default;
    /// Takes one; it may be dropped.
    fn take(&mut self, entry: Self::Entry);
}

/// A list, of whose entries nothing is kept that `T` does not want.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct List<T>(pub(crate) T);

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Collects> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_bool<E>(self, _: bool) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_i64<E>(self, _: i64) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_u64<E>(self, _: u64) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_f64<E>(self, _: f64) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_str<E>(self, _: &str) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_unit<E>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<List<T>, A::Error> {
        let mut all = T::default();
        while let Some(Loose(entry, _)) = list.next_element::<Loose<T::Entry>>()? {
            all.take(entry);
        }
        Ok(List(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<List<T>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(List::default())
    }
}

impl<'de, T: Collects> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}
