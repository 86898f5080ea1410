//! Kernel modules: which ones, in which order, and loading them.
//!
//! The image says which are wanted, in `/etc/modules`: a name a line, with parameters after it, `#` for remarks. What
//! they need in turn is in `modules.dep` (depmod(8)), as every kernel package or image has it.

use std::collections::{HashMap, HashSet};
use std::ffi::CString;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use rustix::io::Errno;

const WANTED: &str = "/etc/modules";

/// `MODULE_INIT_COMPRESSED_FILE` of linux/module.h: the kernel unpacks it.
const COMPRESSED: i32 = 4;

/// More than any image has; the rest is left out and told.
const WANTED_MAX: usize = 512;

/// A module to load.
#[derive(Debug, PartialEq)]
struct Module {
    /// Below the directory of the kernel's modules.
    path: String,
    parameters: String,
}

/// Loads what the image wants; a missing list is an empty one.
pub(super) fn load_all() {
    let Ok(wanted) = fs::read_to_string(WANTED) else { return };
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    let directory = Path::new("/lib/modules").join(release);
    let dependencies = fs::read_to_string(directory.join("modules.dep")).unwrap_or_default();
    let (order, unknown) = order(&wanted, &dependencies);
    let mut loaded = 0;
    for module in &order {
        match load(&directory, module) {
            Ok(()) => loaded += 1,
            Err(error) => tracing::warn!(module = module.path, %error, "cannot load"),
        }
    }
    tracing::info!(loaded, "kernel modules");
    if !unknown.is_empty() {
        tracing::info!(names = unknown.join(" "), "no modules of this kernel; it may have them built in");
    }
}

fn load(directory: &Path, module: &Module) -> io::Result<()> {
    let file = File::open(directory.join(&module.path))?;
    let parameters = CString::new(module.parameters.as_str())?;
    let flags = if module.path.ends_with(".ko") { 0 } else { COMPRESSED };
    match rustix::system::finit_module(&file, &parameters, flags) {
        Ok(()) | Err(Errno::EXIST) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The modules in the order in which they can be loaded, each once, and the names that `modules.dep` does not know.
fn order(wanted: &str, dependencies: &str) -> (Vec<Module>, Vec<String>) {
    let known: HashMap<String, (&str, Vec<&str>)> = dependencies
        .lines()
        .filter_map(|line| {
            let (path, needs) = line.split_once(':')?;
            Some((name_of(path), (path, needs.split_whitespace().collect())))
        })
        .collect();
    let mut sorted = Sorted { known: &known, seen: HashSet::new(), order: Vec::new() };
    let mut unknown = Vec::new();
    let lines = wanted.lines().map(|line| line.split('#').next().unwrap_or("").trim());
    for line in lines.filter(|line| !line.is_empty()).take(WANTED_MAX) {
        let (name, parameters) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let name = name_of(name);
        if known.contains_key(&name) {
            sorted.add(&name, parameters.trim());
        } else {
            unknown.push(name);
        }
    }
    (sorted.order, unknown)
}

struct Sorted<'a> {
    known: &'a HashMap<String, (&'a str, Vec<&'a str>)>,
    seen: HashSet<String>,
    order: Vec<Module>,
}

impl Sorted<'_> {
    /// What it needs first. Each module is entered once, so that a circle ends and the depth has its bound.
    fn add(&mut self, name: &str, parameters: &str) {
        let Some((path, needs)) = self.known.get(name) else { return };
        if !self.seen.insert(name.to_owned()) {
            return;
        }
        for needed in needs {
            self.add(&name_of(needed), "");
        }
        self.order.push(Module { path: (*path).to_owned(), parameters: parameters.to_owned() });
    }
}

/// The name of a module by its file: `kernel/fs/ext4/ext4.ko.xz` is `ext4`, and `-` is `_`.
fn name_of(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split(".ko").next().unwrap_or(file).replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPENDENCIES: &str = "\
kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/fs/mbcache.ko
kernel/fs/jbd2/jbd2.ko: kernel/lib/crc32c-generic.ko.xz
kernel/fs/mbcache.ko:
kernel/lib/crc32c-generic.ko.xz:
kernel/a.ko: kernel/b.ko
kernel/b.ko: kernel/a.ko
";

    fn paths(wanted: &str) -> Vec<String> {
        order(wanted, DEPENDENCIES).0.into_iter().map(|module| module.path).collect()
    }

    #[test]
    fn what_a_module_needs_comes_before_it_and_once() {
        let expected = [
            "kernel/lib/crc32c-generic.ko.xz",
            "kernel/fs/jbd2/jbd2.ko",
            "kernel/fs/mbcache.ko",
            "kernel/fs/ext4/ext4.ko",
        ];
        assert_eq!(paths("ext4\njbd2\n"), expected);
        assert_eq!(paths("crc32c_generic # of ext4\next4\n"), expected);
    }

    #[test]
    fn parameters_go_with_their_module() {
        let (order, _) = order("# sound\njbd2  debug=1 level=2\n", DEPENDENCIES);
        let parameters: Vec<&str> = order.iter().map(|module| module.parameters.as_str()).collect();
        assert_eq!(parameters, ["", "debug=1 level=2"]);
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(paths("a"), ["kernel/b.ko", "kernel/a.ko"]);
    }

    #[test]
    fn what_the_kernel_does_not_have_is_told() {
        let (order, unknown) = order("virtio_net\nmbcache\n", DEPENDENCIES);
        assert_eq!((order.len(), unknown), (1, vec!["virtio_net".to_owned()]));
        assert_eq!(super::order("ext4", "").1, ["ext4"]);
    }
}
