SUMMARY = "Telephone exchange for one office in one program"
DESCRIPTION = "SIP telephones register with it, it connects their calls and carries their sound"
SECTION = "net"
CVE_PRODUCT = "bellbox"
LICENSE = "MIT | Apache-2.0"
LIC_FILES_CHKSUM = "\
    file://LICENSE-MIT;md5=79d2a943ee53cc89e90969c8a79527fa \
    file://LICENSE-APACHE;md5=3b83ef96387f14655fc854ddc3c6bd57 \
"

require ${BPN}-crates.inc
SRC_URI += "file://bellbox.service"

inherit cargo externalsrc pkgconfig systemd

# The layer lies in the repository that it builds: sources and recipe are always of one commit. The crates of
# Cargo.lock are fetched one by one with their checksums; the build itself is offline.
EXTERNALSRC = "${@os.path.realpath(d.getVar('THISDIR') + '/../../../..')}"
# nooelint: oelint.vars.mispell.unknown - of externalsrc; the sources stay as they are
EXTERNALSRC_SYMLINKS = ""

PACKAGECONFIG ??= "${@bb.utils.filter('DISTRO_FEATURES', 'alsa', d)}"
PACKAGECONFIG[alsa] = "--features alsa,,alsa-lib"

CARGO_BUILD_FLAGS += "--package bellbox ${PACKAGECONFIG_CONFARGS}"

SYSTEMD_SERVICE:${PN} = "bellbox.service"

# There is no Node here: the portal is built beforehand, by webui/build in the repository.
do_compile:prepend() {
    if ! [ -e ${S}/webui/app/dist/index.html ]; then
        bbwarn "the portal is not built (webui/build): the program will be without it"
    fi
}

do_install:append() {
    install -D -m 0644 ${UNPACKDIR}/bellbox.service ${D}${systemd_system_unitdir}/bellbox.service
    install -D -m 0644 ${S}/appliance/bellbox/bellbox.toml ${D}${sysconfdir}/bellbox.toml
}

CONFFILES:${PN} += "${sysconfdir}/bellbox.toml"
FILES:${PN} += "${systemd_system_unitdir}/bellbox.service"
