/* niggle decode: what is in a file, without keeping it. */
#include "base/buf.h"
#include "base/error.h"
#include "cli/cage.h"
#include "cli/command.h"
#include "report/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CLEAN_MEMORY = 512 << 20, HEAD = 4096, OUTPUT_MAX = 64 << 20, NAME_SHOWN = 100 };

/* The end of a long path says more than its beginning. */
static const char *shown(const char *path)
{
    size_t n = strlen(path);
    return n > NAME_SHOWN ? path + (n - NAME_SHOWN) : path;
}

static const char *remedy_for(int error)
{
    switch (error) {
    case ENOENT: return "Check the spelling of the path.";
    case EACCES: return "Check that you may read it.";
    case ELOOP: return "The link leads back to itself; give the file itself.";
    default: return NULL;
    }
}

static const char *remedy_for_kind(const char *what)
{
    if (strstr(what, "zip") || strstr(what, "archive")) return "Unpack it and give the files inside.";
    if (strstr(what, "web page") || strstr(what, "JSON"))
        return "The download probably failed; download the original file again.";
    if (strstr(what, "empty") || strstr(what, "zeros") || strstr(what, "blanks"))
        return "Copy it from the watch again.";
    return "Give the file as the watch or its web site exports it.";
}

static ngl_status io_error(ngl_error *err, const char *path, int error)
{
    return ngl_fail(err, NGL_E_IO, 0, "%s: %s", shown(path), strerror(error));
}

static bool read_exactly(int fd, char *to, size_t want, size_t *got)
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

/* The first bytes decide whether the rest is read at all. */
static ngl_status load(ngl_buf *b, int fd, const char *path, size_t size, const char **remedy, ngl_error *err)
{
    size_t      got;
    const char *what;
    if (!ngl_buf_reserve(b, HEAD)) return ngl_fail(err, NGL_E_NOMEM, 0, "%s: not enough memory", shown(path));
    if (!read_exactly(fd, b->data, HEAD, &got)) return io_error(err, path, errno);
    b->len = got;
    if (!ngl_import_sniff(b->data, got, &what)) {
        *remedy = remedy_for_kind(what);
        return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s: this is %s, not a FIT, GPX or TCX file", shown(path), what);
    }
    if (size > NGL_IMPORT_FILE_MAX)
        return ngl_fail(err, NGL_E_LIMIT, 0, "%s: the file is larger than %zu MiB, which no recording is", shown(path),
                        NGL_IMPORT_FILE_MAX >> 20);
    if (got < HEAD) return NGL_OK;
    size_t rest = size > got ? size - got : 0;
    if (!ngl_buf_reserve(b, rest)) return ngl_fail(err, NGL_E_NOMEM, 0, "%s: not enough memory", shown(path));
    if (!read_exactly(fd, b->data + b->len, rest, &got)) return io_error(err, path, errno);
    b->len += got;
    return NGL_OK;
}

static ngl_status load_file(ngl_buf *b, const char *path, const char **remedy, ngl_error *err)
{
    struct stat st;
    *remedy = NULL;
    if (stat(path, &st)) {
        *remedy = remedy_for(errno);
        return io_error(err, path, errno);
    }
    if (S_ISDIR(st.st_mode)) {
        *remedy = "Give its files, or use: niggle import FOLDER";
        return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s: this is a folder", shown(path));
    }
    if (!S_ISREG(st.st_mode)) {
        *remedy = "Give a file.";
        return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "%s: this is a device or pipe, not a file", shown(path));
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *remedy = remedy_for(errno);
        return io_error(err, path, errno);
    }
    ngl_status status = load(b, fd, path, (size_t)st.st_size, remedy, err);
    close(fd);
    return status;
}

