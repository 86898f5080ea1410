//! A bearer token's row; only its hash is kept.

use crate::rows::shown;
use crate::table::{Column, Table};

pub(crate) static TABLE: Table = Table {
    name: "api_token",
    number: 12,
    columns: &[
        Column::plain(1, "name"),
        Column::hash(2, "hash"),
        Column::plain(3, "created_us"),
        Column::plain(4, "permissions"),
        Column::plain(5, "expires_us"),
        Column::reference(6, "made_by", "portal_user"),
    ],
    label: |cells| format!("token {}", shown(cells, 0)),
};
