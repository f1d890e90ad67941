//! What is to be done with all cookies of the browser.

use super::{Asked, Cookie, Fate, Judge, Tally};
use std::collections::BTreeSet;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// These go.
    pub remove: Vec<Cookie>,
    /// These lose their expiry.
    pub shorten: Vec<Cookie>,
    /// What the visitor has to be asked about.
    pub ask: Asked,
    /// Hosts of LivePerson's whose cookies go: they may keep more than cookies.
    pub hosts: BTreeSet<String>,
}

/// Sorts cookies by their fate.
#[must_use]
pub fn plan(judge: &Judge, cookies: Vec<Cookie>) -> Plan {
    let mut plan = Plan::default();
    let (mut asked, mut sites) = (Vec::new(), BTreeSet::new());
    for cookie in cookies {
        match judge.fate(&cookie) {
            Fate::Keep => {}
            Fate::SessionOnly => plan.shorten.push(cookie),
            Fate::Remove => plan.remove.push(cookie),
            Fate::Ask(site) => {
                sites.insert(site);
                asked.push(cookie);
            }
        }
    }
    plan.ask = Asked::new(Tally::of(judge, &asked), sites);
    let hosts = plan.remove.iter().map(Cookie::host).filter(|host| judge.is_own(host));
    plan.hosts = hosts.collect();
    plan
}
