//! Starting, and what the sub-commands say: what is bound, what is in the way, what is wrong and where.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::unix::fs::PermissionsExt as _;
use std::{fs, iter};

use crate::support::https;
use crate::support::office::{self, Account};
use crate::support::phone::Phone;
use crate::support::program::Running;
use crate::support::site::{Site, told};
use crate::support::talk::connect;

#[test]
fn says_what_is_bound_and_guards_its_files() {
    let site = Site::new("start");
    let mut exchange = site.start();
    let [sip, web] = [site.sip().to_string(), site.web().to_string()];
    assert!(exchange.lines().has(&[&web]), "{}", exchange.lines().all());
    let words = site.succeed(&["status"]);
    assert!(words.contains(&sip) && words.contains(&web), "{words}");
    let addresses = site.status()["addresses"].to_string();
    assert!(addresses.contains(&sip) && addresses.contains(&web), "{addresses}");

    for (file, mode) in [("", 0o700), ("control.sock", 0o600), ("tenant.key", 0o600), ("ca.key", 0o600)] {
        let path = site.data().join(file);
        let found = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{} has mode {found:o}", path.display());
    }
    let (status, mut lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", lines.all());
    assert!(!site.data().join("control.sock").exists(), "the socket is left over");
    assert_eq!(site.run(&["status"]).status.code(), Some(1), "nothing runs");
}

#[test]
fn a_taken_port_is_told_with_its_holder() {
    let site = Site::new("taken");
    let _holder = UdpSocket::bind(site.sip()).unwrap();
    let (status, mut lines) = Running::spawn(site.command(&["run"])).wait();
    assert_eq!(status.code(), Some(1));
    let by = format!("(pid {})", std::process::id());
    assert!(lines.has(&[&site.sip().to_string(), "taken by", &by]), "{}", lines.all());
}

#[test]
fn a_second_one_on_the_same_data_is_told_who_has_them() {
    let site = Site::new("second");
    let exchange = site.start();
    let (status, mut lines) = Running::spawn(site.command(&["run"])).wait();
    assert_eq!(status.code(), Some(1));
    assert!(lines.has(&[&exchange.id().to_string()]), "{}", lines.all());
}

#[test]
fn wrong_settings_are_told_with_file_line_and_key() {
    let site = Site::new("settings");
    for (text, expected) in [
        ("[sip]\nudp = [\"127.0.0.1:5060\"]\nupd = []\n", ["line 3", "upd"]),
        ("[rtp]\n\nports = \"19999-10000\"\n", ["line 3", "ports"]),
        ("[web]\nhttps = \"everywhere\"\n", ["line 2", "https"]),
        ("[sip\n", ["line 1", "TOML"]),
    ] {
        fs::write(site.config(), text).unwrap();
        for command in ["run", "check"] {
            let output = site.run(&[command]);
            assert_eq!(output.status.code(), Some(2), "{command} {text:?}: {}", told(&output));
            let said = String::from_utf8_lossy(&output.stderr);
            let file = site.config().display().to_string();
            for word in expected.into_iter().chain([file.as_str()]) {
                assert!(said.contains(word), "{word} is not in: {said}");
            }
        }
        assert!(!site.data().exists(), "something was written with wrong settings");
    }
}

#[test]
fn old_and_new_addresses_call_each_other_through_all_addresses() {
    let site = Site::new("families");
    let accounts = Account::range(201, 2);
    site.load(&accounts);
    // As by default, all addresses of both families, but at a port that is free, and none of those for sound.
    let free = || UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).unwrap().local_addr().unwrap().port();
    let port = iter::repeat_with(free).find(|port| !(30_000..34_000).contains(port)).unwrap();
    let all = [SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)), (Ipv6Addr::UNSPECIFIED, port).into()];
    site.configure(&all, "domain = \"office.example\"\n");
    let _exchange = Running::start(site.command(&["run"]), all[1]);

    let [old, new]: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let mut anna = Phone::at(old, (old, port).into(), &accounts[0]);
    let mut ben = Phone::at(new, (new, port).into(), &accounts[1]);
    for phone in [&mut anna, &mut ben] {
        phone.domain = "office.example".to_owned();
        assert_eq!(phone.register().unwrap().status(), 200);
    }
    // Each is offered sound at an address of its own family, where it already knows the exchange.
    let ringing = anna.dial("202", "old-to-new").unwrap();
    let invite = ben.called().unwrap();
    assert!(invite.to_string().contains("\r\nc=IN IP6 ::1\r\n"), "{invite}");
    ben.answer(&invite).unwrap();
    let (answer, mut dialog) = anna.connected(&ringing).unwrap();
    assert!(answer.to_string().contains("\r\nc=IN IP4 127.0.0.1\r\n"), "{answer}");
    let bye = anna.bye(&mut dialog);
    assert_eq!(anna.transact(&bye).unwrap().status(), 200);
    ben.hung_up().unwrap();
    connect(&mut ben, &mut anna, "new-to-old").unwrap();
}

