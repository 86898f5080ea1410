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
    let mut code = String::from("[\n");
    for file in files {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        if name.starts_with('.') || name.ends_with(".gz") || name.ends_with(".br") {
            continue;
        }
        let packed = |ending: &str| {
            let path = PathBuf::from(format!("{}.{ending}", file.display()));
            if path.is_file() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
        };
        writeln!(
            code,
            "    Asset {{ path: {:?}, plain: include_bytes!({file:?}), gzip: {}, brotli: {} }},",
            format!("/{name}"),
            packed("gz"),
            packed("br"),
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("portal.rs"), code)
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
