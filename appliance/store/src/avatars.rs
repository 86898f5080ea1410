//! Pictures of people, one at a time.

#[cfg(test)]
mod tests;

use model::{Avatar, PersonId};

use crate::error::Error;
use crate::rows::avatar;
use crate::store::Store;

impl Store {
    /// The picture of a person, if there is one. Who has one says the snapshot.
    pub fn avatar(&self, person: PersonId) -> Result<Option<Avatar>, Error> {
        self.shared().readers.read(|conn| Ok(avatar::of_person(conn, person)?))
    }
}
