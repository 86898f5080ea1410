//! Who runs where: servers on CPU 0, generators on CPU 1, in a network namespace of their own. Threads and processes
//! inherit the processor of who starts them.

#![expect(unsafe_code, reason = "Linux's own calls, which the standard library does not have")]

use std::fs;
use std::io;
use std::mem;
use std::ptr;

/// Where servers run.
pub(crate) const SERVERS: usize = 0;
/// Where generators run.
pub(crate) const GENERATORS: usize = 1;

/// Puts this thread, and what it starts from now on, on a processor; does nothing where there is one alone.
pub(crate) fn pin(processor: usize) {
    if std::thread::available_parallelism().is_ok_and(|count| count.get() == 1) && processors() < 2 {
        return;
    }
    // SAFETY: a set of zeros is an empty set; CPU_SET writes inside it, and its size is given.
    let result = unsafe {
        let mut set: libc::cpu_set_t = mem::zeroed();
        libc::CPU_SET(processor, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set)
    };
    assert_eq!(result, 0, "processor {processor} cannot be had: {}", io::Error::last_os_error());
}

/// Processors of the machine, whatever this thread may use.
pub(crate) fn processors() -> usize {
    // SAFETY: it only asks.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }).unwrap_or(1)
}

/// Takes a network of its own, with a loopback interface alone: whether that was allowed. Call it before any thread.
pub(crate) fn own_network() -> bool {
    // SAFETY: it takes no pointer.
    if unsafe { libc::unshare(libc::CLONE_NEWNET) } != 0 {
        return false;
    }
    let up = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    // SAFETY: the request is a whole ifreq with the name `lo`, which is shorter than its room; the socket is closed.
    let result = unsafe {
        let mut request: libc::ifreq = mem::zeroed();
        ptr::copy_nonoverlapping(c"lo".as_ptr(), request.ifr_name.as_mut_ptr(), 2);
        request.ifr_ifru.ifru_flags = up;
        let socket = libc::socket(libc::AF_INET, libc::SOCK_DGRAM, 0);
        let result = libc::ioctl(socket, libc::SIOCSIFFLAGS, &raw const request);
        libc::close(socket);
        result
    };
    assert_eq!(result, 0, "the loopback interface cannot be started: {}", io::Error::last_os_error());
    // Ports that are named by hand must not be given to others.
    _ = fs::write("/proc/sys/net/ipv4/ip_local_port_range", "61000 65000");
    true
}

/// As many open files as the system allows, for this process and what it starts; says how many.
pub(crate) fn allow_files() -> u64 {
    // SAFETY: both calls get a whole rlimit.
    unsafe {
        let mut limit: libc::rlimit = mem::zeroed();
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit);
        limit.rlim_cur = limit.rlim_max.min(1 << 20);
        libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit);
        limit.rlim_cur
    }
}

/// Seconds of all processors together since the machine started that went to others on its host (steal).
pub(crate) fn stolen() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let ticks = text.lines().next().and_then(|line| line.split_whitespace().nth(8)?.parse::<f64>().ok());
    ticks.unwrap_or(0.0) / 100.0
}

/// Wakes this thread when it asked to be woken, not 50 µs later.
pub(crate) fn wake_exactly() {
    // SAFETY: it takes no pointer.
    unsafe { libc::prctl(libc::PR_SET_TIMERSLACK, 1_000) };
}

/// Processor time of a process and all its threads, ended ones too, in nanoseconds.
pub(crate) fn time_of(process: u32) -> Option<u64> {
    // SAFETY: both calls write where they are told to, whole values.
    unsafe {
        let (mut clock, mut time): (libc::clockid_t, libc::timespec) = mem::zeroed();
        if libc::clock_getcpuclockid(process as libc::pid_t, &raw mut clock) != 0 {
            return None;
        }
        if libc::clock_gettime(clock, &raw mut time) != 0 {
            return None;
        }
        Some(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64)
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(process: u32, number: libc::c_int) {
    // SAFETY: it takes no pointer.
    unsafe { libc::kill(process as libc::pid_t, number) };
}
