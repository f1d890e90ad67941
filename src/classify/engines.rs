//! adblock-rust over the catalogue's filters.
//!
//! One engine for each reach, asked from the narrowest to the widest: adblock-rust answers with *a* filter that fits, and
//! services of one reach never fit the same URL, so the answer does not depend on the order of its tables.

use super::Fit;
use crate::catalogue::{Catalogue, Reach};
use adblock::lists::ParseOptions;
use adblock::request::Request;
use adblock::{Engine, FilterSet};
use std::collections::HashMap;

struct Tier {
    engine: Engine,
    by_line: HashMap<String, Fit>,
}

/// The engines for LivePerson's own hosts and for disguises on other hosts.
pub(super) struct Engines {
    own: Vec<Tier>,
    disguised: Vec<Tier>,
}

impl Engines {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let tiers = |disguised: bool| Reach::ALL.iter().filter_map(|reach| Tier::new(catalogue, *reach, disguised)).collect();
        Self { own: tiers(false), disguised: tiers(true) }
    }

    /// The narrowest filter for LivePerson's hosts that fits.
    pub(super) fn own(&self, request: &Request) -> Option<Fit> {
        self.own.iter().find_map(|tier| tier.check(request))
    }

    /// The narrowest filter for disguises that fits.
    pub(super) fn disguised(&self, request: &Request) -> Option<Fit> {
        self.disguised.iter().find_map(|tier| tier.check(request))
    }
}

impl Tier {
    /// `None` where the catalogue has no such filter.
    fn new(catalogue: &Catalogue, reach: Reach, disguised: bool) -> Option<Self> {
        let mut by_line = HashMap::new();
        let mut lines = Vec::new();
        for (service, entry) in catalogue.services.iter().enumerate().filter(|(_, s)| s.reach == reach && s.disguised == disguised) {
            for (filter, line) in entry.filters.iter().enumerate() {
                by_line.insert(line.clone(), Fit { service, filter });
                lines.push(line.as_str());
            }
        }
        if lines.is_empty() {
            return None;
        }
        // With debug, an answer carries the line it came from.
        let mut set = FilterSet::new(true);
        set.add_filter_list(lines.join("\n"), ParseOptions::default());
        Some(Self { engine: Engine::new_with_filter_set_no_optimize(set), by_line })
    }

    fn check(&self, request: &Request) -> Option<Fit> {
        let line = self.engine.check_network_request(request).filter?.raw_line?;
        self.by_line.get(&line).copied()
    }
}
