# Part of appliance/cross: alsa-lib from Debian's source package, as a static library. Its plugins are compiled in and
# found by a table: there is no dlopen in a static program.

# Checksums (SHA-256) of the sources that this was tried with: Debian 12's and Debian 13's.
declare -A ALSA_SOURCES=(
    [1.2.8]=1ab01b74e33425ca99c2e36c0844fd6888273193bd898240fe8f93accbcbf347
    [1.2.14]=be9c88a0b3604367dd74167a2b754a35e142f670292ae47a2fdef27a2ee97a32
)

# ARCHITECTURE: the folder with its library.
alsa_folder() { echo "$TOOLS/alsa-$ALSA_VERSION-$ZIG_VERSION-$1"; }

# What distinguishes a source of one's own from another.
digest_of() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16); }

# ARCHITECTURE: makes that folder.
make_alsa() {
    local checksum folder
    if [[ ${ALSA_SOURCE:-} ]]; then
        [[ -e $ALSA_SOURCE/configure ]] || die "ALSA_SOURCE: there is no alsa-lib in $ALSA_SOURCE"
        ALSA_VERSION=own-$(digest_of "$ALSA_SOURCE")
        folder=$(alsa_folder "$1")
        [[ -d $folder ]] || say "building the alsa-lib in $ALSA_SOURCE for $1 (a minute or two)"
        once "$folder" fill_alsa "$1"
        return
    fi
    ALSA_VERSION=$(apt-cache showsrc --only-source alsa-lib | sed -n 's/^Version: \(.*\)-.*/\1/p' | sort -V | tail -n 1)
    checksum=${ALSA_SOURCES[${ALSA_VERSION:-none}]:-}
    [[ $checksum ]] || die "alsa-lib is ${ALSA_VERSION:-not there}; appliance/cross.d/alsa.sh knows ${!ALSA_SOURCES[*]}"
    folder=$(alsa_folder "$1")
    if [[ -d $folder && ! $SHIP ]]; then return; fi
    get_alsa_source "$ALSA_VERSION" "$checksum"
    [[ ! -d $folder ]] || return 0
    say "building alsa-lib $ALSA_VERSION for $1 (a minute or two)"
    once "$folder" fill_alsa "$1"
}

get_alsa_source() {
    ALSA_TARBALL=$TOOLS/alsa-lib_$1.orig.tar.bz2
    if ! is_right "$2"; then
        say "downloading the source of alsa-lib $1 (1 MB)"
        # It may miss a file that is not needed here, as a signature: what counts is the checksum.
        (cd "$TOOLS" && apt-get source --quiet --download-only alsa-lib >log 2>&1) || true
        is_right "$2" || die "the source of alsa-lib did not come, or is another than it was" "see $TOOLS/log"
    fi
}

is_right() { sha256sum --check --status <<<"$1  $ALSA_TARBALL" 2>/dev/null; }

fill_alsa() {
    local architecture=$1 folder=$2
    mkdir "$folder/source"
    if [[ ${ALSA_SOURCE:-} ]]; then
        cp -a "$ALSA_SOURCE/." "$folder/source"
    else
        tar --extract --bzip2 --file "$ALSA_TARBALL" --directory "$folder/source" --strip-components 1
    fi
    (
        cd "$folder/source"
        export CC="$ZIG_PROGRAM cc $(zig_target "$architecture")" AR="$ZIG_PROGRAM ar" RANLIB="$ZIG_PROGRAM ranlib"
        # With -fPIC here, and not by libtool, the macro PIC is not set and plugins go into the table.
        export CFLAGS="-Os -fPIC -ffunction-sections -fdata-sections -ffile-prefix-map=$PWD=/alsa-lib"
        quietly ./configure --host="$(triple "$architecture")" --prefix=/usr --enable-static --disable-shared \
            --without-libdl --without-versioned --disable-python --disable-aload --disable-topology --disable-ucm \
            --disable-old-symbols --with-pcm-plugins=all
        quietly make -j"$(nproc)" -C include
        quietly make -j"$(nproc)" -C src
        quietly make -C src install DESTDIR="$folder"
    )
    rm -rf "$folder/source"
    [[ -s $folder/usr/lib/libasound.a ]] || die "alsa-lib was built, but $folder/usr/lib/libasound.a is not there"
}
