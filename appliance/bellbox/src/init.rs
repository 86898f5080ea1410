//! The program as the first process of a box that has nothing else: `/init` of an initramfs, or `/sbin/init`.
//!
//! It mounts what a Linux system needs, loads kernel modules, asks for an address (DHCP), mounts the data disk, and
//! runs the exchange as a child process. When that ends it is started again; when the box is to stop, it is stopped
//! first. There is no shell, no other service, and no way in but the exchange's own.

mod clock;
mod dhcp;
mod disk;
mod end;
mod modules;
mod mounts;
mod netlink;
mod network;
mod office;
mod supervise;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::config::Log;
use crate::log;
use end::{End, Signals};

/// So long the exchange waits for the first address, so that its certificate names it.
const ADDRESS_PATIENCE: Duration = Duration::from_secs(10);

/// The name of the box, until somebody gives it another.
const HOSTNAME: &str = "bellbox";

const HOSTS: &str = "127.0.0.1 localhost\n::1 localhost\n127.0.1.1 bellbox\n";

/// Whether the kernel started this program as its first process: it is process 1, and its name is `init`.
///
/// A container's first process is 1 too, but is called `bellbox`; who starts `init` by hand is not 1.
pub(crate) fn is_wanted() -> bool {
    is_init(std::process::id(), std::env::args_os().next().as_deref())
}

fn is_init(process: u32, called: Option<&OsStr>) -> bool {
    process == 1 && called.map(Path::new).and_then(Path::file_name) == Some(OsStr::new("init"))
}

/// Runs the box until it is switched off.
pub(crate) fn run() -> ! {
    log::start(&Log::default());
    mounts::mount_all();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "this program is the system's first process");
    modules::load_all();
    name_things();
    end::take_ctrl_alt_del();
    let end = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .and_then(|runtime| runtime.block_on(live()))
        .unwrap_or_else(|error| {
            tracing::error!(%error, "the box starts anew");
            End::Reboot
        });
    end::end(end)
}

/// From the network to the end of the exchange.
async fn live() -> std::io::Result<End> {
    let mut signals = Signals::new()?;
    let (told, addressed) = oneshot::channel();
    network::start(told)?;
    let ready = async {
        disk::mount_data().await;
        if tokio::time::timeout(ADDRESS_PATIENCE, addressed).await.is_err() {
            tracing::warn!("no address yet: the exchange starts without");
        }
    };
    tokio::select! {
        () = ready => {}
        end = signals.asked() => return Ok(end),
    }
    // Nothing else runs yet that would have to wait.
    clock::raise();
    office::load();
    let end = tokio::select! {
        end = supervise::supervise(&mut signals) => end,
        never = clock::keep_hourly() => match never {},
    };
    clock::keep();
    Ok(end)
}

/// The name of the box, and the files of look-ups. What a read-only root brings along stays.
fn name_things() {
    if let Err(error) = rustix::system::sethostname(HOSTNAME.as_bytes()) {
        tracing::warn!(%error, "the box has no name");
    }
    let hosts = Path::new("/etc/hosts");
    if !hosts.exists()
        && let Err(error) = fs::create_dir_all("/etc").and_then(|()| fs::write(hosts, HOSTS))
    {
        tracing::warn!(%error, "no /etc/hosts");
    }
    // Where it cannot be made, the image has it.
    let _ = std::os::unix::fs::symlink(network::RESOLV_CONF, "/etc/resolv.conf");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_process_by_the_name_of_init_is_init() {
        let called = |process, name: &str| is_init(process, Some(OsStr::new(name)));
        assert!(called(1, "/init"));
        assert!(called(1, "/sbin/init"));
        assert!(called(1, "init"));
        assert!(!called(1, "/usr/bin/bellbox"));
        assert!(!called(4711, "/init"));
        assert!(!called(1, "/init/bellbox"));
        assert!(!is_init(1, None));
    }

    #[test]
    fn this_process_is_not_init() {
        assert!(!is_wanted());
    }
}
