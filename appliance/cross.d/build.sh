# Part of appliance/cross: the program itself, with the standard library, for musl.

triple() {
    case $1 in
    armv7) echo armv7-unknown-linux-musleabihf ;;
    *) echo "$1-unknown-linux-musl" ;;
    esac
}

# The same for zig.
zig_target() {
    case $1 in
    armv7) echo "-target arm-linux-musleabihf -mcpu=generic+v7a+vfp3d16" ;;
    *) echo "-target $1-linux-musl" ;;
    esac
}

# ARCHITECTURE: makes TARGET/bellbox-ARCHITECTURE.
make_program() {
    local triple profile=${QUICK:+cross-quick}
    triple=$(triple "$1")
    profile=${profile:-cross}
    write_settings "$1" "$triple"
    write_host_linker
    say "building Bellbox for $1${QUICK:+, quick} (the first time 5 to 15 minutes)"
    build "$1" "$triple" --locked --package bellbox --features alsa --target "$triple" --profile "$profile" \
        -Zbuild-std=std,panic_unwind --config "$SETTINGS" --target-dir "$TARGET/cross" ||
        die "the build failed; what is done is kept, the same command goes on from there"
    local file=$TARGET/bellbox-$1
    cp "$TARGET/cross/$triple/$profile/bellbox" "$file.part"
    mv "$file.part" "$file"
    check_file "$1" "$file"
    say "$file: $(stat --format %s "$file") bytes, static"
}

# cargo's settings for this build: linked with zig's C library, ALSA where it is, and no path of this machine in the
# program, so that two builds of one commit are the same file.
write_settings() {
    local cargo_home=${CARGO_HOME:-$HOME/.cargo} map
    SETTINGS=$TARGET/cross/settings-$1.toml
    mkdir -p "$TARGET/cross"
    {
        echo "[target.$2]"
        echo 'rustflags = ["-Ctarget-feature=+crt-static", "-Clink-self-contained=no",'
        for map in "$PWD=/bellbox" "$cargo_home=/cargo" "$RUST=/rust" "$TARGET=/target"; do
            echo "    \"--remap-path-prefix=$map\","
        done
        echo ']'
        # The build script of alsa-sys would look for a shared library.
        echo "[target.$2.alsa]"
        echo "rustc-link-search = [\"native=$(alsa_folder "$1")/usr/lib\"]"
        echo 'rustc-link-lib = ["static=asound"]'
    } >"$SETTINGS"
    C_FLAGS="-ffile-prefix-map=$PWD=/bellbox -ffile-prefix-map=$cargo_home=/cargo -ffile-prefix-map=$TARGET=/target"
}

# Programs that run during the build are linked by zig too: no other C compiler is needed.
write_host_linker() {
    HOST_LINKER=$TARGET/cross/host-linker
    printf '#!/bin/sh\nexec "%s" cc -target %s "$@"\n' "$ZIG_PROGRAM" "$(zig_host)" >"$HOST_LINKER"
    chmod +x "$HOST_LINKER"
}

# A C library old enough for every system that has such a compiler.
zig_host() { echo "${HOST%%-*}-linux-gnu.2.31"; }

upper() { tr 'a-z-' 'A-Z_' <<<"$1"; }

# ARCHITECTURE TRIPLE ARGUMENT...: cargo with the private compiler and no settings from around.
build() (
    local architecture=$1 triple=$2
    shift 2
    unset CARGO RUSTC RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTFLAGS CARGO_ENCODED_RUSTFLAGS RUSTUP_TOOLCHAIN \
        CARGO_BUILD_TARGET CC CXX AR CFLAGS CXXFLAGS
    export PATH=$RUST/usr/bin:$PATH RUSTC_BOOTSTRAP=1 "CFLAGS_${triple//-/_}=$C_FLAGS"
    export "CARGO_TARGET_$(upper "$HOST")_LINKER=$HOST_LINKER"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1)
    export SOURCE_DATE_EPOCH
    # musl's time_t has 64 bits; the libc crate takes it for 32 bits on this architecture unless told.
    if [[ $architecture == armv7 ]]; then export RUST_LIBC_UNSTABLE_MUSL_V1_2_3=1; fi
    private cargo-zigbuild zigbuild "$@"
)

# That it is static, for this architecture and of a size, as its ELF header says. What is built quickly for tests may be larger.
check_file() {
    local bytes_max=20000000
    [[ -z $QUICK ]] || bytes_max=30000000
    python3 - "$1" "$2" "$bytes_max" <<'END' || die "$2 is not what it should be"
import struct, sys
architecture, path, bytes_max = sys.argv[1:]
data = open(path, "rb").read()
wide = data[4] == 2
machine = struct.unpack_from("<H", data, 18)[0]
start, = struct.unpack_from("<Q" if wide else "<I", data, 32 if wide else 28)
size, count = struct.unpack_from("<HH", data, 54 if wide else 42)
kinds = [struct.unpack_from("<I", data, start + n * size)[0] for n in range(count)]
wrong = []
if machine != {"aarch64": 183, "armv7": 40, "x86_64": 62}[architecture]:
    wrong.append(f"it is for machine {machine}")
if 2 in kinds or 3 in kinds:
    wrong.append("it is linked dynamically")
if len(data) > int(bytes_max):
    wrong.append(f"it has {len(data)} bytes")
sys.exit("; ".join(wrong) or 0)
END
}
