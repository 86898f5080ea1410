//! The repository as the rules see it: its root, its files, its manifests.

use std::fs;
use std::path::{Path, PathBuf};

/// One file: its path from the repository's root, with slashes, and what it says.
pub(crate) struct File {
    /// "appliance/sip/src/lib.rs".
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the crate `tests` lies in the repository's root").to_path_buf()
}

/// Every file of the repository, in order of path, except what is built or ignored.
pub(crate) fn paths() -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().unwrap().is_dir() {
                if !is_built(&relative) {
                    directories.push(path);
                }
            } else {
                found.push(relative);
            }
        }
    }
    found.sort();
    found
}

/// What `.gitignore` names: built, fetched or run here, not written.
pub(crate) fn is_built(path: &str) -> bool {
    const BUILT: [&str; 12] = [
        ".git",
        "target",
        "data",
        "tests/browser/node_modules",
        "tests/api/venv",
        "tests/mail/venv",
        "tests/fuzz/target",
        "tests/fuzz/corpus",
        "tests/fuzz/artifacts",
        "webui/app/dist",
        "webui/app/node_modules",
        "tests/target",
    ];
    BUILT.contains(&path)
}

/// The Rust files among these paths.
pub(crate) fn rust_files() -> Vec<File> {
    read(|path| path.ends_with(".rs"))
}

/// The files whose path is wanted, as far as they are text.
pub(crate) fn read(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    let root = root();
    paths()
        .into_iter()
        .filter(|path| wanted(path))
        .filter_map(|path| {
            let text = String::from_utf8(fs::read(root.join(&path)).unwrap()).ok()?;
            Some(File { path, text })
        })
        .collect()
}

/// The directory with what projects of this family share: the design, test messages, peers. `None` on a user's
/// machine without it; in CI that is a failure.
pub(crate) fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("BELLBOX_SHARED").map(PathBuf::from);
    let shared = named.unwrap_or_else(|| root().join("../shared"));
    if shared.is_dir() {
        return Some(shared);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there, and this is CI", shared.display());
    None
}
