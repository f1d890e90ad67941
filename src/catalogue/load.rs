//! Reading the catalogue: typed, and checked so that a mistake in it stops the build with its place and its reason.

use super::{CATALOGUE_PATH, Catalogue, Class, Filter, Reach, Role};
use crate::pattern::NamePattern;
use std::collections::HashSet;
use std::fmt;

/// The only form of the file that this core reads.
const FORMAT: u32 = 1;

/// What is wrong with a catalogue, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueError {
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in the line, from 1; 0 when the mistake is not at one letter.
    pub column: usize,
    /// The entry, as a path: `items[3] "LPVID"`.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{CATALOGUE_PATH}:{}:{}: ", self.line, self.column.max(1))?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// The catalogue that is compiled in.
    ///
    /// # Errors
    /// Never in a build that came about: the build script has loaded the same text.
    pub fn embedded() -> Result<Self, CatalogueError> {
        Self::parse(include_str!("liveperson.json"))
    }

    /// Reads and checks a catalogue.
    ///
    /// # Errors
    /// The first mistake, with its place and reason: JSON that does not parse, an unknown or missing field, a filter or
    /// pattern that cannot be read, an id given twice, a source that is not in the list, an empty text.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let catalogue: Self = serde_json::from_str(text).map_err(|error| CatalogueError {
            line: error.line(),
            column: error.column(),
            place: String::new(),
            reason: without_position(&error.to_string()),
        })?;
        Checker { text, catalogue: &catalogue }.check()?;
        Ok(catalogue)
    }
}

/// serde_json says the position in the message too.
fn without_position(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(reason, _)| reason).to_owned()
}

struct Checker<'a> {
    text: &'a str,
    catalogue: &'a Catalogue,
}

