//! The sample against the defaults, and what is said about wrong settings.

use std::path::Path;

use super::read::parse;
use super::*;

#[test]
fn the_documented_sample_says_the_defaults() {
    let sample = include_str!("../../bellbox.toml");
    assert_eq!(parse(sample, Path::new("bellbox.toml")).unwrap(), Config::default());
    // Every key stands in the sample, one that has no default as a comment.
    for key in [
        "udp",
        "tcp",
        "tls",
        "domain",
        "per_source",
        "in_all",
        "calls",
        "transactions",
        "ports",
        "silence_s",
        "threads",
        "https",
        "format",
        "level",
    ] {
        let documented =
            sample.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{key} = ")));
        assert!(documented, "{key}");
    }
}

#[test]
fn an_empty_file_is_the_defaults() {
    assert_eq!(parse("", Path::new("x")).unwrap(), Config::default());
}

#[test]
fn every_key_is_read() {
    let text = r#"
        [sip]
        udp = ["127.0.0.1:5070"]
        tcp = ["127.0.0.1:5071"]
        tls = []
        domain = ["office.example", "192.0.2.1", "[2001:db8::1]"]
        [sip.limits]
        per_source = 1
        in_all = 2
        calls = 3
        transactions = 4
        [rtp]
        ports = "20000-20099"
        silence_s = 0
        threads = 2
        [web]
        https = "[::1]:0"
        [log]
        format = "json"
        level = "warn,switch=debug"
    "#;
    let config = parse(text, Path::new("x")).unwrap();
    assert_eq!(config.sip.udp, ["127.0.0.1:5070".parse().unwrap()]);
    assert_eq!(config.sip.tcp(), ["127.0.0.1:5071".parse().unwrap()]);
    assert_eq!(config.sip.tls(), []);
    assert_eq!(config.sip.domain, ["office.example", "192.0.2.1", "[2001:db8::1]"]);
    assert_eq!((config.sip.limits.per_source.get(), config.sip.limits.in_all.get()), (1, 2));
    assert_eq!((config.sip.limits.calls.get(), config.sip.limits.transactions.get()), (3, 4));
    assert_eq!(config.rtp.silence(), None);
    assert_eq!((config.rtp.ports, config.rtp.threads), (20_000..=20_099, 2));
    assert_eq!(config.web.https, "[::1]:0".parse().unwrap());
    assert_eq!((config.log.format, config.log.level.as_str()), (LogFormat::Json, "warn,switch=debug"));
}

#[test]
fn a_domain_may_be_a_single_name() {
    let config = parse("[sip]\ndomain = \"office.example\"", Path::new("x")).unwrap();
    assert_eq!(config.sip.domain, ["office.example"]);
}

#[test]
fn one_address_needs_no_brackets() {
    let config = parse("[sip]\nudp = \"127.0.0.1:5070\"", Path::new("x")).unwrap();
    assert_eq!(config.sip.udp, ["127.0.0.1:5070".parse().unwrap()]);
}

#[test]
fn tcp_and_tls_are_where_udp_is_unless_told_otherwise() {
    let sip = |text: &str| parse(&format!("[sip]\n{text}"), Path::new("x")).unwrap().sip;
    let told = |addresses: Vec<SocketAddr>| addresses.iter().map(SocketAddr::to_string).collect::<Vec<_>>();
    let defaults = Sip::default();
    assert_eq!(told(defaults.tcp()), ["0.0.0.0:5060", "[::]:5060"]);
    assert_eq!(told(defaults.tls()), ["0.0.0.0:5061", "[::]:5061"]);
    let odd = sip("udp = [\"192.0.2.1:5060\", \"192.0.2.1:5061\", \"192.0.2.1:0\", \"[::1]:65535\"]");
    assert_eq!(told(odd.tls()), ["192.0.2.1:5062", "192.0.2.1:0"]);
    assert_eq!(told(sip("tls = \"[::1]:443\"").tls()), ["[::1]:443"]);
}

