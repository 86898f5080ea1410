//! The virtual world.

mod shared;

pub use shared::shared;