#[test]
fn help_teaches() {
    let site = Site::new("help");
    for command in ["run", "load", "dump", "status", "check", "token create"] {
        let arguments: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let help = site.succeed(&arguments);
        for word in ["Usage: bellbox", "--data", "--config", "Example"] {
            assert!(help.contains(word), "{command} --help does not have {word}: {help}");
        }
    }
    let nothing = site.run(&["fly"]);
    assert_eq!(nothing.status.code(), Some(2), "{}", told(&nothing));
}

#[test]
fn an_office_is_loaded_and_dumped_running_or_not() {
    let site = Site::new("office");
    let accounts = Account::range(201, 3);
    site.load(&accounts[..2]);
    let before = site.succeed(&["dump", "--secrets"]);
    assert!(before.contains("secret-of-201-for-tests") && !before.contains("\"203\""), "{before}");
    assert!(!site.succeed(&["dump"]).contains("secret-of-"), "secrets without asking");

    let exchange = site.start();
    assert_eq!(site.succeed(&["dump", "--secrets"]), before);
    let nobody = Phone::new(&site, &accounts[2]).register().unwrap();
    assert_ne!(nobody.status(), 200, "{nobody}");
    site.load(&accounts);
    let known = Phone::new(&site, &accounts[2]).register().unwrap();
    assert_eq!(known.status(), 200, "{known}");
    // What exists keeps its secret when the file has none.
    let silent = office::file(&accounts).replace("secret = ", "# secret = ");
    let path = site.directory().join("silent.toml");
    fs::write(&path, silent).unwrap();
    site.succeed(&["load", path.to_str().unwrap(), "--yes"]);
    let after = site.succeed(&["dump", "--secrets"]);
    for account in &accounts {
        assert!(after.contains(&account.secret), "{after}");
    }
    assert!(exchange.stop().0.success());

    let copy = site.directory().join("copy.toml");
    fs::write(&copy, &after).unwrap();
    let text = fs::read_to_string(&copy).unwrap().replace("number = \"203\"", "number = \"201\"");
    fs::write(&copy, text).unwrap();
    let refused = site.run(&["load", copy.to_str().unwrap(), "--yes"]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("201"), "{}", told(&refused));
    assert_eq!(site.succeed(&["dump", "--secrets"]), after, "a refused file changed something");
    site.succeed(&["check"]);
}

#[test]
fn health_figures_and_status_over_https() {
    let site = Site::new("https");
    site.load(&Account::range(201, 2));
    let _exchange = site.start();
    let health = https::get(&site, "/healthz", &[]);
    assert_eq!((health.status, health.body.trim()), (200, "ok"));
    // From the box itself the figures need no token.
    let figures = https::get(&site, "/metrics", &[]);
    assert_eq!(figures.status, 200);
    assert!(
        figures.body.lines().any(|line| line.starts_with("bellbox_sip_requests_total ")),
        "{}",
        figures.body
    );

    let token = site.succeed(&["token", "create", "tests"]);
    let token = token.split_whitespace().find(|word| word.starts_with("bb_")).expect("a token is printed");
    assert_eq!(token.len(), 46, "{token}");
    let bearer = |token: &str| format!("Authorization: Bearer {token}");
    for (headers, expected) in [(vec![], 401), (vec![bearer("bb_wrong")], 401), (vec![bearer(token)], 200)] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let answer = https::get(&site, "/api/v1/status", &headers);
        assert_eq!(answer.status, expected, "{headers:?}: {answer:?}");
    }
    let page = https::get(&site, "/status", &["Accept-Language: de"]);
    assert!(page.status == 200 && page.body.contains("<html lang=\"de\">"), "{page:?}");
}

#[test]
fn an_orderly_stop_ends_the_calls_and_keeps_what_was_registered() {
    let site = Site::new("stop");
    let accounts = Account::range(201, 2);
    site.load(&accounts);
    let [mut anna, mut ben] = [0, 1].map(|which| Phone::new(&site, &accounts[which]));
    let exchange = site.start();
    assert_eq!(ben.register().unwrap().status(), 200);
    connect(&mut anna, &mut ben, "stopped").unwrap();
    let stopped = std::thread::spawn(|| exchange.stop());
    anna.hung_up().unwrap();
    ben.hung_up().unwrap();
    let (status, mut lines) = stopped.join().unwrap();
    assert!(status.success(), "{status}: {}", lines.all());
    anna.unread();
    ben.unread();

    let _exchange = site.start();
    assert_eq!(site.status()["registered"], 1);
    connect(&mut anna, &mut ben, "again").unwrap();
}
