//! Ordered upgrades of the schema: `pragma user_version` says where a database stands, one file in `upgrade/`
//! brings it one version further, all in one transaction.

use rusqlite::{Connection, Transaction};

/// The version of `schema.sql`.
pub(crate) const VERSION: i32 = 8;

/// From each version to the next, in order; version 1 is the first.
pub(crate) const STEPS: &[Step] = &[
    Step { to: 2, sql: include_str!("upgrade/v2.sql") },
    Step { to: 3, sql: include_str!("upgrade/v3.sql") },
    Step { to: 4, sql: include_str!("upgrade/v4.sql") },
    Step { to: 5, sql: include_str!("upgrade/v5.sql") },
    Step { to: 6, sql: include_str!("upgrade/v6.sql") },
    Step { to: 7, sql: include_str!("upgrade/v7.sql") },
    Step { to: 8, sql: include_str!("upgrade/v8.sql") },
];

/// What `schema.sql` makes.
pub(crate) const SCHEMA: &str = include_str!("schema.sql");

/// "Bell", by which SQLite's own tools know the file too.
const APPLICATION_ID: i32 = 0x4265_6c6c;

/// One step.
pub(crate) struct Step {
    /// The version that it brings a database to.
    pub(crate) to: i32,
    /// The file in `upgrade/`.
    pub(crate) sql: &'static str,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing; bringing up makes the schema.
    Empty,
    /// This version; bringing up makes it the newest.
    Version(i32),
    /// A version that this program does not know; nothing was done.
    Newer(i32),
    /// Another program's tables; nothing was done.
    NotOurs,
}

/// What a database is; nothing is done.
pub(crate) fn look(conn: &Connection) -> rusqlite::Result<Found> {
    found(conn, VERSION)
}

/// Makes or upgrades the schema inside a transaction.
pub(crate) fn bring_up(tx: &Transaction<'_>, schema: &str, steps: &[Step]) -> rusqlite::Result<Found> {
    let newest = steps.last().map_or(1, |step| step.to);
    let found = found(tx, newest)?;
    match found {
        Found::Newer(_) | Found::NotOurs => {}
        Found::Empty => {
            tx.execute_batch(schema)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", newest)?;
        }
        Found::Version(version) => {
            for step in steps.iter().filter(|step| step.to > version) {
                tx.execute_batch(step.sql)?;
                tx.pragma_update(None, "user_version", step.to)?;
            }
        }
    }
    Ok(found)
}

fn found(conn: &Connection, newest: i32) -> rusqlite::Result<Found> {
    let version = number(conn, "user_version")?;
    let ours = number(conn, "application_id")? == APPLICATION_ID;
    if version == 0 && !ours {
        let tables: i64 = conn.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
        return Ok(if tables > 0 { Found::NotOurs } else { Found::Empty });
    }
    Ok(match version {
        _ if !ours => Found::NotOurs,
        version if version > newest => Found::Newer(version),
        version => Found::Version(version),
    })
}

