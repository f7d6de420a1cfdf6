/* How an import is told. Files that came in as they should get no line of
 * their own; whatever else became of one is said on standard error. */
#include "cli/import_out.h"

#include "base/json_write.h"
#include "base/number.h"
#include "report/put.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20, PROGRESS_STEP = 8 };

/* ---- JSON ------------------------------------------------------------------------------ */

static void put_id(ngl_json *j, const char *key, int64_t id)
{
    ngl_json_key(j, key);
    if (id) ngl_json_integer(j, id);
    else ngl_json_null(j);
}

static void put_run(ngl_json *j, const ngl_row_run *r)
{
    char start[NGL_INSTANT_TEXT];
    ngl_instant_format(start, r->start);
    ngl_json_object(j);
    put_id(j, "run", r->id);
    ngl_json_put_string(j, "sport", ngl_sport_key(r->sport));
    ngl_json_put_string(j, "start", r->start == NGL_INSTANT_NONE ? NULL : start);
    ngl_put_day(j, "day", r->day);
    ngl_json_put_number(j, "distance_m", r->dist_m, 1);
    ngl_json_put_number(j, "timer_s", r->timer_s, 1);
    put_id(j, "same_as", r->same_as);
    ngl_json_end(j);
}

static void file_json(ngl_buf *b, const ngl_imported *f)
{
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "file", f->path);
    ngl_json_put_string(&j, "outcome", ngl_outcome_key(f->outcome));
    ngl_json_put_string(&j, "format", f->format[0] ? f->format : NULL);
    ngl_json_put_string(&j, "kind", f->kind[0] ? f->kind : NULL);
    ngl_json_key(&j, "bytes");
    if (f->size < 0) ngl_json_null(&j);
    else ngl_json_integer(&j, f->size);
    ngl_json_put_string(&j, "reason", f->reason[0] ? f->reason : NULL);
    put_id(&j, "position", f->position);
    ngl_json_put_string(&j, "remark", f->remark[0] ? f->remark : NULL);
    ngl_json_key(&j, "runs");
    ngl_json_array(&j);
    for (uint32_t i = 0; i < f->nrun; i++) put_run(&j, &f->run[i]);
    ngl_json_end(&j);
    ngl_json_end(&j);
}

static void tally_json(ngl_json *j, const char *key, const ngl_import_tally *t, bool distance)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (unsigned i = 0; i < t->n; i++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "name", t->row[i].name);
        ngl_json_put_integer(j, "n", t->row[i].n);
        if (distance) ngl_json_put_number(j, "distance_m", t->row[i].dist_m, 1);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

/* what stands behind the list of files */
static void sums_json(ngl_buf *b, const ngl_import_totals *t, size_t left, bool dry_run)
{
    ngl_buf_text(b, "\n],\"totals\":");
    ngl_json j = ngl_json_to(b);
    ngl_json_object(&j);
    for (int i = 0; i < NGL_OUTCOME_COUNT; i++)
        ngl_json_put_integer(&j, ngl_outcome_key((ngl_file_outcome)i), t->nfile[i]);
    ngl_json_put_integer(&j, "runs", t->nrun);
    ngl_json_put_integer(&j, "runs_linked", t->nlinked);
    ngl_json_put_integer(&j, "runs_listed", t->nlisted);
    ngl_json_put_integer(&j, "runs_described", t->nsaid);
    tally_json(&j, "years", &t->year, true);
    tally_json(&j, "devices", &t->device, true);
    tally_json(&j, "passed_over", &t->kind, false);
    ngl_json_put_integer(&j, "files_left", (int64_t)left);
    put_id(&j, "batch", t->batch);
    ngl_json_put_bool(&j, "dry_run", dry_run);
    ngl_json_end(&j);
    ngl_buf_text(b, "}\n");
}

void import_begin(const cli *c)
{
    if (c->json) fputs("{\"files\":[", c->out);
}

/* ---- words -------------------------------------------------------------------------------- */

