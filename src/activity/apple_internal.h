/* What the files of Apple's export share: the scanner (apple_scan.c) hands over
 * tags, apple.c keeps workouts and samples, apple_join.c makes activities. */
#ifndef ACTIVITY_APPLE_INTERNAL_H
#define ACTIVITY_APPLE_INTERNAL_H

#include "activity/apple.h"

enum {
    APPLE_ATTRIBUTES = 24,      /* of one tag; Apple writes up to 12 */
    APPLE_BUFFER = 1 << 17,     /* also the longest tag */
    APPLE_BLOCK = 1 << 13,      /* samples of one block */
    APPLE_BLOCKS = 512,
    APPLE_WORKOUTS = 1 << 16,
    APPLE_SOURCES = 255,
    APPLE_PAUSES = 1 << 12,     /* of one workout */
    APPLE_OVERLAP = 64          /* workouts that may go on at one time */
};

/* A piece of the buffer. */
typedef struct apple_text {
    const char *p;
    size_t      n;
} apple_text;

typedef struct apple_tag {
    apple_text name; /* "Record", "/Workout" */
    bool       empty; /* it ends itself: "<Record …/>" */
    unsigned   n;
    apple_text attribute[APPLE_ATTRIBUTES], value[APPLE_ATTRIBUTES];
} apple_tag;

/* ---- scanner --------------------------------------------------------------------------- */

typedef enum apple_mode { APPLE_PROLOG, APPLE_BODY, APPLE_COMMENT, APPLE_CDATA, APPLE_LOST, APPLE_OVER } apple_mode;

typedef struct apple_scan {
    apple_mode mode;
    uint64_t   at;      /* byte of the file where the buffer begins */
    uint64_t   records;
    unsigned   nbad;    /* tags that are none */
    uint64_t   bad_at;  /* the first of them */
} apple_scan;

/* What of `len` bytes was used, tags handed to `on_tag`; `last`: no more come. */
size_t ngl_apple_scan_bytes(apple_scan *s, const char *p, size_t len, bool last, void (*on_tag)(void *user, const apple_tag *tag), void *user);

/* The value of an attribute; an empty one if there is none. */
apple_text ngl_apple_attribute(const apple_tag *tag, const char *name);
bool       ngl_apple_is(apple_text t, const char *text);

/* With &amp; and the like resolved, nothing else; what is no UTF-8 or moves a
 * cursor becomes '?'. NULL: no memory. */
const char *ngl_apple_plain(ngl_arena *arena, apple_text t);

double      ngl_apple_number(apple_text t);                        /* NaN */
ngl_instant ngl_apple_time(apple_text t, int32_t *offset_s);       /* "2022-10-01 10:00:05 +0200"; NGL_INSTANT_NONE */
/* A value in a unit, in metres, seconds …; NaN where the unit is not known. */
double      ngl_apple_metres(double v, apple_text unit);
double      ngl_apple_seconds(double v, apple_text unit);
double      ngl_apple_mps(double v, apple_text unit);

/* ---- samples and workouts ----------------------------------------------------------------- */

typedef struct apple_sample {
    uint32_t second; /* since 2001-01-01: its end */
    float    value;
    uint8_t  what;   /* ngl_stream; distance is that of `span` alone */
    uint8_t  source;
    uint16_t span;   /* seconds before `second` it is about */
} apple_sample;

#define APPLE_EPOCH_S 978307200

typedef struct apple_workout {
    uint32_t    from, to; /* seconds since 2001-01-01 */
    uint32_t    order;    /* in the file */
    int32_t     offset_s;
    bool        has_offset, indoor;
    uint8_t     source;   /* 255: not among the known */
    ngl_sport   sport;
    const char *sub_sport, *kind, *source_name, *device, *route;
    double      duration_s, dist_m, ascent_m, mean_hr_bpm;
    uint32_t    npause, pause_cap;
    ngl_pause  *pause;
    uint32_t    first, n; /* of index */
} apple_workout;

struct ngl_apple {
    ngl_arena      arena;   /* workouts, words, index */
    size_t         sample_max;
    apple_scan     scan;
    char          *buffer;
    size_t         have;
    apple_sample  *block[APPLE_BLOCKS];
    size_t         nsample;
    bool           full;     /* samples did not fit, before workouts were known */
    bool           many;     /* the file is read more than once */
    bool           known;    /* workouts are known: only their samples are kept */
    size_t         from_workout, to_workout; /* whose samples are kept, once workouts are known */
    uint64_t       left_out;
    apple_workout *workout;
    uint32_t       nworkout, workout_cap;
    uint32_t      *latest;   /* [nworkout] the latest end of those up to here */
    uint32_t      *index;    /* sample numbers by workout */
    uint64_t       source[APPLE_SOURCES]; /* hash of a name */
    unsigned       nsource;
    /* the workout at hand */
    bool           in_workout, in_activity, in_correlation;
    unsigned       lost;     /* workouts without a time */
    apple_workout  now;
    int64_t        paused_at;
    ngl_status     status;
};

static inline apple_sample *apple_sample_at(const struct ngl_apple *a, size_t i)
{
    return &a->block[i / APPLE_BLOCK][i % APPLE_BLOCK];
}

/* Workouts that go on at this second: their places into `found`, how many. */
unsigned ngl_apple_going_on(const struct ngl_apple *a, uint32_t second, uint32_t found[APPLE_OVERLAP]);

#endif
