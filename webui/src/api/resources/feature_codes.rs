//! Feature codes: what is dialled inside to make the exchange do something (F-115).

use model::{Feature, FeatureCode, FeatureCodeId, Permission};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;
use super::word;

/// What is shown beside a feature code.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// How many lines may use it, and so need it.
    lines: usize,
}

impl Resource for FeatureCode {
    type More = More;

    const PATH: &'static str = "feature-codes";
    const NAME: &'static str = "feature_code";
    const READ: Permission = Permission::NumbersRead;
    const WRITE: Permission = Permission::NumbersWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "code", cell: |row, _| Cell::text(row.code.as_str()) },
        Field { name: "feature", cell: |row, _| Cell::word(word(&row.feature)) },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.feature_codes
    }

    fn new_id(bytes: [u8; 16]) -> FeatureCodeId {
        FeatureCodeId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let lines = view.office.lines.iter();
        More {
            lines: match self.feature {
                Feature::RecordOnDemand => lines.filter(|line| line.recording.on_demand).count(),
            },
        }
    }
}
