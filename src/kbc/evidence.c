/* Sources, conditions, findings with their options, and disputed statements. */
#include "kbc/internal.h"

#include <math.h>
#include <string.h>

const char *const kbc_triage_words[4] = { "self-care", "see a clinician (routine)", "urgent (24-72 h)", "emergency" };

/* ---- sources ------------------------------------------------------------- */

static void read_source_file(kbc *k, const char *name, const char *const *columns, uint32_t ncol)
{
    enum { ID, CITATION, LOCATOR, LEVEL, OPENED };
    static const char *const words[] = { "y", "n", "part" };
    kbc_csv                  t = kbc_csv_read(k, name, columns, ncol);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place   at = kbc_at(&t, r);
        ngl_source *s = kbc_define(k, &k->source, at, kbc_cell(&t, r, ID));
        s->citation = kbc_cell(&t, r, CITATION);
        s->locator = kbc_cell(&t, r, LOCATOR);
        s->level = kbc_cell(&t, r, LEVEL);
        s->opened = kbc_word(k, at, "opened_now", kbc_cell(&t, r, OPENED), words, 3) != 1;
        if (!*s->citation) kbc_problem(k, at, "source '%s' has no citation", s->key);
    }
}

void kbc_read_sources(kbc *k)
{
    static const char *const evidence[] = { "source_id", "citation", "doi_url", "level", "opened_now" };
    static const char *const care[] = { "source_id",  "citation",      "doi_or_url",       "level",
                                        "opened_now", "what_was_read", "locator_seen_now", "cited_in_files" };
    read_source_file(k, "sources.csv", evidence, 5);
    read_source_file(k, "care_sources.csv", care, 8);
}

/* ---- conditions ---------------------------------------------------------- */

/* Shares must sum to 1 within `tolerance`; then they are made to, exactly. */
static void check_priors(kbc *k, const char *file)
{
    double share = 0, clinic = 0;
    for (uint32_t i = 0; i < k->condition.num; i++) {
        const ngl_condition *c = kbc_row(&k->condition, i);
        share += c->prior;
        clinic += c->prior_clinic;
    }
    kbc_place top = { file, 1 };
    if (!(fabs(share - 1) <= 0.005)) kbc_problem(k, top, "the column prior sums to %s, not 1", kbc_sum_text(k, share));
    if (!(fabs(clinic - 1) <= 0.005))
        kbc_problem(k, top, "the column prior_clinic sums to %s, not 1", kbc_sum_text(k, clinic));
    for (uint32_t i = 0; i < k->condition.num; i++) {
        ngl_condition *c = kbc_row(&k->condition, i);
        c->prior /= share;
        c->prior_clinic /= clinic;
    }
}

void kbc_read_conditions(kbc *k)
{
    enum {
        ID,
        NAME,
        ALSO,
        ICD10,
        SNOMED,
        TISSUE,
        CATEGORY,
        DESCRIPTION,
        PRIOR,
        LOW,
        HIGH,
        CLINIC,
        REASON,
        SOURCE,
        COURSE,
        TRIAGE,
        SEEDS,
        NCOL
    };
    static const char *const columns[NCOL] = {
        "id",          "name",   "also_called",       "icd10",      "snomed_ct",    "structure_tissue", "category",
        "description", "prior",  "prior_low",         "prior_high", "prior_clinic", "prior_reasoning",  "source_id",
        "time_course", "triage", "mentioned_in_seeds"
    };
    kbc_csv t = kbc_csv_read(k, "conditions.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place      at = kbc_at(&t, r);
        ngl_condition *c = kbc_define(k, &k->condition, at, kbc_cell(&t, r, ID));
        c->name = kbc_cell(&t, r, NAME);
        c->also_called = kbc_cell(&t, r, ALSO);
        c->icd10 = kbc_cell(&t, r, ICD10);
        c->snomed_ct = kbc_cell(&t, r, SNOMED);
        c->tissue = kbc_cell(&t, r, TISSUE);
        c->category = kbc_cell(&t, r, CATEGORY);
        c->description = kbc_cell(&t, r, DESCRIPTION);
        c->prior_reason = kbc_cell(&t, r, REASON);
        c->time_course = kbc_cell(&t, r, COURSE);
        c->prior = kbc_number(k, at, "prior", kbc_cell(&t, r, PRIOR), 0, 1, NAN);
        c->prior_low = kbc_number(k, at, "prior_low", kbc_cell(&t, r, LOW), 0, 1, NAN);
        c->prior_high = kbc_number(k, at, "prior_high", kbc_cell(&t, r, HIGH), 0, 1, NAN);
        c->prior_clinic = kbc_number(k, at, "prior_clinic", kbc_cell(&t, r, CLINIC), 0, 1, NAN);
        c->triage = (ngl_triage)(kbc_word(k, at, "triage", kbc_cell(&t, r, TRIAGE), kbc_triage_words, 4) & 3);
        c->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        if (c->prior < c->prior_low || c->prior > c->prior_high)
            kbc_problem(k, at, "prior %s lies outside prior_low..prior_high", kbc_cell(&t, r, PRIOR));
        if (!*c->name || !*c->description) kbc_problem(k, at, "condition '%s' needs a name and a description", c->key);
    }
    if (t.nrow) check_priors(k, t.file);
}

