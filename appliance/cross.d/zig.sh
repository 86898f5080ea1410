# Part of appliance/cross: zig, which is C compiler, linker and C library (musl) for every architecture, from PyPI, in
# a Python environment of its own; and cargo-zigbuild, which lets cargo use it.

ZIG_VERSION=0.17.1
ZIGBUILD_VERSION=0.24.0
ZIG=$TOOLS/zig-$ZIG_VERSION-$ZIGBUILD_VERSION

need_basics() {
    local missing=() pair
    for pair in apt-get:apt dpkg:dpkg python3:python3 make:make bzip2:bzip2 tar:tar git:git; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    [[ ${#missing[@]} -eq 0 ]] || die "please install (Debian's names): ${missing[*]}"
}

get_zig() {
    [[ -d $ZIG ]] || say "downloading zig $ZIG_VERSION and cargo-zigbuild $ZIGBUILD_VERSION (100 MB)"
    once "$ZIG" fill_zig
    export ZIG_GLOBAL_CACHE_DIR=$TOOLS/zig-cache ZIG_LOCAL_CACHE_DIR=$TOOLS/zig-cache
    export CARGO_ZIGBUILD_CACHE_DIR=$TOOLS/zig-wrappers
    PATH=$ZIG/bin:$PATH
    ZIG_PROGRAM=$("$ZIG/bin/python3" -c 'import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), "zig"))')
    export CARGO_ZIGBUILD_ZIG_PATH=$ZIG_PROGRAM
}

# An environment holds its own path in its scripts, so it is made without them and its programs are linked.
fill_zig() {
    quietly python3 -m venv "$1"
    quietly "$1/bin/pip" install --quiet "ziglang==$ZIG_VERSION" "cargo-zigbuild==$ZIGBUILD_VERSION"
    [[ $("$1/bin/cargo-zigbuild" --version) == *"$ZIGBUILD_VERSION"* ]] || die "cargo-zigbuild does not run here"
}
