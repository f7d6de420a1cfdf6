/* Loading one file: its first bytes decide whether the rest is read at all,
 * so that four gigabytes of nothing cost no more than an empty file. */
#include "flow/import.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 4096 };

static ngl_load_result failed(ngl_file_outcome outcome, ngl_status status, const char *text)
{
    ngl_load_result r = { .outcome = outcome };
    ngl_fail(&r.err, status, 0, "%s", text);
    return r;
}

static ngl_load_result io_failed(int error)
{
    switch (error) {
    case ENOENT: return failed(NGL_OUTCOME_FAILED, NGL_E_IO, "there is no such file; check the spelling");
    case EACCES:
    case EPERM: return failed(NGL_OUTCOME_FAILED, NGL_E_IO, "it may not be read; check its permissions");
    case ELOOP: return failed(NGL_OUTCOME_FAILED, NGL_E_IO, "the link leads back to itself; give the file itself");
    case ENAMETOOLONG: return failed(NGL_OUTCOME_FAILED, NGL_E_IO, "the path is too long");
    default: return failed(NGL_OUTCOME_FAILED, NGL_E_IO, strerror(error));
    }
}

static bool read_some(int fd, char *to, size_t want, size_t *got)
{
    *got = 0;
    while (*got < want) {
        ssize_t n = read(fd, to + *got, want - *got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) break;
        *got += (size_t)n;
    }
    return true;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    if (n < m) return false;
    for (size_t i = 0; i < m; i++) {
        char c = path[n - m + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending[i]) return false;
    }
    return true;
}

/* a file in a folder that does not even claim to be a recording is let be */
static bool claims_to_be_a_recording(const char *path)
{
    static const char *const endings[] = { ".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_in(path, endings[i])) return true;
    return false;
}

static ngl_load_result other_kind(const ngl_found *file, const char *what)
{
    ngl_load_result r = { .outcome = NGL_OUTCOME_FAILED };
    bool archive = strstr(what, "zip") || strstr(what, "archive");
    if (!file->named && !claims_to_be_a_recording(file->path)) r.outcome = NGL_OUTCOME_SKIPPED;
    ngl_fail(&r.err, NGL_E_UNSUPPORTED, 0, "this is %s, not a FIT, GPX or TCX file%s", what,
             archive ? "; unpack it and import the folder" : "");
    return r;
}

static ngl_load_result load(ngl_buf *b, int fd, const ngl_found *file, size_t size)
{
    size_t      got, rest = size > HEAD ? size - HEAD : 0;
    const char *what;
    if (!ngl_buf_reserve(b, HEAD)) return failed(NGL_OUTCOME_FAILED, NGL_E_NOMEM, "there is not enough memory for it");
    if (!read_some(fd, b->data, HEAD, &got)) return io_failed(errno);
    b->len = got;
    if (!ngl_import_sniff(b->data, got, &what)) return other_kind(file, what);
    if (size > NGL_IMPORT_FILE_MAX) {
        ngl_load_result r = { .outcome = NGL_OUTCOME_FAILED };
        ngl_fail(&r.err, NGL_E_LIMIT, 0, "it is larger than %zu MiB, which no recording is", NGL_IMPORT_FILE_MAX >> 20);
        return r;
    }
    if (rest) {
        if (!ngl_buf_reserve(b, rest)) return failed(NGL_OUTCOME_FAILED, NGL_E_NOMEM, "there is not enough memory for it");
        if (!read_some(fd, b->data + b->len, rest, &got)) return io_failed(errno);
        b->len += got;
    }
    return (ngl_load_result){ .outcome = NGL_OUTCOME_IMPORTED };
}

ngl_load_result ngl_import_load(ngl_buf *out, const ngl_found *file)
{
    struct stat st;
    out->len = 0;
    out->failed = false;
    if (file->error) return io_failed(file->error);
    // a pipe that nobody writes to must not be waited for
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return io_failed(errno);
    ngl_load_result r;
    if (fstat(fd, &st)) r = io_failed(errno);
    else if (!S_ISREG(st.st_mode)) r = failed(NGL_OUTCOME_FAILED, NGL_E_UNSUPPORTED, "this is a device or a pipe, not a file");
    else r = load(out, fd, file, (size_t)st.st_size);
    close(fd);
    return r;
}
