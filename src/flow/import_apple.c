/* Apple's export on its way in. The file is read in pieces, twice or more only
 * where its samples are too many for memory; each workout is then joined with
 * its route, which came in before as a file of its own, and kept. A workout is
 * known by when and what it was and who recorded it, so that the next export,
 * which repeats them all, brings only what is new. */
#include "base/date.h"
#include "base/error.h"
#include "flow/import_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char ngl_list_apple[] = "apple";

enum { WORKOUT_MEMORY = 256 << 20, BATCH = 32, PATH_BYTES = 8192 };

typedef struct taking {
    ngl_waiting       *w;
    const ngl_listing *to;
    ngl_apple         *apple;
    ngl_row_run       *told; /* [room] runs added, for telling */
    uint32_t           ntold, room;
    size_t             nthere, nrouted, inbatch;
    int64_t            batch_before;
    bool               open;      /* a transaction is */
    bool               stopped;
    ngl_status         read;      /* how reading the file ended */
    ngl_error          why;
} taking;

/* ---- bytes ---------------------------------------------------------------------------- */

/* where they come from: a file, a member of an archive, or memory */
typedef struct source {
    int               fd;
    ngl_member_bytes *member;
    const char       *bytes;
    size_t            left;
} source;

static ngl_status begin_source(source *s, const ngl_waiting *w, ngl_error *err)
{
    *s = (source){ .fd = -1 };
    if (w->item.kind == NGL_ITEM_MEMBER) return ngl_member_begin(&s->member, &w->item.archive->source, &w->item.part, err);
    if (w->item.kind == NGL_ITEM_BYTES) {
        s->bytes = w->bytes;
        s->left = w->nbytes;
        return NGL_OK;
    }
    s->fd = open(w->item.path, O_RDONLY | O_CLOEXEC);
    return s->fd >= 0 ? NGL_OK : ngl_fail(err, NGL_E_IO, 0, "it cannot be read: %s", strerror(errno));
}

static void end_source(source *s)
{
    ngl_member_end(s->member);
    if (s->fd >= 0) close(s->fd);
}

static size_t take_bytes(source *s, void *to, size_t len)
{
    if (s->member) return ngl_member_take(s->member, to, len);
    if (s->fd >= 0) {
        ssize_t n;
        do n = read(s->fd, to, len);
        while (n < 0 && errno == EINTR);
        return n > 0 ? (size_t)n : 0;
    }
    if (len > s->left) len = s->left;
    if (len) memcpy(to, s->bytes, len);
    s->bytes += len;
    s->left -= len;
    return len;
}

static bool asked_to_stop(const taking *t)
{
    const ngl_import_job *job = t->to->job;
    return job->stop && job->stop(job->context);
}

/* from the first byte to the last; the outcome of the file is in t->read */
static ngl_status read_through(taking *t, ngl_error *err)
{
    source     s;
    ngl_status status = begin_source(&s, t->w, err);
    size_t     room, n = 1;
    while (!status && n && !(t->stopped = asked_to_stop(t))) {
        void *to = ngl_apple_room(t->apple, &room);
        n = take_bytes(&s, to, room);
        status = ngl_apple_take(t->apple, n, err);
    }
    if (!status && !t->stopped) t->read = ngl_apple_end(t->apple, &t->why);
    if (!status && !t->stopped && s.member && !t->read) t->read = ngl_member_status(s.member, &t->why);
    end_source(&s);
    return status;
}

/* ---- a workout --------------------------------------------------------------------------- */

static void key_of(char *key, size_t size, const ngl_apple_workout *o)
{
    snprintf(key, size, "apple workout %lld %lld %s %s", (long long)o->start, (long long)o->end, o->kind, o->source);
}

static ngl_status is_there(taking *t, const uint8_t hash[NGL_HASH_BYTES], bool *there, ngl_error *err)
{
    int64_t          id;
    ngl_file_outcome before;
    ngl_error        why = { 0 };
    *there = false;
    if (!t->to->flow->store) return NGL_OK;
    ngl_status status = ngl_store_find_file(t->to->flow->store, hash, &id, &before, &why);
    *there = status == NGL_OK;
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    return status;
}

