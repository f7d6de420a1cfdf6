/* The population model judged, by one command:
 *
 *     bench_forecast [OPTION…] [FILE…]
 *
 * FILE: a day or week file of the public records or of a simulated twin (.csv
 * or .csv.gz); each is judged by taking its athletes in turns. Without a file:
 * invented clubs whose true chance is known, judged on athletes never seen.
 *
 *   --repeats N      turns of all athletes (3)      --draws N   bootstrap draws (200)
 *   --worlds N       invented clubs (8)             --seed N    (1)
 *   --svg FILE       reliability plot of the last FILE
 *   --unseen FILE    learn from the first FILE, judge on the athletes of this one alone
 *   --predictions F  write athlete, date, label and chance of every row judged
 */
#include "guard.h"
#include "report.h"

#include "base/error.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 2000 << 20, FILE_MAX_BYTES = 256 << 20, SHUFFLES = 3, UNSEEN_ATHLETES = 400, CLUB = 59 };
enum { ALL = (1 << R_COUNT) - 1 };

typedef struct options {
    int64_t     repeats, draws, worlds, seed;
    const char *svg, *unseen, *predictions, *file[16];
    unsigned    files;
} options;

static ngl_status read_file(table *t, const char *path, ngl_arena *a, ngl_error *err)
{
    ngl_buf b;
    char    chunk[65536];
    size_t  got;
    FILE   *f = fopen(path, "rb");
    if (!f) return ngl_fail(err, NGL_E_IO, 0, "%s cannot be opened", path);
    ngl_buf_init(&b, FILE_MAX_BYTES);
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0) ngl_buf_add(&b, chunk, got);
    fclose(f);
    ngl_status s =
        b.failed ? ngl_fail(err, NGL_E_LIMIT, 0, "%s is too large", path) : table_parse(t, b.data, b.len, a, err);
    ngl_buf_free(&b);
    return s;
}

static ngl_status write_file(const char *path, const ngl_buf *b, ngl_error *err)
{
    FILE *f = b->failed ? NULL : fopen(path, "wb");
    bool  good = f && fwrite(b->data, 1, b->len, f) == b->len;
    if (f && fclose(f) != 0) good = false;
    return good ? NGL_OK : ngl_fail(err, NGL_E_IO, 0, "%s cannot be written", path);
}

static ngl_status predictions(const char *path, const table *t, const double *p, ngl_error *err)
{
    ngl_buf b;
    ngl_buf_init(&b, FILE_MAX_BYTES);
    ngl_buf_text(&b, "Athlete ID,Date,injury,chance\n");
    for (size_t i = 0; i < t->n; i++) {
        ngl_buf_printf(&b, "%u,%d,%d,", t->athlete[i], t->date[i], t->injured[i]);
        ngl_buf_number(&b, p[i], 7);
        ngl_buf_char(&b, '\n');
    }
    ngl_status s = write_file(path, &b, err);
    ngl_buf_free(&b);
    return s;
}

static ngl_status say_guards(const table *t, uint64_t seed, ngl_error *err)
{
    printf("\nGuards: what each planted fault is found to do\n");
    for (int p = 0; p < PEEK_COUNT; p++) {
        unsigned   found;
        ngl_status s = guard_rows(&found, t, (peek)p, seed, err);
        if (s != NGL_OK) return s;
        printf("  %-34s %s%s%s%s%s\n", peek_names[p], found ? "refused:" : "accepted",
               found & LEAK_RECENT ? " missing rows" : "", found & LEAK_FUTURE ? " later rows" : "",
               found & LEAK_LABEL ? " labels" : "", found & LEAK_ERA ? " the date" : "");
    }
    return NGL_OK;
}

static ngl_status judge_turns(const table *t, const options *o, ngl_arena *a, ngl_error *err)
{
    study      s;
    double     shuffled;
    ngl_status status = study_run(&s, t, ALL, (unsigned)o->repeats, (unsigned)o->draws, (uint64_t)o->seed, a, err);
    if (status != NGL_OK) return status;
    report_study(&s);
    status = report_reliability(t, s.p[R_OURS][0], a, err);
    if (status == NGL_OK) status = say_guards(t, (uint64_t)o->seed, err);
    if (status == NGL_OK) status = study_shuffled(&shuffled, t, SHUFFLES, (uint64_t)o->seed, a, err);
    if (status == NGL_OK)
        printf("\nLabels shuffled: AUC %.3f (0.5 where nothing leaks; mean of %d)\n", shuffled, SHUFFLES);
    if (status == NGL_OK && o->predictions) status = predictions(o->predictions, t, s.p[R_OURS][0], err);
    if (status != NGL_OK || !o->svg) return status;
    ngl_buf b;
    ngl_buf_init(&b, 1 << 20);
    status = report_svg(&b, t, s.p[R_OURS][0], a, err);
    if (status == NGL_OK) status = write_file(o->svg, &b, err);
    ngl_buf_free(&b);
    return status;
}

