//! The report of a page: what the popup tells of it, for whom the visitor shows it to. As JSON, whose form is published in
//! `extension/schemas/report-1.json`, and as a page to read ([`html`]). What is personal is left out unless it is asked for.

mod html;
mod rows;
mod secrets;
mod time;

pub use html::{Cell, Section, Sheet, html};
pub use rows::{AddressRow, DisguisedRow, KeptRow, LearnedRow, PageRow, Product, RequestsRow, ServiceRow, WouldKeepRow};
pub use time::iso;

use crate::explain::{ConsentView, Evidence, Verdict, View, Watched};
use crate::policy::Mode;
use secrets::Secrets;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a report calls itself.
pub const FORMAT: &str = "askfirst-report";
/// The version of its form.
pub const VERSION: u32 = 1;

/// A report of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`FORMAT`].
    pub format: &'static str,
    /// [`VERSION`].
    pub version: u32,
    /// What made it.
    pub product: Product,
    /// When it was made, in UTC.
    pub made: String,
    /// The page that it is about.
    pub page: PageRow,
    /// How its site is treated.
    pub mode: Mode,
    /// What happened, in one word.
    pub verdict: Verdict,
    /// Whether values that may be personal are in it.
    pub personal_values: bool,
    /// Whether more happened than single rows tell.
    pub more: bool,
    /// What was tried, by part of the machinery.
    pub requests: Vec<RequestsRow>,
    /// What the page tried to keep.
    pub kept: Vec<KeptRow>,
    /// What the script that was stopped would have kept, according to AskFirst's catalogue. It was not seen.
    pub would_keep: Vec<WouldKeepRow>,
    /// Disguised tags that were stopped.
    pub disguised: Vec<DisguisedRow>,
    /// What LivePerson learned or would have.
    pub learned: Vec<LearnedRow>,
    /// Behaviours that were shown to be watched.
    pub watched: Vec<Watched>,
    /// Behaviours that are only said to be watched; no script was seen watching them.
    pub said_to_be_watched: Vec<Watched>,
    /// What needs consent, and why.
    pub consent: Vec<ConsentView>,
    /// The sources that are named: short name → what and where it is.
    pub sources: BTreeMap<String, String>,
}

impl Report {
    /// Of what is told of a page. `made` in milliseconds since 1970; `version` is the product's; `personal`: whether values that
    /// may be personal are asked for.
    #[must_use]
    pub fn of(view: &View, evidence: &Evidence, version: &str, made: f64, personal: bool) -> Self {
        let secrets = if personal { Secrets::default() } else { Secrets::of(&evidence.learned) };
        Self {
            format: FORMAT,
            version: VERSION,
            product: Product { name: "AskFirst", version: version.to_owned() },
            made: iso(made).unwrap_or_default(),
            page: PageRow {
                address: evidence.page.as_deref().map(|address| secrets.without(address)),
                site: view.site.clone(),
                kind: view.page,
            },
            mode: view.mode,
            verdict: view.verdict,
            personal_values: personal,
            more: view.more || evidence.learned_more,
            requests: view.groups.iter().map(|group| RequestsRow::of(group, &evidence.addresses, personal, &secrets)).collect(),
            kept: view.kept.iter().map(|item| KeptRow::of(item, &secrets)).collect(),
            would_keep: view.would_keep.iter().map(WouldKeepRow::of).collect(),
            disguised: view.disguised.iter().map(|tag| DisguisedRow::of(tag, personal, &secrets)).collect(),
            learned: evidence.learned.iter().map(|row| LearnedRow::of(row, personal)).collect(),
            watched: evidence.watched.clone(),
            said_to_be_watched: evidence.said.clone(),
            consent: evidence.consent.clone(),
            sources: evidence.sources.clone(),
        }
    }

    /// The report as text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
