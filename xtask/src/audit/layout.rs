//! Text in columns and lines of a terminal.

/// A column of names is at most so wide; what is longer moves what follows.
const WIDEST: usize = 44;

/// The width of each column.
pub(super) fn columns<'a>(rows: impl Iterator<Item = &'a [String; 4]>) -> [usize; 4] {
    rows.fold([0; 4], |mut widths, row| {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count()).min(WIDEST);
        }
        widths
    })
}

/// Without letters that a terminal would obey or that turn the text around: what a page says is shown, and does nothing.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect()
}

fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The beginning and the end of a longer text.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let count = text.chars().count();
    if count <= longest {
        return text.to_owned();
    }
    let end = longest / 4;
    let begin: String = text.chars().take(longest.saturating_sub(end + 1)).collect();
    format!("{begin}…{}", text.chars().skip(count - end).collect::<String>())
}

/// Lines of at most `width` letters where words allow it, all but the first after `indent`. Ends with a line end.
pub(super) fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let first: String = text.chars().take_while(|c| *c == ' ').collect();
    let (mut out, mut line) = (String::new(), first.clone());
    let mut is_new = true;
    for word in text.split_whitespace() {
        if !is_new && line.chars().count() + 1 + word.chars().count() > width {
            out.push_str(line.trim_end());
            out.push('\n');
            indent.clone_into(&mut line);
            is_new = true;
        }
        if !is_new {
            line.push(' ');
        }
        line.push_str(word);
        is_new = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_and_lines_short() {
        assert_eq!(wrapped("  one two three", "    ", 10), "  one two\n    three\n");
        assert_eq!(wrapped("incomprehensibilities", "", 5), "incomprehensibilities\n");
        assert_eq!(wrapped("", "", 5), "\n");
    }

    #[test]
    fn long_addresses_keep_their_beginning_and_end() {
        assert_eq!(shortened("abcdefghij", 8), "abcde…ij");
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\n"), "a [31mb c ");
    }
}
