/* What the files of the verb "import" share: an item goes from the feed
 * (import_feed.c: what is there) through a reader (import_one.c: bytes to
 * packed runs, on any thread) to the writer (import.c: the store, in order). */
#ifndef FLOW_IMPORT_INTERNAL_H
#define FLOW_IMPORT_INTERNAL_H

#include "activity/activity.h"
#include "base/buf.h"
#include "flow/import.h"
#include "store/said.h"

/* ---- a table of 16-byte keys (import_map.c) --------------------------------------------- */

typedef struct ngl_map {
    ngl_arena *arena;
    struct ngl_map_row {
        uint64_t key[2]; /* both 0: free */
        int64_t  value;
    } *row;
    size_t n, room; /* room: a power of two */
} ngl_map;

/* False: no memory. A key that is there gets the new value. */
bool ngl_map_put(ngl_map *m, const void *key16, int64_t value);
bool ngl_map_get(const ngl_map *m, const void *key16, int64_t *value);

/* ---- items ---------------------------------------------------------------------------------- */

/* An archive that is being walked; closed when its last item was read. */
typedef struct ngl_opened {
    int           fd;
    ngl_input    source;
    ngl_archive  *walk; /* NULL when all of it was given out */
    unsigned      users;
    const char   *path;
    size_t        nmember;
} ngl_opened;

typedef enum ngl_item_kind {
    NGL_ITEM_FAULT,  /* `fault` says it all */
    NGL_ITEM_PATH,   /* a file on the disk */
    NGL_ITEM_MEMBER, /* a located member of `archive` */
    NGL_ITEM_BYTES   /* `bytes`: of a member that could only be read in passing */
} ngl_item_kind;

typedef struct ngl_item {
    ngl_item_kind kind;
    const char   *path;  /* to tell; in the arena or the list of files */
    bool          named, member;
    const char   *fault;
    ngl_opened   *archive;
    ngl_member    part;
    ngl_buf       bytes;
    bool          head_only; /* bytes: of a kind that is not read, so only the first were taken */
    ngl_status    broken;    /* bytes: how reading them ended */
    char          why[NGL_ERROR_TEXT_MAX];
    size_t        weight;    /* bytes of memory that reading it will take, roughly */
} ngl_item;

/* One item, read and packed, waiting to be written. */
typedef struct ngl_waiting {
    ngl_arena    arena; /* of everything below */
    ngl_item     item;
    ngl_imported told;
    ngl_row_file row;
    ngl_row_run *run;    /* [told.nrun] */
    bool         hashed; /* its bytes were read; false: nothing to write */
    bool         known;  /* it was here before, without bringing a run */
    const char  *list;   /* "strava", "garmin": `bytes` is such a list; NULL */
    const void  *bytes;
    size_t       nbytes;
    bool         done;
    ngl_status   status; /* only NGL_E_NOMEM: everything else is an outcome */
} ngl_waiting;

/* What every reader needs and none changes. */
typedef struct ngl_import_shared {
    const ngl_import_job *job;
    ngl_day               today;
    int32_t               utc_offset_s;
    const ngl_map        *known; /* hash of a file to its id times two, plus one if its runs are here */
} ngl_import_shared;

/* One thread's own. */
typedef struct ngl_import_scratch {
    ngl_buf bytes, packed;
} ngl_import_scratch;

void ngl_import_scratch_init(ngl_import_scratch *s);
void ngl_import_scratch_free(ngl_import_scratch *s);

/* Read one item. What went wrong is the outcome. */
void ngl_import_one(ngl_waiting *w, ngl_import_scratch *scratch, const ngl_import_shared *shared);

/* ---- feed (import_feed.c) ---------------------------------------------------------------------- */

typedef struct ngl_feed {
    const ngl_import_job *job;
    size_t                next;  /* of job->found */
    size_t                given, expected; /* items given out; known to be there */
    ngl_opened           *open;  /* being walked */
    ngl_arena             arena;
} ngl_feed;

