# Part of appliance/cross: Debian's Rust compiler (the packages rustc-web, which Debian keeps new enough for browsers),
# unpacked beside the system and not installed, with the source of the standard library. For no architecture is there
# a standard library for musl ready, so it is built with the program.

# What a compiler needs and every Debian system has, or zig is instead of it.
NOT_NEEDED=" binutils gcc libc6 libc6-dev libgcc-s1 "

# apt with lists and sources of its own: the system's sources of Debian's packages, and the same for source packages.
prepare_apt() {
    export APT_CONFIG=$TOOLS/apt/apt.conf
    [[ -z $(find "$TOOLS/apt" -maxdepth 1 -name updated -mmin -1440 2>/dev/null) ]] || return 0
    say "asking Debian what there is"
    local release keys=/usr/share/keyrings/debian-archive-keyring.gpg
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    mkdir -p "$TOOLS/apt/lists/partial" "$TOOLS/apt/cache/archives/partial"
    APT_CONFIG='' apt-get update --print-uris |
        sed -n "s|^'\([^']*\)/dists/\($release[^/']*\)/InRelease' .*|[signed-by=$keys] \1 \2 main|p" |
        sed 'h; s/^/deb /p; g; s/^/deb-src /' >"$TOOLS/apt/sources.list"
    [[ -s $TOOLS/apt/sources.list ]] || die "apt on this machine has no source of Debian's packages"
    cat >"$APT_CONFIG" <<END
Dir::Etc::sourcelist "$TOOLS/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$TOOLS/apt/lists";
Dir::Cache "$TOOLS/apt/cache";
Acquire::Languages "none";
Acquire::Retries "3";
END
    if [[ $(id -u) -eq 0 ]]; then echo 'APT::Sandbox::User "root";' >>"$APT_CONFIG"; fi
    if apt-get update --error-on=any >"$TOOLS/log" 2>&1; then
        touch "$TOOLS/apt/updated"
    elif [[ -e $TOOLS/apt/updated ]]; then
        say "Debian cannot be asked now; going on with what it said last"
    else
        die "Debian cannot be asked what there is:" "$(tail -n 20 "$TOOLS/log")"
    fi
}

candidate() { apt-cache policy "$1" | sed -n 's/^ *Candidate: //p'; }
is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# The packages with all that they need, except what is installed.
with_dependencies() {
    local -A seen=()
    local queue=("$@") package depends
    while [[ ${#queue[@]} -gt 0 ]]; do
        package=${queue[0]}
        queue=("${queue[@]:1}")
        [[ -z ${seen[$package]:-} && $NOT_NEEDED != *" $package "* ]] || continue
        seen[$package]=1
        if [[ $package != *rust* && $package != cargo-web ]] && is_installed "$package"; then continue; fi
        echo "$package"
        depends=$(apt-cache depends "$package" | sed -n 's/^  Depends: \([a-z0-9.+-]*\)$/\1/p')
        # shellcheck disable=SC2206
        queue+=($depends)
    done
}

get_compiler() {
    prepare_apt
    local version wanted
    version=$(candidate rustc-web)
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    dpkg --compare-versions "${version:-0}" ge "$wanted" ||
        die "Debian's rustc-web is ${version:-not there}, Bellbox needs $wanted: try a newer release of Debian"
    RUST=$TOOLS/rust-${version%%-*}
    [[ -d $RUST ]] || say "downloading Debian's Rust compiler ${version%%-*} (150 MB)"
    once "$RUST" fill_compiler
    HOST=$(rustc -vV | sed -n 's/^host: //p')
}

fill_compiler() {
    local archives=$TOOLS/packages packages=() deb
    mkdir -p "$archives"
    mapfile -t packages < <(with_dependencies rustc-web cargo-web rust-web-src)
    [[ ${#packages[@]} -ge 3 ]] || die "Debian does not say what rustc-web needs"
    # apt compares each with the signed list; one that is there and whole is not downloaded again.
    (cd "$archives" && quietly apt-get download "${packages[@]}")
    say "unpacking it (900 MB)"
    for deb in "$archives"/*.deb; do dpkg -x "$deb" "$1"; done
    rm -rf "$archives"
}

# The compiler's own libraries are beside it, for it alone: what it starts shall find the system's.
private() { LD_LIBRARY_PATH=$(echo "$RUST"/usr/lib/*-linux-gnu) "$@"; }
rustc() { private "$RUST/usr/bin/rustc" "$@"; }
