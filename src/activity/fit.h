/* Inside the FIT reader: what its files share.
 *
 * A FIT file is a header, messages and a checksum; several such files may
 * stand one behind another. A message begins with one byte that says which of
 * sixteen definitions it follows; a definition lists fields by number, size
 * and type. So a message's length is known from its definition, and so is
 * where each value goes: that is worked out once per definition (a plan) and
 * then only carried out. docs/formats.md has the format's traps.
 */
#ifndef ACTIVITY_FIT_H
#define ACTIVITY_FIT_H

#include "activity/columns.h"

#include <stdbool.h>

enum {
    FIT_EPOCH_S = 631065600,      /* 1989-12-31T00:00:00Z */
    FIT_RELATIVE = 0x10000000,    /* times below count from when the device was switched on */
    FIT_LOCALS = 16,
    FIT_BATCH = 128               /* records copied column by column at a time */
};

/* message numbers that are read */
enum {
    FIT_FILE_ID = 0,
    FIT_SPORT = 12,
    FIT_SESSION = 18,
    FIT_LAP = 19,
    FIT_RECORD = 20,
    FIT_EVENT = 21,
    FIT_DEVICE_INFO = 23,
    FIT_WORKOUT = 26,
    FIT_ACTIVITY = 34,
    FIT_HRV = 78,
    FIT_HR = 132,
    FIT_TIMESTAMP_CORRELATION = 162,
    FIT_DESCRIPTION = 206,
    FIT_DEVELOPER_ID = 207
};

enum { FIT_FIELD_TIMESTAMP = 253 };

/* base types without the endian bit */
typedef enum ngl_fit_base {
    FIT_ENUM,
    FIT_SINT8,
    FIT_UINT8,
    FIT_SINT16,
    FIT_UINT16,
    FIT_SINT32,
    FIT_UINT32,
    FIT_STRING,
    FIT_FLOAT32,
    FIT_FLOAT64,
    FIT_UINT8Z,
    FIT_UINT16Z,
    FIT_UINT32Z,
    FIT_BYTE,
    FIT_SINT64,
    FIT_UINT64,
    FIT_UINT64Z,
    FIT_BASE_COUNT
} ngl_fit_base;

/* What is done with messages of a definition. */
typedef enum ngl_fit_kind { FIT_COUNTED, FIT_IS_RECORD, FIT_IS_READ } ngl_fit_kind;

struct ngl_fit_plan;

typedef struct ngl_fit_definition {
    const uint8_t *bytes;  /* the definition message behind its header byte; NULL: none yet */
    uint32_t       len;    /* of those bytes */
    uint32_t       size;   /* of a message that follows it, without the header byte */
    uint32_t       dev_at; /* where developer fields begin in such a message */
    uint16_t       global;
    uint8_t        nfield, ndev, kind;
    bool           big;    /* byte order of values */
    int32_t        time_at; /* offset of the timestamp, -1: none */
    const struct ngl_fit_plan *plan; /* records only */
    uint32_t       ndescription; /* descriptions known when the plan was made */
} ngl_fit_definition;

/* What the file says about a developer field. */
typedef struct ngl_fit_description {
    uint8_t     developer, number, base;
    uint8_t     app[16];
    const char *name, *unit;
    double      scale, offset;
    uint16_t    native_message;
    uint8_t     native_field;
    int         column; /* -1: none yet */
} ngl_fit_description;

typedef struct ngl_fit_session {
    uint32_t start, end;    /* FIT seconds; 0xffffffff not said */
    uint8_t  sport, sub_sport;
    double   elapsed_s, timer_s, dist_m, ascent_m, descent_m, max_speed_mps, rpe;
    const char *name;
} ngl_fit_session;

typedef struct ngl_fit_lap {
    uint32_t start;
    double   timer_s, elapsed_s, dist_m;
} ngl_fit_lap;

typedef struct ngl_fit_event {
    uint32_t at;
    bool     stop;
} ngl_fit_event;

typedef struct ngl_fit_beat {
    int64_t at_ms; /* FIT time */
    uint8_t bpm;
} ngl_fit_beat;

typedef struct ngl_fit_device {
    uint8_t  index;
    uint16_t maker, product;
    uint32_t serial;
    const char *name;
} ngl_fit_device;

/* From one file_id to the next: usually the whole file. Ranges of the arrays
 * in the reader, up to where the next group begins. */
typedef struct ngl_fit_group {
    uint32_t record, session, lap, event, device, span;
    int      type; /* file_id.type, -1: no file_id seen */
    uint16_t maker, product;
    uint32_t serial, created;
    const char *product_name;
    uint8_t  sport, sub_sport; /* of the sport message */
    bool     has_sport;
    int32_t  utc_offset_s;
    bool     has_offset;
    int64_t  clock_s;    /* what relative times need added, from a correlation message */
    bool     has_clock;
    double   activity_timer_s;
    const char *workout;
} ngl_fit_group;

