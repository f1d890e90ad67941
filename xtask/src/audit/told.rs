//! What a request tells LivePerson: its parameters, its body, its cookies, by the catalogue's meaning of each.

use askfirst::catalogue::{Catalogue, Personal, Role, Service};
use askfirst::explain::{Learned, LearnedValue, Way, learned_of_message};
use askfirst::site::Url;
use serde::Serialize;

use super::cookies::SentCookie;
use super::har::Post;
use super::known::Known;

/// Things that are told of one request.
const MOST: usize = 200;
/// A value is told up to this length. Characters.
const LONGEST_VALUE: usize = 1000;
/// A name is told up to this length. Characters.
const LONGEST_NAME: usize = 100;

/// What a `Referer` says that has no more than an origin.
const ORIGIN: &str = "The page’s origin.";
/// What one says that has more.
const WHOLE_ADDRESS: &str = "The address of the page.";

/// In which part of a request something was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Via {
    Query,
    Path,
    Body,
    Cookie,
    Header,
}

/// One thing that a request told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    pub(super) via: Via,
    /// The parameter, cookie or header.
    pub(super) name: String,
    /// The attribute's type, of what is inside `sdes`.
    pub(super) attribute: Option<String>,
    /// Where it stands inside, names with dots between them.
    pub(super) field: Option<String>,
    /// What it says, by the catalogue.
    pub(super) meaning: Option<String>,
    /// How personal it is; none where the catalogue does not describe it.
    pub(super) personal: Option<Personal>,
    /// The value; none where it is left out.
    pub(super) value: Option<String>,
}

impl Told {
    /// Whether it is a `Referer` that has no more than the page's origin.
    pub(super) fn is_origin(&self) -> bool {
        self.via == Via::Header && self.meaning.as_deref() == Some(ORIGIN)
    }

    /// Whether it says something of the visitor.
    pub(super) fn is_of_visitor(&self) -> bool {
        self.personal.is_some_and(|personal| personal != Personal::No)
    }
}

/// What is read of a request for it.
pub(super) struct Asked<'a> {
    pub(super) address: &'a str,
    pub(super) service: &'a Service,
    pub(super) body: Option<&'a str>,
    pub(super) body_kind: Option<&'a str>,
    pub(super) cookies: &'a [SentCookie],
    pub(super) referer: Option<&'a str>,
    /// The header `LP-URL` of conversations.
    pub(super) lp_url: Option<&'a str>,
    /// Milliseconds since 1970.
    pub(super) time: f64,
}

/// Everything that a request told. `values`: whether those that may be personal are kept.
pub(super) fn told(known: &Known<'_>, asked: &Asked<'_>, values: bool) -> Vec<Told> {
    let catalogue = known.catalogue;
    let mut all = Vec::new();
    in_address(catalogue, asked, &mut all);
    in_body(catalogue, asked, &mut all);
    for cookie in asked.cookies {
        let host = Url::parse(asked.address).map(|url| url.host).unwrap_or_default();
        all.push(of_cookie(known, cookie, &host));
    }
    if let Some(address) = asked.lp_url {
        let meaning = catalogue.parameter("conversation", "LP-URL");
        all.push(plain(Via::Header, "LP-URL", meaning.map(|known| (known.purpose.as_str(), known.personal)), address));
    }
    if let Some(referer) = asked.referer {
        let whole = Url::parse(referer).is_some_and(|url| !matches!(url.rest, "" | "/"));
        let meaning = if whole { WHOLE_ADDRESS } else { ORIGIN };
        all.push(plain(Via::Header, "Referer", Some((meaning, Personal::Browsing)), referer));
    }
    all.truncate(MOST);
    for one in &mut all {
        if !values && one.personal != Some(Personal::No) {
            one.value = None;
        }
    }
    all
}

/// Where the catalogue has the parameters of a service.
fn place(service: &Service) -> &'static str {
    match (service.id.as_str(), service.role) {
        ("taglets" | "own-host-taglets", _) => "taglets",
        ("chat-window" | "own-host-media", _) => "window",
        (_, Role::Tag) => "tag",
        (_, Role::Monitoring) => "monitoring",
        (_, Role::Configuration) => "configuration",
        (_, Role::Storage) => "storage-frame",
        (_, Role::Identity) => "identity-frame",
        (_, Role::Messaging) => "messaging",
        (_, Role::History) => "history",
        (_, Role::Legacy) => "legacy",
        _ => "",
    }
}

fn in_address(catalogue: &Catalogue, asked: &Asked<'_>, all: &mut Vec<Told>) {
    let (path, query) = asked.address.split_once('?').unwrap_or((asked.address, ""));
    // Source: liveperson.md, 3: `/monitoring/visitors/{vid}/visits/`.
    if let Some((_, after)) = path.split_once("/monitoring/visitors/") {
        let known = catalogue.parameter("monitoring", "vid").map(|known| (known.purpose.as_str(), known.personal));
        all.push(plain(Via::Path, "vid", known, after.split('/').next().unwrap_or_default()));
    }
    if asked.service.role == Role::Monitoring {
        let learned = learned_of_message(catalogue, asked.address, Way::Sent, asked.time);
        all.extend(learned.iter().map(|one| of_learned(catalogue, one, Via::Query)));
    } else {
        pairs(catalogue, query.split('#').next().unwrap_or_default(), asked.service, Via::Query, all);
    }
}

