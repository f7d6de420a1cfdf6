/* What the program's other layers may use of this module besides
 * <niggle/activity.h>: the walk over archives.
 *
 * An archive is walked without unpacking it to disk and without holding more
 * of it than a few buffers: zip (also zip64), tar and tar.gz, and archives in
 * archives to a depth of four. Nothing is ever made out of a member's name.
 * Who walks gives the bytes through an ngl_input, so that the core opens no
 * file itself.
 */
#ifndef ACTIVITY_ACTIVITY_H
#define ACTIVITY_ACTIVITY_H

#include "base/arena.h"
#include "activity/fit_workout.h"
#include "base/buf.h"

#include <niggle/activity.h>

/* Bytes at any place. */
typedef struct ngl_input {
    void    *context;
    uint64_t size;
    /* Up to `len` bytes from `at` into `to`: how many; fewer only at the end or
     * where reading fails. Several threads may ask at once. */
    size_t (*read)(void *context, void *to, size_t len, uint64_t at);
} ngl_input;

typedef struct ngl_bytes {
    const void *data;
    size_t      len;
} ngl_bytes;

/* The bytes in memory as a source; `bytes` is borrowed. */
ngl_input ngl_input_of(ngl_bytes *bytes);

enum { NGL_ARCHIVE_DEPTH = 4, NGL_ARCHIVE_HEAD = 4096 };

/* More than this is no recording: see docs/formats.md. */
#define NGL_ARCHIVE_RATIO 200
#define NGL_ARCHIVE_SURELY_FINE ((uint64_t)4 << 20) /* a member up to this size may unpack as it likes */
#define NGL_ARCHIVE_TOTAL_RATIO 100
#define NGL_ARCHIVE_TOTAL_FINE ((uint64_t)64 << 20)

typedef struct ngl_member {
    const char *name;    /* "inner.zip ▸ 123.fit", UTF-8 without control characters; until the next call */
    const char *fault;   /* why it cannot be read, "" if nothing is known against it; one sentence without its full stop */
    uint64_t    size;    /* unpacked; NGL_SIZE_UNKNOWN until it was read */
    uint64_t    place;   /* byte of the source where it begins (of the outermost one: 0 if it is packed away deeper) */
    bool        located; /* ngl_member_load() can read it at any time, from any thread */
    bool        whole_archive; /* `name` is the archive (or one in it) and `fault` is about all of it */
    /* of a located one */
    uint64_t at, packed;
    uint32_t crc;
    bool     deflated;
} ngl_member;
#define NGL_SIZE_UNKNOWN UINT64_MAX

/* Does a file that begins with these bytes (NGL_ARCHIVE_HEAD or all of it) hold
 * others: a zip, a tar, a tar in gzip? */
bool ngl_archive_sniff(const void *head, size_t len);

typedef struct ngl_archive ngl_archive;

/* Begin to walk; `source` is borrowed until the end. NGL_E_UNSUPPORTED: it is
 * no archive; NGL_E_NOMEM. Close with ngl_archive_close(). */
ngl_status ngl_archive_open(ngl_archive **out, const ngl_input *source, ngl_error *err);
void       ngl_archive_close(ngl_archive *a); /* NULL is fine */

/* The next file in it, in the order of the archive; folders, links and hidden
 * files are passed over, archives entered. False: that was all. A member with
 * a fault cannot be read, but those after it can. */
bool ngl_archive_next(ngl_archive *a, ngl_member *out);

/* How many members the outermost archive says it has; 0 not known. */
uint64_t ngl_archive_count(const ngl_archive *a);

/* The next bytes of the member at hand, unpacked, in order; 0 at its end. A
 * reader that needs only one pass (an XML parser) can take gigabytes this way. */
size_t ngl_archive_read(ngl_archive *a, void *to, size_t len);

/* After ngl_archive_read() gave 0: NGL_OK, or why it ended early. */
ngl_status ngl_archive_status(const ngl_archive *a, ngl_error *err);

/* ---- located members, from any thread ------------------------------------------------ */

/* All bytes of a located member, unpacked, into `out`, whose content is
 * replaced; `packed` gets them as they stand in the archive. If the member is
 * damaged or cut off `out` has what could be unpacked and the status is
 * NGL_E_CORRUPT or NGL_E_TRUNCATED. NGL_E_NOMEM, NGL_E_IO. */
ngl_status ngl_member_load(const ngl_input *source, const ngl_member *m, ngl_buf *packed, ngl_buf *out, ngl_error *err);

/* Its first bytes, unpacked: how many, at most `len`. */
size_t ngl_member_head(const ngl_input *source, const ngl_member *m, void *to, size_t len);

