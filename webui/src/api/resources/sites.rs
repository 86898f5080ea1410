//! Sites: the buildings of the office.

use model::{Permission, Site, SiteId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;

/// What is shown beside a site: how much there is in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// How many people.
    people: usize,
    /// How many rooms and doors with a line.
    places: usize,
    /// How many machines with a line.
    equipment: usize,
    /// How many telephone sets.
    phones: usize,
}

impl Resource for Site {
    type More = More;

    const PATH: &'static str = "sites";
    const NAME: &'static str = "site";
    const READ: Permission = Permission::OfficeRead;
    const WRITE: Permission = Permission::OfficeWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "name", cell: |row, _| Cell::text(&row.name) },
        Field { name: "region", cell: |row, _| Cell::text(&row.region) },
        Field { name: "timezone", cell: |row, _| Cell::text(&row.timezone) },
        Field { name: "emergency_address", cell: |row, _| Cell::text(&row.emergency_address) },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.sites
    }

    fn new_id(bytes: [u8; 16]) -> SiteId {
        SiteId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let office = &view.office;
        More {
            people: office.people.iter().filter(|row| row.site == self.id).count(),
            places: office.places.iter().filter(|row| row.site == self.id).count(),
            equipment: office.equipment.iter().filter(|row| row.site == self.id).count(),
            phones: office.phones.iter().filter(|row| row.site == self.id).count(),
        }
    }
}

/// A site as others are filtered by it: by its key, or its name.
pub(super) fn cell(id: SiteId, view: &View) -> Cell<'_> {
    let name = view.office.sites.get(id).map(|site| site.name.as_str().into());
    Cell::Exact(name.into_iter().chain([id.to_string().into()]).collect())
}

/// What a site is called.
pub(super) fn name_of(id: SiteId, view: &View) -> String {
    view.office.sites.get(id).map(|site| site.name.clone()).unwrap_or_default()
}
