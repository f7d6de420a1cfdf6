/* A recorded activity as columns.
 *
 * A run in memory is a set of columns of equal length: one value per record,
 * float with NaN where the device said nothing. Missing is never zero. GPS is
 * optional everywhere. Bytes come in, columns go out; the reader decides by
 * content and never by a file's name.
 */
#ifndef NIGGLE_ACTIVITY_H
#define NIGGLE_ACTIVITY_H

#include <niggle/error.h>
#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* name, unit as it is stored */
#define NGL_STREAM_MAP(X)                                                             \
    X(DIST, dist_m)           /* since the start */                                   \
    X(SPEED, speed_mps)                                                               \
    X(ALTITUDE, alt_m)                                                                \
    X(HEART_RATE, hr_bpm)                                                             \
    X(CADENCE, cadence_spm)   /* running and walking: steps a minute, both feet; else rpm */ \
    X(POWER, power_w)                                                                 \
    X(CONTACT, contact_ms)    /* ground contact time */                               \
    X(OSCILLATION, oscillation_mm)                                                    \
    X(BALANCE, balance_left_pct) /* share of contact time on the left foot */         \
    X(STEP_LENGTH, step_length_mm)                                                    \
    X(VERTICAL_RATIO, vertical_ratio_pct)                                             \
    X(TEMPERATURE, temperature_c)

typedef enum ngl_stream {
#define X(name, member) NGL_STREAM_##name,
    NGL_STREAM_MAP(X)
#undef X
    NGL_STREAM_COUNT
} ngl_stream;

#define NGL_POSITION_NONE INT32_MAX /* FIT's own mark; one unit is 180/2^31 degrees */

typedef enum ngl_sport {
    NGL_SPORT_UNKNOWN,
    NGL_SPORT_RUNNING,
    NGL_SPORT_WALKING,
    NGL_SPORT_HIKING,
    NGL_SPORT_CYCLING,
    NGL_SPORT_SWIMMING,
    NGL_SPORT_STRENGTH,
    NGL_SPORT_ROWING,
    NGL_SPORT_SKIING,
    NGL_SPORT_OTHER
} ngl_sport;

typedef struct ngl_lap {
    ngl_instant start;
    double      timer_s, elapsed_s, dist_m; /* NaN where not said */
} ngl_lap;

/* The watch was paused from `from` to `to`. */
typedef struct ngl_pause {
    ngl_instant from, to;
} ngl_pause;

typedef struct ngl_device {
    const char *maker;   /* "garmin", "" if not known */
    const char *product; /* "fr965" or a number as text */
    uint32_t    serial;  /* 0: not said */
} ngl_device;

/* A developer field, by name and application, beside the native values. */
typedef struct ngl_extra {
    const char  *name;    /* as the file says */
    const char  *unit;
    uint8_t      app[16]; /* application id, zeros if not said */
    const float *value;   /* [nrecord] */
} ngl_extra;

/* Bytes that had to be skipped: `records` were read after the damage. */
typedef struct ngl_salvage {
    size_t      from, to; /* byte offsets of what was skipped */
    uint32_t    records;  /* records recovered behind it */
} ngl_salvage;

typedef struct ngl_activity {
    const char *format;    /* "fit", "gpx", "tcx" */
    ngl_sport   sport;
    const char *sport_key; /* "running" */
    const char *sub_sport; /* "treadmill", "" if not said */
    const char *name;      /* title in the file, "" if none */
    ngl_instant start;     /* NGL_INSTANT_NONE: the file has no times */
    int32_t     utc_offset_s;
    unsigned    has_offset; /* 0: utc_offset_s is not known */

    uint32_t       nrecord;
    const int64_t *time_ms;                  /* [nrecord] since start; may step back where the clock did */
    const float   *stream[NGL_STREAM_COUNT]; /* each [nrecord], or NULL if never present */
    const int32_t *lat_semi, *lon_semi;      /* [nrecord] or NULL */

    uint32_t           nlap, npause, nextra, ndevice, nsalvage;
    const ngl_lap     *lap;
    const ngl_pause   *pause;
    const ngl_extra   *extra;
    const ngl_device  *device; /* the recording device first */
    const ngl_salvage *salvage;

    double dist_m, timer_s, elapsed_s; /* from the session where it says, else from records; NaN unknown */
    double ascent_m, descent_m;
    double mean_hr_bpm, mean_cadence_spm;
    double max_speed_mps;
    double effort_rpe;          /* 1-10 as the runner noted it on the watch, NaN if not */
    unsigned has_dynamics;      /* contact time, oscillation, balance or step length present */
    unsigned salvaged;          /* the file was damaged or cut; what stands here was readable */
} ngl_activity;