/* the route that the workout names, if it came in */
static ngl_status find_route(taking *t, const ngl_apple_workout *o, ngl_arena *arena, ngl_activity *route, int64_t *run, ngl_error *err)
{
    int64_t file;
    *run = 0;
    if (!o->route[0] || !t->to->flow->store || !ngl_file_beside(t->to->files, t->w->told.path, o->route, &file)) return NGL_OK;
    ngl_status status = ngl_store_run_of_file(t->to->flow->store, file, o->start, run, err);
    if (!status && *run) status = ngl_store_activity(t->to->flow->store, arena, *run, route, err);
    return status;
}

/* without its words and columns, which go with the workout's memory */
static void remember_run(taking *t, const ngl_row_run *run)
{
    if (t->ntold == t->room) {
        uint32_t     more = t->room ? t->room * 2 : 64;
        ngl_row_run *list = ngl_arena_raw(&t->w->arena, sizeof *list, more, 16);
        if (!list) return;
        if (t->ntold) memcpy(list, t->told, t->ntold * sizeof *list);
        t->told = list;
        t->room = more;
    }
    ngl_row_run *to = &t->told[t->ntold++];
    const char  *device = ngl_arena_text(&t->w->arena, run->device, strlen(run->device));
    *to = *run;
    to->sub_sport = to->name = "";
    to->device = device ? device : "";
    to->format = ngl_list_apple;
    to->packed = NULL;
    to->npacked = 0;
    to->lap = NULL;
    to->pause = NULL;
    to->nlap = to->npause = 0;
}

static ngl_status commit(taking *t, ngl_error *err)
{
    if (!t->open) return NGL_OK;
    t->open = false;
    t->inbatch = 0;
    ngl_status status = ngl_store_commit(t->to->flow->store, err);
    if (status) t->to->totals->batch = t->batch_before;
    return status;
}

static ngl_status begin(taking *t, ngl_error *err)
{
    if (t->open) return NGL_OK;
    ngl_status status = ngl_store_begin(t->to->flow->store, err);
    if (status) return status;
    t->open = true;
    t->batch_before = t->to->totals->batch;
    return t->to->need_batch(t->to->context, err);
}

static ngl_status keep_run(taking *t, const ngl_apple_workout *o, const uint8_t hash[NGL_HASH_BYTES], ngl_row_run *run, int64_t route, ngl_error *err)
{
    char         name[PATH_BYTES], when[NGL_INSTANT_TEXT];
    ngl_store   *s = t->to->flow->store;
    ngl_row_file file = { .name = name, .format = ngl_list_apple, .outcome = NGL_OUTCOME_IMPORTED, .reason = "" };
    ngl_instant_format(when, o->start);
    snprintf(name, sizeof name, "%s \xe2\x96\xb8 %s", t->w->told.path, when);
    memcpy(file.hash, hash, NGL_HASH_BYTES);
    ngl_status status = begin(t, err);
    file.batch = t->to->totals->batch;
    if (!status) status = ngl_store_add_file(s, &file, err);
    run->file = file.id;
    if (!status) status = ngl_store_add_run(s, run, err);
    if (!status && route) status = ngl_store_part_of(s, route, run->id, err);
    if (!status && ++t->inbatch == BATCH) status = commit(t, err);
    return status;
}

static ngl_status take_workout(taking *t, size_t i, ngl_arena *arena, ngl_error *err)
{
    char                  key[600];
    uint8_t               hash[NGL_HASH_BYTES];
    ngl_apple_workout     o;
    ngl_activity          a, route;
    ngl_row_run           run;
    int64_t               route_run = 0;
    bool                  there;
    const ngl_import_job *job = t->to->job;
    ngl_apple_workout_at(t->apple, i, &o);
    key_of(key, sizeof key, &o);
    ngl_store_hash(hash, key, strlen(key));
    ngl_status status = is_there(t, hash, &there, err);
    if (status) return status;
    if (there) return t->nthere++, NGL_OK;
    status = find_route(t, &o, arena, &route, &route_run, err);
    if (!status) status = ngl_apple_activity(t->apple, i, route_run ? &route : NULL, arena, &a, err);
    if (status) return status;
    int32_t offset = job->offset_at ? job->offset_at(job->context, a.start) : t->to->flow->utc_offset_s;
    status = ngl_store_pack_run(&run, arena, &a, offset, err);
    if (!status && !job->dry_run) status = keep_run(t, &o, hash, &run, route_run, err);
    if (status) return status;
    t->nrouted += route_run != 0;
    remember_run(t, &run);
    return NGL_OK;
}

