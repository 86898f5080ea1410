//! How the store is.

/// What `status` and the metrics say of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Whether the last attempt to write succeeded.
    pub writable: bool,
    /// Why not, in words.
    pub last_error: Option<String>,
    /// Call records that are not yet on disk.
    pub records_waiting: usize,
    /// Call records that never reached the disk since the start.
    pub records_dropped: u64,
    /// Bindings whose last change is not yet on disk; refreshes wait up to a minute.
    pub bindings_waiting: usize,
    /// Changes of bindings that never reached the disk since the start.
    pub bindings_dropped: u64,
}