/* a name from a strange disk must not move the cursor */
static void path_words(ngl_buf *b, const char *path)
{
    for (const char *p = path; *p; p++) ngl_buf_char(b, (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p);
}

static void file_words(ngl_buf *b, const ngl_imported *f)
{
    path_words(b, f->path);
    ngl_buf_text(b, ": ");
    switch (f->outcome) {
    case NGL_OUTCOME_IMPORTED: ngl_buf_printf(b, "imported%s%s", f->remark[0] ? "; " : "", f->remark); break;
    case NGL_OUTCOME_SALVAGED: ngl_buf_printf(b, "imported in part: %s", f->reason); break;
    case NGL_OUTCOME_ALREADY: ngl_buf_text(b, "already there"); break;
    default: ngl_buf_text(b, f->reason);
    }
    if (f->position > 0 && f->outcome == NGL_OUTCOME_FAILED && !strstr(f->reason, "byte")) ngl_buf_printf(b, " (byte %lld)", (long long)f->position);
    char last = b->len ? b->data[b->len - 1] : ' ';
    ngl_buf_text(b, last == '?' || last == '.' ? "\n" : ".\n");
}

static bool worth_a_line(const ngl_imported *f)
{
    if (f->outcome == NGL_OUTCOME_IMPORTED) return f->remark[0];
    if (f->outcome == NGL_OUTCOME_NOT_ACTIVITY) return f->named;
    return f->outcome == NGL_OUTCOME_SALVAGED || f->outcome == NGL_OUTCOME_FAILED;
}

/* the third of a kind is the last that is said by itself */
static bool worth_saying(const cli *c, import_teller *t, const ngl_imported *f)
{
    if (t->all) return true;
    if (!worth_a_line(f) || (c->quiet && f->outcome != NGL_OUTCOME_FAILED)) return false;
    const char *reason = f->reason[0] ? f->reason : f->remark;
    if (!f->member || !t->same || strncmp(t->reason, reason, sizeof t->reason - 1) != 0) {
        import_tell_end(c, t);
        snprintf(t->reason, sizeof t->reason, "%s", reason);
    }
    return ++t->same <= IMPORT_SAME_MAX;
}

void import_tell_end(const cli *c, import_teller *t)
{
    if (t->same > IMPORT_SAME_MAX) {
        import_progress_end(c);
        fprintf(c->err, "(and %zu more of which the same is true; --all shows them)\n", t->same - IMPORT_SAME_MAX);
    }
    t->same = 0;
}

void import_tell(const cli *c, import_teller *t, const ngl_imported *f)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX_BYTES);
    if (c->json) {
        ngl_buf_text(&b, t->ntold++ ? ",\n" : "\n");
        file_json(&b, f);
        fputs(ngl_buf_string(&b), c->out);
    } else if (c->plain) {
        ngl_buf_printf(&b, "%s\t", ngl_outcome_key(f->outcome));
        path_words(&b, f->path);
        ngl_buf_printf(&b, "\t%s\n", f->reason);
        fputs(ngl_buf_string(&b), c->out);
    } else if (worth_saying(c, t, f)) {
        import_progress_end(c);
        file_words(&b, f);
        fputs(ngl_buf_string(&b), c->err);
    }
    ngl_buf_free(&b);
}

static void item(ngl_buf *b, int64_t n, const char *what)
{
    if (n) ngl_buf_printf(b, "%s%lld %s", b->len ? ", " : "", (long long)n, what);
}

static void sums_words(ngl_buf *b, const ngl_import_totals *t, size_t left, bool dry_run)
{
    item(b, t->nfile[NGL_OUTCOME_IMPORTED], dry_run ? "would be imported" : "imported");
    item(b, t->nfile[NGL_OUTCOME_SALVAGED], dry_run ? "would be imported in part" : "imported in part");
    item(b, t->nfile[NGL_OUTCOME_ALREADY], "already there");
    item(b, t->nfile[NGL_OUTCOME_NOT_ACTIVITY], "without a recorded activity");
    item(b, t->nfile[NGL_OUTCOME_SKIPPED], "of another kind, passed over");
    item(b, t->nfile[NGL_OUTCOME_FAILED], "failed");
    item(b, (int64_t)left, "not looked at");
    if (!b->len) ngl_buf_text(b, "none");
}