static ngl_status take_window(taking *t, ngl_error *err)
{
    size_t     from, to;
    ngl_status status = NGL_OK;
    ngl_apple_window(t->apple, &from, &to);
    for (size_t i = from; i < to && !status && !(t->stopped = asked_to_stop(t)); i++) {
        ngl_arena arena;
        ngl_arena_init(&arena, (size_t)WORKOUT_MEMORY);
        status = take_workout(t, i, &arena, err);
        ngl_arena_free(&arena);
    }
    return status;
}

/* ---- the export ------------------------------------------------------------------------------ */

static ngl_status take_all(taking *t, ngl_error *err)
{
    ngl_status status;
    do {
        status = read_through(t, err);
        if (!status && !t->stopped && t->read != NGL_E_UNSUPPORTED) status = take_window(t, err);
    } while (!status && !t->stopped && ngl_apple_again(t->apple));
    if (!status) return commit(t, err);
    if (t->open) {
        ngl_store_rollback(t->to->flow->store);
        t->to->totals->batch = t->batch_before;
    }
    return status;
}

static const char *kept(taking *t, const char *text)
{
    const char *copy = ngl_arena_text(&t->w->arena, text, strlen(text));
    return copy ? copy : "";
}

static void settle(taking *t)
{
    char          text[300];
    ngl_imported *told = &t->w->told;
    size_t        n = ngl_apple_count(t->apple);
    int len = snprintf(text, sizeof text, "it holds %zu workouts among %llu records", n, (unsigned long long)ngl_apple_records(t->apple));
    if (t->nrouted) len += snprintf(text + len, sizeof text - (size_t)len, "; %zu have their route", t->nrouted);
    if (t->nthere && t->ntold) len += snprintf(text + len, sizeof text - (size_t)len, "; %zu were here already", t->nthere);
    if (ngl_apple_left_out(t->apple)) snprintf(text + len, sizeof text - (size_t)len, "; %llu samples of them were too many and left out", (unsigned long long)ngl_apple_left_out(t->apple));
    told->remark = kept(t, text);
    told->run = t->told;
    told->nrun = t->ntold;
    told->outcome = t->ntold ? NGL_OUTCOME_IMPORTED : n ? NGL_OUTCOME_ALREADY : NGL_OUTCOME_NOT_ACTIVITY;
    if (told->outcome == NGL_OUTCOME_NOT_ACTIVITY) told->reason = "it holds no workout", told->kind = "an Apple Health export without workouts";
    if (!t->read) return;
    told->outcome = n ? NGL_OUTCOME_SALVAGED : NGL_OUTCOME_FAILED;
    told->reason = kept(t, t->why.text);
    told->position = (int64_t)t->why.pos;
}

static void tell_failed(ngl_waiting *w, const ngl_error *why)
{
    const char *text = ngl_arena_text(&w->arena, why->text, strlen(why->text));
    w->told.outcome = NGL_OUTCOME_FAILED;
    w->told.reason = text ? text : "";
}

ngl_status ngl_import_apple(ngl_waiting *w, const ngl_listing *to, ngl_error *err)
{
    taking    t = { .w = w, .to = to };
    ngl_error why = { 0 };
    ngl_status status = ngl_apple_begin(&t.apple, NGL_APPLE_MEMORY, &why);
    if (!status) status = take_all(&t, &why);
    if (!status && t.stopped) to->totals->stopped = true;
    if (!status) settle(&t);
    ngl_apple_free(t.apple);
    if (status == NGL_E_LIMIT || (status == NGL_E_IO && !w->item.archive && !t.ntold)) { /* the file's own fault */
        tell_failed(w, &why);
        return NGL_OK;
    }
    if (status && err) *err = why;
    return status;
}