/* The bytes of a located member in order, unpacked: for what is larger than
 * memory should be. Several may be open at once; the source is borrowed. End with
 * ngl_member_end(). NGL_E_NOMEM. */
typedef struct ngl_member_bytes ngl_member_bytes;
ngl_status ngl_member_begin(ngl_member_bytes **out, const ngl_input *source, const ngl_member *m, ngl_error *err);
size_t     ngl_member_take(ngl_member_bytes *b, void *to, size_t len); /* 0: its end */
/* After the end: NGL_OK, or why it came early or is not what was packed. */
ngl_status ngl_member_status(const ngl_member_bytes *b, ngl_error *err);
void       ngl_member_end(ngl_member_bytes *b); /* NULL is fine */

/* ---- recordings put together from samples --------------------------------------------------- */

/* Samples of several streams, each on its own clock, become the rows of one
 * recording: a row for each second that holds any. Lives in the arena. NULL: no
 * memory. Cadence is of both feet. NGL_E_NOMEM, NGL_E_LIMIT. */
typedef struct ngl_gather ngl_gather;
ngl_gather  *ngl_gather_begin(ngl_arena *arena);
ngl_status   ngl_gather_sample(ngl_gather *g, ngl_instant t, ngl_stream stream, double value, ngl_error *err);
ngl_status   ngl_gather_position(ngl_gather *g, ngl_instant t, double lat, double lon, ngl_error *err);

/* A recording of which nothing is known yet, and the same with its rows; totals
 * that it does not say are worked out from them. */
ngl_activity ngl_gather_blank(const char *format);
ngl_status   ngl_gather_end(ngl_gather *g, ngl_activity *a, ngl_error *err);

/* ---- lists: what an account's export says of its activities -------------------------------- */

/* One activity as a list has it. Texts are "" and figures NaN where it says nothing. */
typedef struct ngl_listed {
    const char *key;   /* the vendor's number of it */
    const char *file;  /* its recording, beside the list: "activities/1.fit.gz" */
    const char *name, *about, *note, *gear; /* `about` for everybody, `note` for the runner alone */
    const char *kind;  /* what sort of activity, in the vendor's words */
    ngl_sport   sport; /* NGL_SPORT_UNKNOWN: `kind` is not known here */
    ngl_instant start;
    int32_t     utc_offset_s;
    bool        has_offset;
    double      dist_m, timer_s, elapsed_s, ascent_m, descent_m;
    double      mean_hr_bpm, mean_cadence_spm, max_speed_mps, effort_rpe;
    /* of a diary only */
    ngl_day     day;       /* NGL_DAY_NONE */
    bool        timed;     /* it says when; else `start` is nobody's */
    const char *place;     /* where it hurt */
    double      pain_nprs; /* 0-10 */
} ngl_listed;

typedef struct ngl_list {
    const char       *source; /* "strava", "garmin", "diary" */
    const ngl_listed *row;    /* [n] */
    size_t            n, nbad; /* nbad: rows that could not be read */
    const char       *note;   /* one sentence on what was odd, "" */
} ngl_list;

/* "strava", "garmin" or NULL: what list a file with these first bytes is. `name`
 * (may be NULL) only helps where the words of a header are not known. */
const char *ngl_list_sniff(const void *head, size_t len, const char *name);

/* Read a list; everything lives in the arena. NGL_E_UNSUPPORTED, NGL_E_CORRUPT
 * (what could be read of it is there), NGL_E_NOMEM. */
ngl_status ngl_list_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, const char *name, ngl_error *err);

#include "activity/apple.h" /* Apple Health's export */
#include "activity/diary.h" /* a runner's own diary as a list */

/* ---- writing (fit_write.c, gpx_write.c) -------------------------------------------------- */

/* Append the activity as a file of that kind. What FIT cannot carry: parts of a
 * second, more than 32 developer fields. What GPX cannot: records without a
 * position, running form, laps, totals. NGL_E_UNSUPPORTED: GPX of a run without
 * positions; NGL_E_NOMEM: the buffer is full. */
ngl_status ngl_activity_to_fit(ngl_buf *out, const ngl_activity *a, ngl_error *err);
ngl_status ngl_activity_to_gpx(ngl_buf *out, const ngl_activity *a, ngl_error *err);

/* ---- recordings of one outing (merge.c) ---------------------------------------------------- */

/* The first of `n` recordings with each stream from the one that has most of it.
 * `provider` gets who gives each stream (index into `a`), and last who gives the
 * positions. What is taken over lives in the arena, the rest in `a`. NGL_E_NOMEM. */
ngl_status ngl_activity_merge(ngl_activity *out, const ngl_activity *const *a, unsigned n,
                              unsigned provider[NGL_STREAM_COUNT + 1], ngl_arena *arena, ngl_error *err);

#endif
