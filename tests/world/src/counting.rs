//! An allocator that counts, for tests and benches that say how often something may allocate.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator; a program installs it with `#[global_allocator]`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting;

thread_local! {
    /// Allocations of this thread, so that tests beside it do not count.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// How often the closure allocates or grows an allocation, with what it returns.
pub fn allocations<T>(run: impl FnOnce() -> T) -> (u64, T) {
    let before = COUNT.get();
    let result = run();
    (COUNT.get() - before, result)
}

fn count() {
    // A thread that is being torn down has no counter any more.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

#[expect(
    unsafe_code,
    reason = "an allocator is unsafe by its trait; every call goes to the system's unchanged"
)]
// SAFETY: the contract of each method is that of the same method of `System`.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}
