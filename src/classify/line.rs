//! One line of `cargo xtask classify`: tab-separated in, a JSON object out.

use super::ItemClassifier;
use super::RequestClassifier;
use crate::catalogue::Kind;
use crate::site::Url;
use serde::Serialize;

#[derive(Serialize)]
struct Malformed<'a> {
    error: &'a str,
    line: usize,
}

/// Answers one line: `request<TAB>URL<TAB>type<TAB>page host` or `item<TAB>kind<TAB>name<TAB>domain`.
///
/// `number` counts lines from 1 and is named in the answer to a malformed one: `{"error":…,"line":…}`.
#[must_use]
pub fn classify_line(requests: &RequestClassifier, items: &ItemClassifier, number: usize, line: &str) -> String {
    answer(requests, items, line.trim_end_matches(['\r', '\n'])).unwrap_or_else(|reason| {
        let error = format!("line {number}: {reason}");
        serde_json::to_string(&Malformed { error: &error, line: number }).unwrap_or_default()
    })
}

fn answer(requests: &RequestClassifier, items: &ItemClassifier, line: &str) -> Result<String, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let json = match fields.as_slice() {
        ["request", url, kind, page_host] => {
            if kind.trim().is_empty() {
                return Err("the request has no type".to_owned());
            }
            let page_host = Url::parse(page_host).map_or_else(|| (*page_host).to_owned(), |page| page.host);
            let answer = requests.classify(url, kind, &page_host).map_err(|error| format!("`{}` is {error}", shortened(url)))?;
            serde_json::to_string(&answer)
        }
        ["item", kind, name, domain] => {
            let kind = Kind::parse(kind)
                .ok_or_else(|| format!("`{}` is no kind of item: cookie, localStorage, sessionStorage or indexedDB", shortened(kind)))?;
            if name.is_empty() {
                return Err("the item has no name".to_owned());
            }
            serde_json::to_string(&items.classify(kind, name, domain))
        }
        ["request", ..] => {
            return Err(format!("a request has 4 fields (request, URL, type, page host), not {}", fields.len()));
        }
        ["item", ..] => {
            return Err(format!("an item has 4 fields (item, kind, name, domain), not {}", fields.len()));
        }
        _ => return Err("a line starts with `request` or `item` and a tab".to_owned()),
    };
    json.map_err(|error| error.to_string())
}

/// Enough of a value to find it again.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
