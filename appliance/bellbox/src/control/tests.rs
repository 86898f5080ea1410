//! Questions over the control socket, and who may ask.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::protocol::{Answer, MAX_REQUEST, Request};
use super::server::{is_welcome, name_in, understand};
use super::{client, server};

#[test]
fn a_question_crosses_and_its_answer_comes_back() {
    let world = World::new();
    for (request, answer) in [
        (Request::Check, Answer::Lines(vec!["Check".to_owned()])),
        (Request::Dump { secrets: true }, Answer::Lines(vec!["Dump { secrets: true }".to_owned()])),
    ] {
        assert_eq!(client::ask(world.directory.path(), &request).unwrap(), Some(answer));
    }
}

#[test]
fn a_large_file_with_lines_and_quotes_crosses_whole() {
    let world = World::new();
    let request = Request::Load {
        text: "name = \"Söhne\"\n".repeat(400_000),
        file: "office.toml".to_owned(),
        apply: false,
    };
    let answer = client::ask(world.directory.path(), &request).unwrap().unwrap();
    assert_eq!(answer, Answer::Text("6400000".to_owned()));
}

#[test]
fn a_failure_comes_back_in_words() {
    let world = World::new();
    let error = client::ask(world.directory.path(), &Request::Status).unwrap_err();
    assert_eq!(error.to_string(), "no status here");
}

#[test]
fn a_panic_ends_one_request_only() {
    let world = World::new();
    let panics = Request::TokenCreate { name: "panic".to_owned(), permissions: Vec::new(), expires: None };
    assert!(client::ask(world.directory.path(), &panics).is_err());
    assert!(client::ask(world.directory.path(), &Request::Check).is_ok());
}

#[test]
fn rubbish_is_answered_and_the_next_is_served() {
    let world = World::new();
    assert!(world.raw(b"{\"command\":\"format-disk\"}\n").starts_with("{\"failed\":\"not understood: "));
    assert!(world.raw(b"GET / HTTP/1.1\n").starts_with("{\"failed\":\"not understood: "));
    assert_eq!(world.raw(b"{\"command\":\"check\"}\n"), "{\"lines\":[\"Check\"]}\n");
}

#[test]
fn lines_are_bounded() {
    assert_eq!(understand(&vec![b'x'; MAX_REQUEST]), Err("larger than 16 MiB".to_owned()));
    assert_eq!(understand(b"{"), Err("the request has no end".to_owned()));
}

#[test]
fn the_socket_is_for_its_owner_and_goes_with_the_program() {
    let world = World::new();
    let path = world.directory.path().join("control.sock");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let directory = world.stop();
    assert!(!path.exists());
    assert_eq!(client::ask(directory.path(), &Request::Check).unwrap(), None);
}

#[test]
fn what_a_killed_program_left_is_replaced() {
    let directory = tempfile::tempdir().unwrap();
    // Dropping a listener leaves its file, as SIGKILL does.
    drop(UnixListener::bind(directory.path().join("control.sock")).unwrap());
    assert_eq!(client::ask(directory.path(), &Request::Check).unwrap(), None);
    let world = World::inside(directory);
    assert!(client::ask(world.directory.path(), &Request::Check).unwrap().is_some());
}

#[test]
fn a_program_that_stands_still_is_told_with_its_process() {
    let directory = tempfile::tempdir().unwrap();
    // Connections wait in the kernel; nobody takes them.
    let _frozen = UnixListener::bind(directory.path().join("control.sock")).unwrap();
    let patience = Duration::from_millis(1);
    let error = client::ask_for(directory.path(), &Request::Status, patience).unwrap_err();
    let us = std::process::id();
    assert_eq!(error.to_string(), format!("it runs (pid {us}) but does not answer"));
    assert_eq!(client::process(directory.path()), i32::try_from(us).ok());
}

#[test]
fn a_deep_directory_is_no_hindrance() {
    let directory = tempfile::tempdir().unwrap();
    let deep = directory.path().join("d".repeat(120));
    fs::create_dir(&deep).unwrap();
    let runtime = Runtime::new().unwrap();
    let _entered = runtime.enter();
    let _handle = server::start(&deep, Arc::new(answer)).unwrap();
    assert!(client::ask(&deep, &Request::Check).unwrap().is_some());
}

#[test]
fn only_the_same_user_and_root_are_welcome() {
    assert!(is_welcome(1000, 1000));
    assert!(is_welcome(0, 1000));
    assert!(!is_welcome(1001, 1000));
    assert!(!is_welcome(1000, 0));
}

#[test]
fn the_audit_log_gets_a_name() {
    let passwd = "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\nbroken\n";
    assert_eq!(name_in(passwd, 1000).as_deref(), Some("anna"));
    assert_eq!(name_in(passwd, 1001), None);
}

struct World {
    directory: TempDir,
    handle: server::Handle,
    runtime: Runtime,
}

impl World {
    fn new() -> Self {
        Self::inside(tempfile::tempdir().unwrap())
    }

    fn inside(directory: TempDir) -> Self {
        let runtime = Runtime::new().unwrap();
        let entered = runtime.enter();
        let handle = server::start(directory.path(), Arc::new(answer)).unwrap();
        drop(entered);
        Self { directory, handle, runtime }
    }

    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = UnixStream::connect(self.directory.path().join("control.sock")).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn stop(self) -> TempDir {
        drop(self.handle);
        drop(self.runtime);
        self.directory
    }
}

fn answer(request: Request, _user: &str) -> Answer {
    match request {
        Request::Load { text, .. } => Answer::Text(text.len().to_string()),
        Request::Status => Answer::Failed("no status here".to_owned()),
        Request::TokenCreate { .. } => panic!("as asked"),
        other => Answer::Lines(vec![format!("{other:?}")]),
    }
}
