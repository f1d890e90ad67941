//! Dates as exporters write them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::rfc2822};
use serde::{Deserialize, Deserializer, de::Error};

use super::scalar::Scalar;

/// Digits of a fraction of a second that are looked at.
const DIGITS: usize = 9;
/// Numbers up to this are seconds since 1970, greater ones milliseconds.
const SECONDS: f64 = 1e11;

/// `startedDateTime`: milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Date(pub(crate) f64);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Scalar::deserialize(deserializer)?;
        let read = match &given {
            Scalar::Text(text) => milliseconds(text),
            Scalar::Number(number) => of_number(*number),
            Scalar::Flag(_) | Scalar::None => None,
        };
        read.map(Self).ok_or_else(|| D::Error::custom(format_args!("`startedDateTime` is {}, and no date", given.shown())))
    }
}

/// Milliseconds since 1970 of a date in ISO 8601. One without an offset is taken for UTC.
pub(crate) fn milliseconds(text: &str) -> Option<f64> {
    let text = with_short_fraction(text.trim());
    let timestamp = text.parse::<Timestamp>().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })?;
    Some(of_timestamp(timestamp))
}

/// Milliseconds since 1970 of a cookie's end, as servers write it and as exporters do.
pub(crate) fn expiry(text: &str) -> Option<f64> {
    let text = text.trim();
    milliseconds(text).or_else(|| {
        // Source: RFC 6265, 5.1.1: servers write hyphens and short years too; GMT is meant whatever stands there.
        let plain = text.replace('-', " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        rfc2822::DateTimeParser::new().parse_timestamp(&plain).ok().map(of_timestamp)
    })
}

/// Milliseconds since 1970 of a number of seconds or milliseconds since then.
pub(crate) fn of_number(number: f64) -> Option<f64> {
    let milliseconds = if number.abs() < SECONDS { number * 1000.0 } else { number };
    (number > 0.0 && milliseconds < 253_402_300_800_000.0).then_some(milliseconds)
}

fn of_timestamp(timestamp: Timestamp) -> f64 {
    timestamp.as_microsecond() as f64 / 1000.0
}

/// Without the digits of a fraction that nobody needs.
fn with_short_fraction(text: &str) -> String {
    let Some((before, after)) = text.split_once(['.', ',']) else { return text.to_owned() };
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, rest) = after.split_at_checked(digits).unwrap_or((after, ""));
    match fraction.get(..fraction.len().min(DIGITS)).unwrap_or_default() {
        "" => format!("{before}{rest}"),
        kept => format!("{before}.{kept}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_exporters_are_read() {
        let noon = 1_795_430_403_000.0;
        for (text, time) in [
            ("2026-11-23T10:40:03.000Z", noon),
            ("2026-11-23T11:40:03.000+01:00", noon),
            ("2026-11-23T11:40:03+0100", noon),
            ("2026-11-23T11:40:03.1234567+01:00", noon + 123.456),
            ("2026-11-23T10:40:03.123456789012Z", noon + 123.456),
            ("2026-11-23T10:40:03,5Z", noon + 500.0),
            ("2026-11-23T10:40:03", noon),
            ("2026-11-23 10:40:03.250Z", noon + 250.0),
            ("2026-11-23T05:10:03-05:30", noon),
        ] {
            assert_eq!(milliseconds(text), Some(time), "{text}");
        }
        for none in ["", "yesterday", "2026-13-01T00:00:00Z", "10:40", "23/11/2026"] {
            assert_eq!(milliseconds(none), None, "{none}");
        }
        assert_eq!(of_number(1_795_430_403_000.0), Some(noon));
        assert_eq!(of_number(1_795_430_403.0), Some(noon));
        assert_eq!(of_number(-1.0), None);
    }

    #[test]
    fn a_cookies_end_is_read_in_every_spelling() {
        let end = 1_795_430_403_000.0;
        for text in
            ["Mon, 23 Nov 2026 10:40:03 GMT", "Mon, 23-Nov-2026 10:40:03 GMT", "Mon, 23-Nov-26 10:40:03 GMT", "2026-11-23T10:40:03.000Z"]
        {
            assert_eq!(expiry(text), Some(end), "{text}");
        }
        assert_eq!(expiry("Session"), None);
    }
}
