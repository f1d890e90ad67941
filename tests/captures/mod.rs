#![allow(dead_code, reason = "each test reads its own part of the captures")]
//! The labelled captures that the project carries as test data.

/// A captured URL with its labels.
pub(crate) struct CapturedUrl {
    pub(crate) url: String,
    pub(crate) kind: String,
    pub(crate) page_host: String,
    pub(crate) liveperson: bool,
    pub(crate) role: String,
    pub(crate) disguised: bool,
}

/// A captured cookie with its label.
pub(crate) struct CapturedCookie {
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) liveperson: bool,
}

/// `captures/urls.tsv`.
pub(crate) fn urls() -> Vec<CapturedUrl> {
    rows(include_str!("urls.tsv"))
        .map(|row| {
            let [url, kind, page_host, liveperson, role, disguised] = row.as_slice() else { panic!("a row of urls.tsv: {row:?}") };
            CapturedUrl {
                url: (*url).to_owned(),
                kind: (*kind).to_owned(),
                page_host: (*page_host).to_owned(),
                liveperson: *liveperson == "1",
                role: (*role).to_owned(),
                disguised: *disguised == "1",
            }
        })
        .collect()
}

/// `captures/cookies.tsv`.
pub(crate) fn cookies() -> Vec<CapturedCookie> {
    rows(include_str!("cookies.tsv"))
        .map(|row| {
            let [name, domain, _lifetime, liveperson, _note] = row.as_slice() else { panic!("a row of cookies.tsv: {row:?}") };
            CapturedCookie { name: (*name).to_owned(), domain: (*domain).to_owned(), liveperson: *liveperson == "1" }
        })
        .collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}
