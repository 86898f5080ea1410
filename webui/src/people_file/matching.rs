//! Which column is about what (F-130): found by the headings, overridden by whoever looks at it.

use super::error::MatchingError;
use super::property::Property;
use super::table::Table;

/// Which column is about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    columns: Vec<Option<Property>>,
}

impl Matching {
    /// Finds what the headings say. Of two columns with the same meaning the first is taken and the second stays
    /// unmatched, for somebody to look at.
    pub fn suggested(table: &Table) -> Self {
        let mut columns: Vec<Option<Property>> = Vec::with_capacity(table.header.len());
        for heading in &table.header {
            let property = Property::of_header(heading).filter(|found| !columns.contains(&Some(*found)));
            columns.push(property);
        }
        Self { columns }
    }

    /// What each column of the file is about.
    pub fn columns(&self) -> &[Option<Property>] {
        &self.columns
    }

    /// Says what a column from 0 is about; nothing leaves it out.
    pub fn set(&mut self, column: usize, property: Option<Property>) -> Result<(), MatchingError> {
        let columns = self.columns.len();
        let place = self
            .columns
            .get_mut(column)
            .ok_or(MatchingError::NoSuchColumn { column: column.saturating_add(1), columns })?;
        *place = property;
        Ok(())
    }

    /// The column from 0 of a property.
    pub fn column_of(&self, property: Property) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(property))
    }

    /// The matched columns from 0.
    pub(super) fn matched(&self) -> impl Iterator<Item = (usize, Property)> {
        self.columns.iter().enumerate().filter_map(|(column, property)| Some((column, (*property)?)))
    }

    /// Refuses one in which a property stands twice or the first name is missing.
    pub(super) fn check(&self) -> Result<(), MatchingError> {
        for (second, property) in self.matched() {
            match self.column_of(property) {
                Some(first) if first != second => {
                    return Err(MatchingError::Twice { property, first: first + 1, second: second + 1 });
                }
                _ => {}
            }
        }
        self.column_of(Property::FirstName).map(|_| ()).ok_or(MatchingError::NoFirstName)
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::read;
    use super::*;

    #[test]
    fn the_second_of_two_same_headings_waits_for_somebody() {
        let table = read(b"Vorname,E-Mail,Email,Shoe size\nA,a@b.de,c@d.de,43").unwrap();
        let mut matching = Matching::suggested(&table);
        let found = [Some(Property::FirstName), Some(Property::Email), None, None];
        assert_eq!(matching.columns(), found);
        assert_eq!(matching.check(), Ok(()));

        matching.set(2, Some(Property::Email)).unwrap();
        let twice = MatchingError::Twice { property: Property::Email, first: 2, second: 3 };
        assert_eq!(matching.check(), Err(twice));
        matching.set(1, None).unwrap();
        assert_eq!(matching.check(), Ok(()));
    }

    #[test]
    fn nothing_goes_without_a_first_name() {
        let table = read(b"Who,Email\nA,a@b.de").unwrap();
        let mut matching = Matching::suggested(&table);
        assert_eq!(matching.check(), Err(MatchingError::NoFirstName));
        matching.set(0, Some(Property::FirstName)).unwrap();
        assert_eq!(matching.check(), Ok(()));
        let beyond = MatchingError::NoSuchColumn { column: 3, columns: 2 };
        assert_eq!(matching.set(2, None), Err(beyond));
    }
}