static int commoner(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return x[1] != y[1] ? (x[1] < y[1] ? 1 : -1) : x[0] < y[0] ? -1 : 1;
}

/* the commonest first: "monitoring 120, settings 31" */
static void tally_words(ngl_buf *b, const char *before, const ngl_import_tally *t, unsigned most)
{
    int64_t order[NGL_IMPORT_TALLY][2], left = t->others;
    for (unsigned i = 0; i < t->n; i++) order[i][0] = i, order[i][1] = t->row[i].n;
    qsort(order, t->n, sizeof *order, commoner);
    for (unsigned i = 0; i < t->n; i++) {
        if (i >= most) left += order[i][1];
        else ngl_buf_printf(b, "%s%s %lld", i ? ", " : before, t->row[order[i][0]].name, (long long)order[i][1]);
    }
    if (left) ngl_buf_printf(b, ", others %lld", (long long)left);
    if (t->n) ngl_buf_text(b, ".\n");
}

/* in the order of years */
static void years_words(ngl_buf *b, const ngl_import_tally *t)
{
    const char *last = "";
    for (unsigned done = 0; done < t->n; done++) {
        unsigned next = t->n;
        for (unsigned i = 0; i < t->n; i++)
            if (strcmp(t->row[i].name, last) > 0 && (next == t->n || strcmp(t->row[i].name, t->row[next].name) < 0)) next = i;
        if (next == t->n) break;
        last = t->row[next].name;
        ngl_buf_printf(b, "%s%s %lld (", done ? ", " : "By year: ", last, (long long)t->row[next].n);
        ngl_buf_number(b, t->row[next].dist_m / 1000, 0);
        ngl_buf_text(b, " km)");
    }
    ngl_buf_text(b, ".\n");
}

static void runs_words(ngl_buf *b, const ngl_import_totals *t)
{
    if (!t->nrun) return;
    ngl_buf_printf(b, "Activities: %lld", (long long)t->nrun);
    if (t->nlinked) ngl_buf_printf(b, ", of which %lld repeat another one and count once", (long long)t->nlinked);
    if (t->nlisted) ngl_buf_printf(b, "%s %lld have no recording, only totals", t->nlinked ? ";" : ", of which", (long long)t->nlisted);
    ngl_buf_text(b, ".\n");
    if (t->year.n > 1) years_words(b, &t->year);
    if (t->device.n > 1) tally_words(b, "By device: ", &t->device, 6);
}

void import_sums(const cli *c, const ngl_import_totals *t, size_t left, bool dry_run)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX_BYTES);
    if (c->json) {
        sums_json(&b, t, left, dry_run);
        fputs(ngl_buf_string(&b), c->out);
    } else if (!c->plain) {
        sums_words(&b, t, left, dry_run);
        ngl_buf_text(&b, ".\n");
        runs_words(&b, t);
        tally_words(&b, "Not recordings: ", &t->kind, 8);
        fprintf(c->out, "Files: %s", ngl_buf_string(&b));
        fflush(c->out); /* the remark comes after the sums, wherever the two go */
        if (t->batch && !c->quiet) fprintf(c->err, "To take this back: niggle db undo-import %lld\n", (long long)t->batch);
    }
    ngl_buf_free(&b);
}

void import_progress(const cli *c, size_t done, size_t total)
{
    if (!c->progress || (done % PROGRESS_STEP && done != total)) return;
    fprintf(c->err, "\r%zu of %zu files", done, total);
    fflush(c->err);
}

void import_progress_end(const cli *c)
{
    if (c->progress) fputs("\r\033[K", c->err);
}
