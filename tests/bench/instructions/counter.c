/* A plugin of QEMU's user-mode emulator that counts the instructions of the program it runs, for each thread. The counts
 * lie in a file that others may read at any time:
 *
 *     qemu-aarch64 -plugin counter.so,counts=FILE PROGRAM
 *
 * FILE holds SLOTS pairs of two 64-bit numbers in the order of this machine: the thread's id, and its instructions. What
 * the kernel does for the program is not counted. */

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What is used of qemu-plugin.h, which Debian packages for nobody. The version is the oldest that the emulator takes. */
#ifndef API_VERSION
#define API_VERSION 1
#endif
typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_info;
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, void (*)(unsigned, void *), int flags, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);

#define EXPORT __attribute__((visibility("default")))
enum { NO_REGISTERS = 0, SLOTS = 1024 };

struct slot {
    uint64_t thread;
    uint64_t instructions;
};
static struct slot *slots;

EXPORT int qemu_plugin_version = API_VERSION;

/* A block of instructions without a jump begins. A thread has a number of its own; those beyond the slots share the last. */
static void runs(unsigned number, void *instructions)
{
    struct slot *slot = &slots[number < SLOTS ? number : SLOTS - 1];
    if (!slot->thread)
        slot->thread = (uint64_t)syscall(SYS_gettid);
    __atomic_fetch_add(&slot->instructions, (uint64_t)(uintptr_t)instructions, __ATOMIC_RELAXED);
}

static void is_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, runs, NO_REGISTERS, (void *)qemu_plugin_tb_n_insns(block));
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
    static const char name[] = "counts=";
    (void)info;
    if (argc != 1 || strncmp(argv[0], name, strlen(name)) != 0) {
        fprintf(stderr, "counter.so wants counts=FILE\n");
        return -1;
    }
    int file = open(argv[0] + strlen(name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, SLOTS * sizeof *slots) != 0) {
        perror(argv[0]);
        return -1;
    }
    slots = mmap(NULL, SLOTS * sizeof *slots, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (slots == MAP_FAILED) {
        perror("mmap");
        return -1;
    }
    close(file);
    qemu_plugin_register_vcpu_tb_trans_cb(id, is_translated);
    return 0;
}