fn in_body(catalogue: &Catalogue, asked: &Asked<'_>, all: &mut Vec<Told>) {
    let Some(body) = asked.body.filter(|body| !body.trim().is_empty()) else { return };
    let is_form = asked.body_kind.is_some_and(|kind| kind.contains("x-www-form-urlencoded"));
    let query = if is_form { Some(body.to_owned()) } else { object_as_query(body) };
    match query {
        Some(query) if asked.service.role == Role::Monitoring => {
            let learned = learned_of_message(catalogue, &format!("https://body.invalid/?{query}"), Way::Sent, asked.time);
            all.extend(learned.iter().map(|one| of_learned(catalogue, one, Via::Body)));
        }
        Some(query) if is_form => pairs(catalogue, &query, asked.service, Via::Body, all),
        // Nobody knows what it says: it may be anything.
        _ => all.push(plain(Via::Body, "", Some(("What stands in the body of the request.", Personal::Direct)), body)),
    }
}

/// The members of a JSON object as parameters.
fn object_as_query(body: &str) -> Option<String> {
    let serde_json::Value::Object(members) = serde_json::from_str(body).ok()? else { return None };
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in members {
        query.append_pair(&name, value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_str());
    }
    Some(query.finish())
}

fn pairs(catalogue: &Catalogue, query: &str, service: &Service, via: Via, all: &mut Vec<Told>) {
    for (name, value) in form_urlencoded::parse(query.as_bytes()).take(MOST) {
        let known = catalogue.parameter(place(service), &name);
        all.push(plain(via, &name, known.map(|known| (known.purpose.as_str(), known.personal)), &value));
    }
}

fn of_learned(catalogue: &Catalogue, learned: &Learned, via: Via) -> Told {
    let parameter = catalogue.parameter("monitoring", &learned.parameter);
    let attribute = learned.attribute.as_deref().map(|name| catalogue.parameter("sdes", name));
    let names = learned.field.as_deref().unwrap_or_default().rsplit('.');
    let field = names.filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit())).find_map(|name| catalogue.field(name));
    let of_parameter = attribute.unwrap_or(parameter).map(|known| known.purpose.as_str());
    let meaning = field.map(|known| known.purpose.as_str()).or(of_parameter);
    let message = |name: &str| catalogue.parameter("message", name).map(|known| known.purpose.clone());
    let meaning = match &learned.value {
        LearnedValue::Message(name) => message(name).or(meaning.map(str::to_owned)),
        _ => meaning.map(str::to_owned),
    };
    let value = match &learned.value {
        LearnedValue::Text(text) | LearnedValue::Cut(text) | LearnedValue::Message(text) => Some(text.clone()),
        LearnedValue::Time(time) => Some(askfirst::report::iso(*time).unwrap_or_else(|| time.to_string())),
        LearnedValue::Function | LearnedValue::Nothing => None,
    };
    Told {
        via,
        name: learned.parameter.clone(),
        attribute: learned.attribute.clone(),
        field: learned.field.clone(),
        meaning,
        personal: Some(learned.personal),
        value,
    }
}

fn of_cookie(known: &Known<'_>, cookie: &SentCookie, host: &str) -> Told {
    let purpose = known.cookie(&cookie.name, host).and_then(|item| item.item).map(|item| item.purpose.as_str());
    // Whatever a browser gives back to the same server again and again recognises it.
    let meaning = purpose.unwrap_or("A cookie of LivePerson’s that no source describes.");
    plain(Via::Cookie, &cookie.name, Some((meaning, Personal::Identifier)), &cookie.value)
}

fn plain(via: Via, name: &str, known: Option<(&str, Personal)>, value: &str) -> Told {
    let short = |text: &str, longest: usize| text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(longest).collect::<String>();
    Told {
        via,
        name: short(name, LONGEST_NAME),
        attribute: None,
        field: None,
        meaning: known.map(|(meaning, _)| meaning.to_owned()),
        personal: known.map(|(_, personal)| personal),
        value: (!value.is_empty()).then(|| short(value, LONGEST_VALUE)),
    }
}

/// The text of a body, from its text or its fields.
pub(super) fn body(post: Post) -> (Option<String>, Option<String>) {
    let kind = post.mime_type.text();
    let text = post.text.text().or_else(|| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for field in post.params.0.0 {
            query.append_pair(&field.name.text()?, &field.value.text().unwrap_or_default());
        }
        Some(query.finish()).filter(|text| !text.is_empty())
    });
    let kind = kind.map(|kind| kind.to_ascii_lowercase());
    (text, kind)
}
