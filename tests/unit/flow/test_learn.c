/* niggle learn: what a search puts first, what is typical of a cause, and that
 * nothing of the knowledge is out of reach or without a source. */
#include "tests/check.h"

#include "flow/learn.h"
#include "kbc/kbc.h"

#include <string.h>

static const ngl_knowledge *kb;
static ngl_arena            arena;

static int open_all(void **state)
{
    (void)state;
    kb = ngl_knowledge_builtin();
    ngl_arena_init(&arena, 64 << 20);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    ngl_arena_free(&arena);
    return 0;
}

static ngl_learn_list search(const char *topic, const char *words)
{
    ngl_learn_list list;
    CHECK(!ngl_learn_search(kb, &arena, topic ? ngl_learn_topic_find(topic) : NULL, &words, 1, &list, NULL), "%s", words);
    return list;
}

static size_t rank_of(const ngl_learn_list *list, const char *key)
{
    size_t i = 0;
    while (i < list->n && strcmp(ngl_learn_key(kb, list->entry[i]), key) != 0) i++;
    return i;
}

static void best_matches_come_first(void **state)
{
    static const struct {
        const char *what, *topic, *words, *first, *later; /* later: found, but after first; NULL: need not be */
    } rows[] = {
        { "a name", NULL, "hamstring strain", "hamstring_strain", "claim_27" },
        { "capitals do not matter", NULL, "HAMSTRING Strain", "hamstring_strain", "claim_27" },
        { "order does not matter", NULL, "strain hamstring", "hamstring_strain", "claim_27" },
        { "another name", NULL, "gtps", "gluteal_tendinopathy", NULL },
        { "another name before running text", "causes", "sciatica", "lumbar_radiculopathy_l5", NULL },
        { "a title before running text", NULL, "cramp", "muscle_cramp", "claim_04" },
        { "the beginning of a word will do", NULL, "shingl", "herpes_zoster", NULL },
        { "a whole word before its beginning", "causes", "sacral", "sacral_bsi", "herpes_zoster" },
        { "a typing error", NULL, "pirifromis", "deep_gluteal_syndrome", "sc001" },
        { "a word that stands nowhere is left out", NULL, "qzxwvk shingles", "herpes_zoster", NULL },
        { "only this topic", "exercises", "bridge", "iso_ham_bridge_short", "bridge_single" },
        { "statements stay in their order", "myths", "potassium", "claim_03", "sc025" },
        { "a word of an option", "signs", "elite", "runner_level", NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ngl_learn_list list = search(rows[i].topic, rows[i].words);
        CHECK(list.n, "%s: found", rows[i].what);
        size_t first = rank_of(&list, rows[i].first);
        CHECK(first < 3, "%s: %s is number %zu of %zu; first is %s", rows[i].what, rows[i].first, first, list.n,
              ngl_learn_key(kb, list.entry[0]));
        if (!rows[i].later) continue;
        size_t later = rank_of(&list, rows[i].later);
        CHECK(later > first && later < list.n, "%s: %s is number %zu of %zu", rows[i].what, rows[i].later, later, list.n);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    ngl_learn_list list = search(NULL, "qzxwvk");
    CHECK(list.n == 0, "an unknown word");
    list = search("exercises", "potassium");
    CHECK(list.n == 0, "a word of another topic");
    list = search(NULL, "potassium shingles");
    CHECK(list.n && list.partly, "no entry has both words, and it says so");
    list = search(NULL, "hamstring strain");
    CHECK(list.n && !list.partly && !list.instead, "nothing is said when all is well");
    list = search(NULL, "hamstirng");
    CHECK(list.instead && strcmp(list.instead, "hamstring") == 0, "the word taken instead");
    const char *near = ngl_learn_nearest(kb, &arena, "saddle_nmb");
    CHECK(near && strcmp(near, "saddle_numb") == 0, "the nearest id: %s", near ? near : "none");
    near = ngl_learn_nearest_id(kb, &arena, "rdl_singel");
    CHECK(near && strcmp(near, "rdl_single") == 0, "the nearest id: %s", near ? near : "none");
}

static void memory_is_asked_for_politely(void **state)
{
    const char    *words[] = { "hamstirng" };
    ngl_learn_list list;
    (void)state;
    for (size_t budget = 64;; budget *= 2) {
        ngl_arena small;
        ngl_error err = { 0 };
        ngl_arena_init(&small, budget);
        ngl_status s = ngl_learn_search(kb, &small, NULL, words, 1, &list, &err);
        ngl_arena_free(&small);
        if (s == NGL_OK && list.n) return;
        CHECK(s == NGL_OK || (s == NGL_E_NOMEM && err.text[0]), "budget %zu gives %d", budget, (int)s);
        CHECK(budget < 64u << 20, "it ends");
    }
}

/* ---- what is typical ------------------------------------------------------------- */

static void typical_answers_are_common_telling_and_no_copies(void **state)
{
    (void)state;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        ngl_learn_answer a[NGL_LEARN_TYPICAL];
        unsigned         n = ngl_learn_typical(kb, c, a, NGL_LEARN_TYPICAL);
        CHECK(n >= 3 || c == kb->other, "%s has %u typical answers", kb->condition[c].key, n);
        for (unsigned i = 0; i < n; i++) {
            const ngl_finding *f = &kb->finding[a[i].finding];
            CHECK(a[i].p >= 0.25 && a[i].p > a[i].base, "%s of %s", f->key, kb->condition[c].key);
            CHECK(!f->clinician_only && f->kind != NGL_KIND_SELF_TEST, "%s of %s is felt", f->key, kb->condition[c].key);
            CHECK(a[i].source != NGL_NONE, "%s of %s has a source", f->key, kb->condition[c].key);
            CHECK(!i || a[i].weight <= a[i - 1].weight, "%s: heaviest first", kb->condition[c].key);
            for (unsigned k = 0; k < i; k++)
                CHECK(kb->finding[a[k].finding].group != f->group, "%s of %s has a copy", f->key, kb->condition[c].key);
        }
    }
}

/* Four yes-no findings of two groups, one cause. */
static void the_heaviest_of_a_group_is_kept(void **state)
{
    static const ngl_source    source[] = { { .key = "s" } };
    static const ngl_group     group[] = { { "a", 0 }, { "b", 0 } };
    static const ngl_condition condition[] = { { .key = "c", .name = "C", .also_called = "" } };
    static const double        base[] = { 0.1, 0.1, 0.5, 0.01 };
    static const ngl_link      link[] = { { 0.3F, 5, 1, 0, 0 }, { 0.8F, 5, 1, 0, 0 }, { 0.9F, 5, 1, 0, 0 }, { 0.2F, 5, 1, 0, 0 } };
    static const ngl_finding   finding[] = {
        { .key = "weaker_copy", .kind = NGL_KIND_TIMING, .column_adr = 0, .column_num = 1, .group = 0 },
        { .key = "telling", .kind = NGL_KIND_TIMING, .column_adr = 1, .column_num = 1, .group = 0 },
        { .key = "said_by_most", .kind = NGL_KIND_TIMING, .column_adr = 2, .column_num = 1, .group = 1 },
        { .key = "rare_but_sure", .kind = NGL_KIND_TIMING, .column_adr = 3, .column_num = 1, .group = 1 },
    };
    static const ngl_knowledge toy = { .ncondition = 1, .condition = condition, .nfinding = 4, .finding = finding, .ngroup = 2,
                                       .group = group, .ncolumn = 4, .base = base, .link = link, .nsource = 1, .source = source,
                                       .other = NGL_NONE };
    ngl_learn_answer a[3];
    (void)state;
    CHECK(ngl_learn_typical(&toy, 0, a, 3) == 2, "one of each group");
    CHECK(a[0].finding == 1 && a[1].finding == 2, "the telling copy, then what most say");
    CHECK(a[0].weight > 0.8 * 2.07 && a[0].weight < 0.8 * 2.09, "0.8 log 8");
    CHECK(ngl_learn_typical(&toy, 0, a, 1) == 1 && a[0].finding == 1, "no more than asked for");
}

/* ---- nothing is out of reach ------------------------------------------------------- */

static bool page_says(ngl_learn_entry e, const char *text)
{
    ngl_learn_page page;
    ngl_buf        b, flat;
    ngl_buf_init(&b, 1 << 20);
    ngl_buf_init(&flat, 1 << 20);
    ngl_learn_page_of(kb, e, &page);
    ngl_learn_page_text(&b, &page, false);
    for (const char *t = ngl_buf_string(&b); *t; t++) {
        bool blank = *t == ' ' || *t == '\n';
        if (!blank || (flat.len && flat.data[flat.len - 1] != ' ')) ngl_buf_char(&flat, blank ? ' ' : *t);
    }
    bool found = strstr(ngl_buf_string(&flat), text);
    ngl_buf_free(&b);
    ngl_buf_free(&flat);
    return found;
}

static void every_entry_has_a_page_with_its_sources(void **state)
{
    size_t pages = 0;
    (void)state;
    for (const ngl_learn_topic *t = ngl_learn_topics; t->word; t++) {
        ngl_learn_list list;
        CHECK(!ngl_learn_search(kb, &arena, t, NULL, 0, &list, NULL), "%s", t->word);
        for (size_t i = 0; i < list.n; i++) {
            ngl_learn_entry e;
            const char     *key = ngl_learn_key(kb, list.entry[i]);
            ngl_refs        refs = ngl_learn_refs(kb, list.entry[i]);
            CHECK(ngl_learn_find(kb, key, &e) && e.kind == list.entry[i].kind && e.id == list.entry[i].id, "%s is found by its id", key);
            CHECK(refs.num, "%s has a source", key);
            for (unsigned r = 0; r < refs.num; r++)
                CHECK(page_says(e, kb->source[kb->source_ref[refs.adr + r]].key), "the page of %s names its source", key);
        }
        pages += list.n;
    }
    CHECK(pages == (size_t)kb->ncondition + kb->nfinding + kb->nexercise + kb->ntreatment + kb->nclaim + kb->nstatement,
          "topics hold all: %zu", pages);
}

static void every_statement_stands_on_a_page_with_verdict_and_reason(void **state)
{
    (void)state;
    CHECK(kb->nclaim >= 46 && kb->nstatement >= 69, "claims and statements are there");
    for (ngl_learn_kind kind = NGL_LEARN_CLAIM; kind <= NGL_LEARN_STATEMENT; kind++)
        for (ngl_id i = 0; i < ngl_learn_count(kb, kind); i++) {
            ngl_learn_entry e = { kind, i };
            const char     *text, *verdict, *reason, *said_by;
            CHECK(ngl_learn_said(kb, e, &text, &verdict, &reason, &said_by), "%s", ngl_learn_key(kb, e));
            CHECK(strcmp(ngl_learn_verdict(verdict), verdict) != 0, "%s has plain words", verdict);
            CHECK(page_says(e, text), "%s: statement", ngl_learn_key(kb, e));
            CHECK(page_says(e, reason), "%s: reason", ngl_learn_key(kb, e));
            CHECK(page_says(e, strcmp(verdict, "CONTRADICTORY") ? ngl_learn_verdict(verdict) : "The sources disagree"),
                  "%s: verdict", ngl_learn_key(kb, e));
            CHECK(ngl_kbc_reading_grade(reason) <= 9, "%s: can be read at school", ngl_learn_key(kb, e));
        }
}

static void a_self_test_says_when_to_leave_it_out(void **state)
{
    (void)state;
    for (ngl_id r = 0; r < kb->nrule; r++)
        for (unsigned i = 0; kb->rule[r].gate && i < kb->rule[r].blocked_num; i++) {
            ngl_learn_entry e = { NGL_LEARN_TEST, kb->blocked[kb->rule[r].blocked_adr + i] };
            const char     *key = ngl_learn_key(kb, e);
            CHECK(page_says(e, "Do not do it with any of these answers"), "%s has a gate", key);
            for (uint32_t o = 0; o < kb->rule[r].op_num; o++) {
                const ngl_op *op = &kb->op[kb->rule[r].op_adr + o];
                if (op->code > NGL_OP_GE) continue;
                CHECK(page_says(e, kb->finding[op->finding].question), "%s names %s", key, kb->finding[op->finding].key);
            }
        }
    for (ngl_id f = 0; f < kb->nfinding; f++) {
        ngl_learn_care care;
        if (kb->finding[f].kind != NGL_KIND_SELF_TEST) continue;
        ngl_learn_care_of(&care, kb->finding[f].explains);
        CHECK(care.stop.len || care.skip.len || care.rest.len, "%s says how to do it safely", kb->finding[f].key);
        ngl_buf_free(&care.stop);
        ngl_buf_free(&care.skip);
        ngl_buf_free(&care.rest);
    }
}

static void danger_stands_first(void **state)
{
    (void)state;
    for (ngl_id c = 0; c < kb->ncondition; c++) {
        ngl_learn_page page;
        ngl_buf        b;
        if (kb->condition[c].triage < NGL_TRIAGE_URGENT) continue;
        ngl_buf_init(&b, 1 << 20);
        ngl_learn_page_of(kb, (ngl_learn_entry){ NGL_LEARN_CAUSE, c }, &page);
        ngl_learn_page_text(&b, &page, false);
        const char *soon = strstr(ngl_buf_string(&b), "How soon to see someone"), *what = strstr(ngl_buf_string(&b), "What it is");
        CHECK(soon && what && soon < what, "%s", kb->condition[c].key);
        ngl_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_matches_come_first),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(memory_is_asked_for_politely),
        cmocka_unit_test(typical_answers_are_common_telling_and_no_copies),
        cmocka_unit_test(the_heaviest_of_a_group_is_kept),
        cmocka_unit_test(every_entry_has_a_page_with_its_sources),
        cmocka_unit_test(every_statement_stands_on_a_page_with_verdict_and_reason),
        cmocka_unit_test(a_self_test_says_when_to_leave_it_out),
        cmocka_unit_test(danger_stands_first),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
