//! Name patterns: how a stored item's name is recognised.
//!
//! A pattern is literal text with at most a few placeholders, always anchored at both ends and compared without regard
//! to case, because documents and real cookies differ in spelling (`lpVID` and `LPVID`).
//!
//! | placeholder | stands for |
//! |---|---|
//! | `{account}` | an account number, or the way documents write one (`<siteId>`, `[id]`) |
//! | `{digits}` | one or more digits |
//! | `{id}` | a visitor's or session's id: exactly 22 of `A-Z a-z 0-9 _ -` |
//! | `{word}` | one or more of `A-Z a-z 0-9 _ . -` |

use std::fmt;

/// Names longer than this are nobody's known item; they are not looked at. Bytes.
pub(crate) const LONGEST_NAME: usize = 512;
/// A pattern with more placeholders than this is refused, so that matching stays cheap on hostile names.
const MOST_PLACEHOLDERS: usize = 3;
/// Length of LivePerson's visitor and session ids. Source: tracker-radar, seen in captures.
const ID_LENGTH: usize = 22;
/// Such words up to this length are not taken for an account number unless brackets say so: `LPSID-id` is a name.
const SHORT_WORD: usize = 4;
/// How documents write "your account number" inside a name, once brackets are taken off.
const DOCUMENT_ACCOUNT: [&str; 7] = ["siteid", "site_id", "site-id", "accountid", "account", "site", "id"];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Account,
    Digits,
    Id,
    Word,
}

/// An anchored, case-insensitive pattern for the name of a stored item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern {
    text: String,
    parts: Vec<Part>,
}

impl Part {
    fn javascript(&self) -> String {
        match self {
            Self::Literal(text) => escaped(text),
            // How documents write an account number lies in no browser.
            Self::Account | Self::Digits => r"\d+".to_owned(),
            Self::Id => format!(r"[\w-]{{{ID_LENGTH}}}"),
            Self::Word => r"[\w.-]+".to_owned(),
        }
    }
}

/// Text with a backslash before everything that a regular expression, or its literal between slashes, would take for its own.
pub(crate) fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| r"\/^$.*+?()[]{}|".contains(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Why a pattern was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PatternError {}

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it is empty, has an unknown or unclosed placeholder, has only placeholders, or too many of them.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let Some((literal, after)) = rest.split_once('{') else {
                parts.push(Part::Literal(rest.to_ascii_lowercase()));
                break;
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_ascii_lowercase()));
            }
            let Some((name, after)) = after.split_once('}') else {
                return Err(PatternError(format!("`{text}`: a placeholder is not closed")));
            };
            parts.push(match name {
                "account" => Part::Account,
                "digits" => Part::Digits,
                "id" => Part::Id,
                "word" => Part::Word,
                other => {
                    return Err(PatternError(format!("`{text}`: there is no placeholder `{{{other}}}`")));
                }
            });
            rest = after;
        }
        let placeholders = parts.iter().filter(|part| !matches!(part, Part::Literal(_))).count();
        if placeholders == parts.len() && !parts.contains(&Part::Id) {
            return Err(PatternError(format!("`{text}`: a pattern needs some literal text, or it claims other people's names")));
        }
        if placeholders > MOST_PLACEHOLDERS {
            return Err(PatternError(format!("`{text}`: more than {MOST_PLACEHOLDERS} placeholders")));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The pattern as it is written in the catalogue.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same shape as a JavaScript regular expression: what stands between `^` and `$`, for flag `i` without `u` or `v`.
    /// (With those, letters from outside ASCII would fold into ASCII's, which they do not here.)
    #[must_use]
    pub fn javascript(&self) -> String {
        self.parts.iter().map(Part::javascript).collect()
    }

    /// Whether the whole of `name` has this shape.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        name.len() <= LONGEST_NAME && matches(&self.parts, name.to_ascii_lowercase().as_bytes())
    }
}

