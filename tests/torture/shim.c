/* A disk that is watched: loaded into a program (LD_PRELOAD), it notes all that the program asks of one folder, and makes
 * what it is told to fail. Every call is caught at the kernel's door (seccomp, SIGSYS), so that nothing goes past it:
 * neither SQLite nor a library with system calls of its own. Linux on x86_64.
 *
 * TORTURE_FOLDER   the folder that is watched, an absolute path without links
 * TORTURE_LOG      where the calls are noted, outside the folder; the format is that of `struct note`
 * TORTURE_FAULT    "kinds:n:what:on": from the n-th call of these kinds fails with errno `what` (0: a short write, -1: the
 *                  program is killed in it); on = 1: so does every later one
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the watched disk knows the registers of x86_64 alone"
#endif

/* The one place whose calls go through to the kernel. Gives -errno. */
long pass(long number, ...);
extern const char passed[];
__asm__(".text\n.globl pass\npass:\n"
        "  mov %rdi, %rax\n  mov %rsi, %rdi\n  mov %rdx, %rsi\n  mov %rcx, %rdx\n"
        "  mov %r8, %r10\n  mov %r9, %r8\n  mov 8(%rsp), %r9\n  syscall\n"
        ".globl passed\npassed:\n  ret\n");

#define CALL(number, a, b, c, d, e, f) \
  pass((long)(number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* One line of the log; `bytes` of a path or of data follow, then `more` of a second path. */
struct __attribute__((packed)) note {
  char kind;
  int64_t fd, at;
  uint32_t bytes, more;
};

enum { MOST_FILES = 4096, NONE = 0, A_FILE = 1, A_FOLDER = 2, SHORT = 1000, KILL = 1001 };

static char folder[PATH_MAX];
static size_t folder_length;
static int log_file = -1;
static unsigned char watched[MOST_FILES];
static atomic_flag busy = ATOMIC_FLAG_INIT;
static char fault_kinds[32];
static long fault_from, fault_what, fault_on, fault_seen;

static void note(char kind, long fd, long at, const void *bytes, size_t n, const void *more, size_t m) {
  struct note head = {kind, fd, at, (uint32_t)n, (uint32_t)m};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)bytes, n}, {(void *)more, m}};
  /* A note that is cut short would be found when the log is read. */
  CALL(SYS_writev, log_file, parts, 3, 0, 0, 0);
}

static int kind_of(long fd) { return fd >= 0 && fd < MOST_FILES ? watched[fd] : NONE; }

static void mark(long fd, int kind) {
  if (fd >= 0 && fd < MOST_FILES) watched[fd] = (unsigned char)kind;
}

static size_t name_of_file(long fd, char *out) {
  char link[32] = "/proc/self/fd/", digits[16];
  int n = 0;
  do digits[n++] = (char)('0' + fd % 10); while ((fd /= 10) > 0);
  size_t length = strlen(link);
  while (n > 0) link[length++] = digits[--n];
  link[length] = 0;
  long found = CALL(SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1, 0, 0);
  out[found > 0 ? found : 0] = 0;
  return found > 0 ? (size_t)found : 0;
}

/* The whole path; whether it is the watched folder or in it. */
static int within(long at, const char *path, char *out) {
  size_t length = 0;
  if (path[0] != '/') {
    if ((int)at == AT_FDCWD) {
      long found = CALL(SYS_getcwd, out, PATH_MAX - 1, 0, 0, 0, 0);
      length = found > 0 ? (size_t)found - 1 : 0;
    } else {
      length = name_of_file(at, out);
    }
    while (path[0] == '.' && path[1] == '/') path += 2;
    if (path[0] == '.' && path[1] == 0) path++;
    if (path[0]) out[length++] = '/';
  }
  strncpy(out + length, path, PATH_MAX - 1 - length);
  out[PATH_MAX - 1] = 0;
  length = strlen(out);
  while (length > 1 && out[length - 1] == '/') out[--length] = 0;
  return !strncmp(out, folder, folder_length) && (out[folder_length] == '/' || !out[folder_length]);
}

/* What is to go wrong with this call: an errno, SHORT, KILL, or 0. */
static long fault(char kind, const char *path) {
  if (!strchr(fault_kinds, kind)) return 0;
  fault_seen++;
  if (fault_seen < fault_from || (fault_seen > fault_from && !fault_on)) return 0;
  note('F', kind, fault_seen, path, strlen(path), 0, 0);
  if (fault_what < 0) {
    if (kind != 'w') CALL(SYS_kill, getpid(), SIGKILL, 0, 0, 0, 0);
    return KILL;
  }
  if (fault_what == 0) return kind == 'w' ? SHORT : 0;
  return fault_what;
}

