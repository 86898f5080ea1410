//! Sub-commands against directories with, without and behind closed data.

use super::*;

#[test]
fn a_closed_directory_is_not_an_empty_one() {
    let directory = Path::new("/srv/bellbox");
    let error = found(Err(ErrorKind::PermissionDenied.into()), directory).unwrap_err();
    assert_eq!(error.to_string(), "/srv/bellbox belongs to another user: run this as that user or as root");
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(has_data(file.path()).unwrap_err().to_string().ends_with(" cannot be read"));
    assert!(!has_data(&file.path().with_extension("nowhere")).unwrap());
}

#[test]
fn only_an_applied_load_makes_an_office() {
    let directory = tempfile::tempdir().unwrap();
    let place = place(&directory.path().join("mistyped"));
    for request in [
        Request::TokenCreate { name: "prometheus".to_owned(), permissions: Vec::new(), expires: None },
        Request::Dump { secrets: false },
        Request::Check,
    ] {
        let error = ask(&place, request).unwrap_err().to_string();
        assert_eq!(error, format!("there is no office in {} yet: load one", place.data.display()));
    }
    let load = |apply| Request::Load { text: EXAMPLE.to_owned(), file: "x".to_owned(), apply };
    assert!(matches!(ask(&place, load(false)), Ok(Answer::Preview { changes: true, .. })));
    assert!(!place.data.exists());
    assert!(matches!(ask(&place, load(true)), Ok(Answer::Lines(_))));
    assert!(has_data(&place.data).unwrap());
    assert!(matches!(ask(&place, load(false)), Ok(Answer::Preview { changes: false, .. })));
}

#[test]
fn data_is_asked_for_where_it_was_not_given() {
    let words = no_office(&place(Path::new(DEFAULT_DATA)));
    assert_eq!(words, "there is no office in ./data yet: load one, or give --data");
}

#[test]
fn json_says_that_it_runs_and_counts_by_name() {
    let mut status = Status { accounts: 6, ..Status::default() };
    status.counters.insert("calls_total".to_owned(), 7);
    let json: serde_json::Value = serde_json::from_str(&as_json(&status).unwrap()).unwrap();
    assert_eq!((&json["running"], &json["accounts"]), (&true.into(), &6.into()));
    assert_eq!(json["counters"]["calls_total"], 7);
}

fn place(data: &Path) -> Place {
    Place { data: data.to_owned(), config: None }
}
