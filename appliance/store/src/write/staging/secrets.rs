//! The secrets of a change: sealed before anything else sees them, made where an account has none.

use model::{ContactMethodId, MailboxId, PortalUserId};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use super::Staging;
use crate::change::Generated;
use crate::error::Error;
use crate::rows::contact_method::{KIND, SECRET, USERNAME, seal_row};
use crate::rows::portal_user::UserSecret;
use crate::rows::{contact_method, mail_server, mailbox, portal_user};
use crate::seal::{self, Secret};
use crate::table::Table;
use crate::validate;
use crate::wrong::Wrong;

impl Staging<'_> {
    pub(super) fn secret(&mut self, account: ContactMethodId, secret: &Secret) -> Result<(), Error> {
        validate::secret("a SIP account", secret.reveal())?;
        let row = seal_row(account);
        let current = self.current_secret(account)?;
        // The same secret keeps its seal: sealed anew it would look like a change.
        let same = |blob: &Vec<u8>| seal::open(self.key, &row, blob).is_ok_and(|known| known == *secret);
        let blob = match current.filter(same) {
            Some(blob) => blob,
            None => seal::seal(self.key, &self.options.random, &row, secret),
        };
        self.set_secret(account, blob);
        Ok(())
    }

    fn set_secret(&mut self, account: ContactMethodId, blob: Vec<u8>) {
        let table = &contact_method::TABLE;
        let row =
            self.place(table, *account.as_bytes()).get_or_insert_with(|| vec![None; table.columns.len()]);
        if let Some(cell) = row.get_mut(SECRET) {
            *cell = Some(Value::Blob(blob));
        }
    }

    /// A secret of a portal user, or none.
    pub(super) fn user_secret(&mut self, user: PortalUserId, which: UserSecret, secret: Option<&Secret>) {
        let cell = (&portal_user::TABLE, *user.as_bytes(), which.place());
        self.sealed(cell, &which.seal_row(user), secret);
    }

    /// The PIN of a mailbox, or none.
    pub(super) fn mailbox_pin(&mut self, mailbox: MailboxId, pin: Option<&Secret>) -> Result<(), Error> {
        if let Some(pin) = pin {
            validate::pin("the mailbox", pin.reveal())?;
        }
        let cell = (&mailbox::TABLE, *mailbox.as_bytes(), mailbox::PIN);
        self.sealed(cell, &mailbox::seal_row(mailbox), pin);
        Ok(())
    }

    /// The password of the mail server, or none.
    pub(super) fn mail_password(&mut self, password: Option<&Secret>) -> Result<(), Error> {
        if let Some(password) = password {
            validate::password("the mail server", password.reveal())?;
        }
        let cell = (&mail_server::TABLE, mail_server::key(), mail_server::PASSWORD);
        self.sealed(cell, mail_server::SEAL_ROW, password);
        Ok(())
    }

    /// A cell, by table, key and place, that holds a secret or none.
    fn sealed(
        &mut self,
        (table, id, place): (&'static Table, [u8; 16], usize),
        row: &str,
        secret: Option<&Secret>,
    ) {
        let sealed = secret.map(|secret| seal::seal(self.key, &self.options.random, row, secret));
        let cells = self.place(table, id).get_or_insert_with(|| vec![None; table.columns.len()]);
        if let Some(cell) = cells.get_mut(place) {
            *cell = Some(sealed.map_or(Value::Null, Value::Blob));
        }
    }

    /// Generates the secret of an account that has none; refuses one for what is no account.
    pub(super) fn complete_account(&mut self, account: ContactMethodId) -> Result<(), Error> {
        let id = account.as_bytes();
        let current = self.conn.prepare_cached("select kind, username from contact_method where id = ?")?;
        let current: Option<(String, Option<String>)> =
            { current }.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some(cells) = self.place(&contact_method::TABLE, *id).clone() else {
            return Ok(());
        };
        let staged = |place: usize| match cells.get(place) {
            Some(Some(Value::Text(text))) => Some(text.clone()),
            _ => None,
        };
        let (known_kind, known_name) = current.unwrap_or_default();
        let kind = staged(KIND).unwrap_or(known_kind);
        let has_staged = matches!(cells.get(SECRET), Some(Some(Value::Blob(_))));
        if kind != "sip" {
            if has_staged {
                return Err(validate::invalid(
                    &format!("contact method {account}"),
                    "secret",
                    Wrong::NoSecretHere,
                ));
            }
            return Ok(());
        }
        // A row that is staged as something else first and as an account after has lost the secret that it had.
        let is_dropped = matches!(cells.get(SECRET), Some(Some(Value::Null)));
        if has_staged || (!is_dropped && self.current_secret(account)?.is_some()) {
            return Ok(());
        }
        let username = staged(USERNAME).or(known_name).unwrap_or_default();
        let secret = Secret::generate(&self.options.random);
        let blob = seal::seal(self.key, &self.options.random, &seal_row(account), &secret);
        self.set_secret(account, blob);
        self.generated.push(Generated { account, username, secret });
        Ok(())
    }

    fn current_secret(&self, account: ContactMethodId) -> Result<Option<Vec<u8>>, Error> {
        let mut statement = self.conn.prepare_cached("select secret from contact_method where id = ?")?;
        let blob: Option<Option<Vec<u8>>> =
            statement.query_row([account.as_bytes()], |row| row.get(0)).optional()?;
        Ok(blob.flatten())
    }
}
