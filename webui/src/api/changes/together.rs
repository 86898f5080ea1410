//! What several changes write, collected until all of them are known.

use std::cell::RefCell;
use std::sync::Arc;

use store::{Change, Error, Generated, Store};

use super::super::address_changed;
use super::super::ask::{Afterwards, Ask, Writing};
use super::super::refusal::Refusal;
use super::super::view::View;

/// Changes of which the one is looked for that the store refuses; it is asked twice for each.
const TRIED_MAX: usize = 40;

/// Changes that will be written as one.
pub(crate) struct Together {
    /// The office as it was before them.
    before: Arc<View>,
    /// The office as they would leave it.
    view: RefCell<Arc<View>>,
    /// What each of them writes.
    parts: RefCell<Vec<Change>>,
    /// What is done when they are written.
    afterwards: RefCell<Vec<Afterwards>>,
}

impl Together {
    /// Begins with the office as it is.
    pub(super) fn new(view: Arc<View>) -> Self {
        let parts = RefCell::new(vec![Change::new()]);
        Self { before: view.clone(), view: RefCell::new(view), parts, afterwards: RefCell::default() }
    }

    /// The office as it was before all of them.
    pub(crate) fn before(&self) -> &View {
        &self.before
    }

    /// The office as it would be now.
    pub(crate) fn view(&self) -> Arc<View> {
        self.view.borrow().clone()
    }

    /// Adds what the change at hand writes.
    pub(crate) fn add(&self, change: Change) {
        let after = self.view().office.after(&change);
        *self.view.borrow_mut() = Arc::new(View::new(Arc::new(after)));
        if let Some(part) = self.parts.borrow_mut().last_mut() {
            part.then(change);
        }
    }

    /// Adds what is done when all is written.
    pub(crate) fn afterwards(&self, work: Afterwards) {
        self.afterwards.borrow_mut().push(work);
    }

    /// The change at hand is done, and another one begins.
    pub(super) fn next(&self) {
        self.parts.borrow_mut().push(Change::new());
    }

    /// How a handler writes that is one of several.
    pub(super) fn writing(&self) -> Writing<'_> {
        Writing::Together(self)
    }

    /// Writes all of it, shows what secrets it made, and does what is to be done afterwards. The version that it made.
    pub(super) fn write(
        self,
        ask: &Ask<'_>,
        show: impl FnOnce(&[Generated]),
    ) -> Result<Option<u64>, Refusal> {
        let parts = self.parts.into_inner();
        let written = ask.try_write(whole(&parts)).map_err(|error| {
            let place = culprit(&parts, &error, &ask.api.store);
            let refusal = Refusal::from(error);
            match place {
                Some(place) => refusal.with("change", place),
                None => refusal,
            }
        })?;
        if written.rows == 0 {
            return Ok(None);
        }
        show(&written.generated);
        for work in self.afterwards.into_inner() {
            work(ask);
        }
        address_changed::tell_all(ask);
        Ok(Some(written.version))
    }
}

/// The changes as one.
fn whole<'c>(parts: impl IntoIterator<Item = &'c Change>) -> Change {
    let mut whole = Change::new();
    for part in parts {
        whole.then(part.clone());
    }
    whole
}

/// Which change the store refuses: the last without which it would take the others, or the first with which it says of
/// those so far what it says of all. None where it is about none of them, or there are too many to try.
fn culprit(parts: &[Change], error: &Error, store: &Store) -> Option<usize> {
    if matches!(error, Error::Busy { .. } | Error::Closed | Error::Storage(_)) || parts.len() > TRIED_MAX {
        return None;
    }
    let others = |place: usize| parts.iter().enumerate().filter(move |(other, _)| *other != place);
    let cures = |place: &usize| store.would_write(whole(others(*place).map(|(_, part)| part))).is_ok();
    let said = error.to_string();
    let says_so = |place: &usize| {
        let so_far = store.would_write(whole(parts.iter().take(place + 1)));
        so_far.is_err_and(|error| error.to_string() == said)
    };
    (0..parts.len()).rev().find(cures).or_else(|| (0..parts.len()).find(says_so))
}
