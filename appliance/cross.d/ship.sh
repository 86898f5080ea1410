# Part of appliance/cross: what goes with the program when it is passed on. alsa-lib is in it under the LGPL 2.1, whose
# section 6 wants that who gets it can change alsa-lib and link anew: with the sources of everything that is linked, and
# `ALSA_SOURCE=... appliance/cross`. Others want their notices beside it.

# Not later: what is built must be what the commit says.
need_commit() {
    [[ -z $(git status --porcelain -- ':!tests/bench/results') ]] || die "not everything here is committed: --ship ships sources of a commit"
    [[ -z ${ALSA_SOURCE:-} ]] || die "--ship ships Debian's alsa-lib, not ALSA_SOURCE"
}

# ARCHITECTURE: makes TARGET/bellbox-VERSION-ARCHITECTURE.tar.gz of TARGET/bellbox-ARCHITECTURE.
ship() {
    local version name folder commit
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
    name=bellbox-$version-$1
    folder=$TARGET/$name
    commit=$(git rev-parse --short=12 HEAD)
    rm -rf "$folder"
    mkdir -p "$folder/licences" "$folder/sources"
    cp "$TARGET/bellbox-$1" "$folder/bellbox"
    cp LICENSE LICENSE-MIT LICENSE-APACHE "$folder/"
    git archive --prefix="bellbox-$commit/" --output "$folder/sources/bellbox-$commit.tar.gz" HEAD
    cp "$ALSA_TARBALL" "$folder/sources/"
    tar --extract --bzip2 --to-stdout --file "$ALSA_TARBALL" "alsa-lib-$ALSA_VERSION/COPYING" >"$folder/licences/alsa-lib"
    cp "$(dirname "$ZIG_PROGRAM")/lib/libc/musl/COPYRIGHT" "$folder/licences/musl"
    cp "$(dirname "$ZIG_PROGRAM")/lib/libunwind/LICENSE.TXT" "$folder/licences/libunwind"
    cp "$RUST/usr/share/doc/rust-web-src/copyright" "$folder/licences/rust"
    # Of the JavaScript in the portal.
    cp webui/app/dist/licences.txt "$folder/licences/portal"
    crates_of "$1" "$folder"
    if command -v cargo-cyclonedx >/dev/null; then
        list_parts "$1" "$folder" "$commit"
    else
        say "without a list of its parts (SBOM): cargo install --locked cargo-cyclonedx"
    fi
    about "$1" "$commit" >"$folder/README"
    (cd "$folder" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
    # The same commit gives the same file.
    tar --create --directory "$TARGET" --sort=name --owner=0 --group=0 --numeric-owner --mode=go=rX,u+w \
        --mtime="@$(git log -1 --format=%ct)" "$name" | gzip --no-name -9 >"$folder.tar.gz"
    say "$folder.tar.gz: $(stat --format %s "$folder.tar.gz") bytes"
}

# ARCHITECTURE FOLDER: the sources of the crates in the program, as cargo has downloaded and checked them, and their licences.
crates_of() {
    PATH=$RUST/usr/bin:$PATH private cargo metadata --locked --format-version 1 --filter-platform "$(triple "$1")" \
        --manifest-path appliance/bellbox/Cargo.toml --features alsa >"$TARGET/cross/metadata.json"
    python3 - "$TARGET/cross/metadata.json" "$2" "${CARGO_HOME:-$HOME/.cargo}" <<'END' || die "crates are missing"
import json, pathlib, shutil, sys
metadata, folder, home = (pathlib.Path(path) for path in sys.argv[1:])
metadata = json.loads(metadata.read_text())
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
seen, queue = set(), [metadata["resolve"]["root"]]
while queue:
    package = queue.pop()
    if package not in seen:
        seen.add(package)
        queue += [to["pkg"] for to in nodes[package]["deps"] if any(kind["kind"] != "dev" for kind in to["dep_kinds"])]
(folder / "sources/crates").mkdir()
table = []
for package in sorted((packages[it] for it in seen), key=lambda it: (it["name"], it["version"])):
    if package["source"] is None:
        continue
    name = f"{package['name']}-{package['version']}"
    shutil.copyfile(next(home.glob(f"registry/cache/*/{name}.crate")), folder / "sources/crates" / f"{name}.crate")
    table.append(f"{name}\t{package['license'] or 'see its files'}")
    for path in pathlib.Path(package["manifest_path"]).parent.iterdir():
        if path.is_file() and path.name.upper().startswith(("LICEN", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE")):
            (folder / "licences" / name).mkdir(exist_ok=True)
            shutil.copyfile(path, folder / "licences" / name / path.name)
(folder / "licences/CRATES").write_text("".join(f"{line}\n" for line in table))
END
}

# ARCHITECTURE FOLDER COMMIT: the list of its parts in CycloneDX. The tool writes beside each manifest: here into a copy.
list_parts() (
    local copy=$TARGET/cross/parts
    rm -rf "$copy"
    mkdir -p "$copy"
    tar --extract --gzip --file "$2/sources/bellbox-$3.tar.gz" --directory "$copy" --strip-components 1
    cd "$copy"
    export SOURCE_DATE_EPOCH PATH=$RUST/usr/bin:$PATH
    SOURCE_DATE_EPOCH=$(git -C "$OLDPWD" log -1 --format=%ct)
    quietly private cargo cyclonedx --format json --spec-version 1.5 --manifest-path appliance/bellbox/Cargo.toml \
        --features alsa --target "$(triple "$1")" --override-filename bellbox
    # The tool names the folder in which it ran, and knows no C.
    python3 - appliance/bellbox/bellbox.json "$2/sbom.cdx.json" "$copy" "$ALSA_VERSION" <<'END'
import json, pathlib, sys
made, wanted, copy, alsa = sys.argv[1:]
parts = json.loads(pathlib.Path(made).read_text().replace(copy, "/bellbox"))
parts.pop("serialNumber", None)
parts["components"].append({"type": "library", "bom-ref": f"alsa-lib@{alsa}", "name": "alsa-lib", "version": alsa,
    "scope": "required", "licenses": [{"license": {"id": "LGPL-2.1-or-later"}}], "purl": f"pkg:deb/debian/alsa-lib@{alsa}"})
parts["components"].append({"type": "library", "bom-ref": "musl", "name": "musl", "scope": "required",
    "licenses": [{"license": {"id": "MIT"}}]})
pathlib.Path(wanted).write_text(json.dumps(parts, indent=1) + "\n")
END
)

# ARCHITECTURE COMMIT
about() {
    cat <<END
Bellbox for $1, made of commit $2. Copy the file "bellbox" to the machine; bellbox --help says how to go on.

Bellbox is under MIT or Apache 2.0, at your option. Linked into it are the crates of licences/CRATES, the standard
library of Rust, musl and libunwind, each under its licence in licences, and alsa-lib $ALSA_VERSION, which is under the
GNU Lesser General Public License, version 2.1 or later (licences/alsa-lib).

You may change alsa-lib and have Bellbox use it: unpack sources/bellbox-$2.tar.gz and your alsa-lib, and run

    ALSA_SOURCE=/path/to/your/alsa-lib appliance/cross $1

on a Debian machine. It downloads the crates of sources/crates by itself.
END
}
