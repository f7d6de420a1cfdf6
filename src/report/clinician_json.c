/* What a clinician asked for, as JSON: conditions with their codes, tests done
 * and open with their accuracy, and the verdict on imaging. */
#include "report/assess_report.h"

#include <string.h>

enum { DECIMALS = 6 };

static const char *const handling_keys[] = { "self_protocol", "self_protocol_and_routine_review", "protocol_after_clinician",
                                             "refer_routine", "refer_urgent", "emergency" };
static const char *const kind_keys[] = { "history", "risk_factor", "training", "site", "onset", "timing", "quality",
                                         "aggravating", "easing", "associated", "self_test", "exam", "imaging", "lab" };

static void put_accuracy(ngl_json *j, const ngl_view *v, const ngl_accuracy *a)
{
    ngl_view_json_range(j, "sensitivity", a->sensitivity);
    ngl_view_json_range(j, "specificity", a->specificity);
    ngl_view_json_range(j, "lr_positive", a->lr_yes);
    ngl_view_json_range(j, "lr_negative", a->lr_no);
    ngl_json_put_number(j, "counted_lr_positive", a->counted_yes, DECIMALS);
    ngl_json_put_number(j, "counted_lr_negative", a->counted_no, DECIMALS);
    ngl_json_put_bool(j, "measured", a->measured);
    ngl_json_put_number(j, "effective_n", a->ess, 1);
    ngl_json_put_string(j, "source", a->source == NGL_NONE ? NULL : v->kb->source[a->source].key);
    ngl_json_put_string(j, "citation", a->source == NGL_NONE ? NULL : v->kb->source[a->source].citation);
}

static void leads(ngl_json *j, const ngl_view *v)
{
    const ngl_clinic *k = v->more->clinic;
    ngl_json_key(j, "leading");
    ngl_json_array(j);
    for (unsigned l = 0; l < k->nlead; l++) {
        const ngl_condition *c = &v->kb->condition[k->lead[l]];
        ngl_json_object(j);
        ngl_json_put_string(j, "id", c->key);
        ngl_json_put_string(j, "name", c->name);
        ngl_json_put_string(j, "icd10", c->icd10);
        ngl_json_put_string(j, "handling", v->kb->care ? handling_keys[v->kb->care[k->lead[l]].handling] : NULL);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void given(ngl_json *j, const ngl_view *v, const ngl_given_test *g)
{
    const ngl_clinic *k = v->more->clinic;
    ngl_json_object(j);
    ngl_json_put_string(j, "id", v->kb->finding[g->finding].key);
    ngl_json_put_string(j, "kind", kind_keys[v->kb->finding[g->finding].kind]);
    ngl_json_put_bool(j, "positive", v->a.answer[g->finding].state == NGL_YES);
    ngl_json_put_string(j, "replaced_by", g->replaced_by == NGL_NONE ? NULL : v->kb->finding[g->replaced_by].key);
    ngl_json_key(j, "conditions");
    ngl_json_array(j);
    for (unsigned l = 0; l < k->nlead && g->replaced_by == NGL_NONE; l++) {
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[k->lead[l]].key);
        ngl_view_json_range(j, "pre_test", g->pre[l]);
        ngl_view_json_range(j, "post_test", g->post[l]);
        if (g->known[l]) put_accuracy(j, v, &g->accuracy[l]);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

static void result(ngl_json *j, const ngl_view *v, const char *key, const ngl_after *r)
{
    ngl_json_key(j, key);
    ngl_json_object(j);
    ngl_json_put_number(j, "chance", r->chance, DECIMALS);
    ngl_json_put_string(j, "leading", r->leader == NGL_NONE ? NULL : v->kb->condition[r->leader].key);
    ngl_json_put_number(j, "p", r->p.value, DECIMALS);
    ngl_json_put_number(j, "low", r->p.low, DECIMALS);
    ngl_json_put_number(j, "high", r->p.high, DECIMALS);
    ngl_json_put_string(j, "triage", ngl_triage_key(r->triage));
    ngl_json_put_string(j, "handling", handling_keys[r->handling]);
    ngl_json_end(j);
}

static void open_test(ngl_json *j, const ngl_view *v, const ngl_open_test *t)
{
    const ngl_clinic *k = v->more->clinic;
    ngl_json_object(j);
    ngl_json_put_string(j, "id", v->kb->finding[t->test.finding].key);
    ngl_json_put_string(j, "kind", kind_keys[v->kb->finding[t->test.finding].kind]);
    ngl_json_put_number(j, "seconds", t->test.seconds, 0);
    ngl_json_put_number(j, "loss_drop", t->test.loss_drop, DECIMALS);
    ngl_json_put_number(j, "bits", t->test.bits, DECIMALS);
    result(j, v, "positive", &t->test.yes);
    result(j, v, "negative", &t->test.no);
    ngl_json_put_number(j, "changes_triage", t->test.changes_triage, DECIMALS);
    ngl_json_put_number(j, "changes_handling", t->test.changes_handling, DECIMALS);
    ngl_json_put_number(j, "changes_leading", t->test.changes_leader, DECIMALS);
    ngl_json_put_bool(j, "worth_doing", ngl_view_changes(&t->test) >= NGL_VIEW_MATTERS);
    ngl_json_key(j, "conditions");
    ngl_json_array(j);
    for (unsigned l = 0; l < k->nlead; l++) {
        if (!t->known[l]) continue;
        ngl_json_object(j);
        ngl_json_put_string(j, "id", v->kb->condition[k->lead[l]].key);
        put_accuracy(j, v, &t->accuracy[l]);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

static void imaging(ngl_json *j, const ngl_view *v)
{
    const ngl_clinic *k = v->more->clinic;
    bool              changes = false;
    for (unsigned i = 0; i < k->ntest; i++) {
        ngl_finding_kind kind = v->kb->finding[k->test[i].test.finding].kind;
        changes = changes || (kind != NGL_KIND_EXAM && ngl_view_changes(&k->test[i].test) >= NGL_VIEW_MATTERS);
    }
    ngl_json_key(j, "imaging");
    ngl_json_object(j);
    ngl_json_put_bool(j, "would_change_management", changes);
    ngl_json_key(j, "articles");
    ngl_json_array(j);
    for (ngl_id i = 0; i < v->kb->nclaim; i++) {
        const ngl_claim *c = &v->kb->claim[i];
        if (strcmp(c->section, "Imaging") != 0) continue;
        ngl_json_object(j);
        ngl_json_put_string(j, "id", c->key);
        ngl_json_put_string(j, "said_by", c->said_by);
        ngl_json_put_string(j, "statement", c->statement);
        ngl_json_put_string(j, "verdict", c->verdict);
        ngl_json_put_string(j, "reason", c->reason);
        ngl_json_end(j);
    }
    ngl_json_end(j);
    ngl_json_end(j);
}

void ngl_view_clinic_json(ngl_json *j, const ngl_view *v)
{
    const ngl_clinic *k = v->more->clinic;
    ngl_json_key(j, "clinician");
    ngl_json_object(j);
    leads(j, v);
    ngl_json_key(j, "given");
    ngl_json_array(j);
    for (unsigned i = 0; i < k->ngiven; i++) given(j, v, &k->given[i]);
    ngl_json_end(j);
    ngl_json_key(j, "tests");
    ngl_json_array(j);
    for (unsigned i = 0; i < k->ntest; i++) open_test(j, v, &k->test[i]);
    ngl_json_end(j);
    imaging(j, v);
    ngl_json_end(j);
}
