//! The part of EasyList syntax that the catalogue uses.
//!
//! One filter serves three readers: adblock-rust (which explains), the browser's declarativeNetRequest (which enforces)
//! and other blockers (which subscribe). So only what all three understand in the same way is let in: `||host^`,
//! `||host/path*` with `*` and `^`, and `/regular expressions/` without look-around; of the options only `third-party`.

/// One filter, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The line as written, which is what adblock-rust is given and answers with.
    pub line: String,
    /// What of the URL it looks at.
    pub pattern: FilterPattern,
    /// Whether only requests that a page of another site makes are meant.
    pub third_party: bool,
}

/// What a filter compares the URL with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterPattern {
    /// `||host…`: also a declarativeNetRequest `urlFilter`, letter for letter.
    Anchored(String),
    /// A regular expression without its slashes, in lower case: a declarativeNetRequest `regexFilter`.
    Regex(String),
}

impl Filter {
    /// Reads one line.
    ///
    /// # Errors
    /// A sentence saying what about the line is outside the common syntax.
    pub fn parse(line: &str) -> Result<Self, String> {
        let (body, third_party) = match line.rsplit_once('$') {
            None => (line, false),
            Some((body, "third-party")) => (body, true),
            Some((_, options)) => {
                return Err(format!("`${options}`: the only option that all engines read alike is `third-party`"));
            }
        };
        if body.contains('$') || !body.is_ascii() || body.contains(char::is_whitespace) {
            return Err("`$`, white space and letters outside ASCII are not read alike by all engines".to_owned());
        }
        if body != body.to_ascii_lowercase() {
            return Err("filters are written in lower case: adblock-rust compares with the URL in lower case".to_owned());
        }
        let pattern = if let Some(regex) = body.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            if regex.len() < 12 || !regex.starts_with('^') {
                return Err("a regular expression is anchored with `^` and long enough to be certain".to_owned());
            }
            if ["(?=", "(?!", "(?<", "\\1", "\\z"].iter().any(|part| regex.contains(part)) {
                return Err("look-around and back references are not in RE2".to_owned());
            }
            FilterPattern::Regex(regex.replace("\\/", "/"))
        } else if let Some(anchored) = body.strip_prefix("||") {
            let host = anchored.split(['/', '^', '*']).next().unwrap_or_default();
            if !host.contains('.') || host.starts_with('.') {
                return Err("`||` is followed by a whole host name".to_owned());
            }
            if host.len() == anchored.len() {
                return Err("without `^` or `/` after it, a host name also fits longer hosts".to_owned());
            }
            FilterPattern::Anchored(body.to_owned())
        } else {
            return Err("a filter starts with `||` or is a `/regular expression/`".to_owned());
        };
        Ok(Self { line: line.to_owned(), pattern, third_party })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_syntax_is_read() {
        let filter = Filter::parse("||v.liveperson.net^$third-party").unwrap();
        assert_eq!(filter.pattern, FilterPattern::Anchored("||v.liveperson.net^".to_owned()));
        assert!(filter.third_party);
        let filter = Filter::parse(r"/^https?:\/\/[^/?#]+\/tag\/tag\.js/").unwrap();
        assert_eq!(filter.pattern, FilterPattern::Regex(r"^https?://[^/?#]+/tag/tag\.js".to_owned()));
        assert!(!filter.third_party);
    }

    #[test]
    fn what_engines_read_differently_is_refused() {
        for line in
            ["||a.test^$script", "a.test", "||a.test", "||test^", "||A.test^", "/x/", "/^https?(?!x)yyyyyy/", "||a.test/ü^", "@@||a.test^"]
        {
            assert!(Filter::parse(line).is_err(), "{line}");
        }
    }
}
