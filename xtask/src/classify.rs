//! `cargo xtask classify`: lines in, one JSON object per line out, in the same order.

use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};

use anyhow::{Context, Result};

use crate::face::{self, Classifier};

/// Buffers this large keep system calls out of the picture.
const BUFFER: usize = 1 << 16;

/// Classifies standard input to its end. That nobody reads on is an ordinary end, too.
pub(crate) fn run() -> Result<()> {
    let catalogue = face::catalogue()?;
    let classifier = Classifier::new(&catalogue)?;
    match stream(&classifier, io::stdin().lock(), io::stdout().lock()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot go on reading and writing"),
    }
}

/// Answers each line of `input`. No line, however broken, ends the run.
fn stream(classifier: &Classifier, input: impl Read, output: impl Write) -> io::Result<()> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let answer = match std::str::from_utf8(bytes) {
            Ok(text) => classifier.line(number, text),
            Err(error) => {
                let place = error.valid_up_to() + 1;
                Classifier::error(number, &format!("not UTF-8 (byte {place})"))
            }
        };
        output.write_all(answer.as_bytes())?;
        output.write_all(b"\n")?;
        // Someone who types, or a program that asks and waits, gets each answer at once.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answers to `input`, one per line.
    fn answers(input: &[u8]) -> Vec<serde_json::Value> {
        let mut output = Vec::new();
        stream(&Classifier::new(&face::catalogue().unwrap()).unwrap(), input, &mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn broken_utf8_is_an_error_of_its_line_only() {
        let answers = answers(b"item\tcookie\tLPVID\texample.com\n\xff\xfe\nitem\tcookie\tLPVID\texample.com");
        assert_eq!(answers.len(), 3);
        assert!(answers[1]["error"].as_str().unwrap().starts_with("line 2: not UTF-8"));
        assert_eq!(answers[0], answers[2]);
    }

    #[test]
    fn no_input_gives_no_output() {
        assert!(answers(b"").is_empty());
    }
}
