//! One text for all that a plan does, by which people say which one they agree to.

use sha2::{Digest, Sha256};

use super::{DeletionPlan, PlannedRow, Removal};

impl DeletionPlan {
    /// The same for the same rows, called the same, of which the same becomes: 64 hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        count(&mut hash, self.asked.len());
        self.asked.iter().for_each(|asked| row(&mut hash, asked));
        count(&mut hash, self.dependents.len());
        for dependent in &self.dependents {
            row(&mut hash, &dependent.row);
            hash.update([u8::from(dependent.part_of.is_some())]);
            dependent.part_of.iter().for_each(|owner| row(&mut hash, owner));
            text(&mut hash, dependent.column);
            row(&mut hash, &dependent.because);
            let removal = match dependent.removal {
                Removal::Delete => 1,
                Removal::Unlink => 2,
            };
            hash.update([removal, u8::from(dependent.replaced_by.is_some())]);
            dependent.replaced_by.iter().for_each(|by| hash.update(by));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn row(hash: &mut Sha256, row: &PlannedRow) {
    text(hash, row.table);
    hash.update(row.id);
    text(hash, &row.what);
}

/// Each with its length, so that no two lists of texts are the same bytes.
fn text(hash: &mut Sha256, text: &str) {
    count(hash, text.len());
    hash.update(text);
}

fn count(hash: &mut Sha256, count: usize) {
    hash.update(u64::try_from(count).unwrap_or(u64::MAX).to_le_bytes());
}
