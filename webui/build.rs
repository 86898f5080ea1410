//! Puts the portal into the program: what `webui/build` has left in `app/dist`, or nothing where it has not run. Never
//! runs Node itself: cross builds have none.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // The directory is always there (it holds a file of the repository), so that nothing is built anew for its absence.
    println!("cargo::rerun-if-changed=app/dist");
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("app/dist");
    let mut files = Vec::new();
    if dist.is_dir() {
        find(&dist, &mut files)?;
    }
    // In one order everywhere, so that the same sources make the same program.
    files.sort();
    // Copied, so that the portal may be built anew while the program is compiled.
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let kept = out.join("portal");
    if kept.is_dir() {
        fs::remove_dir_all(&kept)?;
    }
    fs::create_dir(&kept)?;
    let mut code = String::from("[\n");
    for (number, file) in files.into_iter().enumerate() {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        if name.starts_with('.') || name.ends_with(".gz") || name.ends_with(".br") {
            continue;
        }
        let include = |ending: &str| -> io::Result<Option<String>> {
            let (from, to) = (
                PathBuf::from(format!("{}{ending}", file.display())),
                kept.join(format!("{number}{ending}")),
            );
            if !from.is_file() {
                return Ok(None);
            }
            fs::copy(from, &to)?;
            Ok(Some(format!("include_bytes!({to:?})")))
        };
        // What is there compressed is carried so alone: few readers take nothing but the plain form, and it is four times
        // as large.
        let content = match (include(".gz")?, include(".br")?) {
            (Some(gzip), Some(brotli)) => format!("Content::Packed {{ gzip: {gzip}, brotli: {brotli} }}"),
            _ => match include("")? {
                Some(plain) => format!("Content::Plain({plain})"),
                None => continue,
            },
        };
        writeln!(code, "    Asset {{ path: {:?}, content: {content} }},", format!("/{name}"))
            .map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    fs::write(out.join("portal.rs"), code)
}

fn find(directory: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}
