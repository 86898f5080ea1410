//! aiosmtpd as a mail server: `tests/mail/server.py` in the environment that `tests/run` makes.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rcgen::CertifiedKey;
use serde_json::Value;
use tempfile::NamedTempFile;
use webui::mail::{Security, Settings};

use super::lines::Lines;

/// Who may sign in.
#[derive(Clone, Copy)]
pub(crate) struct Login<'a> {
    pub(crate) username: &'a str,
    pub(crate) password: &'a str,
}

/// A mail server on a port of its own; it ends with this.
pub(crate) struct Server {
    child: Child,
    lines: Lines,
    settings: Settings,
    _certificate: Option<NamedTempFile>,
}

impl Server {
    /// Starts it; with a login, nobody sends mail without.
    pub(crate) fn start(
        security: Security,
        certificate: Option<&CertifiedKey<rcgen::KeyPair>>,
        login: Option<Login<'_>>,
    ) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mail");
        let mut command = Command::new(folder.join("venv/bin/python"));
        command.arg(folder.join("server.py")).arg("--security").arg(match security {
            Security::None => "none",
            Security::StartTls => "starttls",
            Security::Tls => "tls",
        });
        let certificate = certificate.map(|CertifiedKey { cert, signing_key }| {
            let mut file = NamedTempFile::new().unwrap();
            write!(file, "{}{}", cert.pem(), signing_key.serialize_pem()).unwrap();
            file
        });
        if let Some(file) = &certificate {
            command.arg("--certificate").arg(file.path());
        }
        if let Some(Login { username, password }) = login {
            command.args(["--login", username, password]);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("aiosmtpd is installed (tests/run mail installs it)");
        let mut lines = Lines::of("aiosmtpd", &mut child);
        let ready = lines.wait_for(&["ready "]);
        let Login { username, password } = login.unwrap_or(Login { username: "", password: "" });
        let settings = Settings {
            host: "127.0.0.1".to_owned(),
            port: ready.trim_start_matches("ready ").parse().unwrap(),
            security,
            username: username.to_owned(),
            password: password.to_owned(),
            from: "pbx@example.org".parse().unwrap(),
            trusted: Vec::new(),
        };
        Self { child, lines, settings, _certificate: certificate }
    }

    /// How it is spoken to.
    pub(crate) fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// The next mail that it got.
    pub(crate) fn mail(&mut self) -> Value {
        serde_json::from_str(&self.lines.wait_for(&["{\"sender\""])).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
