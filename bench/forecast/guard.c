/* A feature is judged by what it does, not by its name: whatever builds rows
 * must give the same row when everything it has no right to see is taken away
 * or turned round. */
#include "guard.h"

#include "base/error.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

enum { SAMPLED = 60, MEMORY = 256 << 20, MOVED_D = 730 };

typedef enum change { KEEP_ALL, NO_RECENT, NO_FUTURE, TURNED_LABELS, MOVED } change;

static const struct {
    change change;
    leak   leak;
} CHANGES[] = {
    { NO_RECENT, LEAK_RECENT },
    { NO_FUTURE, LEAK_FUTURE },
    { TURNED_LABELS, LEAK_LABEL },
    { MOVED, LEAK_ERA },
};

/* The rows of row i's athlete, changed; row i stands at *at. */
static ngl_status changed(table *out, size_t *at, const table *t, size_t i, change c, ngl_arena *a, ngl_error *err)
{
    *out = (table){ .kind = t->kind, .width = t->width };
    size_t n = 0, w = t->width;
    for (size_t k = 0; k < t->n; k++) n += t->athlete[k] == t->athlete[i];
    out->window = ngl_arena_raw(a, sizeof *out->window, n * w, alignof(double));
    out->athlete = NGL_NEW(a, uint32_t, n);
    out->date = NGL_NEW(a, int32_t, n);
    out->injured = NGL_NEW(a, bool, n);
    if (!out->window || !out->athlete || !out->date || !out->injured)
        return ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", n);
    for (size_t k = 0; k < t->n; k++) {
        int32_t ago = t->date[i] - t->date[k];
        if (t->athlete[k] != t->athlete[i]) continue;
        if (c == NO_RECENT && k != i && ago >= 0 && ago < NGL_POPULATION_LAG_D) continue;
        if (c == NO_FUTURE && ago < 0) continue;
        size_t j = out->n++;
        if (k == i) *at = j;
        memcpy(out->window + j * w, t->window + k * w, w * sizeof *out->window);
        out->date[j] = t->date[k] + (c == MOVED ? MOVED_D : 0);
        out->injured[j] = t->injured[k] != (c == TURNED_LABELS && ago < NGL_POPULATION_LAG_D);
    }
    return NGL_OK;
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * (1 + fabs(a));
}

static bool same_row(const ngl_population_row *a, const ngl_population_row *b)
{
    bool equal = same(a->usual_load, b->usual_load) && same(a->past_rows, b->past_rows) &&
                 same(a->past_injuries, b->past_injuries);
    for (int m = 0; m < NGL_POPULATION_MEASURES; m++) equal = equal && same(a->measure[m], b->measure[m]);
    return equal;
}

static ngl_status row_after(ngl_population_row *out, const table *t, size_t i, change c, peek p, ngl_error *err)
{
    ngl_arena a;
    table     other;
    size_t    at = 0;
    ngl_arena_init(&a, MEMORY);
    ngl_status          s = changed(&other, &at, t, i, c, &a, err);
    ngl_population_row *row = s == NGL_OK ? NGL_NEW(&a, ngl_population_row, other.n) : NULL;
    if (s == NGL_OK) s = row ? table_rows(row, &other, p, &a, err) : ngl_fail(err, NGL_E_NOMEM, 0, "%zu rows", other.n);
    if (s == NGL_OK) *out = row[at];
    ngl_arena_free(&a);
    return s;
}

ngl_status guard_rows(unsigned *found, const table *t, peek p, uint64_t seed, ngl_error *err)
{
    ngl_random random = ngl_random_from(seed);
    *found = 0;
    if (t->n == 0) return ngl_fail(err, NGL_E_INVALID, 0, "there are no rows");
    for (int k = 0; k < SAMPLED; k++) {
        size_t             i = (size_t)(ngl_random_unit(&random) * (double)t->n);
        ngl_population_row whole, part;
        for (size_t look = 0; k % 2 && !t->injured[i] && look < t->n; look++)
            i = (i + 1) % t->n; /* every other an injury */
        ngl_status s = row_after(&whole, t, i, KEEP_ALL, p, err);
        for (size_t c = 0; s == NGL_OK && c < sizeof CHANGES / sizeof *CHANGES; c++) {
            s = row_after(&part, t, i, CHANGES[c].change, p, err);
            if (s == NGL_OK && !same_row(&whole, &part)) *found |= CHANGES[c].leak;
        }
        if (s != NGL_OK) return s;
    }
    return NGL_OK;
}

ngl_status guard_folds(const uint8_t *fold, const uint32_t *athlete, size_t n, ngl_error *err)
{
    ngl_arena a;
    uint32_t  top = 0, both = UINT32_MAX;
    ngl_arena_init(&a, MEMORY);
    for (size_t i = 0; i < n; i++)
        if (athlete[i] > top) top = athlete[i];
    uint16_t  *seen = NGL_NEW(&a, uint16_t, (size_t)top + 1);
    ngl_status s = seen ? NGL_OK : ngl_fail(err, NGL_E_NOMEM, 0, "%u athletes", top + 1);
    for (size_t i = 0; s == NGL_OK && i < n; i++) {
        uint16_t mine = (uint16_t)(fold[i] + 1);
        if (seen[athlete[i]] && seen[athlete[i]] != mine) both = athlete[i];
        seen[athlete[i]] = mine;
    }
    ngl_arena_free(&a);
    if (s == NGL_OK && both != UINT32_MAX)
        s = ngl_fail(err, NGL_E_INVALID, 0, "rows of athlete %u are both learned from and judged; split by athlete",
                     both);
    return s;
}
