//! The icons: PNG files made from SVG, the same bytes on every machine (resvg draws without the system's help).

use std::path::PathBuf;

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::workspace::Workspace;

/// Where the drawings are, and the pictures of them in the extension.
pub(super) const FOLDER: &str = "icons";
/// The drawing that stands for the extension, with its sizes in pixels.
const APP: (&str, [u32; 2]) = ("app", [48, 128]);
/// The sizes of all others, which are for the toolbar; one of them stands for the extension where that is small.
const SMALL: [u32; 2] = [16, 32];

/// Each picture's path in the extension, and its bytes.
pub(super) fn build(workspace: &Workspace) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = workspace.path("extension").join(FOLDER);
    let mut pictures = Vec::new();
    for file in crate::stamp::files_below(&folder)? {
        let Some(name) = file.file_stem().and_then(|name| name.to_str()).filter(|_| file.extension().is_some_and(|kind| kind == "svg"))
        else {
            continue;
        };
        let source = std::fs::read_to_string(folder.join(&file)).with_context(|| format!("cannot read {}", file.display()))?;
        let (app, large) = APP;
        for size in if name == app { large } else { SMALL } {
            let png = draw(&source, size).with_context(|| format!("cannot draw extension/{FOLDER}/{}", file.display()))?;
            pictures.push((PathBuf::from(format!("{FOLDER}/{name}-{size}.png")), png));
        }
    }
    Ok(pictures)
}

/// A square drawing as a PNG of so many pixels each way.
fn draw(svg: &str, size: u32) -> Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &Options::default()).context("no SVG")?;
    let mut picture = Pixmap::new(size, size).context("no room for a picture")?;
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().context("cannot write a PNG")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_fills_its_square() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0c8580" d="M0 0h16v16H0z"/></svg>"##;
        let picture = Pixmap::decode_png(&draw(svg, 32).unwrap()).unwrap();
        let corner = picture.pixel(31, 31).unwrap();
        assert_eq!((picture.width(), picture.height()), (32, 32));
        assert_eq!((corner.red(), corner.green(), corner.blue(), corner.alpha()), (0x0c, 0x85, 0x80, 255));
        assert_eq!(draw(svg, 32).unwrap(), draw(svg, 32).unwrap());
        assert!(draw("<p>", 16).is_err());
    }

    #[test]
    fn every_face_of_the_toolbar_button_has_its_own_picture() {
        let pictures = build(&Workspace::find().unwrap()).unwrap();
        let small: Vec<&(PathBuf, Vec<u8>)> = pictures.iter().filter(|(path, _)| path.to_string_lossy().ends_with("-16.png")).collect();
        for face in crate::face::ICONS {
            let path = PathBuf::from(format!("{FOLDER}/{face}-16.png"));
            let (_, picture) = small.iter().find(|(of, _)| *of == path).unwrap_or_else(|| panic!("no {}", path.display()));
            assert!(small.iter().all(|(of, other)| *of == path || outline(other) != outline(picture)), "{face} has another's shape");
        }
        assert_eq!(small.len(), crate::face::ICONS.len());
    }

    /// Which pixels are drawn in colour, without which colour: white ones and empty ones are left out.
    fn outline(png: &[u8]) -> Vec<bool> {
        let picture = Pixmap::decode_png(png).unwrap();
        picture.pixels().iter().map(|pixel| pixel.alpha() > 127 && pixel.red().min(pixel.green()).min(pixel.blue()) < 200).collect()
    }
}
