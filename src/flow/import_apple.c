/* Apple's export on its way in. The file is read in pieces, twice or more only
 * where its samples are too many for memory; each workout is then joined with
 * its route, which came in before as a file of its own, and kept. A workout is
 * known by when and what it was and who recorded it, so that the next export,
 * which repeats them all, brings only what is new. */
#include "base/error.h"
#include "flow/import_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char ngl_list_apple[] = "apple";

enum { WORKOUT_MEMORY = 256 << 20 };

typedef struct taking {
    ngl_waiting       *w;
    const ngl_listing *to;
    ngl_apple         *apple;
    ngl_outings        outings;
    size_t             nrouted;
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

static ngl_status take_workout(taking *t, size_t i, ngl_arena *arena, ngl_error *err)
{
    char              key[600];
    ngl_apple_workout o;
    ngl_activity      a, route;
    ngl_row_run       run;
    int64_t           route_run = 0;
    bool              there;
    ngl_apple_workout_at(t->apple, i, &o);
    key_of(key, sizeof key, &o);
    ngl_status status = ngl_outing_there(&t->outings, key, &there, err);
    if (status || there) return status;
    status = find_route(t, &o, arena, &route, &route_run, err);
    if (!status) status = ngl_apple_activity(t->apple, i, route_run ? &route : NULL, arena, &a, err);
    if (!status) status = ngl_outing_keep(&t->outings, key, &a, route_run, arena, &run, err);
    t->nrouted += !status && route_run != 0;
    return status ? status : ngl_outing_done(&t->outings, err);
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
    return ngl_outings_end(&t->outings, status, err);
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
    if (t->outings.nthere && t->outings.n) len += snprintf(text + len, sizeof text - (size_t)len, "; %zu were here already", t->outings.nthere);
    if (ngl_apple_left_out(t->apple)) snprintf(text + len, sizeof text - (size_t)len, "; %llu samples of them were too many and left out", (unsigned long long)ngl_apple_left_out(t->apple));
    told->remark = kept(t, text);
    told->run = t->outings.run;
    told->nrun = t->outings.n;
    told->outcome = t->outings.n ? NGL_OUTCOME_IMPORTED : n ? NGL_OUTCOME_ALREADY : NGL_OUTCOME_NOT_ACTIVITY;
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
    taking    t = { .w = w, .to = to, .outings = { .w = w, .to = to } };
    ngl_error why = { 0 };
    ngl_status status = ngl_apple_begin(&t.apple, NGL_APPLE_MEMORY, &why);
    if (!status) status = take_all(&t, &why);
    if (!status && t.stopped) to->totals->stopped = true;
    if (!status) settle(&t);
    ngl_apple_free(t.apple);
    if (status == NGL_E_LIMIT || (status == NGL_E_IO && !w->item.archive && !t.outings.n)) { /* the file's own fault */
        tell_failed(w, &why);
        return NGL_OK;
    }
    if (status && err) *err = why;
    return status;
}
