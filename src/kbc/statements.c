/* What the source articles say, statement by statement: a verdict, a reason,
 * and where the rest of the knowledge takes it up. The sources of a statement
 * are those of all it is about, so none can stand without one. */
#include "kbc/internal.h"

#include <string.h>

static void add_source(kbc *k, kbc_place at, ngl_refs *to, ngl_id source)
{
    for (unsigned i = 0; i < to->num; i++)
        if (*(const ngl_id *)kbc_row(&k->source_ref, to->adr + i) == source) return;
    *(ngl_id *)kbc_push(k, &k->source_ref, at) = source;
    to->num = (uint16_t)(to->num + !k->nomem);
}

static void add_sources(kbc *k, kbc_place at, ngl_refs *to, ngl_refs from)
{
    for (unsigned i = 0; i < from.num && !k->nomem; i++)
        add_source(k, at, to, *(const ngl_id *)kbc_row(&k->source_ref, from.adr + i));
}

static ngl_refs sources_of(const kbc_vec *v, const kbc *k, ngl_id id)
{
    const void *row = kbc_row(v, id);
    if (v == &k->treatment) return ((const ngl_treatment *)row)->source;
    if (v == &k->exercise) return ((const ngl_exercise *)row)->source;
    if (v == &k->protocol) return ((const ngl_protocol *)row)->source;
    if (v == &k->claim) return ((const ngl_claim *)row)->source;
    if (v == &k->cue) return ((const ngl_cue *)row)->source;
    return ((const ngl_training_figure *)row)->source;
}

/* "treatments:rest_relative;exercises:bird_dog": the part before the colon says
 * where; without a colon a whole file is meant, which brings no source. */
static ngl_refs read_about(kbc *k, kbc_place at, const char *list)
{
    const struct {
        const char    *prefix;
        const kbc_vec *of;
    } places[] = { { "treatments:", &k->treatment }, { "exercises:", &k->exercise }, { "protocols:", &k->protocol },
                   { "claims:", &k->claim },         { "form:", &k->cue },           { "training_load:", &k->training } };
    ngl_refs refs = { .adr = k->source_ref.num };
    for (const char *item; (item = kbc_item(k, &list, ';'));)
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            size_t len = strlen(places[i].prefix);
            if (strncmp(item, places[i].prefix, len) != 0) continue;
            ngl_id id = kbc_need(k, places[i].of, at, item + len);
            if (id != NGL_NONE) add_sources(k, at, &refs, sources_of(places[i].of, k, id));
        }
    return refs;
}

void kbc_read_statements(kbc *k)
{
    enum { ID, SEED, TEXT, FIGURE, ABOUT, VERDICT, REASON, NCOL };
    static const char *const columns[NCOL] = {
        "id", "seed", "statement_in_short", "figure", "covered_by", "verdict", "reason"
    };
    static const char *const verdicts[] = { "SUPPORTED", "PARTLY", "OUTDATED", "UNSUPPORTED", "CONTRADICTED" };
    kbc_csv                  t = kbc_csv_read(k, "seed_coverage.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow && !k->nomem; r++) {
        kbc_place      at = kbc_at(&t, r);
        ngl_statement *s = kbc_define(k, &k->statement, at, kbc_cell(&t, r, ID));
        s->said_by = kbc_cell(&t, r, SEED);
        s->text = kbc_cell(&t, r, TEXT);
        s->figure = kbc_cell(&t, r, FIGURE);
        s->about = kbc_cell(&t, r, ABOUT);
        s->verdict = kbc_cell(&t, r, VERDICT);
        s->reason = kbc_cell(&t, r, REASON);
        s->source = read_about(k, at, s->about);
        kbc_word(k, at, "verdict", s->verdict, verdicts, sizeof verdicts / sizeof *verdicts);
        if (!*s->text || !*s->reason) kbc_problem(k, at, "a statement needs words and a reason");
        if (!s->source.num) kbc_problem(k, at, "nothing this statement is about has a source");
    }
}
