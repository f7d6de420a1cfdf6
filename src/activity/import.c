/* One way in for every format: the bytes decide, a table holds the formats. */
#include "activity/fit.h"
#include "activity/inflate.h"
#include "activity/xml.h"
#include "base/buf.h"
#include "base/error.h"

#include <string.h>

struct ngl_import_memory {
    ngl_arena arena;
};

typedef struct format {
    const char *key;
    bool (*sniff)(const uint8_t *head, size_t len);
    ngl_status (*read)(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                       const ngl_import_options *options, ngl_error *err);
} format;

static const format formats[] = {
    { "fit", ngl_fit_sniff, ngl_fit_read },
    { "gpx", ngl_gpx_sniff, ngl_gpx_read },
    { "tcx", ngl_tcx_sniff, ngl_tcx_read },
    { "polar", ngl_polar_sniff, ngl_polar_read },
};

static const format *format_of(const uint8_t *head, size_t len)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].sniff(head, len)) return &formats[i];
    return NULL;
}

/* ---- what else it may be ---- */

static bool only_zeros(const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p[i]) return false;
    return true;
}

static bool contains(const uint8_t *p, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++) {
        size_t k = 0;
        while (k < n && ((p[i + k] | 0x20) == (word[k] | 0x20))) k++;
        if (k == n) return true;
    }
    return false;
}

static bool readable_text(const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (p[i] < 0x20 && p[i] != '\n' && p[i] != '\r' && p[i] != '\t') return false;
    return true;
}

static const char *text_kind(const uint8_t *p, size_t len)
{
    size_t i = 0;
    if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) i = 3;
    while (i < len && (p[i] == ' ' || p[i] == '\n' || p[i] == '\r' || p[i] == '\t')) i++;
    if (i == len) return "nothing but blanks";
    if (p[i] == '{' || p[i] == '[') return "a JSON file";
    if (p[i] != '<') return readable_text(p, len) ? "a text file" : "a file of an unknown kind";
    if (contains(p, len, "<html") || contains(p, len, "<!doctype html")) return "a web page";
    if (contains(p, len, "<kml")) return "a KML file";
    return "an XML file of another kind";
}

static const char *other_kind(const uint8_t *p, size_t len)
{
    static const struct {
        const char *magic;
        uint8_t     len;
        const char *what;
    } kinds[] = {
        { "PK\3\4", 4, "a zip archive" },    { "PK\5\6", 4, "an empty zip archive" },
        { "\x89PNG", 4, "a PNG picture" },   { "\xff\xd8\xff", 3, "a JPEG picture" },
        { "GIF8", 4, "a GIF picture" },      { "%PDF", 4, "a PDF document" },
        { "\x7f" "ELF", 4, "a program" },    { "MZ", 2, "a program" },
        { "SQLite format 3", 15, "an SQLite database" }, { "BZh", 3, "a bzip2 file" },
        { "\xfd" "7zXZ", 5, "an xz file" },  { "7z\xbc\xaf", 4, "a 7z archive" },
        { "\0\5\x16\7", 4, "a macOS shadow file, not the recording itself" },
    };
    if (len == 0) return "an empty file";
    if (only_zeros(p, len)) return "nothing but zeros";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (len >= kinds[i].len && memcmp(p, kinds[i].magic, kinds[i].len) == 0) return kinds[i].what;
    return text_kind(p, len);
}

enum { HEAD = 4096 };

int ngl_import_sniff(const void *head, size_t len, const char **what)
{
    const char   *ignored;
    const format *f = format_of(head, len);
    if (!what) what = &ignored;
    if (f)
        *what = f->key;
    else if (ngl_is_gzip(head, len))
        *what = "gzip";
    else
        *what = other_kind(head, len < HEAD ? len : HEAD);
    return f != NULL || ngl_is_gzip(head, len);
}

/* ---- the front ---- */

static ngl_status refuse(const uint8_t *data, size_t len, ngl_error *err)
{
    const char *what;
    ngl_import_sniff(data, len, &what);
    return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is %s, not a FIT, GPX or TCX file", what);
}

static ngl_status read_plain(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                             const ngl_import_options *options, ngl_error *err)
{
    const format *f = format_of(data, len);
    if (!f) return refuse(data, len, err);
    out->format = f->key;
    return f->read(out, arena, data, len, options, err);
}

static bool saved_in_part(ngl_status unpacked, const ngl_buf *plain)
{
    return (unpacked == NGL_E_TRUNCATED || unpacked == NGL_E_CORRUPT) && plain->len;
}

/* What was read from a gzip that could not be unpacked to its end is salvaged,
 * whatever its reader thinks; if nothing was, the gzip is what is at fault. */
