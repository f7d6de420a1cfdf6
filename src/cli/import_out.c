/* How an import is told. Files that came in as they should get no line of
 * their own; whatever else became of one is said on standard error. */
#include "cli/import_out.h"

#include "base/date.h"
#include "base/json_write.h"

#include <string.h>

enum { LINE_MAX_BYTES = 1 << 20, PROGRESS_STEP = 8 };

/* ---- JSON ------------------------------------------------------------------------------ */

static void put_day(ngl_json *j, const char *key, ngl_day day)
{
    char text[NGL_DAY_TEXT];
    ngl_day_format(text, day);
    ngl_json_put_string(j, key, day == NGL_DAY_NONE ? NULL : text);
}

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
    put_day(j, "day", r->day);
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

void import_tell(const cli *c, const ngl_imported *f, size_t n, bool all)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX_BYTES);
    if (c->json) {
        ngl_buf_text(&b, n ? ",\n" : "\n");
        file_json(&b, f);
        fputs(ngl_buf_string(&b), c->out);
    } else if (c->plain) {
        ngl_buf_printf(&b, "%s\t", ngl_outcome_key(f->outcome));
        path_words(&b, f->path);
        ngl_buf_printf(&b, "\t%s\n", f->reason);
        fputs(ngl_buf_string(&b), c->out);
    } else if (all || (worth_a_line(f) && (!c->quiet || f->outcome == NGL_OUTCOME_FAILED))) {
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

void import_sums(const cli *c, const ngl_import_totals *t, size_t left, bool dry_run)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX_BYTES);
    if (c->json) {
        sums_json(&b, t, left, dry_run);
        fputs(ngl_buf_string(&b), c->out);
    } else if (!c->plain) {
        sums_words(&b, t, left, dry_run);
        fprintf(c->out, "Files: %s.\n", ngl_buf_string(&b));
        if (t->nrun) fprintf(c->out, "Activities: %lld", (long long)t->nrun);
        if (t->nlinked) fprintf(c->out, ", of which %lld repeat another one and count once", (long long)t->nlinked);
        if (t->nrun) fputs(".\n", c->out);
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
