/* mkrun: files of an invented runner, for the demonstration, tests and
 * benchmarks. The same options and seed give the same bytes. */
#include "base/date.h"
#include "base/number.h"
#include "apple.h"
#include "phone.h"
#include "write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char usage[] =
    "usage: mkrun --out DIR [what] [how]\n"
    "  what  --preset marathon51     sixteen weeks of a runner who did too much too soon\n"
    "        --runs N --km KM        N runs of KM kilometres, one a day\n"
    "        (neither)               a plan on standard input, one run a line:\n"
    "                                2026-02-08 07:40 long 24.0 6:10 [treadmill] [balance 51.5] [steps 8] [pauses 2] [rpe 5]\n"
    "                                kinds: easy long fast hills race; pace in minutes a kilometre\n"
    "  how   --end YYYY-MM-DD        day of the last run (2026-03-01)\n"
    "        --format fit|gpx|tcx    what to write (fit); in an archive also mixed\n"
    "        --seed N                another runner of the same habits (51)\n"
    "        --damage cut|flip|lost|sum   spoil every file in one way\n"
    "        --archive strava|garmin|apple|polar|health-connect|diary\n"
    "                                one archive as the vendor hands it out; --out names it\n"
    "        --size MB               apple: at least so much of export.xml (--out FOLDER for more than 1900)\n"
    "        --others N              garmin: FIT files of other kinds in it (five for each run)\n"
    "        --foreign               strava: a header in another language\n"
    "        --quiet                 say nothing\n";

enum { PLAN_MAX = 20000, LINE_MAX_ = 200 };

typedef enum damage { NO_DAMAGE, CUT, FLIP, LOST, SUM } damage;

typedef struct job {
    const char *out, *preset, *format, *archive;
    int64_t     runs, seed, others, size;
    double      km;
    ngl_day     end;
    damage      damage;
    bool        quiet, foreign;
    run_plan   *plan;
    unsigned    nplan;
} job;

static int fail(const char *what, const char *which)
{
    fprintf(stderr, "mkrun: %s%s%s\n", what, which ? ": " : "", which ? which : "");
    return 1;
}

/* ---- the plan as text ---- */

static char *next_word(char **at)
{
    char *p = *at;
    while (*p == ' ' || *p == '\t') p++;
    char *word = p;
    while (*p && *p != ' ' && *p != '\t' && *p != '\n' && *p != '\r') p++;
    if (*p) *p++ = 0;
    *at = p;
    return *word ? word : NULL;
}

/* "7:40" -> 460 */
static bool parse_pair(const char *word, int *out)
{
    const char *colon = word ? strchr(word, ':') : NULL;
    int64_t     a, b;
    if (!colon || !ngl_integer_parse(&a, word, (size_t)(colon - word)) ||
        !ngl_integer_parse(&b, colon + 1, strlen(colon + 1)) || a < 0 || a > 99 || b < 0 || b > 59)
        return false;
    *out = (int)(a * 60 + b);
    return true;
}

static bool parse_kind(const char *word, run_kind *out)
{
    static const char *const names[] = { "easy", "long", "fast", "hills", "race" };
    for (unsigned i = 0; word && i < 5; i++) {
        if (strcmp(word, names[i])) continue;
        *out = (run_kind)i;
        return true;
    }
    return false;
}

static bool parse_number(const char *word, double low, double high, double *out)
{
    return word && ngl_number_parse(out, word, strlen(word)) && *out >= low && *out <= high;
}

