//! The lines below the titles of what is folded: the popup's first picture has them, and the reading part keeps them up.

use super::dom::{Done, by_id, set_text};
use super::said::{self, counted};
use super::text::{Text, message};
use crate::explain::{Gist, Named};

/// Shows them.
pub(in crate::web) fn show(text: &Text, gist: &Gist) -> Done {
    set_text(&by_id("learned-title")?, &message(if gist.sent { said::LEARNED_TITLE_SENT } else { said::LEARNED_TITLE }));
    set_text(&by_id("learned-gist")?, &learned(gist));
    let watched = match gist.behaviours {
        0 => message(said::BEHAVIOURS_NONE),
        some => text.counted(counted::BEHAVIOURS, some),
    };
    set_text(&by_id("watched-gist")?, &watched);
    Ok(())
}

/// The most personal things by name.
fn learned(gist: &Gist) -> String {
    let named = gist.named.iter().map(name).collect::<Vec<_>>().join(" · ");
    if named.is_empty() { message(said::LEARNED_NOTHING) } else { format!("{named}{}", if gist.more { " · …" } else { "" }) }
}

fn name(named: &Named) -> String {
    match named {
        Named::Field(words) => message(&said::field(words)),
        Named::Words(words) => message(&said::learned(words)),
        Named::Unknown(name) => format!("{name} ({})", message(said::LEARNED_UNKNOWN)),
    }
}
