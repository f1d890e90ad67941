//! Times as a report writes them: ISO 8601, in UTC.

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;
/// The last time of the year 9999; later ones have no such form. Milliseconds since 1970.
const LATEST: f64 = 253_402_300_799_999.0;

/// `2026-11-23T10:40:00.000Z`; `None` for what is no time after the beginning of 1970. Milliseconds since then.
#[must_use]
pub fn iso(time: f64) -> Option<String> {
    if !(time > 0.0 && time <= LATEST) {
        return None;
    }
    // In bounds, as was just seen.
    let time = time as u64;
    let (day, rest) = (time / DAY, time % DAY);
    let (year, month, date) = calendar(day);
    let (hour, minute, second, milli) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
    Some(format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z"))
}

/// Year, month and day of the month of a day since 1970. Source: Howard Hinnant, "chrono-compatible low-level date algorithms",
/// `civil_from_days`: years that begin in March, in eras of 400.
fn calendar(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + later, month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_calendar_has_them() {
        for (time, written) in [
            (1.0, "1970-01-01T00:00:00.001Z"),
            (951_782_399_999.0, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000.0, "2000-02-29T00:00:00.000Z"),
            (1_795_430_403_000.5, "2026-11-23T10:40:03.000Z"),
            (4_107_542_400_000.0, "2100-03-01T00:00:00.000Z"),
            (LATEST, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(iso(time).as_deref(), Some(written));
        }
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MAX] {
            assert_eq!(iso(none), None);
        }
    }
}