#[test]
fn says_file_line_and_key_of_what_is_wrong() {
    for (text, message) in [
        (
            "[sip]\nupd = []",
            "b.toml, line 2, sip.upd: unknown key `upd`, expected one of `udp`, `tcp`, `tls`, `domain`, `limits`",
        ),
        ("[sup]\n", "b.toml, line 1, sup: unknown key `sup`, expected one of `log`, `rtp`, `sip`, `web`"),
        (
            "[sip]\nudp = [\n  \"0.0.0.0:5060\",\n  \"5060\"]",
            "b.toml, line 4, sip.udp[1]: \"5060\" is not an address with a port, such as \"0.0.0.0:5060\" or \
             \"[::]:5060\"",
        ),
        ("[sip]\nudp = []", "b.toml, line 2, sip.udp: 1 to 16 addresses are expected"),
        ("[sip]\nudp = [\"[::]:1\", \"[::]:1\"]", "b.toml, line 2, sip.udp: \"[::]:1\" is there twice"),
        (
            "[sip]\ntcp = \"[::1]:5061\"\ntls = \"[::1]:5061\"",
            "b.toml, line 3, sip.tls: [::1]:5061 is another's already",
        ),
        ("[sip]\ntcp = \"0.0.0.0:8443\"", "b.toml, line 2, sip.tcp: 0.0.0.0:8443 is another's already"),
        (
            "[sip]\nudp = [\"224.0.0.1:5060\"]",
            "b.toml, line 2, sip.udp[0]: \"224.0.0.1:5060\" is not an address of this machine: it is a multicast address",
        ),
        (
            "[sip]\ndomain = \"a b\"",
            "b.toml, line 2, sip.domain: \"a b\" is not a host name or address without a port",
        ),
        (
            "[sip]\ndomain = 7",
            "b.toml, line 2, sip.domain: this is integer `7`, expected a name such as \"office.example\", or a list of \
             names",
        ),
        (
            "\n[sip.limits]\nin_all = 0",
            "b.toml, line 3, sip.limits.in_all: this is integer `0`, expected a whole number from 1 to \
             10000000",
        ),
        (
            "[sip.limits]\ncalls = 5000000000",
            "b.toml, line 2, sip.limits.calls: this is integer `5000000000`, expected a whole number from 1 to 16000",
        ),
        (
            "[sip.limits]\ntransactions = 1.5",
            "b.toml, line 2, sip.limits.transactions: this is floating point `1.5`, expected a whole number from 1 to \
             10000000",
        ),
        (
            "[sip.limits]\nin_all = 20\nper_source = 30",
            "b.toml, line 3, sip.limits.per_source: per_source = 30, from one address, is more than in_all = 20, from \
             all together",
        ),
        (
            "[sip.limits]\nin_all = 500",
            "b.toml, line 2, sip.limits.in_all: per_source = 1000, from one address, is more than in_all = 500, from \
             all together",
        ),
        (
            "[sip]\nudp = 5060",
            "b.toml, line 2, sip.udp: this is integer `5060`, expected an address with a port, such as \
             \"0.0.0.0:5060\" or \"[::]:5060\", or a list of them in brackets",
        ),
        (
            "[sip]\nudp = \"127.0.0.1\"",
            "b.toml, line 2, sip.udp: \"127.0.0.1\" is not an address with a port",
        ),
        (
            "[sip]\nudp = [\"[::]:70000\"]",
            "b.toml, line 2, sip.udp[0]: \"[::]:70000\": 70000 is no port; a port is 1 to 65535",
        ),
        (
            "[rtp]\nports = \"10000-70000\"",
            "b.toml, line 2, rtp.ports: \"10000-70000\": 70000 is no port; a port is 1 to 65535",
        ),
        (
            "[web]\nhttps = \"8443\"",
            "b.toml, line 2, web.https: \"8443\" is not an address with a port, such as \"0.0.0.0:8443\" or \"[::]:8443\"",
        ),
        (
            "[rtp]\nports = \"10000\"",
            "b.toml, line 2, rtp.ports: \"10000\" is not a range of ports such as \"10000-19999\"",
        ),
        (
            "[rtp]\nports = \"20000-10000\"",
            "b.toml, line 2, rtp.ports: \"20000-10000\" is not a range with room for a call: five ports at least, the \
             smaller number first",
        ),
        (
            "[rtp]\nports = \"80-90\"",
            "b.toml, line 2, rtp.ports: \"80-90\" is not free for sound: ports below 1024 belong to the system",
        ),
        (
            "# sound\n[rtp]\nports = \"5000-6000\"",
            "b.toml, line 3, rtp.ports: the SIP address 0.0.0.0:5060 lies within the ports for sound",
        ),
        (
            "[rtp]\nsilence_s = 5",
            "b.toml, line 2, rtp.silence_s: this is integer `5`, expected 0 or a number of seconds from 10 to 86400",
        ),
        (
            "[rtp]\nthreads = 0",
            "b.toml, line 2, rtp.threads: this is integer `0`, expected a whole number from 1 to 64",
        ),
        (
            "[log]\nformat = \"xml\"",
            "b.toml, line 2, log.format: unknown word `xml`, expected `json` or `text`",
        ),
        (
            "[log]\nlevel = \"loud\"",
            "b.toml, line 2, log.level: \"loud\" is not \"error\", \"warn\", \"info\", \"debug\" or \"trace\", or finer: \
             \"info,switch=debug\"",
        ),
        (
            "[web]\nhttps = 8443",
            "b.toml, line 2, web.https: this is integer `8443`, expected an address with a port, such as \"0.0.0.0:8443\"",
        ),
        ("[web]\nhttps = \"", "b.toml, line 2: not TOML: "),
        ("web = 3", "b.toml, line 1, web: this is integer `3`, expected a table"),
    ] {
        let error = parse(text, Path::new("b.toml")).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text:?}\n  {error}\n  {message}");
    }
}

#[test]
fn the_file_asked_for_comes_first_then_the_data_directory() {
    let data = tempfile::tempdir().unwrap();
    let inside = data.path().join("bellbox.toml");
    std::fs::write(&inside, "[rtp]\nthreads = 2").unwrap();
    let (config, file) = load(None, data.path()).unwrap();
    assert_eq!((config.rtp.threads, file), (2, Some(inside)));
    let other = data.path().join("other.toml");
    let error = load(Some(&other), data.path()).unwrap_err();
    assert_eq!(error.to_string(), format!("{}: there is no such file", other.display()));
    std::fs::write(&other, "[rtp]\nthreads = 3").unwrap();
    assert_eq!(load(Some(&other), data.path()).unwrap().0.rtp.threads, 3);
}
