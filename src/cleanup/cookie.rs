//! A cookie as the browser describes it.

use crate::site::{Url, normal_host};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whose pages a partitioned cookie is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartitionKey {
    /// The site in the address bar, as an address without a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_level_site: Option<String>,
    /// Whether a frame of yet another site is in between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_cross_site_ancestor: Option<bool>,
}

/// `cookies.Cookie` of the browsers' extension interfaces.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value. It is given back to the browser where only the expiry is to change; nothing else reads it.
    pub value: String,
    /// The domain it is kept for, with a leading dot when subdomains get it too.
    pub domain: String,
    /// Whether only that very host gets it.
    pub host_only: bool,
    /// The path it is kept for.
    pub path: String,
    /// Whether it is sent over TLS only.
    pub secure: bool,
    /// Whether scripts cannot read it: then it was a server that set it.
    pub http_only: bool,
    /// With which requests of other sites it is sent, in the browser's words.
    #[serde(default)]
    pub same_site: Option<String>,
    /// Whether it goes with the session.
    pub session: bool,
    /// When it ends, in seconds since 1970; none for a session cookie.
    #[serde(default)]
    pub expiration_date: Option<f64>,
    /// The browser's name for the store: ordinary, private, a container.
    pub store_id: String,
    /// Whose pages it is for, where it is partitioned.
    #[serde(default)]
    pub partition_key: Option<PartitionKey>,
    /// Firefox, where cookies are isolated by the site in the address bar.
    #[serde(default)]
    pub first_party_domain: Option<String>,
}

/// Without the value: what is written to a console has no identifiers in it.
impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cookie {} of {}{} in store {}", self.name, self.domain, self.path, self.store_id)?;
        match self.top_level_host() {
            Some(host) => write!(f, ", partitioned for {host}"),
            None => Ok(()),
        }
    }
}

impl Cookie {
    /// The host or domain it is kept for.
    #[must_use]
    pub fn host(&self) -> String {
        normal_host(self.domain.trim_start_matches('.'))
    }

    /// The host in the address bar of the pages it is for, where it is partitioned.
    #[must_use]
    pub fn top_level_host(&self) -> Option<String> {
        let site = self.partition_key.as_ref()?.top_level_site.as_deref()?;
        Url::parse(site).map(|url| url.host)
    }

    /// Whether it is of private windows: the names that Chromium and Firefox give their store. Source: MDN, `cookies.CookieStore`.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self.store_id.as_str(), "1" | "firefox-private")
    }

    /// An address that it is sent to. Always over TLS: there every cookie is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}{}", self.host(), self.path)
    }

    /// Whether `other` stands in the same place of the browser: only one of the two can be there.
    #[must_use]
    pub fn is_in_place_of(&self, other: &Self) -> bool {
        self.name == other.name
            && self.domain == other.domain
            && self.host_only == other.host_only
            && self.path == other.path
            && self.store_id == other.store_id
            && self.partition_key == other.partition_key
            && self.first_party_domain == other.first_party_domain
    }

    /// For how many more seconds it asks to be kept, at `now` (milliseconds since 1970); none for a session cookie.
    #[must_use]
    pub fn seconds_left(&self, now: f64) -> Option<u64> {
        // To the nearest second: it was set a moment before it is looked at. A time that is over counts as none left.
        self.expiration_date.map(|end| (end - now / 1000.0).round().max(0.0) as u64)
    }
}
