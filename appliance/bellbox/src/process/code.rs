//! Gives back the memory of code that only the start needed: parsing settings, upgrading the database, making
//! certificates. It is in the program's file, and comes from there again should it be needed.

use std::fs;
use std::path::Path;
use std::ptr;

use rustix::mm::Advice;

/// Lets go of all of the program's code; what runs comes back page by page. How many bytes were let go; 0 where the
/// system tells nothing about them.
#[expect(unsafe_code, reason = "madvise is in no safe interface")]
pub(crate) fn give_back() -> u64 {
    let Ok(program) = fs::read_link("/proc/self/exe") else { return 0 };
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut bytes = 0;
    for (start, length) in code(&maps, &program) {
        let start = ptr::with_exposed_provenance_mut(start);
        // SAFETY: a mapping of our own file that nobody can have written to: its pages are as they are in the file, which
        // is where they are read from again. The program does not unmap its code.
        let done = unsafe { rustix::mm::madvise(start, length, Advice::LinuxDontNeed) };
        if done.is_ok() {
            bytes += length as u64;
        }
    }
    bytes
}

/// Where the program's code is, as proc(5) tells: what may be run and not written, of that file. Start and length.
fn code(maps: &str, program: &Path) -> Vec<(usize, usize)> {
    let of_line = |line: &str| {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let (start, end) = (usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?);
        let path = rest.splitn(5, ' ').nth(4)?.trim_start();
        let is_code = rest.starts_with("r-xp ") && Path::new(path) == program;
        is_code.then_some((start, end.checked_sub(start)?))
    };
    maps.lines().filter_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_what_may_run_of_the_programs_own_file() {
        let maps = "\
00400000-00500000 r--p 00000000 fe:00 12                                 /opt/bell box
00500000-00a00000 r-xp 00100000 fe:00 12                                 /opt/bell box
00a00000-00a10000 rwxp 00600000 fe:00 12                                 /opt/bell box
00a10000-00a20000 rw-p 00610000 fe:00 12                                 /opt/bell box
7f0000000000-7f0000001000 r-xp 00000000 fe:00 13                         /lib/x.so
7ffd00000000-7ffd00001000 r-xp 00000000 00:00 0                          [vdso]
nonsense
";
        assert_eq!(code(maps, Path::new("/opt/bell box")), [(0x50_0000, 0x50_0000)]);
    }

    #[test]
    fn the_program_goes_on_after_its_code_was_given_back() {
        assert!(give_back() > 0);
        assert!(super::super::read().resident_bytes > 0);
    }
}