void ngl_feed_begin(ngl_feed *f, const ngl_import_job *job);
void ngl_feed_end(ngl_feed *f);

/* The next item into w->item, its words in w->arena. False: that was all. */
bool ngl_feed_next(ngl_feed *f, ngl_waiting *w);

/* The item was read; its archive may be closed. */
void ngl_feed_release(ngl_item *item);

/* ---- threads (import_pool.c) --------------------------------------------------------------------- */

typedef struct ngl_pool ngl_pool;

/* Readers that wait for work; fewer (or NULL) where the system gives no more. */
ngl_pool *ngl_pool_start(ngl_arena *arena, unsigned threads, const ngl_import_shared *shared);
void      ngl_pool_give(ngl_pool *p, ngl_waiting *w);
void      ngl_pool_wait(ngl_pool *p, const ngl_waiting *w); /* until w->done */
void      ngl_pool_stop(ngl_pool *p); /* what was given and not begun is left; NULL is fine */

/* ---- lists (import_list.c) -------------------------------------------------------------------------- */

/* What a list brings to the store. */
typedef struct ngl_listing {
    ngl_flow             *flow;
    const ngl_import_job *job;
    ngl_import_totals    *totals;
    const ngl_map        *files; /* key of a path (ngl_path_key) to the id of its file */
    ngl_status (*need_batch)(void *context, ngl_error *err);
    void                 *context;
} ngl_listing;

/* What w->list is for a diary, for Apple's export, for Health Connect's database. */
extern const char ngl_list_diary[], ngl_list_apple[], ngl_list_health[];

/* ---- outings out of one large file (import_outing.c) */

typedef struct ngl_outings {
    ngl_waiting       *w;
    const ngl_listing *to;
    ngl_row_run       *run; /* [n] kept, for telling */
    uint32_t           n, room;
    size_t             nthere, inbatch;
    int64_t            batch_before;
    bool               open; /* a transaction is */
} ngl_outings;

/* Is the outing with this key here from an earlier import? */
ngl_status ngl_outing_there(ngl_outings *o, const char *key, bool *there, ngl_error *err);

/* Keep it (not in a dry run); `route`: a run that is part of it, or 0. What else
 * is to be written with it may follow; then call ngl_outing_done(). */
ngl_status ngl_outing_keep(ngl_outings *o, const char *key, const ngl_activity *a, int64_t route, ngl_arena *arena, ngl_row_run *run, ngl_error *err);
ngl_status ngl_outing_done(ngl_outings *o, ngl_error *err);

/* The last batch: kept if `so_far` is good, else taken back. */
ngl_status ngl_outings_end(ngl_outings *o, ngl_status so_far, ngl_error *err);

/* Health Connect's database (import_health.c). Fills w->told. */
ngl_status ngl_import_health(ngl_waiting *w, const ngl_listing *to, ngl_error *err);

/* Apple's export, in pieces: each workout becomes a run, kept in small batches
 * (import_apple.c). Fills w->told. */
ngl_status ngl_import_apple(ngl_waiting *w, const ngl_listing *to, ngl_error *err);

/* The file that a list calls `file`, beside the list at `path`: its id. */
bool ngl_file_beside(const ngl_map *files, const char *path, const char *file, int64_t *id);

/* The lines of a diary (import_diary.c), read as the job, the store or its own
 * header says; their times are moments afterwards. */
ngl_status ngl_import_diary(ngl_list *out, ngl_arena *arena, const ngl_waiting *w, const ngl_listing *to, ngl_error *err);

void ngl_path_key(uint8_t out[16], const char *path, size_t len);

/* Read the list of `w` and keep what it says, in a transaction of its own, then
 * fill w->told. */
ngl_status ngl_import_list(ngl_waiting *w, const ngl_listing *to, ngl_error *err);

#endif
