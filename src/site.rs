//! Hosts, sites and the parts of a URL that decisions need.
//!
//! A *site* is the host of the tab without a leading `www.`, and its subdomains. There is no public suffix list here: the
//! question "is this LivePerson's?" is answered by the catalogue's own domains.

/// The parts of an absolute URL with a host, borrowed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url<'a> {
    /// Scheme in lower case, without the colon.
    pub scheme: String,
    /// Host in lower case, without port or trailing dot; an IPv6 address keeps its brackets.
    pub host: String,
    /// Everything after the authority: path, query and fragment. May be empty.
    pub rest: &'a str,
}

impl<'a> Url<'a> {
    /// Splits an absolute URL. `None` when there is no scheme or no host.
    #[must_use]
    pub fn parse(url: &'a str) -> Option<Self> {
        let url = url.trim();
        let (scheme, after) = url.split_once("://")?;
        let mut letters = scheme.bytes();
        if !letters.next()?.is_ascii_alphabetic() || !letters.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
            return None;
        }
        let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
        let (authority, rest) = after.split_at_checked(end)?;
        let host = host_of_authority(authority)?;
        Some(Self { scheme: scheme.to_ascii_lowercase(), host, rest })
    }

    /// Whether the browser fetches it over the network: http, https, ws or wss.
    #[must_use]
    pub fn is_network(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https" | "ws" | "wss")
    }

    /// The URL again, in the spelling that browsers match rules against: host in lower case, a path that is never empty
    /// and has no backslashes, no user name, no port, no fragment.
    #[must_use]
    pub fn canonical(&self) -> String {
        let sent = self.rest.split('#').next().unwrap_or_default();
        let (path, query) = sent.split_at_checked(sent.find('?').unwrap_or(sent.len())).unwrap_or((sent, ""));
        let path = path.replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        format!("{}://{}{slash}{path}{query}", self.scheme, self.host)
    }
}

fn host_of_authority(authority: &str) -> Option<String> {
    let after_user = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = if after_user.starts_with('[') {
        let (address, _) = after_user.split_once(']')?;
        format!("{address}]")
    } else {
        after_user.split(':').next().unwrap_or_default().to_owned()
    };
    let host = normal_host(&host);
    let fits = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control());
    fits.then_some(host)
}

/// A host in lower case without a trailing dot.
#[must_use]
pub fn normal_host(host: &str) -> String {
    let host = host.trim().trim_end_matches('.');
    host.to_lowercase()
}

/// Whether `host` is `domain` or one of its subdomains. Both in lower case.
#[must_use]
pub fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// A site: what an allowance is given to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site(String);

impl Site {
    /// The site of a host name.
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        let host = normal_host(host);
        // `www.com` is a site of its own: what is left must still be a name with a dot in it.
        let bare = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&host);
        let sound =
            !bare.is_empty() && bare.len() <= 253 && !bare.contains(|c: char| c.is_whitespace() || c.is_control() || "/?#@\\".contains(c));
        sound.then(|| Self(bare.to_owned()))
    }

    /// The site of the page that a tab shows. `None` for pages that are not from the web.
    #[must_use]
    pub fn of_page(url: &str) -> Option<Self> {
        let url = Url::parse(url)?;
        matches!(url.scheme.as_str(), "http" | "https").then(|| Self::of_host(&url.host)).flatten()
    }

    /// The name, as shown and as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether pages of `host` belong to this site.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        is_within(host, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_split_as_a_browser_splits_them() {
        let url = Url::parse("HTTP://user:pw@CAO-US1.ContactAtOnce.com.:8080/a?b#c").unwrap();
        assert_eq!((url.scheme.as_str(), url.host.as_str(), url.rest), ("http", "cao-us1.contactatonce.com", "/a?b#c"));
        assert_eq!(url.canonical(), "http://cao-us1.contactatonce.com/a?b");
        assert_eq!(Url::parse("https://a.test\\b\\c?\\d").unwrap().canonical(), "https://a.test/b/c?\\d");
        assert_eq!(Url::parse("wss://[::1]:9/x").unwrap().host, "[::1]");
        assert_eq!(Url::parse("https://a.test?q").unwrap().canonical(), "https://a.test/?q");
        for not in ["", "lptag.liveperson.net/tag", "//x.test/", "https:///path", "data:text/plain,x", "1x://h/", "https://a b/"] {
            assert_eq!(Url::parse(not), None, "{not}");
        }
    }

    #[test]
    fn a_site_is_the_host_without_www() {
        assert_eq!(Site::of_host("www.Shop.test.").unwrap().as_str(), "shop.test");
        assert_eq!(Site::of_host("www.com").unwrap().as_str(), "www.com");
        assert_eq!(Site::of_host(""), None);
        assert_eq!(Site::of_page("https://www.shop.test:8443/x").unwrap().as_str(), "shop.test");
        assert_eq!(Site::of_page("chrome://extensions/"), None);
        assert!(Site::of_host("shop.test").unwrap().covers("de.shop.test"));
        assert!(!Site::of_host("shop.test").unwrap().covers("myshop.test"));
    }
}
