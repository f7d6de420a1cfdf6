/* What an account's list of activities brings: words and effort beside the
 * runs it speaks of, and runs of totals for activities that have no recording
 * (typed in by hand, or lost). A run is found by the recording the list names,
 * else by the vendor's number, else because nobody is out twice at a time. */
#include "base/error.h"
#include "flow/import_internal.h"
#include "store/diary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LIST_MEMORY = 256 << 20, PATH_BYTES = 8192 };

typedef struct applying {
    ngl_waiting       *w;
    const ngl_listing *to;
    const ngl_list    *list;
    ngl_arena         *arena;
    ngl_row_run       *added; /* [list->n] at most */
    uint32_t           nadded;
    int64_t            nsaid, nwithout; /* without a recording */
    bool               diary;
    int64_t            nday;            /* days of which it says something new */
} applying;

void ngl_path_key(uint8_t out[16], const char *path, size_t len)
{
    uint8_t hash[NGL_HASH_BYTES];
    ngl_store_hash(hash, path, len);
    memcpy(out, hash, 16);
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the list of activities than is allowed");
}

/* ---- which run is it ---------------------------------------------------------------------- */

/* the folder of the list, with the mark behind it */
static size_t folder_of(const char *path)
{
    static const char arrow[] = " \xe2\x96\xb8 ";
    size_t            end = 0;
    for (size_t i = 0; path[i]; i++) {
        if (path[i] == '/') end = i + 1;
        if (strncmp(path + i, arrow, sizeof arrow - 1) == 0) end = i + sizeof arrow - 1;
    }
    return end;
}

bool ngl_file_beside(const ngl_map *files, const char *list, const char *file, int64_t *id)
{
    char    path[PATH_BYTES];
    uint8_t key[16];
    int     n = snprintf(path, sizeof path, "%.*s%s", (int)folder_of(list), list, file);
    if (n <= 0 || (size_t)n >= sizeof path) return false;
    ngl_path_key(key, path, (size_t)n);
    if (ngl_map_get(files, key, id)) return true;
    if (n < 4 || strcmp(path + n - 3, ".gz") != 0) return false;
    ngl_path_key(key, path, (size_t)n - 3); /* unpacked by whoever unpacked the archive */
    return ngl_map_get(files, key, id);
}

static bool find_beside(const applying *ap, const char *file, int64_t *id)
{
    return ngl_file_beside(ap->to->files, ap->w->told.path, file, id);
}

