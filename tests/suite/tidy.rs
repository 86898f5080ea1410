//! Guards the shape of the house: layers, cores without IO, tests without sleep, files of a size, nothing dead.
//!
//! Each rule is a function from files to findings. Beside the test that runs it over the repository stands one
//! that feeds it a bad sample, so that no rule can pass because it looks at nothing.

#![expect(clippy::unwrap_used, reason = "a panic in a test is how it fails")]

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/cores.rs"]
mod cores;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/notes.rs"]
mod notes;
#[path = "tidy/repository.rs"]
mod repository;
#[path = "tidy/sleep.rs"]
mod sleep;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/yocto.rs"]
mod yocto;

/// Fails with every finding on a line of its own.
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}