static ngl_status judge_part(ngl_import *found, ngl_arena *arena, ngl_status read, ngl_status unpacked,
                             const ngl_error *cut, ngl_error *err)
{
    static const char cut_off[] = "the packed (gzip) file is cut off; what could be unpacked of it was read";
    static const char damaged[] = "the packed (gzip) file is damaged; what could be unpacked of it was read";
    if (unpacked != NGL_E_TRUNCATED && unpacked != NGL_E_CORRUPT) {
        if (err) *err = *cut;
        return unpacked;
    }
    if (read == NGL_E_NOMEM || read == NGL_E_LIMIT) return read;
    if (read || !found->nactivity)
        return ngl_fail(err, unpacked, cut->pos, "the packed (gzip) file is damaged or cut off and nothing in it can be read");
    ngl_activity *kept = NGL_NEW(arena, ngl_activity, found->nactivity);
    if (!kept) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to read the file than is allowed");
    memcpy(kept, found->activity, found->nactivity * sizeof *kept);
    for (uint32_t i = 0; i < found->nactivity; i++) kept[i].salvaged = 1;
    found->activity = kept;
    found->note = unpacked == NGL_E_TRUNCATED ? cut_off : damaged;
    return NGL_OK;
}

static const ngl_import nothing = { .format = "", .kind = "", .note = "" };

ngl_status ngl_import_read(ngl_import *out, const void *bytes, size_t len, const ngl_import_options *options,
                           ngl_error *err)
{
    static const ngl_import_options usual = NGL_IMPORT_OPTIONS_INIT;
    if (!options) options = &usual;
    *out = nothing;
    if (len > NGL_IMPORT_FILE_MAX)
        return ngl_fail(err, NGL_E_LIMIT, 0, "the file is larger than %zu MiB", NGL_IMPORT_FILE_MAX >> 20);
    ngl_arena  arena;
    ngl_buf    plain;
    ngl_import found = nothing;
    size_t     most = options->memory_max;
    ngl_buf_init(&plain, most < NGL_IMPORT_FILE_MAX ? most : NGL_IMPORT_FILE_MAX);
    bool       packed = ngl_is_gzip(bytes, len);
    ngl_error  cut = { 0 };
    ngl_status unpacked = packed ? ngl_inflate_gzip(&plain, bytes, len, &cut) : NGL_OK, status = NGL_OK;
    ngl_arena_init(&arena, plain.cap < most ? most - plain.cap : 0);
    if (!unpacked || saved_in_part(unpacked, &plain))
        status = read_plain(&found, &arena, packed ? (const uint8_t *)ngl_buf_string(&plain) : bytes, packed ? plain.len : len,
                            options, err);
    if (unpacked) status = judge_part(&found, &arena, status, unpacked, &cut, err);
    ngl_buf_free(&plain);
    if (status == NGL_OK || status == NGL_E_NOT_ACTIVITY) {
        found.memory = NGL_NEW(&arena, struct ngl_import_memory, 1);
        if (found.memory) {
            found.memory->arena = arena;
            *out = found;
            return status;
        }
        status = ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to read the file than is allowed");
    }
    ngl_arena_free(&arena);
    return status;
}

ngl_status ngl_import_dump(const void *bytes, size_t len, ngl_dump_line line, void *user, ngl_error *err)
{
    ngl_buf    plain;
    ngl_status status = NGL_OK;
    if (len > NGL_IMPORT_FILE_MAX)
        return ngl_fail(err, NGL_E_LIMIT, 0, "the file is larger than %zu MiB", NGL_IMPORT_FILE_MAX >> 20);
    ngl_buf_init(&plain, NGL_IMPORT_FILE_MAX);
    if (ngl_is_gzip(bytes, len)) status = ngl_inflate_gzip(&plain, bytes, len, err);
    const uint8_t *data = plain.data ? (const uint8_t *)plain.data : bytes;
    size_t         n = plain.data ? plain.len : len;
    if (!status && !ngl_fit_sniff(data, n))
        status = ngl_fail(err, NGL_E_UNSUPPORTED, 0, "only FIT files have messages to show");
    if (!status) status = ngl_fit_dump(data, n, line, user, err);
    ngl_buf_free(&plain);
    return status;
}

void ngl_import_free(ngl_import *import)
{
    if (import->memory) {
        ngl_arena arena = import->memory->arena;
        ngl_arena_free(&arena);
    }
    *import = nothing;
}

const char *ngl_sport_key(ngl_sport sport)
{
    switch (sport) {
    case NGL_SPORT_RUNNING: return "running";
    case NGL_SPORT_WALKING: return "walking";
    case NGL_SPORT_HIKING: return "hiking";
    case NGL_SPORT_CYCLING: return "cycling";
    case NGL_SPORT_SWIMMING: return "swimming";
    case NGL_SPORT_STRENGTH: return "strength";
    case NGL_SPORT_ROWING: return "rowing";
    case NGL_SPORT_SKIING: return "skiing";
    case NGL_SPORT_OTHER: return "other";
    case NGL_SPORT_UNKNOWN: break;
    }
    return "unknown";
}
