//! SIGKILL in the middle of writes: what was acknowledged is there. The child is this test program once more.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use model::BindingChange;

use crate::bindings::sample as binding;
use crate::records::sample as record;
use crate::testing::{column, member, who};
use crate::{Change, Options, open};

const DIR: &str = "BELLBOX_STORE_OF_THE_KILLED";

/// Not a test of its own: what the child does, until it is killed.
#[test]
fn child_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let store = open(Path::new(&dir), Options::default()).unwrap();
    let mut out = std::io::stdout();
    let start: u32 = column(Path::new(&dir), "select count(*) from person")[0].parse().unwrap();
    for number in start + 1.. {
        let change = member(number).put(Change::new());
        store.write(&who(), change).unwrap();
        writeln!(out, "\nperson {}", member(number).person.id).unwrap();
        let (tell, told) = channel();
        let mut call = record(1, false);
        call.id = model::CallId::new(u64::from(number), [3; 10]);
        let id = call.id;
        let tell_of_binding = tell.clone();
        store.record(Box::new(call), Box::new(move || tell.send(()).unwrap()));
        let change = BindingChange::Changed(binding("u201", number));
        store.binding_then(change, Some(Box::new(move || tell_of_binding.send(()).unwrap())));
        told.recv().unwrap();
        told.recv().unwrap();
        writeln!(out, "\ncall {id}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 1..=5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::killed::child_writes_until_it_is_killed", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut wanted = 3 * round;
        for line in lines.filter(|line| line.starts_with("person ") || line.starts_with("call ")) {
            acknowledged.push(line);
            wanted -= 1;
            if wanted == 0 {
                // SIGKILL; what is still in the pipe counts too.
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();

        let store = open(dir.path(), Options::default()).unwrap();
        assert_eq!(store.check().unwrap(), []);
        let directory = store.directory();
        let persons = column(dir.path(), "select lower(hex(id)) from person");
        let calls: Vec<String> =
            store.records(100_000).unwrap().iter().map(|call| call.id.to_string()).collect();
        for line in &acknowledged {
            let (kind, id) = line.split_once(' ').unwrap();
            let known = match kind {
                "person" => persons.contains(&id.replace('-', "")),
                _ => calls.iter().any(|call| call == id),
            };
            assert!(known, "{line} is lost in round {round}");
        }
        assert_eq!(directory.accounts().count(), persons.len(), "whole changes only");
        assert_eq!(column(dir.path(), "select count(*) from call_record where ended_us is null"), ["0"]);
        assert_eq!(store.bindings().unwrap().len(), 1);
    }
}