/* Learn from one table, judge on another whose athletes are none of its. */
static ngl_status judge_unseen(const table *t, const options *o, ngl_arena *a, ngl_error *err)
{
    table      test;
    study      s = { .repeats = 1, .draws = (unsigned)o->draws, .t = &test };
    ngl_status status = read_file(&test, o->unseen, a, err);
    if (status != NGL_OK) return status;
    if (test.kind != t->kind) return ngl_fail(err, NGL_E_INVALID, 0, "one file has days and the other weeks");
    for (size_t i = 0; i < test.n; i++)
        for (size_t k = 0; k < t->n; k++)
            if (t->athlete[k] == test.athlete[i])
                return ngl_fail(err, NGL_E_INVALID, 0,
                                "athlete %u is in both files; those judged must never have been seen", test.athlete[i]);
    ngl_population_row *row = NGL_NEW(a, ngl_population_row, t->n), *other = NGL_NEW(a, ngl_population_row, test.n);
    if (!row || !other) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", t->n);
    status = table_rows(row, t, PEEK_NOTHING, a, err);
    if (status == NGL_OK) status = table_rows(other, &test, PEEK_NOTHING, a, err);
    for (int r = 0; status == NGL_OK && r < R_COUNT; r++) {
        if (!rival_there((rival)r, &test)) continue;
        s.p[r][0] = NGL_NEW(a, double, test.n);
        if (!s.p[r][0]) return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", test.n);
        status = rival_predict(s.p[r][0], (rival)r, t, row, &test, other, NULL, 0, (uint64_t)o->seed, err);
        if (status == NGL_OK)
            status = judge(&s.verdict[r], (const double *const *)s.p[r], NULL, 1, test.injured, test.athlete, test.n,
                           (unsigned)o->draws, (uint64_t)o->seed, a, err);
    }
    if (status != NGL_OK) return status;
    report_study(&s);
    status = report_reliability(&test, s.p[R_OURS][0], a, err);
    return status == NGL_OK && o->predictions ? predictions(o->predictions, &test, s.p[R_OURS][0], err) : status;
}

static ngl_status judge_worlds(const options *o, ngl_arena *a, ngl_error *err)
{
    worlds    *w = NGL_NEW(a, worlds, 1);
    ngl_status s = w ? study_worlds(w, (unsigned)o->worlds, CLUB, UNSEEN_ATHLETES, ALL, (uint64_t)o->seed, a, err)
                     : ngl_fail(err, NGL_E_NOMEM, 0, "the worlds");
    if (s == NGL_OK) report_worlds(w, CLUB, UNSEEN_ATHLETES);
    return s;
}

static bool parse(options *o, int argc, char **argv)
{
    *o = (options){ .repeats = 3, .draws = 200, .worlds = 8, .seed = 1 };
    const struct {
        const char  *name;
        int64_t     *number, min, max;
        const char **text;
    } known[] = {
        { "--repeats", &o->repeats, 1, STUDY_REPEATS_MAX, NULL },
        { "--draws", &o->draws, 0, 10000, NULL },
        { "--worlds", &o->worlds, 1, STUDY_WORLDS_MAX, NULL },
        { "--seed", &o->seed, 0, INT64_MAX, NULL },
        { "--svg", NULL, 0, 0, &o->svg },
        { "--unseen", NULL, 0, 0, &o->unseen },
        { "--predictions", NULL, 0, 0, &o->predictions },
    };
    for (int i = 1; i < argc; i++) {
        size_t k = 0;
        if (argv[i][0] != '-') {
            if (o->files == sizeof o->file / sizeof *o->file) return false;
            o->file[o->files++] = argv[i];
            continue;
        }
        while (k < sizeof known / sizeof *known && strcmp(argv[i], known[k].name) != 0) k++;
        if (k == sizeof known / sizeof *known || ++i == argc) return false;
        if (known[k].text)
            *known[k].text = argv[i];
        else if (!ngl_integer_parse(known[k].number, argv[i], strlen(argv[i])) || *known[k].number < known[k].min ||
                 *known[k].number > known[k].max)
            return false;
    }
    return !o->unseen || o->files == 1;
}

int main(int argc, char **argv)
{
    options   o;
    ngl_error err = { 0 };
    if (!parse(&o, argc, argv)) {
        fprintf(stderr, "bench_forecast [--repeats N] [--draws N] [--worlds N] [--seed N] [--svg FILE] "
                        "[--unseen FILE] [--predictions FILE] [FILE...]\n");
        return 2;
    }
    ngl_status s = NGL_OK;
    for (unsigned i = 0; s == NGL_OK && i < (o.files ? o.files : 1); i++) {
        ngl_arena a;
        table     t;
        ngl_arena_init(&a, MEMORY);
        if (o.files) {
            printf("\n%s\n", strrchr(o.file[i], '/') ? strrchr(o.file[i], '/') + 1 : o.file[i]);
            s = read_file(&t, o.file[i], &a, &err);
            if (s == NGL_OK) s = o.unseen ? judge_unseen(&t, &o, &a, &err) : judge_turns(&t, &o, &a, &err);
        } else {
            s = judge_worlds(&o, &a, &err);
        }
        ngl_arena_free(&a);
    }
    if (s != NGL_OK) fprintf(stderr, "bench_forecast: %s\n", err.text);
    return s == NGL_OK ? 0 : 1;
}
