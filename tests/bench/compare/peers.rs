//! What is compared: Bellbox, the yardsticks of this bench, and the peers that are set up in a directory outside the
//! repository, each in its Debian root with the configuration that is written there.

use std::path::Path;
use std::process::Command;

/// A server that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Bellbox,
    Asterisk,
    Kamailio,
    Rtpengine,
    /// This very program, asked to be the bare loop of this name.
    Yardstick(&'static str),
}

/// How to know that a server is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ready {
    /// It answers OPTIONS where telephones reach it.
    Sip,
    /// It answers a ping of the protocol ng at 127.0.0.1:2223.
    Ng,
    /// It writes a line to standard output.
    Line,
}

impl Program {
    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bellbox => "bellbox",
            Self::Asterisk => "asterisk",
            Self::Kamailio => "kamailio",
            Self::Rtpengine => "rtpengine",
            Self::Yardstick(name) => name,
        }
    }

    pub(crate) fn ready(self) -> Ready {
        match self {
            Self::Bellbox | Self::Asterisk | Self::Kamailio => Ready::Sip,
            Self::Rtpengine => Ready::Ng,
            Self::Yardstick(_) => Ready::Line,
        }
    }

    /// Whether it can be started here.
    pub(crate) fn is_here(self, peers: Option<&Path>) -> bool {
        let at = |file: &str| peers.is_some_and(|peers| peers.join("sid").join(file).exists());
        match self {
            Self::Bellbox | Self::Yardstick(_) => true,
            Self::Asterisk => at("usr/sbin/asterisk") && at("bench/ast/asterisk.conf"),
            Self::Kamailio => at("usr/sbin/kamailio") && at("bench/kam.cfg"),
            Self::Rtpengine => at("usr/bin/rtpengine") || at("usr/sbin/rtpengine"),
        }
    }

    /// The command of a peer.
    pub(crate) fn command(self, peers: &Path) -> Command {
        let arguments: &[&str] = match self {
            Self::Asterisk => &["asterisk", "-f", "-C", "/bench/ast/asterisk.conf"],
            // 512 MB of shared memory: at 64 it is out of it at 1,000 calls a second.
            Self::Kamailio => &["kamailio", "-DD", "-f", "/bench/kam.cfg", "-m", "512", "-M", "8"],
            Self::Rtpengine => &[
                "rtpengine",
                "--config-file=none",
                "--foreground",
                "--table=-1",
                "--interface=127.0.0.1",
                "--listen-ng=127.0.0.1:2223",
                "--port-min=10000",
                "--port-max=30000",
                "--log-level=2",
                "--log-stderr",
                "--num-threads=1",
                "--delete-delay=0",
            ],
            Self::Bellbox | Self::Yardstick(_) => unreachable!("it is no peer"),
        };
        let mut command = Command::new("chroot");
        command.arg(peers.join("sid")).args(arguments);
        command
    }
}
