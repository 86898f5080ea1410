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