/* ---- findings -------------------------------------------------------------- */

static const char *const kinds[] = { "history",   "risk-factor",    "training",    "pain-site", "onset",
                                     "timing",    "pain-quality",   "aggravating", "easing",    "associated",
                                     "self-test", "clinician-exam", "imaging",     "lab" };

enum { NKIND = sizeof kinds / sizeof *kinds, MAX_QUESTION = 200, MAX_GRADE = 8 };

static size_t characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static void check_question(kbc *k, kbc_place at, const ngl_finding *f)
{
    if (!*f->question)
        kbc_problem(k, at, "finding '%s' has no question", f->key);
    else if (characters(f->question) > MAX_QUESTION)
        kbc_problem(k, at, "the question has %u characters, more than %u", (unsigned)characters(f->question),
                    (unsigned)MAX_QUESTION);
    else if (!f->clinician_only && ngl_kbc_reading_grade(f->question) > MAX_GRADE)
        kbc_problem(k, at, "the question needs reading age %u, more than 13: use shorter words or sentences",
                    (unsigned)ceil(ngl_kbc_reading_grade(f->question)) + 5u);
}

/* "one-of [a|b|c]": the options, without labels yet. */
static void read_options(kbc *k, kbc_place at, ngl_finding *f, const char *list)
{
    size_t len = strlen(list);
    if (len < 2 || list[len - 1] != ']') {
        kbc_problem(k, at, "options must stand as one-of [a|b|c]");
        return;
    }
    const char *cursor = kbc_text(k, list, len - 1);
    f->option_adr = k->option.num;
    for (const char *item; (item = kbc_item(k, &cursor, '|'));) {
        for (uint16_t i = 0; i < f->option_num; i++)
            if (strcmp(((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key, item) == 0)
                kbc_problem(k, at, "option '%s' stands twice", item);
        *(ngl_option *)kbc_push(k, &k->option, at) = (ngl_option){ item, "" };
        if (k->nomem) return;
        f->option_num++;
    }
    if (f->option_num < 2) kbc_problem(k, at, "there are fewer than two options");
}

/* "number 0-10" or "number 0-400 km/week" */
static void read_range(kbc *k, kbc_place at, ngl_finding *f, const char *text)
{
    const char *dash = strchr(text, '-');
    size_t      range = strcspn(text, " ");
    if (!dash || dash > text + range) {
        kbc_problem(k, at, "a number must stand as number LOW-HIGH UNIT");
        return;
    }
    f->min = kbc_number(k, at, "lowest value", kbc_text(k, text, (size_t)(dash - text)), -1e6, 1e6, NAN);
    f->max =
        kbc_number(k, at, "highest value", kbc_text(k, dash + 1, range - (size_t)(dash + 1 - text)), -1e6, 1e6, NAN);
    f->unit = text[range] ? text + range + 1 : kbc_text(k, text, range);
    if (!(f->min < f->max)) kbc_problem(k, at, "the lowest value must lie below the highest");
}

static void read_answer(kbc *k, kbc_place at, ngl_finding *f, const char *text)
{
    f->unit = "";
    if (strcmp(text, "yes/no/unknown") == 0) {
        f->answer = NGL_ANSWER_YES_NO;
    } else if (strncmp(text, "one-of [", 8) == 0) {
        f->answer = NGL_ANSWER_ONE_OF;
        read_options(k, at, f, text + 8);
    } else if (strncmp(text, "number ", 7) == 0) {
        f->answer = NGL_ANSWER_NUMBER;
        read_range(k, at, f, text + 7);
    } else {
        kbc_problem(k, at, "answer type '%s' is not known", text);
    }
}

/* "a:0.3|b:0.7" into the finding's base columns. */
static void read_distribution(kbc *k, kbc_place at, const ngl_finding *f, double *base, const char *text)
{
    double sum = 0;
    for (uint16_t i = 0; i < f->option_num; i++) base[i] = NAN;
    for (const char *item; (item = kbc_item(k, &text, '|'));) {
        const char *colon = strchr(item, ':');
        const char *key = kbc_text(k, item, colon ? (size_t)(colon - item) : strlen(item));
        uint16_t    i = 0;
        while (i < f->option_num && strcmp(((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key, key) != 0) i++;
        if (!colon || i == f->option_num || !isnan(base[i])) {
            kbc_problem(k, at, "base_distribution: '%s' is no option:share, or stands twice", item);
            continue;
        }
        base[i] = kbc_number(k, at, "base share", colon + 1, 0, 1, NAN);
        sum += base[i];
    }
    if (!(fabs(sum - 1) <= 0.005)) kbc_problem(k, at, "base_distribution sums to %s, not 1", kbc_sum_text(k, sum));
    for (uint16_t i = 0; i < f->option_num; i++) {
        if (isnan(base[i]))
            kbc_problem(k, at, "base_distribution: option '%s' is missing",
                        ((ngl_option *)kbc_row(&k->option, f->option_adr + i))->key);
        base[i] /= sum;
    }
}

static void read_base(kbc *k, kbc_place at, ngl_finding *f, const char *rate, const char *distribution)
{
    bool one_of = f->answer == NGL_ANSWER_ONE_OF;
    if (*rate && f->answer != NGL_ANSWER_YES_NO) kbc_problem(k, at, "a base_rate belongs to yes-or-no questions only");
    if (*distribution && !one_of) kbc_problem(k, at, "a base_distribution belongs to one-of questions only");
    if (!*rate && f->answer == NGL_ANSWER_YES_NO) kbc_problem(k, at, "finding '%s' has no base_rate", f->key);
    f->column_adr = k->ncolumn;
    f->column_num = (uint16_t)(f->answer == NGL_ANSWER_YES_NO ? 1 : one_of && *distribution ? f->option_num : 0);
    if (k->ncolumn + f->column_num > NGL_NONE || !f->column_num) return;
    k->ncolumn += f->column_num;
    if (one_of)
        read_distribution(k, at, f, k->base + f->column_adr, distribution);
    else
        k->base[f->column_adr] = kbc_number(k, at, "base_rate", rate, 0, 1, NAN);
}

/* The group's id; a group begins with the first finding that names it. */
static ngl_id group_of(kbc *k, kbc_place at, const char *key)
{
    ngl_id id = kbc_find(&k->group, key);
    if (id != NGL_NONE) return id;
    kbc_define(k, &k->group, at, key);
    return (ngl_id)(k->group.num - 1);
}

static void read_labels(kbc *k)
{
    enum { FINDING, VALUE, LABEL, NCOL };
    static const char *const columns[NCOL] = { "finding_id", "value", "label" };
    kbc_csv                  t = kbc_csv_read(k, "options.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place at = kbc_at(&t, r);
        ngl_id    id = kbc_need(k, &k->finding, at, kbc_cell(&t, r, FINDING));
        if (id == NGL_NONE) continue;
        const ngl_finding *f = kbc_row(&k->finding, id);
        ngl_option        *o = NULL;
        for (uint16_t i = 0; i < f->option_num; i++) {
            ngl_option *each = kbc_row(&k->option, f->option_adr + i);
            if (strcmp(each->key, kbc_cell(&t, r, VALUE)) == 0) o = each;
        }
        if (!o || *o->label)
            kbc_problem(k, at, "option '%s' of '%s' %s", kbc_cell(&t, r, VALUE), f->key,
                        o ? "already has a label" : "does not exist");
        else
            o->label = kbc_cell(&t, r, LABEL);
    }
    for (uint32_t i = 0; i < k->option.num; i++)
        if (!*((ngl_option *)kbc_row(&k->option, i))->label)
            kbc_problem(k, k->option.place[i], "option '%s' has no label in options.csv",
                        ((ngl_option *)kbc_row(&k->option, i))->key);
}

void kbc_read_findings(kbc *k)
{
    enum { ID, KIND, GROUP, QUESTION, ANSWER, CLINICIAN, COST, RATE, DISTRIBUTION, EXPLAINS, SOURCE, NCOL };
    static const char *const columns[NCOL] = { "id",       "kind",        "group",
                                               "question", "answer_type", "clinician_only",
                                               "cost",     "base_rate",   "base_distribution",
                                               "explains", "source_id" };
    kbc_csv                  t = kbc_csv_read(k, "findings.csv", columns, NCOL);
    k->base = kbc_take(k, sizeof *k->base, NGL_NONE);
    if (!k->base) return;
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place    at = kbc_at(&t, r);
        ngl_finding *f = kbc_define(k, &k->finding, at, kbc_cell(&t, r, ID));
        f->kind = (ngl_finding_kind)(kbc_word(k, at, "kind", kbc_cell(&t, r, KIND), kinds, NKIND) % NKIND);
        f->question = kbc_cell(&t, r, QUESTION);
        f->explains = kbc_cell(&t, r, EXPLAINS);
        f->clinician_only = kbc_yes(k, at, "clinician_only", kbc_cell(&t, r, CLINICIAN), "y", "n");
        f->cost_s = kbc_number(k, at, "cost", kbc_cell(&t, r, COST), 1, 36000, NAN);
        f->parent = f->replaced_by = NGL_NONE;
        f->group = group_of(k, at, kbc_cell(&t, r, GROUP));
        f->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        read_answer(k, at, f, kbc_cell(&t, r, ANSWER));
        read_base(k, at, f, kbc_cell(&t, r, RATE), kbc_cell(&t, r, DISTRIBUTION));
        check_question(k, at, f);
    }
    read_labels(k);
}

/* ---- disputed statements ------------------------------------------------------ */

void kbc_read_claims(kbc *k)
{
    enum { ID, SECTION, STATEMENT, SAID_BY, VERDICT, REASON, SOURCE, NCOL };
    static const char *const columns[NCOL] = {
        "id", "section", "statement", "said_by", "verdict", "reason", "source_id"
    };
    static const char *const verdicts[] = { "SUPPORTED",    "PARTLY",        "OUTDATED", "UNSUPPORTED",
                                            "CONTRADICTED", "CONTRADICTORY", "WORDING" };
    kbc_csv                  t = kbc_csv_read(k, "claims.csv", columns, NCOL);
    for (uint32_t r = 0; r < t.nrow; r++) {
        kbc_place  at = kbc_at(&t, r);
        ngl_claim *c = kbc_define(k, &k->claim, at, kbc_cell(&t, r, ID));
        c->section = kbc_cell(&t, r, SECTION);
        c->statement = kbc_cell(&t, r, STATEMENT);
        c->said_by = kbc_cell(&t, r, SAID_BY);
        c->verdict = kbc_cell(&t, r, VERDICT);
        c->reason = kbc_cell(&t, r, REASON);
        c->source = kbc_sources(k, at, kbc_cell(&t, r, SOURCE));
        kbc_word(k, at, "verdict", c->verdict, verdicts, sizeof verdicts / sizeof *verdicts);
        if (!*c->statement || !*c->reason) kbc_problem(k, at, "a claim needs a statement and a reason");
    }
}
