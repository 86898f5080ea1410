//! Signatures whose bodies follow.

use crate::change::{Change, Who, Written};
use crate::error::{Error, StorageError, Trouble};
use crate::office_file::{OfficeFile, Preview};
use crate::store::Store;
use crate::{Finding, TokenInfo};

fn later<T>() -> Result<T, Error> {
    Err(Error::Storage(StorageError { kind: Trouble::Other, detail: "follows".to_owned() }))
}

#[expect(missing_docs, reason = "follows")]
impl Store {
    pub fn write(&self, _who: &Who, _change: Change) -> Result<Written, Error> {
        later()
    }
    pub fn preview(&self, _file: &OfficeFile) -> Result<Preview, Error> {
        later()
    }
    pub fn load(&self, _who: &Who, _file: &OfficeFile) -> Result<Written, Error> {
        later()
    }
    pub fn dump(&self, _with_secrets: bool) -> Result<String, Error> {
        later()
    }
    pub fn create_token(&self, _who: &Who, _name: &str) -> Result<String, Error> {
        later()
    }
    pub fn token(&self, _token: &str) -> Option<TokenInfo> {
        None
    }
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        later()
    }
}
