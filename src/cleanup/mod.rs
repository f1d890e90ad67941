//! Cookies that a server brings, and what LivePerson left in the past: what becomes of each, and what is said of it.
//!
//! The browser asks nobody before it takes a cookie from a server's answer; it can only be looked at afterwards.

mod cookie;
mod fate;
mod plan;
mod report;

pub use cookie::{Cookie, PartitionKey};
pub use fate::{Fate, Judge, Occasion};
pub use plan::{Plan, plan};
pub use report::{Asked, CleanUp, Tally};

use crate::catalogue::{Catalogue, FilterPattern, Role};
use std::collections::BTreeSet;

/// Hosts of LivePerson's that keep something in a visitor's browser under their own name: those that the catalogue names
/// in full. Where its agents and administrators work is not among them.
#[must_use]
pub fn storage_hosts(catalogue: &Catalogue) -> BTreeSet<String> {
    let services =
        catalogue.services.iter().filter(|service| !service.disguised && !matches!(service.role, Role::Website | Role::Discovery));
    let filters = services.flat_map(|service| service.parsed_filters().unwrap_or_default());
    filters
        .filter_map(|filter| match filter.pattern {
            FilterPattern::Anchored(text) => text.trim_start_matches('|').split(['/', '^', '*']).next().map(str::to_owned),
            FilterPattern::Regex(_) => None,
        })
        .filter(|host| !catalogue.domains.iter().any(|entry| entry.domain == *host))
        .collect()
}
