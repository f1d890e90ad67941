//! The command line of `cargo xtask audit`.

use anyhow::{Result, bail};

use super::har;

/// What `cargo xtask audit --help` says.
pub(super) const USAGE: &str = "\
What LivePerson loaded, sent and stored on each page of a HAR, in order, before or after what.

usage: cargo xtask audit [options] FILE.har

  FILE.har              A HAR 1.2 of any browser or proxy, of any length; packed (.har.gz) too. `-` is standard input.
                        Chrome leaves cookies out unless you choose the export with sensitive data.
  --json                Write JSON, in the form that xtask/schemas/audit-1.json describes, in place of a table.
  --values              Tell values that may be personal too: addresses with their parameters, ids, names.
  --fail-before-consent Exit with status 1 when something that needs consent happened: before the time that --consent-at
                        gives, or at all without it. What was blocked in the browser did not happen; what was asked for
                        and has no answer in the file did.
  --consent-at WHEN     When consent was given; a HAR does not show it. A date (2026-11-23T10:40:03Z), or the time since
                        the file's first page began: 3500ms, 3.5s, 2m.

Exit status: 0 read; 1 with --fail-before-consent, see above; 2 the file or the command line could not be read.
";

/// When consent was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ConsentAt {
    /// Milliseconds since 1970.
    Time(f64),
    /// Milliseconds after the first page of the file began.
    After(f64),
}

impl ConsentAt {
    /// Reads `2026-11-23T10:40:03Z`, `3500ms`, `+3.5s` or `2m`.
    ///
    /// # Errors
    /// A sentence for what is neither a date nor such a time.
    pub fn parse(text: &str) -> Result<Self> {
        let plain = text.trim();
        let after = plain.strip_prefix('+').unwrap_or(plain);
        let number = after.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match after.get(number.len()..).unwrap_or_default() {
            "ms" => Some(1.0),
            "s" => Some(1000.0),
            "m" | "min" => Some(60_000.0),
            _ => None,
        };
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if let (Some(unit), Some(number)) = (unit, number.parse::<f64>().ok().filter(|_| is_number)) {
            return Ok(Self::After(number * unit));
        }
        match har::milliseconds(plain) {
            Some(time) => Ok(Self::Time(time)),
            None => bail!("--consent-at takes a date (2026-11-23T10:40:03Z) or a time since the first page began (3.5s), not `{text}`"),
        }
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Options {
    pub(super) file: String,
    pub(super) json: bool,
    pub(super) values: bool,
    pub(super) fail_before_consent: bool,
    pub(super) consent_at: Option<ConsentAt>,
}

impl Options {
    pub(super) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut files = Vec::new();
        let mut options = Self { file: String::new(), json: false, values: false, fail_before_consent: false, consent_at: None };
        let mut rest = arguments.iter().copied();
        let mut only_files = false;
        while let Some(argument) = rest.next() {
            match argument {
                file if only_files => files.push(file),
                "--" => only_files = true,
                "--json" => options.json = true,
                "--values" => options.values = true,
                "--fail-before-consent" => options.fail_before_consent = true,
                "--consent-at" => match rest.next() {
                    Some(when) => options.consent_at = Some(ConsentAt::parse(when)?),
                    None => bail!("--consent-at needs a date or a time after it"),
                },
                other => match other.strip_prefix("--consent-at=") {
                    Some(when) => options.consent_at = Some(ConsentAt::parse(when)?),
                    None if other.starts_with('-') && other != "-" => {
                        bail!("`cargo xtask audit` has no option `{other}`; --help lists them")
                    }
                    None => files.push(other),
                },
            }
        }
        match files.as_slice() {
            [file] => Ok(Self { file: (*file).to_owned(), ..options }),
            [] => bail!("`cargo xtask audit` needs a file: cargo xtask audit FILE.har (`-` is standard input)"),
            more => bail!("`cargo xtask audit` takes one file, not {}: `{}`", more.len(), more.join("` `")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_in_any_order() {
        let options = Options::parse(&["--json", "a.har", "--consent-at=3.5s", "--fail-before-consent"]).unwrap();
        assert_eq!((options.file.as_str(), options.json, options.fail_before_consent), ("a.har", true, true));
        assert_eq!(options.consent_at, Some(ConsentAt::After(3500.0)));
        assert_eq!(Options::parse(&["-"]).unwrap().file, "-");
        assert_eq!(Options::parse(&["--", "--json"]).unwrap().file, "--json");
        for wrong in
            [&[][..], &["a", "b"], &["--jsn", "a"], &["a", "--consent-at"], &["a", "--consent-at", "soon"], &["a", "--consent-at", "5"]]
        {
            assert!(Options::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_time_of_consent_is_a_date_or_an_offset() {
        for (text, read) in [
            ("+1.5s", ConsentAt::After(1500.0)),
            ("250ms", ConsentAt::After(250.0)),
            ("2m", ConsentAt::After(120_000.0)),
            ("2026-11-23T10:40:03Z", ConsentAt::Time(1_795_430_403_000.0)),
            ("2026-11-23T11:40:03+01:00", ConsentAt::Time(1_795_430_403_000.0)),
        ] {
            assert_eq!(ConsentAt::parse(text).unwrap(), read, "{text}");
        }
        for wrong in ["", "-3s", "infs", "nans", "1e3s", "s"] {
            assert!(ConsentAt::parse(wrong).is_err(), "{wrong}");
        }
    }
}