typedef struct ngl_fit_reader {
    const uint8_t *data;
    size_t         len;
    ngl_arena     *arena;
    ngl_error     *err;
    ngl_columns    columns;

    ngl_fit_definition def[FIT_LOCALS];
    uint32_t last_time;      /* FIT seconds of the latest message with a time */
    const ngl_fit_definition *waiting; /* definition of the records that wait to be copied */
    uint32_t                  nwaiting;
    const uint8_t            *wait[FIT_BATCH];
    bool                      time_newer; /* last_time is of a message behind those */
    size_t   pos, end;       /* of the message at hand, and of its part's messages */
    uint32_t compressed_dist, compressed_last; /* accumulator of the packed distance */

    uint32_t nsession, nlap, nevent, ndevice, ndescription, ndeveloper, ngroup, nspan;
    uint32_t session_cap, lap_cap, event_cap, device_cap, description_cap, developer_cap, group_cap, span_cap;
    ngl_fit_session     *session;
    ngl_fit_lap         *lap;
    ngl_fit_event       *event;
    ngl_fit_device      *device;
    ngl_fit_description *description;
    struct ngl_fit_developer {
        uint8_t index, app[16];
    } *developer;
    ngl_fit_group *group;
    ngl_salvage   *span;

    uint32_t nextra;
    int      extra[NGL_EXTRA_MAX]; /* column NGL_COLUMN_EXTRA + i holds this description */

    bool     new_part;   /* no file_id yet since the header */
    bool     open_end;   /* the header does not tell where the part ends */
    uint64_t patience;   /* what searching after damage may still cost */
    uint32_t record_time; /* FIT seconds of the latest record, 0: none */
    uint32_t nhrv, nhr;  /* messages of beat intervals (counted only) and of a strap's memory */
    ngl_fit_beat *beat;  /* of the strap */
    uint32_t nbeat, beat_cap, nmerged; /* nmerged: rows that took their heart rate from there */
    bool     anchored;
    int64_t  anchor_ms;
    uint32_t anchor_event, last_event; /* of the strap's clock */
    uint32_t nunknown;   /* messages of kinds that are not read */
    uint64_t nodd;       /* values outside what can be */
    size_t   damage_pos; /* first place where something was wrong */
    bool     damaged, cut, wrong_sum, untimed;
    bool     compressed; /* headers with a time were seen in sound places */
    size_t   ignored;    /* bytes behind the end that are no FIT file */
} ngl_fit_reader;

/* ---- definitions and fields (fit_field.c) ---- */

extern const uint8_t ngl_fit_base_size[FIT_BASE_COUNT];

/* Read the definition whose bytes (behind the header byte) start at `at`.
 * Returns its length, or 0 if it does not fit before `end`. */
size_t ngl_fit_define(ngl_fit_definition *d, const uint8_t *data, size_t at, size_t end, bool developer);

/* Where field `number` is in the message: offset, size and type; false if absent. */
typedef struct ngl_fit_place {
    uint32_t at;
    uint8_t  size, base;
} ngl_fit_place;
bool ngl_fit_find(const ngl_fit_definition *d, uint8_t number, ngl_fit_place *place);

/* The first value of a field; NaN, 0xffffffff, NULL where absent or invalid. */
double      ngl_fit_element(const uint8_t *p, uint8_t base, bool big);
double      ngl_fit_number(const ngl_fit_definition *d, const uint8_t *message, uint8_t number);
uint32_t    ngl_fit_u32(const ngl_fit_definition *d, const uint8_t *message, uint8_t number);
const char *ngl_fit_string(ngl_arena *arena, const ngl_fit_definition *d, const uint8_t *message, uint8_t number);

/* ---- records (fit_plan.c) ---- */

/* Work out the plan of a record definition and make its columns. */
ngl_status ngl_fit_plan(ngl_fit_reader *r, ngl_fit_definition *d);

/* A record waits until FIT_BATCH of one definition have come, whatever other
 * messages lie between them; ngl_fit_flush copies those that wait. `when` is
 * the time of a compressed header, 0xffffffff otherwise. */
ngl_status ngl_fit_record(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *message, uint32_t when);
ngl_status ngl_fit_more(ngl_fit_reader *r); /* all records that follow and can wait with the others */
ngl_status ngl_fit_flush(ngl_fit_reader *r);

/* ---- other messages (fit_message.c) ---- */

ngl_fit_kind ngl_fit_kind_of(uint16_t global);

ngl_status ngl_fit_message(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *message);
ngl_fit_group *ngl_fit_group_now(ngl_fit_reader *r);  /* NULL when memory is out */

/* A strap's memory, and once all is read: its beats into rows (fit_heart.c). */
ngl_status ngl_fit_heart(ngl_fit_reader *r, const ngl_fit_definition *d, const uint8_t *message);
ngl_status ngl_fit_merge_heart(ngl_fit_reader *r);

/* ---- the walk (fit.c) and damage (fit_salvage.c) ---- */

/* Carry out the message at r->pos; false when it cannot be one. `r->pos` then
 * stays. `*status` tells trouble that ends everything. */
bool ngl_fit_step(ngl_fit_reader *r, ngl_status *status);

/* Read the part's messages warily: each must be followed by another one that
 * makes sense; where none does, search on. */
ngl_status ngl_fit_wary(ngl_fit_reader *r);

/* ---- from messages to activities (fit_finish.c) ---- */

ngl_status ngl_fit_finish(ngl_fit_reader *r, ngl_import *out);

/* ---- names (fit_names.c) ---- */

ngl_sport   ngl_fit_sport(uint8_t sport, uint8_t sub_sport);
const char *ngl_fit_sport_name(uint8_t sport);     /* "transition"; "" */
const char *ngl_fit_sub_sport_name(uint8_t sub);   /* "treadmill"; "" */
const char *ngl_fit_file_kind(int type);           /* "workout"; "FIT file" */
const char *ngl_fit_maker(uint16_t maker);         /* "garmin"; "" */
int         ngl_fit_sport_number(const char *name);     /* the other way round; -1: none of that name */
int         ngl_fit_sub_sport_number(const char *name);
int         ngl_fit_maker_number(const char *name);

/* ---- front ---- */

bool       ngl_fit_sniff(const uint8_t *head, size_t len);
ngl_status ngl_fit_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err);

ngl_status ngl_fit_dump(const uint8_t *data, size_t len, ngl_dump_line line, void *user, ngl_error *err);

#endif
