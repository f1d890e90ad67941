//! A report as one page of its own: without script, without anything from elsewhere, light or dark as its reader has it. Every
//! word in it is escaped; where the words come from is not looked at here.

use std::fmt::Write;

/// What a page is to say, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// Whether it is read from the right.
    pub from_right: bool,
    /// Its title.
    pub title: String,
    /// What it says first.
    pub lead: String,
    /// Facts: what, and which.
    pub facts: Vec<(String, Cell)>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What it says last.
    pub foot: String,
}

/// A part of a page: a title and a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// A sentence before the table.
    pub intro: Option<String>,
    /// The table's head.
    pub columns: Vec<String>,
    /// Its rows. The first cell of each names it.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A name, address or value as it stood: it reads from the left in every language.
    Code(String),
    /// Several of them, one to a line.
    Codes(Vec<String>),
}

/// Colours are those of `extension/styles/tokens.css`.
const STYLE: &str = ":root{color-scheme:light dark;--ground:light-dark(#f4f6f6,#16191b);--surface:light-dark(#fff,#1f2426);\
--line:light-dark(#dde3e3,#343b3e);--ink:light-dark(#182124,#e9eeee);--soft:light-dark(#505d61,#a9b6b9);--held:light-dark(#0a6867,#62cdc4)}\
*{box-sizing:border-box}body{margin:0;padding:2rem 1rem 4rem;background:var(--ground);color:var(--ink);\
font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif;overflow-wrap:anywhere}\
main{max-inline-size:60rem;margin-inline:auto}h1{font-size:1.5rem;margin:0;color:var(--held)}h2{font-size:1.125rem;margin:2.5rem 0 .5rem}\
.lead{font-size:1.25rem;font-weight:600;margin:.5rem 0 1.5rem}dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1.5rem;margin:0}\
dt,.intro,footer{color:var(--soft)}dd{margin:0}.intro{margin:0 0 .75rem}.wide{overflow-x:auto;border:1px solid var(--line);border-radius:.75rem;background:var(--surface)}\
table{inline-size:100%;border-collapse:collapse;font-size:.875rem}th,td{padding:.5rem .75rem;text-align:start;vertical-align:top;min-inline-size:6rem}\
thead th{color:var(--soft);font-weight:600}tbody tr{border-block-start:1px solid var(--line)}tbody th{font-weight:600}\
code{display:block;font:.8125rem/1.5 ui-monospace,\"SF Mono\",\"Cascadia Mono\",\"DejaVu Sans Mono\",monospace;direction:ltr;unicode-bidi:isolate}\
td:has(code){min-inline-size:18rem}code+code{margin-block-start:.5rem}footer{margin-block-start:3rem;font-size:.875rem}@media print{body{background:none;padding:0}}";

/// The page.
#[must_use]
pub fn html(sheet: &Sheet) -> String {
    let mut page = String::new();
    // Writing to a text does not fail.
    write_page(&mut page, sheet).ok();
    page
}

fn write_page(page: &mut String, sheet: &Sheet) -> std::fmt::Result {
    let direction = if sheet.from_right { "rtl" } else { "ltr" };
    let (language, title) = (escaped(&sheet.language), escaped(&sheet.title));
    write!(
        page,
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"lead\">{}</p>\n<dl>\n",
        escaped(&sheet.lead)
    )?;
    for (what, which) in &sheet.facts {
        writeln!(page, "<dt>{}</dt><dd>{}</dd>", escaped(what), cell(which))?;
    }
    page.push_str("</dl>\n");
    for section in &sheet.sections {
        write_section(page, section)?;
    }
    write!(page, "<footer>{}</footer>\n</main>\n</body>\n</html>\n", escaped(&sheet.foot))
}

fn write_section(page: &mut String, section: &Section) -> std::fmt::Result {
    write!(page, "<section>\n<h2>{}</h2>\n", escaped(&section.title))?;
    if let Some(intro) = &section.intro {
        writeln!(page, "<p class=\"intro\">{}</p>", escaped(intro))?;
    }
    if !section.rows.is_empty() {
        // A table that is wider than the page is moved by keyboard too.
        write!(page, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>\n<thead><tr>", escaped(&section.title))?;
        for column in &section.columns {
            write!(page, "<th scope=\"col\">{}</th>", escaped(column))?;
        }
        page.push_str("</tr></thead>\n<tbody>\n");
        for row in &section.rows {
            page.push_str("<tr>");
            for (n, one) in row.iter().enumerate() {
                let (begin, end) = if n == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                write!(page, "{begin}{}{end}", cell(one))?;
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n</table></div>\n");
    }
    page.push_str("</section>\n");
    Ok(())
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escaped(text),
        Cell::Code(text) => format!("<code>{}</code>", escaped(text)),
        Cell::Codes(texts) => texts.iter().map(|text| format!("<code>{}</code>", escaped(text))).collect(),
    }
}

/// A text without any sign that means something to a browser, or that cannot be seen.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '`' => escaped.push_str("&#96;"),
            // Reading order is the page's to say, not a value's.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