static long fault_of_file(char kind, long fd) {
  static char name[PATH_MAX];
  if (!strchr(fault_kinds, kind)) return 0;
  name_of_file(fd, name);
  return fault(kind, name);
}

static long open_file(long at, const char *path, long flags, long mode) {
  static char name[PATH_MAX];
  if (!within(at, path, name)) {
    long fd = CALL(SYS_openat, at, path, flags, mode, 0, 0);
    mark(fd, NONE);
    return fd;
  }
  long wrong = fault('o', name);
  if (wrong) return -wrong;
  int there = CALL(SYS_faccessat, AT_FDCWD, name, F_OK, 0, 0, 0) == 0;
  long fd = CALL(SYS_openat, at, path, flags, mode, 0, 0);
  if (fd < 0) return fd;
  struct stat about;
  int is_folder = fstat((int)fd, &about) == 0 && S_ISDIR(about.st_mode);
  mark(fd, is_folder ? A_FOLDER : A_FILE);
  note('o', fd, (there ? 0 : 1) | (is_folder ? 2 : 0), name, strlen(name), 0, 0);
  if (there && flags & O_TRUNC) note('t', fd, 0, 0, 0, 0, 0);
  return fd;
}

static long write_file(long fd, const char *bytes, size_t n, long at, int in_place) {
  long wrong = fault_of_file('w', fd);
  if (wrong && wrong != SHORT && wrong != KILL) return -wrong;
  if (!in_place) {
    struct stat about;
    int append = CALL(SYS_fcntl, fd, F_GETFL, 0, 0, 0, 0) & O_APPEND;
    at = append && fstat((int)fd, &about) == 0 ? about.st_size : CALL(SYS_lseek, fd, 0, SEEK_CUR, 0, 0, 0);
  }
  if (wrong) n = n > 1 ? n / 2 : n;
  long done = in_place ? CALL(SYS_pwrite64, fd, bytes, n, at, 0, 0) : CALL(SYS_write, fd, bytes, n, 0, 0, 0);
  if (wrong == KILL) CALL(SYS_kill, getpid(), SIGKILL, 0, 0, 0, 0);
  if (done > 0) note('w', fd, at, bytes, (size_t)done, 0, 0);
  return done;
}

static const struct iovec *first_part(const struct iovec *parts, long count) {
  while (count > 1 && parts->iov_len == 0) parts++, count--;
  return parts;
}

static long rename_file(long from_at, const char *from, long to_at, const char *to, long flags) {
  static char old[PATH_MAX], new[PATH_MAX];
  int mine = within(from_at, from, old), there = within(to_at, to, new);
  if (!mine && !there) return CALL(SYS_renameat2, from_at, from, to_at, to, flags, 0);
  long wrong = fault('r', new);
  if (wrong) return -wrong;
  long done = CALL(SYS_renameat2, from_at, from, to_at, to, flags, 0);
  int whole = mine && there && !(flags & ~RENAME_NOREPLACE);
  if (!done) note(whole ? 'r' : 'X', 0, 0, old, strlen(old), new, strlen(new));
  return done;
}

static long link_file(long from_at, const char *from, long to_at, const char *to, long flags) {
  static char old[PATH_MAX], new[PATH_MAX];
  int mine = within(from_at, from, old), there = within(to_at, to, new);
  if (!mine && !there) return CALL(SYS_linkat, from_at, from, to_at, to, flags, 0);
  long wrong = fault('r', new);
  if (wrong) return -wrong;
  long done = CALL(SYS_linkat, from_at, from, to_at, to, flags, 0);
  if (!done) note(mine && there && !flags ? 'l' : 'X', 0, 0, old, strlen(old), new, strlen(new));
  return done;
}

/* 'u' a file, 'd' a folder goes, 'm' a folder comes. */
static long change_name(char kind, long at, const char *path, long mode) {
  static char name[PATH_MAX];
  int mine = within(at, path, name);
  long wrong = mine ? fault(kind == 'm' ? 'm' : 'u', name) : 0;
  if (wrong) return -wrong;
  long done = kind == 'm' ? CALL(SYS_mkdirat, at, path, mode, 0, 0, 0)
                          : CALL(SYS_unlinkat, at, path, kind == 'd' ? AT_REMOVEDIR : 0, 0, 0, 0);
  if (mine && !done) note(kind, 0, 0, name, strlen(name), 0, 0);
  return done;
}

