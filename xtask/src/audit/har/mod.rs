//! HAR 1.2, read in one pass and in little memory, whoever wrote it.
//! Source: <http://www.softwareishard.com/blog/har-12-spec/>, and what browsers and proxies really write.

mod date;
mod entry;
mod error;
mod log;
mod page;
mod scalar;
mod source;

pub(crate) use date::{expiry, milliseconds, of_number};
pub(crate) use entry::{Cookies, Entry, HarCookie, Post};
pub use error::HarError;
pub(crate) use log::Sink;
pub(crate) use page::Page;
pub(crate) use scalar::Scalar;

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeSeed;
use serde_json::error::Category;
use std::cell::Cell;
use std::io::{self, Read};

use log::{File, Part};
use source::{Position, Source};

/// What UTF-8 files of some programs begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a HAR, also a packed one (gzip), and gives what is in it to `sink`. Answers how many bytes it had, unpacked.
pub(crate) fn read(mut input: impl Read, sink: &mut impl Sink) -> Result<u64, HarError> {
    let begin = beginning(&mut input)?;
    if begin.starts_with(b"\x1f\x8b") {
        let mut unpacked = MultiGzDecoder::new(io::BufReader::with_capacity(1 << 16, io::Cursor::new(begin).chain(input)));
        let wrong = |error: HarError| HarError { unpacked: true, ..error };
        let begin = beginning(&mut unpacked).map_err(wrong)?;
        return read_text(&begin, unpacked, sink).map_err(wrong);
    }
    read_text(&begin, input, sink)
}

/// The first bytes of a file.
fn beginning(input: &mut impl Read) -> Result<Vec<u8>, HarError> {
    let mut begin = Vec::with_capacity(4);
    input.take(4).read_to_end(&mut begin).map_err(|error| at(Position::START, Part::File, unreadable(&error.to_string())))?;
    Ok(begin)
}

fn read_text(begin: &[u8], rest: impl Read, sink: &mut impl Sink) -> Result<u64, HarError> {
    let mut start = Position::START;
    if let Some(reason) = other_than_json(begin) {
        return Err(at(start, Part::File, reason.to_owned()));
    }
    let begin = begin.strip_prefix(BYTE_ORDER_MARK).map_or(begin, |rest| {
        start.bytes = BYTE_ORDER_MARK.len() as u64;
        start.column = start.bytes;
        rest
    });
    let source = Source::new(io::Cursor::new(begin).chain(rest), start);
    let (track, part) = (source.track(), Cell::new(Part::File));
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = File { sink, part: &part }.deserialize(&mut json).and_then(|()| json.end());
    match read {
        Ok(()) => Ok(track.get().read.bytes),
        Err(error) => {
            let read = track.get().read;
            // The JSON reader knows no line where the file itself could not be read; what is missing is at its end.
            let place =
                if error.line() == 0 || error.is_eof() { read } else { track.get().place(error.line() as u64, error.column() as u64) };
            let wrong = at(place, part.get(), plain(&error, read == start));
            // The place of what is missing is after the last byte.
            let offset = if error.is_eof() { read.bytes } else { wrong.offset };
            Err(HarError { offset, ..wrong })
        }
    }
}

/// What a file is that is no JSON in UTF-8, by how it begins.
fn other_than_json(begin: &[u8]) -> Option<&'static str> {
    match begin {
        [] => Some("the file is empty"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..] => Some("the file is UTF-16 or UTF-32; a HAR is UTF-8: save it as that"),
        [b'P', b'K', 3, 4] => Some("the file is a ZIP archive (a session of Fiddler, or a packed HAR): export or unpack the HAR"),
        [b'<', ..] => Some("the file begins with `<`, as HTML or XML does; a HAR is JSON"),
        _ => None,
    }
}

fn at(position: Position, part: Part, reason: String) -> HarError {
    HarError {
        reason,
        part: part.to_string(),
        line: position.line,
        column: position.column,
        offset: position.bytes.saturating_sub(1),
        unpacked: false,
    }
}

fn unreadable(reason: &str) -> String {
    format!("it cannot be read on: {reason}")
}

/// The JSON reader's word without its place: it does not see the whole file.
fn plain(error: &serde_json::Error, is_nothing: bool) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    match error.classify() {
        Category::Io => unreadable(message),
        Category::Eof if is_nothing => "there is nothing in the file".to_owned(),
        Category::Eof => format!("the file ends in the middle ({message}): it was cut off, or the export did not end"),
        Category::Syntax if message == "trailing characters" => "something follows after the end of the JSON".to_owned(),
        Category::Syntax | Category::Data => message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