/* What was found in one file. Owns everything it points to. */
typedef struct ngl_import {
    uint32_t            nactivity;
    const ngl_activity *activity; /* [nactivity], in order of the file */
    const char         *format;   /* "fit", "gpx", "tcx", "" if not recognised */
    const char         *kind;     /* what the file is when it is no activity: "workout", "course", "settings" … */
    uint32_t            nunknown; /* messages of kinds that are not read */
    const char         *note;     /* one sentence for a person when something was odd, else "" */
    uint32_t            nhrv;     /* messages of beat intervals (HRV); counted, not read */
    struct ngl_import_memory *memory;
} ngl_import;

typedef struct ngl_import_options {
    size_t   memory_max; /* most bytes the import may hold */
    unsigned check_crc;  /* 1 */
} ngl_import_options;
#define NGL_IMPORT_OPTIONS_INIT { (size_t)512 << 20, 1 }

/* Most bytes of one file that are read, packed or unpacked; the largest real
 * recordings are 20 MB. A caller refuses what is larger before loading it. */
#define NGL_IMPORT_FILE_MAX ((size_t)256 << 20)

/* What a file is, from its first bytes (4 KiB are enough). 1: it can be given
 * to ngl_import_read, and `*what` is "fit", "gpx", "tcx" or "gzip". 0: it
 * cannot, and `*what` says what it looks like ("a zip archive", "a web page",
 * "an empty file", "nothing but zeros" …). `what` may be NULL; its text is
 * static. */
NGL_API int ngl_import_sniff(const void *head, size_t len, const char **what);

/* Read every activity in `len` bytes of a file, unpacking gzip first.
 *   NGL_OK              at least one activity, perhaps salvaged: see `salvaged` and `note`;
 *   NGL_E_NOT_ACTIVITY  a sound file without one: see `kind`;
 *   NGL_E_UNSUPPORTED   not a format that is read here;
 *   NGL_E_CORRUPT, NGL_E_TRUNCATED  damaged, nothing could be salvaged;
 *   NGL_E_NOMEM, NGL_E_LIMIT.
 * `*out` is filled (perhaps with no activity) on NGL_OK and NGL_E_NOT_ACTIVITY
 * and is empty otherwise; free it with ngl_import_free in every case. */
NGL_API ngl_status ngl_import_read(ngl_import *out, const void *bytes, size_t len, const ngl_import_options *options,
                                   ngl_error *err);
NGL_API void ngl_import_free(ngl_import *import);

/* Receives a few lines of text about one message. */
typedef void (*ngl_dump_line)(void *user, const char *text, size_t len);

/* Every message of a FIT file in words, as far as it can be walked, to find out
 * what a device writes: name, fields with their units, checksums. NGL_E_UNSUPPORTED
 * for any other kind of file; NGL_E_NOMEM; NGL_E_CORRUPT for a damaged gzip. */
NGL_API ngl_status ngl_import_dump(const void *bytes, size_t len, ngl_dump_line line, void *user, ngl_error *err);

/* "running", "walking" …; static. */
NGL_API const char *ngl_sport_key(ngl_sport sport);

#ifdef __cplusplus
}
#endif
#endif
