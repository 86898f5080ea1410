SUMMARY = "A box that is a telephone exchange"
DESCRIPTION = "The smallest system that starts Bellbox, with a secure shell for the installer's keys."
SECTION = "images"
LICENSE = "MIT"

inherit core-image

IMAGE_FEATURES += "ssh-server-dropbear"
IMAGE_INSTALL += "bellbox"

# A file with the public keys of those who may sign in as root, a line each. Without it nobody can: there is no
# password.
BELLBOX_AUTHORIZED_KEYS ?= ""

install_authorized_keys[doc] = "Lets the installer's keys sign in as root"
install_authorized_keys() {
    if [ -n "${BELLBOX_AUTHORIZED_KEYS}" ]; then
        install -d -m 0700 ${IMAGE_ROOTFS}${ROOT_HOME}/.ssh
        install -m 0600 ${BELLBOX_AUTHORIZED_KEYS} ${IMAGE_ROOTFS}${ROOT_HOME}/.ssh/authorized_keys
    fi
}
ROOTFS_POSTPROCESS_COMMAND += "install_authorized_keys"
