#![allow(dead_code, reason = "each test reads its own part of the captures")]
//! The labelled captures that the project carries as test data.

/// A captured URL with its labels.
pub struct CapturedUrl {
    pub url: String,
    pub kind: String,
    pub page_host: String,
    pub liveperson: bool,
    pub role: String,
    pub disguised: bool,
}

/// A captured cookie with its label.
pub struct CapturedCookie {
    pub name: String,
    pub domain: String,
    pub liveperson: bool,
}

/// `captures/urls.tsv`.
pub fn urls() -> Vec<CapturedUrl> {
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
pub fn cookies() -> Vec<CapturedCookie> {
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
