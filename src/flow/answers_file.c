/* Reading a named file whole. Devices and pipes are read like files; only a
 * folder is refused by kind. */
#include "flow/answers_file.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 14 };

static ngl_status read_all(ngl_buf *out, int fd, const char *name, ngl_error *err)
{
    char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return ngl_fail(err, NGL_E_IO, out->len, "%s cannot be read: %s", name, strerror(errno));
        if (n == 0) return NGL_OK;
        ngl_buf_add(out, chunk, (size_t)n);
        if (out->failed)
            return ngl_fail(err, NGL_E_LIMIT, out->len, "%s is larger than %zu bytes, the most that is read here",
                            name, out->max);
    }
}

ngl_status ngl_file_whole(ngl_buf *out, const char *path, ngl_error *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0) return read_all(out, STDIN_FILENO, "standard input", err);
    if (!path[0]) return ngl_fail(err, NGL_E_INVALID, 0, "the name of the file is empty");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return ngl_fail(err, NGL_E_IO, 0, "there is no file %s", path);
    if (fd < 0) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be opened: %s", path, strerror(errno));
    ngl_status status = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)
                            ? ngl_fail(err, NGL_E_IO, 0, "%s is a folder, not a file", path)
                            : read_all(out, fd, path, err);
    close(fd);
    return status;
}

/* "FILE: " before a sentence that does not name it yet */
static ngl_status name_file(ngl_status status, const char *path, ngl_error *err)
{
    if (!err || status == NGL_OK) return status;
    ngl_error plain = *err;
    return ngl_fail(err, status, plain.pos, "%s: %s", strcmp(path, "-") == 0 ? "standard input" : path, plain.text);
}

ngl_status ngl_answers_file(ngl_answers *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_day latest,
                            const char *path, ngl_error *err)
{
    ngl_buf text;
    ngl_buf_init(&text, NGL_ANSWERS_BYTES_MAX);
    ngl_status status = ngl_file_whole(&text, path, err);
    if (!status)
        status = name_file(ngl_answers_read(out, arena, kb, latest, ngl_buf_string(&text), text.len, err), path, err);
    ngl_buf_free(&text);
    return status;
}
