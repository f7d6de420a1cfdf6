/* Health Connect's database on its way in: each exercise session becomes a run,
 * known by its uuid, with what was measured while it went on. */
#include "base/error.h"
#include "flow/import_internal.h"
#include "store/health_connect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char ngl_list_health[] = "health connect";

enum { SESSION_MEMORY = 256 << 20 };

/* its title and remarks stay with the run */
static ngl_status say(ngl_outings *o, const ngl_health_session *s, int64_t run, ngl_error *err)
{
    ngl_row_said said = { .run = run, .source = ngl_list_health, .key = s->key, .name = s->title, .kind = "", .about = "", .note = s->note, .gear = "",
                          .effort_rpe = s->activity.effort_rpe, .batch = o->to->totals->batch };
    if (o->to->job->dry_run || (!s->note[0] && isnan(s->activity.effort_rpe))) return NGL_OK;
    ngl_status status = ngl_store_say(o->to->flow->store, &said, NGL_SPORT_UNKNOWN, err);
    o->to->totals->nsaid += !status;
    return status;
}

static ngl_status take_session(ngl_outings *o, const ngl_health *h, size_t i, ngl_arena *arena, ngl_error *err)
{
    char               key[200];
    ngl_health_session s;
    ngl_row_run        run;
    bool               there;
    ngl_status         status = ngl_health_session_at(h, i, arena, &s, err);
    if (status) return status;
    if (s.key[0]) snprintf(key, sizeof key, "health connect session %.64s", s.key);
    else snprintf(key, sizeof key, "health connect session at %lld for %.0f s", (long long)s.activity.start, s.activity.elapsed_s);
    status = ngl_outing_there(o, key, &there, err);
    if (status || there) return status;
    status = ngl_outing_keep(o, key, &s.activity, 0, arena, &run, err);
    if (!status) status = say(o, &s, run.id, err);
    return status ? status : ngl_outing_done(o, err);
}

static ngl_status take_all(ngl_outings *o, const ngl_health *h, ngl_error *err)
{
    const ngl_import_job *job = o->to->job;
    ngl_status            status = NGL_OK;
    for (size_t i = 0; i < ngl_health_count(h) && !status; i++) {
        ngl_arena arena;
        if (job->stop && job->stop(job->context)) {
            o->to->totals->stopped = true;
            break;
        }
        ngl_arena_init(&arena, (size_t)SESSION_MEMORY);
        status = take_session(o, h, i, &arena, err);
        ngl_arena_free(&arena);
    }
    return ngl_outings_end(o, status, err);
}

static const char *kept(ngl_waiting *w, const char *text)
{
    const char *copy = ngl_arena_text(&w->arena, text, strlen(text));
    return copy ? copy : "";
}

static void settle(ngl_outings *o, size_t nsession)
{
    char          text[200];
    ngl_imported *told = &o->w->told;
    int n = snprintf(text, sizeof text, "it holds %zu exercise sessions", nsession);
    if (o->nthere && o->n) snprintf(text + n, sizeof text - (size_t)n, "; %zu were here already", o->nthere);
    told->remark = kept(o->w, text);
    told->run = o->run;
    told->nrun = o->n;
    told->outcome = o->n ? NGL_OUTCOME_IMPORTED : nsession ? NGL_OUTCOME_ALREADY : NGL_OUTCOME_NOT_ACTIVITY;
    if (!nsession) told->reason = "it holds no exercise session", told->kind = "a Health Connect export without sessions";
}

ngl_status ngl_import_health(ngl_waiting *w, const ngl_listing *to, ngl_error *err)
{
    ngl_outings o = { .w = w, .to = to };
    ngl_health *h = NULL;
    ngl_error   why = { 0 };
    ngl_status  status = ngl_health_open(&h, (void *)(uintptr_t)w->bytes, w->nbytes, &why);
    if (status) {
        w->told.outcome = status == NGL_E_UNSUPPORTED && !w->item.named ? NGL_OUTCOME_SKIPPED : NGL_OUTCOME_FAILED;
        w->told.kind = status == NGL_E_UNSUPPORTED ? "an SQLite database" : "";
        w->told.reason = kept(w, why.text);
        return NGL_OK;
    }
    status = take_all(&o, h, err);
    if (!status) settle(&o, ngl_health_count(h));
    ngl_health_close(h);
    return status;
}