fn number(conn: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    conn.pragma_query_value(None, pragma, |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "create table a (x text) strict;";
    const SECOND: &str = "create table a (x text, y text) strict;";
    const STEPS_OF_TEST: &[Step] = &[Step { to: 2, sql: "alter table a add column y text;" }];

    #[test]
    fn the_version_is_that_of_the_last_step() {
        assert_eq!(STEPS.last().map_or(1, |step| step.to), VERSION);
        assert!(STEPS.iter().zip(2..).all(|(step, to)| step.to == to));
    }

    #[test]
    fn an_old_database_becomes_what_a_new_one_is() {
        let (mut old, mut new) = (memory(), memory());
        assert_eq!(run(&mut old, FIRST, &[]), Found::Empty);
        assert_eq!(run(&mut old, SECOND, STEPS_OF_TEST), Found::Version(1));
        assert_eq!(run(&mut new, SECOND, STEPS_OF_TEST), Found::Empty);
        assert_eq!(shape(&old), shape(&new));
        assert_eq!(number(&old, "user_version").unwrap(), 2);
        assert_eq!(run(&mut old, SECOND, STEPS_OF_TEST), Found::Version(2));
    }

    #[test]
    fn the_first_version_becomes_the_newest_and_keeps_its_rows() {
        let (mut old, mut new) = (memory(), memory());
        run(&mut old, include_str!("upgrade/v1.sql"), &[]);
        old.execute_batch(
            "insert into site values (x'01', 'Main', '', '', '', '', '[]');
             insert into person values (x'02', 'Anna', 'Berg', 'anna@example.com', x'01');
             insert into line values (x'03', '201', x'02', null, null);",
        )
        .unwrap();
        assert_eq!(run(&mut old, SCHEMA, STEPS), Found::Version(1));
        assert_eq!(run(&mut new, SCHEMA, STEPS), Found::Empty);
        assert_eq!(shape(&old), shape(&new));
        let kept = "select first_name || last_name || email || job_title || number from person, line";
        let kept: String = old.query_row(kept, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "AnnaBerganna@example.com201");
    }

    /// A database of that version, as the steps make it.
    fn of_version(version: i32) -> Connection {
        let mut conn = memory();
        run(&mut conn, include_str!("upgrade/v1.sql"), &[]);
        let steps: Vec<&Step> = STEPS.iter().filter(|step| step.to <= version).collect();
        for step in steps {
            conn.execute_batch(step.sql).unwrap();
            conn.pragma_update(None, "user_version", step.to).unwrap();
        }
        conn
    }

    #[test]
    fn every_version_becomes_the_newest() {
        let mut new = memory();
        run(&mut new, SCHEMA, STEPS);
        for version in 1..=VERSION {
            let mut old = of_version(version);
            assert_eq!(run(&mut old, SCHEMA, STEPS), Found::Version(version));
            assert_eq!(shape(&old), shape(&new), "from version {version}");
        }
    }

    #[test]
    fn rows_of_version_six_are_kept() {
        let mut conn = of_version(6);
        conn.execute_batch(
            "insert into office values (x'01', 'Example Ltd', 'DE', '', 'UTC');
             insert into api_token values (x'02', 'monitoring', x'03', 4);",
        )
        .unwrap();
        run(&mut conn, SCHEMA, STEPS);
        let text = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(
            text("select name || short_name || email_domain || portal_url from office"),
            "Example Ltd"
        );
        let token = text("select name || permissions || ifnull(expires_us, '-') from api_token");
        assert_eq!(token, r#"monitoring["status-read"]-"#, "it may do what it could");
    }

    #[test]
    fn links_of_version_seven_stay_good() {
        let mut conn = of_version(7);
        let sql = "insert into password_reset values (x'01', x'0a', 1800000007), (x'02', x'0b', 1800000008)";
        conn.execute_batch(sql).unwrap();
        run(&mut conn, SCHEMA, STEPS);
        let kept = "select group_concat(hex(hash) || hex(portal_user) || made_us || '-' || expires_us, ' ')
                    from (select * from reset_link order by hash)";
        let kept: String = conn.query_row(kept, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "0A017-1800000007 0B028-1800000008");
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let mut conn = memory();
        run(&mut conn, SECOND, STEPS_OF_TEST);
        assert_eq!(run(&mut conn, FIRST, &[]), Found::Newer(2));
    }

    #[test]
    fn tables_of_another_program_are_left_alone() {
        let mut conn = memory();
        conn.execute_batch("create table theirs (x)").unwrap();
        assert_eq!(run(&mut conn, FIRST, &[]), Found::NotOurs);
        conn.pragma_update(None, "user_version", 1).unwrap();
        assert_eq!(run(&mut conn, FIRST, &[]), Found::NotOurs);
    }

    #[test]
    fn every_column_has_a_sentence() {
        let bare = SCHEMA.lines().filter(|line| {
            let line = line.trim();
            let keyword = line.split_whitespace().next().unwrap_or_default();
            let statement =
                ["create", ")", "--", "check", "primary", ""].contains(&keyword) || keyword == "--";
            !statement && !keyword.starts_with(')') && !line.contains("-- ")
        });
        assert_eq!(bare.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    fn memory() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    fn run(conn: &mut Connection, schema: &str, steps: &[Step]) -> Found {
        let tx = conn.transaction().unwrap();
        let found = bring_up(&tx, schema, steps).unwrap();
        tx.commit().unwrap();
        found
    }

    /// Tables with their columns in order, references and indices.
    fn shape(conn: &Connection) -> Vec<String> {
        [
            "select t.name || '.' || c.name || ' ' || c.type || c.\"notnull\" || c.pk || ifnull(c.dflt_value, '')
             from sqlite_schema t, pragma_table_info(t.name) c order by t.name, c.cid",
            "select t.name || '.' || f.\"from\" || ' ' || f.\"table\"
             from sqlite_schema t, pragma_foreign_key_list(t.name) f order by 1",
            "select tbl_name || '.' || name || ' ' || ifnull(sql, '') from sqlite_schema where type = 'index'
             order by 1",
        ]
        .iter()
        .flat_map(|sql| {
            let mut statement = conn.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect::<Vec<String>>()
        })
        .collect()
    }
}
