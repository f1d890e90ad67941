//! The bytes of a HAR on their way to the JSON reader: counted, so that every error has its place, and with every text cut at a
//! bound, so that a body of any length takes no memory.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes of one text that are passed on, more or less: bodies are longer, addresses and cookies are not.
pub(super) const LONGEST_TEXT: usize = 64 * 1024;
/// Lists and objects may be one in another up to this depth; the JSON reader keeps a byte for each.
const DEEPEST: u32 = 1000;
/// Bytes that are read at once.
const BUFFER: usize = 1 << 16;
/// What stands for half of a pair of surrogates. JSON allows it, and no text in Rust can hold it.
const REPLACEMENT: &[u8] = br"\ufffd";

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// Line, from 1.
    pub(super) line: u64,
    /// Byte in the line, from 1; 0 before its first.
    pub(super) column: u64,
    /// Bytes up to and with this one.
    pub(super) bytes: u64,
}

impl Position {
    /// Before the first byte.
    pub(super) const START: Self = Self { line: 1, column: 0, bytes: 0 };

    fn pass(&mut self, byte: u8) {
        self.bytes += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        } else {
            self.column += 1;
        }
    }
}

/// How far the file was read, beside what was passed on of it: texts that were cut make the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Track {
    /// In the file.
    pub(super) read: Position,
    /// In what was passed on.
    passed: Position,
    /// Both at the end of the last line that had more than white space.
    line_before: (Position, Position),
    is_blank: bool,
}

impl Track {
    fn new(start: Position) -> Self {
        Self { read: start, passed: Position::START, line_before: (start, Position::START), is_blank: true }
    }

    fn pass(&mut self, byte: u8, read_before: Position) {
        if byte == b'\n' && !self.is_blank {
            self.line_before = (read_before, self.passed);
            self.is_blank = true;
        } else if !byte.is_ascii_whitespace() {
            self.is_blank = false;
        }
        self.passed.pass(byte);
    }

    /// The place in the file of a line and column of what was passed on. It is one of the last: after an error the JSON reader
    /// reads over white space and one sign.
    pub(super) fn place(&self, line: u64, column: u64) -> Position {
        let (read, passed) = if line == self.passed.line && column > 0 { (self.read, self.passed) } else { self.line_before };
        // A blank line has nothing in it that could be wrong: the line before it has.
        let back = if line == passed.line { passed.column.saturating_sub(column) } else { 0 };
        Position { line: read.line, column: read.column.saturating_sub(back), bytes: read.bytes.saturating_sub(back) }
    }
}

/// Where in the JSON the reader is.
enum State {
    Outside,
    /// Inside a text, of which so many bytes were passed on.
    Text(usize),
}

/// Passes JSON on, byte by byte.
pub(super) struct Source<R> {
    input: R,
    buffer: Box<[u8]>,
    at: usize,
    end: usize,
    state: State,
    depth: u32,
    /// An escape sequence that is passed on in one piece.
    ready: Vec<u8>,
    track: Rc<Cell<Track>>,
}

impl<R: Read> Source<R> {
    /// Over `input`, which begins at `start` of the file.
    pub(super) fn new(input: R, start: Position) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            at: 0,
            end: 0,
            state: State::Outside,
            depth: 0,
            ready: Vec::with_capacity(12),
            track: Rc::new(Cell::new(Track::new(start))),
        }
    }

    /// How far it is read, now and later.
    pub(super) fn track(&self) -> Rc<Cell<Track>> {
        Rc::clone(&self.track)
    }

    /// What is read and not passed on yet, at least `wanted` bytes of it unless the file ends before.
    fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.at < wanted {
            if self.at > 0 {
                self.buffer.copy_within(self.at..self.end, 0);
                self.end -= self.at;
                self.at = 0;
            }
            let Some(room) = self.buffer.get_mut(self.end..) else { break };
            match self.input.read(room) {
                Ok(0) => break,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.buffer.get(self.at..self.end).unwrap_or_default())
    }

    /// The next byte of the file.
    fn take(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.ahead(1)?.first().copied() else { return Ok(None) };
        self.at += 1;
        let mut track = self.track.get();
        track.read.pass(byte);
        self.track.set(track);
        Ok(Some(byte))
    }

    /// The next byte to pass on.
    fn next(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.ready.pop() {
            return Ok(Some(byte));
        }
        if let State::Text(passed) = self.state
            && passed >= LONGEST_TEXT
            // A letter is not cut in two; four bytes are the longest.
            && (passed >= LONGEST_TEXT + 4 || self.ahead(1)?.first().is_none_or(|byte| byte & 0xc0 != 0x80))
        {
            self.skip_text()?;
        }
        let Some(byte) = self.take()? else { return Ok(None) };
        match (&mut self.state, byte) {
            (State::Outside, b'"') => self.state = State::Text(0),
            (State::Outside, b'[' | b'{') => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("more than {DEEPEST} lists and objects one in another"),
                    ));
                }
            }
            (State::Outside, b']' | b'}') => self.depth = self.depth.saturating_sub(1),
            (State::Outside, _) => {}
            (State::Text(_), b'"') => self.state = State::Outside,
            (State::Text(_), b'\\') => {
                self.escape()?;
                if let State::Text(passed) = &mut self.state {
                    *passed += self.ready.len() + 1;
                }
            }
            (State::Text(passed), _) => *passed += 1,
        }
        Ok(Some(byte))
    }

    /// Makes ready what follows a backslash.
    fn escape(&mut self) -> io::Result<()> {
        let mut sequence = Vec::with_capacity(11);
        let Some(kind) = self.take()? else { return Ok(()) };
        sequence.push(kind);
        if kind == b'u' {
            for _ in 0..4 {
                if !self.ahead(1)?.first().is_some_and(u8::is_ascii_hexdigit) {
                    break;
                }
                sequence.extend(self.take()?);
            }
            match unit(sequence.get(1..).unwrap_or_default()) {
                Some(0xd800..=0xdbff) => {
                    let low = self.ahead(6)?.strip_prefix(br"\u").and_then(|digits| unit(digits.get(..4)?));
                    if matches!(low, Some(0xdc00..=0xdfff)) {
                        for _ in 0..6 {
                            sequence.extend(self.take()?);
                        }
                    } else {
                        sequence = replacement();
                    }
                }
                Some(0xdc00..=0xdfff) => sequence = replacement(),
                _ => {}
            }
        }
        sequence.reverse();
        self.ready = sequence;
        Ok(())
    }

    /// Passes over the rest of a text, up to the sign that ends it.
    fn skip_text(&mut self) -> io::Result<()> {
        loop {
            let ahead = self.ahead(1)?;
            if ahead.is_empty() {
                return Ok(());
            }
            let found = memchr::memchr2(b'"', b'\\', ahead);
            let over = ahead.get(..found.unwrap_or(ahead.len())).unwrap_or_default();
            let escaped = found.is_some_and(|at| ahead.get(at) == Some(&b'\\'));
            let (lines, last) = (memchr::memchr_iter(b'\n', over).count(), memchr::memrchr(b'\n', over));
            let over = over.len();
            let mut track = self.track.get();
            let position = &mut track.read;
            position.bytes += over as u64;
            position.line += lines as u64;
            position.column = last.map_or(position.column + over as u64, |last| (over - last - 1) as u64);
            self.at += over;
            self.track.set(track);
            if escaped {
                self.take()?;
                self.take()?;
            } else if found.is_some() {
                return Ok(());
            }
        }
    }
}