fn matches(parts: &[Part], name: &[u8]) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return name.is_empty();
    };
    match first {
        Part::Literal(text) => name.strip_prefix(text.as_bytes()).is_some_and(|after| matches(rest, after)),
        Part::Id => match name.split_at_checked(ID_LENGTH) {
            Some((id, after)) => id.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) && matches(rest, after),
            None => false,
        },
        Part::Digits => longest_first(name, |b| b.is_ascii_digit(), rest),
        Part::Word => longest_first(name, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'), rest),
        Part::Account => longest_first(name, |b| b.is_ascii_digit(), rest) || documented_account(name, rest),
    }
}

/// Tries every length of the leading run of `allowed` bytes, the longest first.
fn longest_first(name: &[u8], allowed: impl Fn(&u8) -> bool, rest: &[Part]) -> bool {
    let run = name.iter().take_while(|b| allowed(b)).count();
    (1..=run).rev().any(|length| name.get(length..).is_some_and(|after| matches(rest, after)))
}

/// Cookie tables write `LPSID-<siteId>`, `LPSID-[id]` or `LPCID-SiteId`.
fn documented_account(name: &[u8], rest: &[Part]) -> bool {
    [("<", ">"), ("[", "]"), ("{", "}"), ("", "")].iter().any(|(open, close)| {
        name.strip_prefix(open.as_bytes()).is_some_and(|inner| {
            DOCUMENT_ACCOUNT.iter().filter(|word| !open.is_empty() || word.len() > SHORT_WORD).any(|word| {
                inner
                    .strip_prefix(word.as_bytes())
                    .and_then(|after| after.strip_prefix(close.as_bytes()))
                    .is_some_and(|after| matches(rest, after))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(pattern: &str, name: &str) -> bool {
        NamePattern::parse(pattern).unwrap().matches(name)
    }

    #[test]
    fn names_are_anchored_and_case_does_not_matter() {
        assert!(hit("LPVID", "LPVID"));
        assert!(hit("LPVID", "lpVID"));
        for other in ["xLPVID", "LPVID2", "LPVI", "", "lpv12345", "LPVID "] {
            assert!(!hit("LPVID", other), "{other}");
        }
    }

    #[test]
    fn an_account_is_a_number_or_what_documents_write_for_it() {
        for name in ["LPSID-58507821", "lpsid-1", "LPSID-SiteId", "LPSID-<siteId>", "LPSID-[id]", "LPSID-<account>"] {
            assert!(hit("LPSID-{account}", name), "{name}");
        }
        for name in ["LPSID-", "LPSID-12a", "LPSID", "LPSID-id", "LPSID-<siteId", "LPSID--1"] {
            assert!(!hit("LPSID-{account}", name), "{name}");
        }
    }

    #[test]
    fn composed_names_of_secure_storage() {
        assert!(hit("{account}lpMessaging-{account}", "12345678lpMessaging-12345678"));
        assert!(hit("{account}{id}UIConf", "123456787UdgakA_TZeXETWPpRs-_gUIConf"));
        assert!(!hit("{account}{id}UIConf", "myUIConf"));
        assert!(hit("{word}-storage_expiration-{account}", "cobrowse-storage_expiration-12345678"));
    }

    #[test]
    fn broken_patterns_are_refused_with_a_reason() {
        assert!(NamePattern::parse("LP{acc}").unwrap_err().to_string().contains("{acc}"));
        assert!(NamePattern::parse("LP{account").unwrap_err().to_string().contains("not closed"));
        assert!(NamePattern::parse("{account}").is_err());
        assert!(NamePattern::parse("").is_err());
    }

    #[test]
    fn a_hostile_name_is_cheap() {
        let long = "1".repeat(LONGEST_NAME);
        assert!(!hit("{account}{digits}x{account}", &long));
        assert!(!hit("LPSID-{account}", &format!("LPSID-{}", "1".repeat(10_000_000))));
    }
}