static bool parse_run(char *line, run_plan *p)
{
    int    pace;
    double v;
    char  *word = next_word(&line);
    *p = (run_plan){ .balance_pct = 50 };
    if (!word || !ngl_day_parse(&p->day, word, strlen(word))) return false;
    if (!parse_pair(next_word(&line), &p->minute) || p->minute >= 1440) return false;
    if (!parse_kind(next_word(&line), &p->kind)) return false;
    if (!parse_number(next_word(&line), 0.1, 60, &p->km)) return false;
    if (!parse_pair(next_word(&line), &pace) || pace < 150 || pace > 1200) return false;
    p->pace_s = pace;
    while ((word = next_word(&line))) {
        if (strcmp(word, "treadmill") == 0)
            p->treadmill = true;
        else if (strcmp(word, "balance") == 0 && parse_number(next_word(&line), 40, 60, &v))
            p->balance_pct = v;
        else if (strcmp(word, "steps") == 0 && parse_number(next_word(&line), -30, 30, &v))
            p->steps_more = v;
        else if (strcmp(word, "pauses") == 0 && parse_number(next_word(&line), 0, PAUSE_MAX, &v))
            p->pauses = (int)v;
        else if (strcmp(word, "rpe") == 0 && parse_number(next_word(&line), 1, 10, &v))
            p->rpe = (int)v;
        else
            return false;
    }
    return true;
}

static int read_plan(job *j)
{
    char line[LINE_MAX_];
    for (unsigned n = 1; fgets(line, sizeof line, stdin); n++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (j->nplan == PLAN_MAX) return fail("the plan has too many runs", NULL);
        if (!parse_run(line, &j->plan[j->nplan++])) {
            fprintf(stderr, "mkrun: line %u of the plan is not a run\n", n);
            return 1;
        }
    }
    return j->nplan ? 0 : fail("the plan on standard input is empty", NULL);
}

/* ---- files ---- */

/* Damage of the kinds that real files show, placed by the content's length. */
static void spoil(ngl_buf *b, damage how)
{
    size_t third = b->len / 3;
    if (!b->len) return;
    switch (how) {
    case NO_DAMAGE: return;
    case CUT: b->len -= b->len / 4 + 7; break;
    case FLIP: b->data[third] ^= 0x10; break;
    case LOST:
        memmove(b->data + third, b->data + third + 301, b->len - third - 301);
        b->len -= 301;
        break;
    case SUM: b->data[b->len - 1] ^= 0x5a; break;
    }
}

static bool save(const char *path, const ngl_buf *b)
{
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    bool ok = fwrite(b->data, 1, b->len, f) == b->len;
    return fclose(f) == 0 && ok;
}

static int write_run(const job *j, const run *r)
{
    char    path[1024], day[NGL_DAY_TEXT];
    ngl_buf b;
    ngl_day_format(day, r->plan.day);
    int n = snprintf(path, sizeof path, "%s/%s-%02d%02d.%s", j->out, day, r->plan.minute / 60, r->plan.minute % 60,
                     j->format);
    if (n < 0 || n >= (int)sizeof path) return fail("the folder's name is too long", j->out);
    ngl_buf_init(&b, (size_t)64 << 20);
    if (strcmp(j->format, "gpx") == 0)
        write_gpx(&b, r);
    else if (strcmp(j->format, "tcx") == 0)
        write_tcx(&b, r);
    else
        write_fit(&b, r);
    spoil(&b, j->damage);
    int bad = b.failed ? fail("the run is too long", path) : 0;
    if (!bad && !save(path, &b)) bad = fail(strerror(errno), path);
    ngl_buf_free(&b);
    return bad;
}

static bool is_phone(const char *kind)
{
    return strcmp(kind, "polar") == 0 || strcmp(kind, "health-connect") == 0 || strcmp(kind, "diary") == 0;
}

static int make_archive(const job *j)
{
    archive_plan a = { .path = j->out, .kind = j->archive, .format = j->format, .plan = j->plan, .nplan = j->nplan,
                       .others = j->others < 0 ? j->nplan * 5 : (unsigned)j->others, .words = j->foreign, .seed = (uint64_t)j->seed };
    a.bytes = (uint64_t)j->size * 1000000;
    int bad = strcmp(j->archive, "apple") == 0 ? apple_make(&a) : is_phone(j->archive) ? phone_make(&a) : archive_make(&a);
    if (!bad && !j->quiet) printf("%u activities in %s\n", j->nplan, j->out);
    return bad;
}