impl Checker<'_> {
    fn check(&self) -> Result<(), CatalogueError> {
        let all = self.catalogue;
        if all.format != FORMAT {
            return self.wrong("format", "\"format\"", &format!("this core reads form {FORMAT}, not {}", all.format));
        }
        let mut seen = HashSet::new();
        for (n, entry) in all.domains.iter().enumerate() {
            let place = format!("domains[{n}] \"{}\"", entry.domain);
            let key = format!("\"domain\": \"{}\"", entry.domain);
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.domain)?;
            if entry.domain != entry.domain.to_ascii_lowercase() || !entry.domain.contains('.') || entry.domain.starts_with('.') {
                return self.wrong(&place, &key, "a domain is written in lower case, without a leading dot");
            }
        }
        seen.clear();
        for (n, entry) in all.services.iter().enumerate() {
            let place = format!("services[{n}] \"{}\"", entry.id);
            let key = format!("\"id\": \"{}\"", entry.id);
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.id)?;
            self.filters(&place, entry)?;
        }
        seen.clear();
        for (n, entry) in all.items.iter().enumerate() {
            let place = format!("items[{n}] \"{}\"", entry.id);
            let key = format!("\"id\": \"{}\"", entry.id);
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.id)?;
            if entry.patterns.is_empty() || entry.kinds.is_empty() {
                return self.wrong(&place, &key, "an item needs a pattern and a kind");
            }
            for pattern in &entry.patterns {
                NamePattern::parse(pattern).or_else(|error| self.wrong(&place, &key, &error.to_string()))?;
            }
            for difference in &entry.differs {
                self.sources(&place, &key, std::slice::from_ref(&difference.source))?;
            }
        }
        seen.clear();
        for (n, entry) in all.parameters.iter().enumerate() {
            let place = format!("parameters[{n}] \"{}\"", entry.name);
            let key = format!("\"name\": \"{}\"", entry.name);
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &format!("{} {}", entry.on, entry.name))?;
        }
        seen.clear();
        for (n, entry) in all.engagements.iter().enumerate() {
            let place = format!("engagements[{n}] \"{}\"", entry.name);
            let key = format!("\"type\": {}", entry.number);
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.number.to_string())?;
        }
        self.evidence()?;
        for (n, entry) in all.differences.iter().enumerate() {
            let key = format!("\"subject\": \"{}\"", entry.subject);
            self.entry(&format!("differences[{n}]"), &key, &entry.found, &entry.source)?;
        }
        Ok(())
    }

    /// What explains what was seen: fields, behaviours, consent.
    fn evidence(&self) -> Result<(), CatalogueError> {
        let mut seen = HashSet::new();
        for (n, entry) in self.catalogue.fields.iter().enumerate() {
            let (place, key) = (format!("fields[{n}] \"{}\"", entry.name), format!("\"name\": \"{}\"", entry.name));
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.name.to_ascii_lowercase())?;
        }
        seen.clear();
        for (n, entry) in self.catalogue.behaviours.iter().enumerate() {
            let (place, key) = (format!("behaviours[{n}] \"{}\"", entry.id), format!("\"id\": \"{}\"", entry.id));
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.id)?;
            if let Some(sign) = entry.shown_by.iter().find(|sign| self.catalogue.parameter(sign.on(), sign.name()).is_none()) {
                return self.wrong(&place, &key, &format!("the {} \"{}\" is not in \"parameters\"", sign.kind(), sign.name()));
            }
        }
        seen.clear();
        let mut roles = HashSet::new();
        let mut classes = HashSet::new();
        for (n, entry) in self.catalogue.consent.iter().enumerate() {
            let (place, key) = (format!("consent[{n}] \"{}\"", entry.id), format!("\"id\": \"{}\"", entry.id));
            self.entry(&place, &key, &entry.purpose, &entry.source)?;
            self.once(&mut seen, &place, &key, &entry.id)?;
            let is_new = entry.roles.iter().all(|role| roles.insert(*role)) && entry.classes.iter().all(|class| classes.insert(*class));
            if !is_new {
                return self.wrong(&place, &key, "a role or class has two entries");
            }
        }
        match Role::ALL.iter().find(|role| !roles.contains(role)) {
            Some(role) => self.wrong("consent", "\"consent\"", &format!("the role \"{}\" has no entry", role.as_str())),
            None if classes.len() < Class::ALL.len() => self.wrong("consent", "\"consent\"", "a class has no entry"),
            None => Ok(()),
        }
    }

    /// What every entry owes: a purpose that is a sentence, and a source.
    fn entry(&self, place: &str, key: &str, purpose: &str, source: &[String]) -> Result<(), CatalogueError> {
        if purpose.trim().is_empty() || !purpose.ends_with('.') {
            return self.wrong(place, key, "the purpose is one plain sentence, with a full stop");
        }
        if source.is_empty() {
            return self.wrong(place, key, "a source is missing");
        }
        self.sources(place, key, source)
    }

    fn sources(&self, place: &str, key: &str, source: &[String]) -> Result<(), CatalogueError> {
        match source.iter().find(|name| !self.catalogue.sources.contains_key(*name)) {
            Some(name) => self.wrong(place, key, &format!("the source \"{name}\" is not in \"sources\"")),
            None => Ok(()),
        }
    }

    fn once(&self, seen: &mut HashSet<String>, place: &str, key: &str, id: &str) -> Result<(), CatalogueError> {
        if id.trim().is_empty() {
            return self.wrong(place, key, "it has no name");
        }
        if seen.insert(id.to_owned()) { Ok(()) } else { self.wrong(place, key, "it is in the catalogue twice") }
    }

    fn filters(&self, place: &str, entry: &super::Service) -> Result<(), CatalogueError> {
        let key = format!("\"id\": \"{}\"", entry.id);
        if entry.filters.is_empty() {
            return self.wrong(place, &key, "a service needs a filter");
        }
        for line in &entry.filters {
            // The line as it stands in the file: JSON doubles the backslashes.
            let written = line.replace('\\', "\\\\");
            let filter = Filter::parse(line).or_else(|reason| self.wrong(&format!("{place}: filter `{line}`"), &written, &reason))?;
            if filter.third_party == entry.disguised {
                let reason = "LivePerson's hosts are met as third parties ($third-party), disguises as first parties";
                return self.wrong(&format!("{place}: filter `{line}`"), &written, reason);
            }
            let host = line.trim_start_matches('|').split(['/', '^', '*']).next().unwrap_or_default();
            if line.starts_with("||") && self.catalogue.domain_of(host).is_none() {
                return self.wrong(&format!("{place}: filter `{line}`"), &written, "its host is on none of the catalogue's domains");
            }
        }
        if entry.disguised == entry.marks.is_empty() || entry.marks.iter().any(|mark| mark.len() < 4 || *mark != mark.to_ascii_lowercase())
        {
            return self.wrong(place, &key, "a disguise, and only a disguise, has marks: pieces of its URLs in lower case");
        }
        if entry.disguised && entry.reach == Reach::Domain {
            return self.wrong(place, &key, "a disguise is a path or a single host, never a whole domain of somebody else's");
        }
        Ok(())
    }

    fn wrong<T>(&self, place: &str, key: &str, reason: &str) -> Result<T, CatalogueError> {
        let line = self.text.lines().position(|line| line.contains(key)).map_or(1, |n| n + 1);
        Err(CatalogueError { line, column: 0, place: place.to_owned(), reason: reason.to_owned() })
    }
}