static void show(const cli *c, const char *path, const ngl_import *import)
{
    ngl_buf out;
    ngl_buf_init(&out, OUTPUT_MAX);
    for (uint32_t i = 0; i < import->nactivity; i++) {
        ngl_clean        clean;
        const ngl_clean *cleaned = ngl_clean_activity(&clean, &import->activity[i], CLEAN_MEMORY, NULL) ? NULL : &clean;
        if (c->json)
            ngl_decode_json(&out, path, import, &import->activity[i], cleaned);
        else
            ngl_decode_text(&out, path, import, &import->activity[i], cleaned);
        ngl_clean_free(&clean);
    }
    fwrite(ngl_buf_string(&out), 1, out.len, c->out);
    ngl_buf_free(&out);
}

static bool any_salvaged(const ngl_import *import)
{
    for (uint32_t i = 0; i < import->nactivity; i++)
        if (import->activity[i].salvaged) return true;
    return false;
}

static void print_line(void *user, const char *text, size_t len)
{
    const cli *c = user;
    fwrite(text, 1, len, c->out);
}

static int dump_bytes(cli *c, const char *path, const ngl_buf *bytes)
{
    ngl_error  err = { 0 }, named;
    ngl_status status = ngl_import_dump(bytes->data, bytes->len, print_line, c, &err);
    if (!status) return EXIT_DONE;
    ngl_fail(&named, status, err.pos, "%s: %s", shown(path), err.text);
    return cli_fail(c, &named, NULL);
}

static int decode_bytes(const cli *c, const char *path, const ngl_buf *bytes)
{
    ngl_import import;
    ngl_error  err = { 0 }, named;
    ngl_status status = ngl_import_read(&import, bytes->data, bytes->len, NULL, &err);
    int        code = EXIT_DONE;
    if (status == NGL_OK) {
        show(c, path, &import);
        if (any_salvaged(&import)) {
            ngl_fail(&named, NGL_E_CORRUPT, err.pos, "%s: %s", shown(path), import.note);
            code = cli_fail(c, &named, "What could be read is shown.");
        }
    } else {
        ngl_fail(&named, status, err.pos, "%s: %s", shown(path), err.text);
        const char *again = status == NGL_E_NOT_ACTIVITY ? "Give the file of a recorded activity."
                                                         : "Copy it from the watch or download it again.";
        code = cli_fail(c, &named, again);
    }
    ngl_import_free(&import);
    return code;
}

static int decode_file(cli *c, const char *path)
{
    ngl_buf     bytes;
    ngl_error   err = { 0 };
    const char *remedy;
    ngl_buf_init(&bytes, NGL_IMPORT_FILE_MAX + HEAD);
    ngl_status status = load_file(&bytes, path, &remedy, &err);
    bool       dump = cli_option(c, "dump") != NULL;
    int        code = status ? cli_fail(c, &err, remedy)
                      : dump ? dump_bytes(c, path, &bytes)
                             : decode_bytes(c, path, &bytes);
    ngl_buf_free(&bytes);
    return code;
}

static int decode_run(cli *c)
{
    int first = EXIT_DONE;
    bool mixed = false;
    if (!c->nargs) return cli_usage(c, "name at least one file");
    cli_cage(c, false);
    for (int i = 0; i < c->nargs; i++) {
        int code = decode_file(c, c->args[i]);
        if (i == 0) first = code;
        mixed |= code != first;
    }
    return mixed ? EXIT_PARTLY : first;
}

static const option options[] = {
    { .name = "dump", .help = "print every message of a FIT file with its fields and units" },
    { .name = NULL },
};

const command cmd_decode = {
    .name = "decode",
    .args = "FILE…",
    .help = "what is in a recording, without keeping it",
    .detail = "  niggle decode run.fit              distance, time, heart rate, running form\n"
              "  niggle decode --json *.fit         one JSON object a line for each activity\n"
              "  niggle decode --dump run.fit       every message, to see what a watch writes\n\n"
              "Reads FIT, GPX and TCX, also packed with gzip. Exit code 0: all of it was read;\n"
              "1: damaged, what could be read is shown; 3: some of several files; 4: no activity.\n",
    .options = options,
    .run = decode_run,
};