/* A disk that is only watched need not be waited for. */
static long sync_file(long fd) {
  long wrong = fault_of_file('s', fd);
  if (wrong) return -wrong;
  note('s', fd, 0, 0, 0, 0, 0);
  return 0;
}

static long give(long number, const long *a) {
  return CALL(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static long answer(long number, const long *a) {
  const struct iovec *part;
  long done;
  switch (number) {
    case SYS_open: return open_file(AT_FDCWD, (const char *)a[0], a[1], a[2]);
    case SYS_creat: return open_file(AT_FDCWD, (const char *)a[0], O_CREAT | O_WRONLY | O_TRUNC, a[1]);
    case SYS_openat: return open_file(a[0], (const char *)a[1], a[2], a[3]);
    case SYS_close:
      done = give(number, a);
      if (kind_of(a[0])) note('c', a[0], 0, 0, 0, 0, 0);
      mark(a[0], NONE);
      return done;
    case SYS_dup: case SYS_dup2: case SYS_dup3: case SYS_fcntl:
      done = give(number, a);
      if (done < 0 || done == a[0]) return done;
      mark(done, kind_of(a[0]));
      if (kind_of(done)) note('D', a[0], done, 0, 0, 0, 0);
      return done;
    case SYS_write:
      if (kind_of(a[0]) == A_FILE) return write_file(a[0], (const char *)a[1], (size_t)a[2], 0, 0);
      return give(number, a);
    case SYS_pwrite64:
      if (kind_of(a[0]) == A_FILE) return write_file(a[0], (const char *)a[1], (size_t)a[2], a[3], 1);
      return give(number, a);
    case SYS_writev: case SYS_pwritev: case SYS_pwritev2:
      if (kind_of(a[0]) != A_FILE) return give(number, a);
      part = first_part((const struct iovec *)a[1], a[2]);
      return write_file(a[0], part->iov_base, part->iov_len, a[3], number != SYS_writev);
    case SYS_read: case SYS_pread64:
      if (kind_of(a[0]) == A_FILE && (done = fault_of_file('i', a[0]))) return -done;
      return give(number, a);
    case SYS_ftruncate:
      if (!kind_of(a[0])) return give(number, a);
      if ((done = fault_of_file('t', a[0]))) return -done;
      if (!(done = give(number, a))) note('t', a[0], a[1], 0, 0, 0, 0);
      return done;
    case SYS_fallocate: return kind_of(a[0]) ? -EOPNOTSUPP : give(number, a);
    case SYS_fsync: case SYS_fdatasync:
      return kind_of(a[0]) ? sync_file(a[0]) : give(number, a);
    case SYS_copy_file_range: return kind_of(a[0]) || kind_of(a[2]) ? -ENOSYS : give(number, a);
    case SYS_sendfile: case SYS_splice: return kind_of(a[0]) || kind_of(a[1]) ? -EINVAL : give(number, a);
    case SYS_rename: return rename_file(AT_FDCWD, (char *)a[0], AT_FDCWD, (char *)a[1], 0);
    case SYS_renameat: return rename_file(a[0], (char *)a[1], a[2], (char *)a[3], 0);
    case SYS_renameat2: return rename_file(a[0], (char *)a[1], a[2], (char *)a[3], a[4]);
    case SYS_link: return link_file(AT_FDCWD, (char *)a[0], AT_FDCWD, (char *)a[1], 0);
    case SYS_linkat: return link_file(a[0], (char *)a[1], a[2], (char *)a[3], a[4]);
    case SYS_unlink: return change_name('u', AT_FDCWD, (char *)a[0], 0);
    case SYS_rmdir: return change_name('d', AT_FDCWD, (char *)a[0], 0);
    case SYS_unlinkat: return change_name(a[2] & AT_REMOVEDIR ? 'd' : 'u', a[0], (char *)a[1], 0);
    case SYS_mkdir: return change_name('m', AT_FDCWD, (char *)a[0], a[1]);
    case SYS_mkdirat: return change_name('m', a[0], (char *)a[1], a[2]);
    case SYS_socket: note('N', a[0], 0, 0, 0, 0, 0); return give(number, a);
    /* Nothing of the product asks for these: the log says so when that changes. */
    case SYS_mmap:
      if (!kind_of(a[4])) return give(number, a);
      /* fall through */
    case SYS_truncate: case SYS_symlink: case SYS_symlinkat: case SYS_sync_file_range: case SYS_io_uring_setup:
      note('X', number, 0, 0, 0, 0, 0);
      return -ENOSYS;
  }
  return give(number, a);
}

static void caught(int signal, siginfo_t *about, void *context) {
  (void)signal;
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  long arguments[] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                      registers[REG_R10], registers[REG_R8], registers[REG_R9]};
  int before = errno;
  long number = about->si_syscall;
  int moves_bytes = number == SYS_read || number == SYS_pread64 || number == SYS_write || number == SYS_writev;
  if (moves_bytes && !kind_of(arguments[0])) {
    /* A pipe may be waited for: never with the lock. */
    registers[REG_RAX] = give(number, arguments);
    errno = before;
    return;
  }
  while (atomic_flag_test_and_set(&busy)) CALL(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
  registers[REG_RAX] = answer(number, arguments);
  atomic_flag_clear(&busy);
  errno = before;
}

static const int CAUGHT[] = {
  SYS_open, SYS_creat, SYS_openat, SYS_close, SYS_dup, SYS_dup2, SYS_dup3, SYS_write, SYS_pwrite64, SYS_writev,
  SYS_pwritev, SYS_pwritev2, SYS_ftruncate, SYS_fallocate, SYS_fsync, SYS_fdatasync, SYS_copy_file_range, SYS_sendfile,
  SYS_splice, SYS_rename, SYS_renameat, SYS_renameat2, SYS_link, SYS_linkat, SYS_unlink, SYS_rmdir, SYS_unlinkat,
  SYS_mkdir, SYS_mkdirat, SYS_socket, SYS_truncate, SYS_symlink, SYS_symlinkat, SYS_sync_file_range,
  SYS_io_uring_setup, SYS_read, SYS_pread64,
};

#define FIELD(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, name))
#define LOW(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, name))
#define HIGH(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, name) + 4)
#define IF(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), then, otherwise)
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("TORTURE_FOLDER"), *log = getenv("TORTURE_LOG"), *plan = getenv("TORTURE_FAULT");
  if (!where || !log) return;
  folder_length = strlen(where);
  strncpy(folder, where, sizeof folder - 1);
  int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  /* Out of the way of the program's own files. */
  log_file = fcntl(file, F_DUPFD_CLOEXEC, 900);
  close(file);
  note('P', 0, 0, 0, 0, 0, 0);
  if (plan) {
    size_t kinds = strcspn(plan, ":");
    memcpy(fault_kinds, plan, kinds < sizeof fault_kinds ? kinds : 0);
    char *rest = (char *)plan + kinds;
    fault_from = strtol(rest + 1, &rest, 10);
    fault_what = strtol(rest + 1, &rest, 10);
    fault_on = strtol(rest + 1, &rest, 10);
  }

  struct sigaction action = {.sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  sigaction(SIGSYS, &action, 0);

  static struct sock_filter filter[128] = {};
  size_t n = 0;
  uint64_t door = (uint64_t)(uintptr_t)passed;
  struct sock_filter own[] = {
    FIELD(arch), IF(AUDIT_ARCH_X86_64, 1, 0), RETURN(SECCOMP_RET_ALLOW),
    LOW(instruction_pointer), IF(door, 0, 3),
    HIGH(instruction_pointer), IF(door >> 32, 0, 1), RETURN(SECCOMP_RET_ALLOW),
    /* A copy of a descriptor, a map that writes to a file. */
    FIELD(nr), IF(SYS_fcntl, 0, 4),
    LOW(args[1]), IF(F_DUPFD, 1, 0), IF(F_DUPFD_CLOEXEC, 0, 1), RETURN(SECCOMP_RET_TRAP),
    FIELD(nr), IF(SYS_mmap, 0, 5),
    LOW(args[2]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 0, 3),
    LOW(args[3]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_SHARED, 0, 1), RETURN(SECCOMP_RET_TRAP),
    FIELD(nr),
  };
  memcpy(filter, own, sizeof own);
  n = sizeof own / sizeof own[0];
  for (size_t i = 0; i < sizeof CAUGHT / sizeof CAUGHT[0]; i++) {
    int reads = CAUGHT[i] == SYS_read || CAUGHT[i] == SYS_pread64;
    if (reads && !strchr(fault_kinds, 'i')) continue;
    struct sock_filter one[] = {IF(CAUGHT[i], 0, 1), RETURN(SECCOMP_RET_TRAP)};
    memcpy(filter + n, one, sizeof one);
    n += 2;
  }
  struct sock_filter last = RETURN(SECCOMP_RET_ALLOW);
  filter[n++] = last;
  struct sock_fprog program = {(unsigned short)n, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(99);
}
