/* Landlock for files and seccomp for system calls, by the kernel's own
 * interface: headers of the build machine may be older than the kernel. Rules
 * take away; what they do not name stays as it was, so that a libc that uses a
 * new call is not stopped by an old list. */
#define _GNU_SOURCE
#include "flow/sandbox.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* their leak check starts a process at the end */
#endif

#if defined(__linux__) && !defined(SANITIZED) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock ------------------------------------------------------------------------ */

enum { LL_CREATE = 444, LL_ADD_RULE = 445, LL_RESTRICT = 446, LL_VERSION = 1, LL_PATH_BENEATH = 1 };

/* rights over files, by the version that brought them */
enum {
    FS_EXECUTE = 1 << 0, FS_WRITE_FILE = 1 << 1, FS_REMOVE_DIR = 1 << 4, FS_REMOVE_FILE = 1 << 5, FS_MAKE_CHAR = 1 << 6,
    FS_MAKE_DIR = 1 << 7, FS_MAKE_REG = 1 << 8, FS_MAKE_SOCK = 1 << 9, FS_MAKE_FIFO = 1 << 10, FS_MAKE_BLOCK = 1 << 11,
    FS_MAKE_SYM = 1 << 12, FS_REFER = 1 << 13, FS_TRUNCATE = 1 << 14, FS_IOCTL_DEV = 1 << 15
};

struct ll_ruleset {
    uint64_t fs, net, scoped;
};

struct ll_path {
    uint64_t allowed;
    int32_t  parent;
} __attribute__((packed));

static int landlock_version(void)
{
    long v = syscall(LL_CREATE, NULL, 0, LL_VERSION);
    return v > 0 ? (int)v : 0;
}

static struct ll_ruleset rules_of(int version)
{
    struct ll_ruleset r = { .fs = FS_EXECUTE | FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_CHAR | FS_MAKE_DIR |
                                  FS_MAKE_REG | FS_MAKE_SOCK | FS_MAKE_FIFO | FS_MAKE_BLOCK | FS_MAKE_SYM };
    if (version >= 2) r.fs |= FS_REFER;
    if (version >= 3) r.fs |= FS_TRUNCATE;
    if (version >= 4) r.net = 3;    /* bind and connect over TCP */
    if (version >= 5) r.fs |= FS_IOCTL_DEV;
    if (version >= 6) r.scoped = 3; /* abstract sockets and signals of others */
    return r;
}

static size_t size_of(int version)
{
    return version >= 6 ? sizeof(struct ll_ruleset) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

static void allow_folder(long rules, const char *folder, uint64_t handled)
{
    const uint64_t wanted = FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | FS_TRUNCATE | FS_REFER;
    struct ll_path path = { .allowed = wanted & handled, .parent = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) };
    if (path.parent < 0) return;
    syscall(LL_ADD_RULE, rules, LL_PATH_BENEATH, &path, 0);
    close(path.parent);
}

static int enter_landlock(const char *const *folder, size_t n)
{
    int version = landlock_version();
    if (!version) return 0;
    struct ll_ruleset r = rules_of(version);
    long rules = syscall(LL_CREATE, &r, size_of(version), 0);
    if (rules < 0) return 0;
    for (size_t i = 0; i < n; i++) allow_folder(rules, folder[i], r.fs);
    long entered = syscall(LL_RESTRICT, rules, 0);
    close((int)rules);
    return entered == 0 ? version : 0;
}

/* ---- seccomp ---------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* programs, processes, sockets, other processes' memory, kernel doors */
static const uint16_t refused[] = {
    SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_bind, SYS_connect, SYS_listen, SYS_accept, SYS_accept4,
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_mount, SYS_umount2, SYS_chroot,
    SYS_pivot_root, SYS_unshare, SYS_setns, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
    SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_open_by_handle_at,
    SYS_memfd_create, SYS_personality, SYS_setuid, SYS_setgid, SYS_setresuid, SYS_setresgid,
#if defined(SYS_userfaultfd)
    SYS_userfaultfd,
#endif
#if defined(SYS_fork)
    SYS_fork, SYS_vfork,
#endif
    425, 426, 427, /* io_uring: a second way to every call */
    434, 438,      /* pidfd_open, pidfd_getfd */
};
enum { NREFUSED = sizeof refused / sizeof *refused, CALL_CLONE3 = 435, HEAD = 4, TAIL = 8, X32 = 0x40000000 };

#define LOAD(field) (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define WHEN(value, yes, no) (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ABOVE(value, yes, no) (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, value, yes, no)
#define HAS(bits, yes, no) (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, yes, no)
#define SAY(value) (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, value)

static size_t write_filter(struct sock_filter *f)
{
    size_t n = 0;
    f[n++] = LOAD(arch);
    f[n++] = WHEN(ARCHITECTURE, 1, 0);
    f[n++] = SAY(SECCOMP_RET_KILL_PROCESS); /* another instruction set has other numbers */
    f[n++] = LOAD(nr);
    for (size_t i = 0; i < NREFUSED; i++) f[n++] = WHEN(refused[i], (uint8_t)(NREFUSED - i + 6), 0);
    f[n++] = ABOVE(X32, 6, 0);
    f[n++] = WHEN(CALL_CLONE3, 4, 0); /* its flags cannot be seen; libc falls back to clone */
    f[n++] = WHEN(SYS_clone, 0, 2);
    f[n++] = LOAD(args[0]);
    f[n++] = HAS(CLONE_THREAD, 0, 2); /* a thread is fine, a process is not */
    f[n++] = SAY(SECCOMP_RET_ALLOW);
    f[n++] = SAY(SECCOMP_RET_ERRNO | ENOSYS);
    f[n++] = SAY(SECCOMP_RET_ERRNO | EPERM);
    return n;
}

static bool enter_seccomp(void)
{
    struct sock_filter filter[HEAD + NREFUSED + TAIL];
    struct sock_fprog  program = { .len = (unsigned short)write_filter(filter), .filter = filter };
    const unsigned long plain = 1UL << 2; /* SPEC_ALLOW: no slower branches for it */
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, plain, &program) == 0 ||
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

/* ---- the front ----------------------------------------------------------------------------- */

ngl_sandbox ngl_sandbox_offered(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return (ngl_sandbox){ .landlock = landlock_version(), .built = true,
                          .seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0 };
}

ngl_sandbox ngl_sandbox_enter(const char *const *folder, size_t nfolder)
{
    ngl_sandbox in = { .built = true };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return in;
    in.landlock = enter_landlock(folder, nfolder);
    in.seccomp = enter_seccomp();
    return in;
}

#else

ngl_sandbox ngl_sandbox_offered(void)
{
    return (ngl_sandbox){ 0 };
}

ngl_sandbox ngl_sandbox_enter(const char *const *folder, size_t nfolder)
{
    (void)folder, (void)nfolder;
    return (ngl_sandbox){ 0 };
}

#endif
