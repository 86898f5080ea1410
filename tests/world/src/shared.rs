//! Data that several checkouts share: torture messages, captures.

use std::path::{Path, PathBuf};

/// Where a shared file or directory lies: under `BELLBOX_SHARED`, by default `../shared` beside the workspace. Without it
/// the caller's test skips what needs it, which is printed; under `CI` that is a failure.
///
/// # Panics
///
/// When it is missing and `CI` is set.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("BELLBOX_SHARED") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
    };
    let wanted = root.join(path);
    if wanted.exists() {
        return Some(wanted);
    }
    assert!(std::env::var_os("CI").is_none(), "no {}: set BELLBOX_SHARED", wanted.display());
    println!("skipped, for there is no {}: set BELLBOX_SHARED", wanted.display());
    None
}