/// The number that four hexadecimal digits stand for.
fn unit(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(text, 16).ok()
}

fn replacement() -> Vec<u8> {
    REPLACEMENT.iter().skip(1).copied().collect()
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The JSON reader asks for single bytes.
        let Some(first) = into.first_mut() else { return Ok(0) };
        let before = self.track.get().read;
        match self.next()? {
            Some(byte) => {
                *first = byte;
                let mut track = self.track.get();
                track.pass(byte, before);
                self.track.set(track);
                Ok(1)
            }
            None => Ok(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passed(text: &[u8]) -> (Vec<u8>, Position) {
        let mut source = Source::new(text, Position::START);
        let mut out = Vec::new();
        source.read_to_end(&mut out).unwrap();
        let position = source.track().get().read;
        (out, position)
    }

    #[test]
    fn half_pairs_are_replaced_and_whole_ones_stay() {
        for (text, out) in [
            (r#"["\ud83d\ude00"]"#, r#"["\ud83d\ude00"]"#),
            (r#"["\ud83d"]"#, r#"["\ufffd"]"#),
            (r#"["\ude00x"]"#, r#"["\ufffdx"]"#),
            (r#"["\ud83d\n\ud83d\u0041"]"#, r#"["\ufffd\n\ufffd\u0041"]"#),
            (r#"["\\ud83d"]"#, r#"["\\ud83d"]"#),
            (r#"["\ud83"]"#, r#"["\ud83"]"#),
            (r#"["\"#, r#"["\"#),
        ] {
            let (given, position) = passed(text.as_bytes());
            assert_eq!(String::from_utf8(given).unwrap(), out);
            assert_eq!(position.bytes, text.len() as u64);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_letters_and_what_follows_is_in_its_place() {
        for filling in ["x", "ü", "😀", r"\u00fc", r#"\""#, r"\ud83d\ude00"] {
            let long = filling.repeat(2 * LONGEST_TEXT / filling.len());
            let text = format!("[\"{long}\",\n7]");
            let (given, position) = passed(text.as_bytes());
            assert!(given.len() < LONGEST_TEXT + 32, "{filling}: {}", given.len());
            let read: (String, u8) = serde_json::from_slice(&given).unwrap();
            assert_eq!(read.1, 7);
            assert_eq!((position.line, position.column, position.bytes), (2, 2, text.len() as u64));
        }
    }

    #[test]
    fn a_deep_file_is_refused() {
        let mut source = Source::new(io::repeat(b'['), Position::START);
        let error = source.read_to_end(&mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("one in another"), "{error}");
    }

    proptest! {
        #[test]
        fn json_of_short_texts_passes_as_it_is(text in any::<String>(), number in any::<u32>()) {
            let json = serde_json::to_vec(&serde_json::json!({ text: [number, "\\", "\""] })).unwrap();
            let (given, position) = passed(&json);
            prop_assert_eq!(position.bytes, json.len() as u64);
            prop_assert_eq!(given, json);
        }

        #[test]
        fn every_byte_is_counted(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(passed(&bytes).1.bytes, bytes.len() as u64);
        }
    }
}