static int make_all(const job *j)
{
    double km = 0;
    if (j->archive) return make_archive(j);
    if (strcmp(j->format, "mixed") == 0) return fail("mixed formats are for archives", NULL);
    if (mkdir(j->out, 0777) && errno != EEXIST) return fail(strerror(errno), j->out);
    for (unsigned i = 0; i < j->nplan; i++) {
        ngl_arena arena;
        run       r;
        ngl_arena_init(&arena, (size_t)64 << 20);
        int bad = run_make(&r, &arena, &j->plan[i], (uint64_t)j->seed) ? write_run(j, &r) : fail("out of memory", NULL);
        ngl_arena_free(&arena);
        if (bad) return bad;
        km += j->plan[i].km;
    }
    if (!j->quiet) printf("%u runs, %.1f km, in %s\n", j->nplan, km, j->out);
    return 0;
}

/* ---- options ---- */

static bool parse_damage(const char *word, damage *out)
{
    static const char *const names[] = { "none", "cut", "flip", "lost", "sum" };
    for (unsigned i = 0; i < 5; i++) {
        if (strcmp(word, names[i])) continue;
        *out = (damage)i;
        return true;
    }
    return false;
}

static bool parse_format(const char *word)
{
    return strcmp(word, "fit") == 0 || strcmp(word, "gpx") == 0 || strcmp(word, "tcx") == 0 || strcmp(word, "mixed") == 0;
}

static bool parse_option(job *j, const char *name, const char *v)
{
    size_t n = strlen(v);
    if (strcmp(name, "--out") == 0) return (j->out = v), n > 0;
    if (strcmp(name, "--preset") == 0) return (j->preset = v), strcmp(v, "marathon51") == 0;
    if (strcmp(name, "--format") == 0) return (j->format = v), parse_format(v);
    if (strcmp(name, "--end") == 0) return ngl_day_parse(&j->end, v, n);
    if (strcmp(name, "--seed") == 0) return ngl_integer_parse(&j->seed, v, n);
    if (strcmp(name, "--runs") == 0) return ngl_integer_parse(&j->runs, v, n) && j->runs > 0 && j->runs <= PLAN_MAX;
    if (strcmp(name, "--km") == 0) return parse_number(v, 0.1, 60, &j->km);
    if (strcmp(name, "--archive") == 0) return (j->archive = v), strcmp(v, "strava") == 0 || strcmp(v, "garmin") == 0 || strcmp(v, "apple") == 0 || is_phone(v);
    if (strcmp(name, "--size") == 0) return ngl_integer_parse(&j->size, v, n) && j->size > 0 && j->size <= 1000000;
    if (strcmp(name, "--others") == 0) return ngl_integer_parse(&j->others, v, n) && j->others >= 0 && j->others <= 1000000;
    if (strcmp(name, "--damage") == 0) return parse_damage(v, &j->damage);
    return false;
}

static int parse_options(job *j, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) return -1;
        if (strcmp(argv[i], "--quiet") == 0 || strcmp(argv[i], "--foreign") == 0) {
            *(argv[i][2] == 'q' ? &j->quiet : &j->foreign) = true;
            continue;
        }
        if (i + 1 == argc || !parse_option(j, argv[i], argv[i + 1])) {
            fprintf(stderr, "mkrun: cannot use %s %s\n%s", argv[i], i + 1 < argc ? argv[i + 1] : "", usage);
            return 2;
        }
        i++;
    }
    return 0;
}

int main(int argc, char **argv)
{
    job j = { .format = "fit", .seed = 51, .others = -1, .km = 10, .end = ngl_day_from_civil((ngl_civil){ 2026, 3, 1 }) };
    int bad = parse_options(&j, argc, argv);
    if (bad < 0) return fputs(usage, stdout) < 0;
    if (bad) return bad;
    if (!j.out) return fail("say where to: --out DIR", NULL);
    ngl_arena arena;
    ngl_arena_init(&arena, (size_t)16 << 20);
    j.plan = NGL_NEW(&arena, run_plan, PLAN_MAX);
    if (!j.plan) return fail("out of memory", NULL);
    if (j.preset)
        j.nplan = plan_marathon51(j.plan, PLAN_MAX, j.end);
    else if (j.runs)
        j.nplan = plan_same(j.plan, PLAN_MAX, (unsigned)j.runs, j.km, j.end);
    else
        bad = read_plan(&j);
    if (!bad) bad = make_all(&j);
    ngl_arena_free(&arena);
    return bad;
}
