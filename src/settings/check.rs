//! Reading JSON by hand, so that what is wrong can be told with its place.

use super::{Fault, Problem};
use crate::policy::{Lasts, Mode};
use crate::site::Site;
use serde_json::{Map, Value};

/// An object of the file, and where it stands.
pub(super) struct Members<'a> {
    place: String,
    members: &'a Map<String, Value>,
}

impl<'a> Members<'a> {
    /// The object at a place, which has these members and no others.
    pub(super) fn of(value: &'a Value, place: &str, known: &[&str]) -> Result<Self, Problem> {
        let members = value.as_object().ok_or_else(|| Problem::of(place, Fault::NotAnObject, value))?;
        if let Some(unknown) = members.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(Problem::new(place, Fault::Unknown, unknown));
        }
        Ok(Self { place: place.to_owned(), members })
    }

    /// Where a member stands.
    pub(super) fn place(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A member that has to be there.
    pub(super) fn get(&self, name: &str) -> Result<(String, &'a Value), Problem> {
        let value = self.members.get(name).ok_or_else(|| Problem::new(&self.place, Fault::Missing, name))?;
        Ok((self.place(name), value))
    }

    /// A member that need not.
    pub(super) fn find(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name)
    }

    pub(super) fn yes_or_no(&self, name: &str) -> Result<bool, Problem> {
        let (place, value) = self.get(name)?;
        value.as_bool().ok_or_else(|| Problem::of(&place, Fault::NotYesOrNo, value))
    }

    pub(super) fn mode(&self, name: &str) -> Result<Mode, Problem> {
        let (place, value) = self.get(name)?;
        serde_json::from_value(value.clone()).map_err(|_| Problem::of(&place, Fault::NotAMode, value))
    }

    /// A duration that does not need a tab.
    pub(super) fn lasts(&self, name: &str) -> Result<Lasts, Problem> {
        let (place, value) = self.get(name)?;
        let read: Option<Lasts> = serde_json::from_value(value.clone()).ok();
        read.filter(|lasts| *lasts != Lasts::Tab).ok_or_else(|| Problem::of(&place, Fault::NotADuration, value))
    }

    /// A list of no more than so many.
    pub(super) fn list(&self, name: &str, most: usize) -> Result<(String, &'a [Value]), Problem> {
        let (place, value) = self.get(name)?;
        let list = value.as_array().ok_or_else(|| Problem::of(&place, Fault::NotAList, value))?;
        if list.len() > most { Err(Problem::new(&place, Fault::TooMany, &most.to_string())) } else { Ok((place, list)) }
    }
}

/// The name of a site, as AskFirst writes it. `refuses`: sites for which nothing can be chosen.
pub(super) fn site(value: &Value, place: &str, refuses: &impl Fn(&str) -> bool) -> Result<Site, Problem> {
    let wrong = || Problem::of(place, Fault::NotASite, value);
    let name = value.as_str().ok_or_else(wrong)?;
    let site = Site::of_host(name).filter(|site| site.as_str() == name && is_host(name) && !refuses(name));
    site.ok_or_else(wrong)
}

/// Whether browsers take it for a host in their rules: letters, digits and hyphens between single dots, or an IPv6 address.
fn is_host(name: &str) -> bool {
    if let Some(address) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    }
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    name.split('.').all(is_label)
}
