/* Days, races and holidays as a runner types them, and files of a plan. */
#include "cli/plan_out.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "cli/episode_cli.h"
#include "flow/ahead.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

enum { FIT_DAYS = 14 };

static int weekday_of(const char *text, size_t len)
{
    static const char *const name[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
    for (int i = 0; len >= 3 && i < 7; i++)
        if (len <= strlen(name[i]) && !memcmp(name[i], text, len)) return i;
    return -1;
}

static ngl_status read_days(const char *text, unsigned *out, ngl_error *err)
{
    *out = 0;
    if (!strcmp(text, "all")) return NGL_OK;
    for (const char *p = text; *p; p += strcspn(p, ","), p += *p == ',') {
        size_t len = strcspn(p, ",");
        int    day = weekday_of(p, len);
        if (day < 0)
            return ngl_fail(err, NGL_E_INVALID, 0, "--days takes days like mon,wed,sat, or all, not \"%.*s\"", (int)len, p);
        *out |= 1u << day;
    }
    return *out ? NGL_OK : ngl_fail(err, NGL_E_INVALID, 0, "--days needs at least one day, or all");
}

static ngl_status read_day(const char *name, const char *text, size_t len, ngl_day *out, ngl_error *err)
{
    if (ngl_day_parse(out, text, len)) return NGL_OK;
    return ngl_fail(err, NGL_E_INVALID, 0, "%s takes days like 2026-05-10, not \"%.*s\"", name, (int)(len < 40 ? len : 40), text);
}

static ngl_status read_away(const char *text, ngl_wishes *w, ngl_error *err)
{
    const char *to = strstr(text, "..");
    if (!strcmp(text, "none")) return NGL_OK;
    ngl_status s = read_day("--away", text, to ? (size_t)(to - text) : strlen(text), &w->away_from, err);
    if (s != NGL_OK) return s;
    w->away_to = w->away_from;
    return to ? read_day("--away", to + 2, strlen(to + 2), &w->away_to, err) : NGL_OK;
}

ngl_status plan_wishes(const cli *c, ngl_wishes *out, unsigned *change, ngl_error *err)
{
    const char *days = cli_option(c, "days"), *race = cli_option(c, "race"), *km = cli_option(c, "race-km"), *away = cli_option(c, "away");
    ngl_status  s = NGL_OK;
    *out = (ngl_wishes){ .race = NGL_DAY_NONE, .race_km = NAN, .away_from = NGL_DAY_NONE, .away_to = NGL_DAY_NONE };
    *change = (days ? NGL_WISH_DAYS : 0u) | (race ? NGL_WISH_RACE : 0u) | (km ? NGL_WISH_RACE_KM : 0u) | (away ? NGL_WISH_AWAY : 0u);
    if (days) s = read_days(days, &out->days, err);
    if (s == NGL_OK && race && strcmp(race, "none") != 0) s = read_day("--race", race, strlen(race), &out->race, err);
    if (s == NGL_OK && km && !ngl_number_parse(&out->race_km, km, strlen(km)))
        s = ngl_fail(err, NGL_E_INVALID, 0, "--race-km takes kilometres, not \"%.40s\"", km);
    return s == NGL_OK && away ? read_away(away, out, err) : s;
}

static int cannot_write(cli *c, const char *path)
{
    ngl_error err = { 0 };
    ngl_fail(&err, NGL_E_IO, 0, "%.150s could not be written (%s)", path, strerror(errno));
    return cli_fail(c, &err, NULL);
}

static int write_file(cli *c, const char *path, const ngl_buf *b)
{
    FILE *f = fopen(path, "wb");
    if (!f) return cannot_write(c, path);
    bool good = fwrite(b->data, 1, b->len, f) == b->len;
    if (fclose(f) != 0 || !good) return cannot_write(c, path);
    return EXIT_DONE;
}

int plan_write_ics(cli *c, const ngl_ahead *a, const char *path)
{
    ngl_buf b;
    ngl_buf_init(&b, EPISODE_OUTPUT_MAX);
    ngl_ahead_ics(&b, a, c->now);
    if (!strcmp(path, "-")) return episode_print(c, &b);
    if (b.failed) return episode_print(c, &b);
    int code = write_file(c, path, &b);
    if (code == EXIT_DONE && !c->quiet)
        fprintf(c->err, "Written: %s. Made again, it replaces its own events.\n", path);
    ngl_buf_free(&b);
    return code;
}

static int write_session(cli *c, const char *folder, const ngl_ahead *a, const ngl_slot *s, bool strength, unsigned *n)
{
    ngl_workout w;
    ngl_buf     words, file, path;
    char        day[NGL_DAY_TEXT];
    ngl_error   err = { 0 };
    if (!ngl_ahead_workout(&w, &words, a, s, strength)) return EXIT_DONE;
    ngl_buf_init(&file, EPISODE_OUTPUT_MAX);
    ngl_buf_init(&path, EPISODE_OUTPUT_MAX);
    ngl_day_format(day, s->day);
    ngl_buf_printf(&path, "%s/%s-%s.fit", folder, day, strength ? "strength" : "run");
    int code = ngl_workout_to_fit(&file, &w, &err) ? cli_fail(c, &err, NULL) : write_file(c, ngl_buf_string(&path), &file);
    *n += code == EXIT_DONE;
    ngl_buf_free(&path);
    ngl_buf_free(&file);
    ngl_buf_free(&words);
    return code;
}

int plan_write_fit(cli *c, const ngl_ahead *a, const char *folder)
{
    unsigned n = 0;
    int      code = EXIT_DONE;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) return cannot_write(c, folder);
    for (unsigned i = 0; i < a->schedule.n && i < FIT_DAYS && code == EXIT_DONE; i++) {
        code = write_session(c, folder, a, &a->schedule.slot[i], false, &n);
        if (code == EXIT_DONE) code = write_session(c, folder, a, &a->schedule.slot[i], true, &n);
    }
    if (code == EXIT_DONE && !c->quiet) fprintf(c->err, "Written: %u sessions of the next two weeks.\n", n);
    return code;
}