/* an activity without bytes is known by the vendor's number of it */
static void hash_of_key(uint8_t hash[NGL_HASH_BYTES], const ngl_list *list, const ngl_listed *row)
{
    char text[256];
    int  n = snprintf(text, sizeof text, "%s activity %s", list->source, row->key);
    ngl_store_hash(hash, text, n > 0 && (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static ngl_status find_by_key(const applying *ap, const ngl_listed *row, int64_t *run, ngl_error *err)
{
    uint8_t          hash[NGL_HASH_BYTES];
    int64_t          file;
    ngl_file_outcome ignored;
    ngl_error        why = { 0 };
    hash_of_key(hash, ap->list, row);
    ngl_status status = ngl_store_find_file(ap->to->flow->store, hash, &file, &ignored, &why);
    if (status == NGL_E_NOT_FOUND) return NGL_OK;
    if (status && err) *err = why;
    return status ? status : ngl_store_run_of_file(ap->to->flow->store, file, row->start, run, err);
}

static double span_of(const ngl_listed *row)
{
    return row->elapsed_s > 0 ? row->elapsed_s : row->timer_s > 0 ? row->timer_s : 0;
}

/* What was written on a day is about the run of that day which is like it; a
 * line without a distance or a time is about the day. */
static ngl_status find_run_of_diary(const applying *ap, const ngl_listed *row, int64_t *run, ngl_error *err)
{
    ngl_store *s = ap->to->flow->store;
    *run = 0;
    if (!(span_of(row) > 0) && !(row->dist_m > 0)) return NGL_OK;
    ngl_status status = ngl_store_run_said(s, ap->list->source, row->key, run, err);
    if (!status && !*run) status = find_by_key(ap, row, run, err);
    if (!status && !*run) status = ngl_store_run_of_day(s, row->day, row->sport, row->dist_m, row->timer_s, run, err);
    return status;
}

static ngl_status find_run(const applying *ap, const ngl_listed *row, int64_t *run, ngl_error *err)
{
    if (ap->diary) return find_run_of_diary(ap, row, run, err);
    ngl_store *s = ap->to->flow->store;
    int64_t    file;
    ngl_status status = NGL_OK;
    *run = 0;
    if (row->file[0] && find_beside(ap, row->file, &file)) status = ngl_store_run_of_file(s, file, row->start, run, err);
    if (!status && !*run) status = find_by_key(ap, row, run, err);
    if (!status && !*run && row->start != NGL_INSTANT_NONE && span_of(row) > 0) {
        // lists and recordings name sports differently and measure differently; the hours tell
        ngl_row_run like = { .start = row->start, .sport = NGL_SPORT_UNKNOWN, .dist_m = NAN, .timer_s = row->timer_s, .elapsed_s = span_of(row) };
        status = ngl_store_same_outing(s, &like, run, err);
    }
    return status;
}

/* ---- a run of totals ------------------------------------------------------------------------ */

static bool says_something(const ngl_listed *row)
{
    return row->start != NGL_INSTANT_NONE && (span_of(row) > 0 || row->dist_m > 0);
}

static ngl_activity totals_of(const applying *ap, const ngl_listed *row)
{
    return (ngl_activity){ .format = ap->list->source, .sport = row->sport, .sport_key = ngl_sport_key(row->sport), .sub_sport = "",
                           .name = row->name, .start = row->start, .utc_offset_s = row->utc_offset_s, .has_offset = row->has_offset,
                           .dist_m = row->dist_m, .timer_s = row->timer_s, .elapsed_s = row->elapsed_s, .ascent_m = row->ascent_m,
                           .descent_m = row->descent_m, .mean_hr_bpm = row->mean_hr_bpm, .mean_cadence_spm = row->mean_cadence_spm,
                           .max_speed_mps = row->max_speed_mps, .effort_rpe = row->effort_rpe };
}

static ngl_status add_run(applying *ap, const ngl_listed *row, int64_t *id, ngl_error *err)
{
    char                  name[PATH_BYTES];
    const ngl_import_job *job = ap->to->job;
    ngl_row_run          *run = &ap->added[ap->nadded];
    ngl_activity          a = totals_of(ap, row);
    int32_t offset = job->offset_at ? job->offset_at(job->context, a.start) : ap->to->flow->utc_offset_s;
    snprintf(name, sizeof name, "%s \xe2\x96\xb8 %s", ap->w->told.path, row->key);
    ngl_row_file file = { .name = name, .format = ap->list->source, .outcome = NGL_OUTCOME_IMPORTED, .reason = "" };
    hash_of_key(file.hash, ap->list, row);
    ngl_status status = ngl_store_pack_run(run, ap->arena, &a, offset, err);
    if (!status) status = ap->to->need_batch(ap->to->context, err);
    file.batch = ap->to->totals->batch;
    if (!status) status = ngl_store_add_file(ap->to->flow->store, &file, err);
    run->file = file.id;
    if (!status) status = ngl_store_add_run(ap->to->flow->store, run, err);
    if (status) return status;
    ap->nadded++;
    *id = run->id;
    return NGL_OK;
}

/* ---- what is said of it ------------------------------------------------------------------------ */

static ngl_status say(applying *ap, const ngl_listed *row, int64_t run, ngl_error *err)
{
    ngl_row_said said = { .run = run, .source = ap->list->source, .key = row->key, .name = row->name, .kind = row->kind,
                          .about = row->about, .note = row->note, .gear = row->gear, .effort_rpe = row->effort_rpe };
    bool         same = false;
    ngl_status   status = ngl_store_has_said(ap->to->flow->store, &said, &same, err);
    if (status || same) return status;
    status = ap->to->need_batch(ap->to->context, err);
    said.batch = ap->to->totals->batch;
    if (!status) status = ngl_store_say(ap->to->flow->store, &said, row->sport, err);
    ap->nsaid += !status;
    return status;
}

/* pain, place and words of a day, whether it has a run or not */
static ngl_status note_day(applying *ap, const ngl_listed *row, int64_t run, ngl_error *err)
{
    ngl_row_diary day = { .run = run, .key = row->key, .day = row->day, .pain_nprs = row->pain_nprs, .place = row->place, .note = row->note };
    bool          same = false;
    if (isnan(row->pain_nprs) && !row->place[0] && !row->note[0]) return NGL_OK;
    ngl_status status = ngl_store_has_diary(ap->to->flow->store, &day, &same, err);
    if (status || same) return status;
    status = ap->to->need_batch(ap->to->context, err);
    day.batch = ap->to->totals->batch;
    if (!status) status = ngl_store_put_diary(ap->to->flow->store, &day, err);
    ap->nday += !status;
    return status;
}

static ngl_status apply_row(applying *ap, const ngl_listed *row, ngl_error *err)
{
    int64_t    run;
    ngl_status status = find_run(ap, row, &run, err);
    if (!status && !run && says_something(row)) status = add_run(ap, row, &run, err);
    if (!status && run) status = say(ap, row, run, err);
    if (!status && ap->diary) status = note_day(ap, row, run, err);
    return status;
}

/* the list itself: its words are kept as they came */
static ngl_status keep_list(applying *ap, ngl_error *err)
{
    ngl_waiting *w = ap->w;
    if (w->known) return NGL_OK;
    w->row.outcome = NGL_OUTCOME_NOT_ACTIVITY;
    w->row.reason = "a list of activities";
    ngl_status status = ap->to->job->originals ? ngl_store_pack_original(&w->row, ap->arena, w->bytes, w->nbytes, err) : NGL_OK;
    if (!status) status = ap->to->need_batch(ap->to->context, err);
    w->row.batch = ap->to->totals->batch;
    return status ? status : ngl_store_add_file(ap->to->flow->store, &w->row, err);
}

static ngl_status apply_all(applying *ap, ngl_error *err)
{
    ngl_store *s = ap->to->flow->store;
    int64_t    batch_before = ap->to->totals->batch;
    ngl_status status = ngl_store_begin(s, err);
    if (status) return status;
    status = keep_list(ap, err);
    for (size_t i = 0; i < ap->list->n && !status; i++) status = apply_row(ap, &ap->list->row[i], err);
    if (!status) status = ngl_store_commit(s, err);
    else ngl_store_rollback(s);
    if (status) ap->to->totals->batch = batch_before;
    return status;
}

/* ---- a list ----------------------------------------------------------------------------------------- */

static int64_t without_recording(const applying *ap)
{
    int64_t n = 0, ignored;
    for (size_t i = 0; i < ap->list->n; i++) n += !ap->list->row[i].file[0] || !find_beside(ap, ap->list->row[i].file, &ignored);
    return n;
}

static const char *told_of(const applying *ap)
{
    char        text[1200];
    const char *note = ap->list->note;
    int n = snprintf(text, sizeof text, ap->diary ? "%zu lines of a diary were read" : "it lists %zu activities", ap->list->n);
    if (ap->nadded) n += snprintf(text + n, sizeof text - (size_t)n, "; %u have no recording and were added as totals", ap->nadded);
    if (ap->list->nbad) n += snprintf(text + n, sizeof text - (size_t)n, "; %zu could not be read", ap->list->nbad);
    if (ap->to->job->dry_run && strcmp(ap->list->source, "strava") == 0)
        n += snprintf(text + n, sizeof text - (size_t)n, "; %lld have no recording beside it", (long long)without_recording(ap));
    if (note[0] && n > 0 && (size_t)n < sizeof text) snprintf(text + n, sizeof text - (size_t)n, "; %s", note);
    const char *kept = ngl_arena_text(&ap->w->arena, text, strlen(text));
    return kept ? kept : "";
}

static void settle(applying *ap, ngl_status read, const ngl_error *why)
{
    ngl_waiting *w = ap->w;
    bool         fresh = ap->nadded || ap->nsaid || ap->nday || !w->known;
    w->told.outcome = read ? NGL_OUTCOME_SALVAGED : fresh ? NGL_OUTCOME_IMPORTED : NGL_OUTCOME_ALREADY;
    w->told.reason = read ? ngl_arena_text(&w->arena, why->text, strlen(why->text)) : "";
    if (!w->told.reason) w->told.reason = "";
    w->told.position = read ? (int64_t)why->pos : 0;
    w->told.remark = told_of(ap);
    ngl_row_run *run = ap->nadded ? ngl_arena_raw(&w->arena, sizeof *run, ap->nadded, 16) : NULL;
    if (run) {
        memcpy(run, ap->added, ap->nadded * sizeof *run);
        for (uint32_t i = 0; i < ap->nadded; i++) { /* its words go with the list's memory */
            run[i].sub_sport = run[i].name = run[i].device = "";
            run[i].format = w->told.format;
            run[i].packed = NULL;
            run[i].npacked = 0;
        }
        w->told.run = run;
        w->told.nrun = ap->nadded;
    }
    ap->to->totals->nlisted += ap->nadded;
    ap->to->totals->nsaid += ap->nsaid;
}

ngl_status ngl_import_list(ngl_waiting *w, const ngl_listing *to, ngl_error *err)
{
    ngl_arena arena;
    ngl_list  list;
    ngl_error why = { 0 };
    applying  ap = { .w = w, .to = to, .list = &list, .arena = &arena };
    ngl_arena_init(&arena, (size_t)LIST_MEMORY);
    ap.diary = strcmp(w->list, ngl_list_diary) == 0;
    ngl_status status = NGL_OK;
    ngl_status read = ap.diary ? ngl_import_diary(&list, &arena, w, to, &why) : ngl_list_read(&list, &arena, w->bytes, w->nbytes, w->told.path, &why);
    if (read == NGL_E_NOMEM || (read && !list.n)) {
        w->told.outcome = NGL_OUTCOME_FAILED;
        w->told.reason = ngl_arena_text(&w->arena, why.text, strlen(why.text));
        if (!w->told.reason) w->told.reason = "";
    } else {
        ap.added = NGL_NEW(&arena, ngl_row_run, list.n + 1);
        if (!ap.added) status = no_memory(err);
        else if (!to->job->dry_run) status = apply_all(&ap, err);
        if (!status) settle(&ap, read, &why);
    }
    ngl_arena_free(&arena);
    return status;
}
