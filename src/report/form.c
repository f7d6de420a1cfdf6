/* Running form in words, as JSON and as fields. */
#include "report/form_report.h"

#include "base/date.h"
#include "base/number.h"
#include "report/plan_report.h"

#include <math.h>
#include <string.h>

enum { LINE_MAX = 8192 };

/* the advice that says what evidence makes of a metric */
static const struct {
    const char *label, *unit, *cue;
    int         decimals;
} METRIC[NGL_FORM_COUNT] = {
    [NGL_FORM_CADENCE] = { "Steps a minute, as at your easy pace", "", "cadence_down_avoid", 0 },
    [NGL_FORM_CONTACT] = { "Contact time, in runs near your easy pace", " ms", "gct", 0 },
    [NGL_FORM_OSCILLATION] = { "Bounce, in runs near your easy pace", " mm", "vertical_osc", 0 },
    [NGL_FORM_BALANCE] = { "Contact on the left foot", " %", "gct_balance", 1 },
    [NGL_FORM_LATE_CADENCE] = { "Change of steps in the last third of a run", " %", "fatigue_form", 1 },
};

static ngl_buf line(void)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE_MAX);
    return b;
}

static void item(ngl_buf *out, const char *mark, ngl_buf *text)
{
    ngl_page_item(out, 2, mark, ngl_buf_string(text));
    ngl_buf_free(text);
}

static const ngl_cue *cue_of(const ngl_knowledge *kb, const char *key)
{
    for (ngl_id i = 0; i < kb->ncue; i++)
        if (strcmp(kb->cue[i].key, key) == 0) return &kb->cue[i];
    return NULL;
}

static void evidence(ngl_buf *b, const ngl_knowledge *kb, const ngl_cue *c)
{
    ngl_buf_printf(b, " (evidence %s)", c->evidence);
    ngl_refs_words(b, kb, c->source);
}

/* ---- trends -------------------------------------------------------------------------- */

static const char *side_words(const ngl_form_trend *t)
{
    if (isnan(t->now) || isnan(t->before)) return "unknown";
    return t->side < 0 ? "lower" : t->side > 0 ? "higher" : "as_ever";
}

static void figures(ngl_buf *b, const ngl_form_trend *t, int m)
{
    ngl_buf_number(b, t->now, METRIC[m].decimals);
    ngl_buf_printf(b, "%s in the last 3 weeks, ", METRIC[m].unit);
    ngl_buf_number(b, t->before, METRIC[m].decimals);
    ngl_buf_printf(b, "%s in the 3 months before: ", METRIC[m].unit);
    ngl_buf_text(b, t->side < 0 ? "lower" : t->side > 0 ? "higher" : "much the same (runs and watches vary by ");
    if (!t->side) ngl_buf_number(b, t->margin, 1);
    ngl_buf_printf(b, "%s.", t->side ? "" : ")");
}

/* a word of its own where a change asks for one */
static const char *remark(ngl_form_metric m, int side)
{
    if (m == NGL_FORM_CADENCE && side < 0)
        return " Fewer steps at the same pace are longer ones, and those load the hip more; nobody is helped by fewer. Go back towards your own steps.";
    if (m == NGL_FORM_BALANCE && side) return " You favour one leg more than you did. It is worth a look at the strength of both; it is no sign of an injury by itself.";
    if (m == NGL_FORM_LATE_CADENCE && side < 0) return " Your steps fall off late in runs more than they did: let the run end before that.";
    return "";
}

static void trend(ngl_buf *out, const ngl_form_view *v, int m)
{
    const ngl_form_trend *t = &v->trend[m];
    const ngl_cue        *c = cue_of(v->loads->kb, METRIC[m].cue);
    ngl_buf               b = line();
    ngl_buf_printf(&b, "%s: ", METRIC[m].label);
    if (t->nnow + t->nbefore == 0) {
        ngl_buf_text(&b, "your watch does not record it.");
    } else if (isnan(t->now) || isnan(t->before)) {
        ngl_buf_printf(&b, "too few runs to tell (%u in the last 3 weeks, %u in the 3 months before; 3 and 5 are needed).", t->nnow, t->nbefore);
    } else {
        figures(&b, t, m);
        ngl_buf_text(&b, remark((ngl_form_metric)m, t->side));
    }
    if (c && m != NGL_FORM_CONTACT && t->nnow + t->nbefore) {
        ngl_buf_printf(&b, " Evidence: %s", c->measured[0] && strcmp(c->measured, "-") != 0 ? c->measured : c->effect);
        evidence(&b, v->loads->kb, c);
        ngl_buf_char(&b, '.');
    } else if (c && t->nnow + t->nbefore) {
        ngl_buf_text(&b, " It is what watches measure least well: a trend at most");
        evidence(&b, v->loads->kb, c);
        ngl_buf_char(&b, '.');
    }
    item(out, "- ", &b);
}

static void watch(ngl_buf *out, const ngl_form_view *v)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    if (v->new_device != NGL_DAY_NONE) {
        ngl_day_words(day, v->new_device);
        ngl_buf_printf(&b, "Another watch is worn since %s. Only runs of the watch you wear now are compared.", day);
    }
    item(out, "", &b);
}

/* ---- advice ---------------------------------------------------------------------------- */

static void offer(ngl_buf *out, const ngl_knowledge *kb, const ngl_cue *c)
{
    ngl_buf b = line();
    ngl_buf_printf(&b, "%s: %s.", c->name, c->how);
    if (c->dose[0] && strcmp(c->dose, "-") != 0) ngl_buf_printf(&b, " Start: %s.", c->dose);
    if (c->effect[0] && strcmp(c->effect, "-") != 0) ngl_buf_printf(&b, " What it does: %s.", c->effect);
    ngl_buf_printf(&b, " Verdict: %s", c->verdict);
    evidence(&b, kb, c);
    ngl_buf_char(&b, '.');
    item(out, "- ", &b);
}

static unsigned list(ngl_buf *out, const ngl_form_view *v, ngl_cue_use use)
{
    const ngl_knowledge *kb = v->loads->kb;
    unsigned             n = 0;
    for (ngl_id i = 0; i < kb->ncue; i++) {
        if (v->use[i] != use) continue;
        n++;
        if (use == NGL_CUE_OFFERED) {
            offer(out, kb, &kb->cue[i]);
            continue;
        }
        ngl_buf b = line();
        ngl_buf_printf(&b, "%s: %s", kb->cue[i].name, kb->cue[i].harm[0] ? kb->cue[i].harm : "may load what is sore");
        evidence(&b, kb, &kb->cue[i]);
        ngl_buf_char(&b, '.');
        item(out, "- ", &b);
    }
    return n;
}

static bool any(const ngl_form_view *v, ngl_cue_use use)
{
    for (ngl_id i = 0; i < v->loads->kb->ncue; i++)
        if (v->use[i] == use) return true;
    return false;
}

static void advice(ngl_buf *out, const ngl_form_view *v, bool colour)
{
    if (!v->episode) {
        ngl_page_heading(out, "What to change", colour);
        ngl_page_text(out, 2, "Nothing: no pain is open here, and hardly any measure of form goes with injuries. Your own way of running is fine as it is.");
        return;
    }
    ngl_buf b = line();
    ngl_buf_printf(&b, "What may help now (%s)", v->place);
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    if (v->resting) ngl_page_text(out, 2, "Your plan has no running now, so these can wait.");
    if (!list(out, v, NGL_CUE_OFFERED)) ngl_page_text(out, 2, "No change of form is known to help this without a risk for it.");
    else ngl_page_text(out, 2, "One change at a time, and small. Stop it if it hurts more.");
    if (!any(v, NGL_CUE_NOT_NOW)) return;
    ngl_page_heading(out, "Not now", colour);
    list(out, v, NGL_CUE_NOT_NOW);
}

static void every_cue(ngl_buf *out, const ngl_form_view *v, bool colour)
{
    if (!v->all) return;
    ngl_page_heading(out, "All advice on form, with its verdict", colour);
    for (ngl_id i = 0; i < v->loads->kb->ncue; i++) {
        const ngl_cue *c = &v->loads->kb->cue[i];
        ngl_buf        b = line();
        ngl_buf_printf(&b, "%s: %s", c->name, c->verdict);
        evidence(&b, v->loads->kb, c);
        ngl_buf_char(&b, '.');
        item(out, "- ", &b);
    }
}

void ngl_form_text(ngl_buf *out, const ngl_form_view *v, bool colour)
{
    char    day[NGL_DAY_WORDS];
    ngl_buf b = line();
    ngl_day_words(day, v->today);
    ngl_buf_printf(&b, "How you run, against yourself, up to %s", day);
    ngl_page_heading(out, ngl_buf_string(&b), colour);
    ngl_buf_free(&b);
    watch(out, v);
    for (int m = 0; m < NGL_FORM_COUNT; m++) trend(out, v, m);
    advice(out, v, colour);
    every_cue(out, v, colour);
}

/* ---- JSON and fields --------------------------------------------------------------------- */

static const char *use_key(ngl_cue_use u)
{
    return u == NGL_CUE_OFFERED ? "offered" : u == NGL_CUE_NOT_NOW ? "not_now" : "not_here";
}

static void put_trend(ngl_json *j, const ngl_form_trend *t, int m)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "metric", ngl_form_metric_key((ngl_form_metric)m));
    ngl_json_put_string(j, "change", side_words(t));
    ngl_json_put_number(j, "now", t->now, 2);
    ngl_json_put_number(j, "before", t->before, 2);
    ngl_json_put_number(j, "spread", t->spread, 2);
    ngl_json_put_number(j, "margin", t->margin, 2);
    ngl_json_put_integer(j, "runs_now", t->nnow);
    ngl_json_put_integer(j, "runs_before", t->nbefore);
    ngl_json_put_string(j, "advice", METRIC[m].cue);
    ngl_json_end(j);
}

static void put_cue(ngl_json *j, const ngl_knowledge *kb, const ngl_cue *c, ngl_cue_use use)
{
    ngl_json_object(j);
    ngl_json_put_string(j, "id", c->key);
    ngl_json_put_string(j, "name", c->name);
    ngl_json_put_string(j, "use", use_key(use));
    ngl_json_put_string(j, "verdict", c->verdict);
    ngl_json_put_string(j, "evidence", c->evidence);
    ngl_json_key(j, "sources");
    ngl_json_array(j);
    for (uint16_t i = 0; i < c->source.num; i++) ngl_json_string(j, kb->source[kb->source_ref[c->source.adr + i]].key);
    ngl_json_end(j);
    ngl_json_end(j);
}

void ngl_form_json(ngl_buf *out, const ngl_form_view *v)
{
    const ngl_knowledge *kb = v->loads->kb;
    ngl_json             j = ngl_json_to(out);
    char                 day[NGL_DAY_TEXT];
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", kb->version);
    ngl_day_format(day, v->today);
    ngl_json_put_string(&j, "today", day);
    if (v->new_device != NGL_DAY_NONE) ngl_day_format(day, v->new_device);
    ngl_json_put_string(&j, "new_device", v->new_device == NGL_DAY_NONE ? NULL : day);
    ngl_json_key(&j, "trends");
    ngl_json_array(&j);
    for (int m = 0; m < NGL_FORM_COUNT; m++) put_trend(&j, &v->trend[m], m);
    ngl_json_end(&j);
    ngl_json_key(&j, "episode");
    if (v->episode) ngl_json_integer(&j, v->episode);
    else ngl_json_null(&j);
    ngl_json_put_bool(&j, "no_running_now", v->resting);
    ngl_json_key(&j, "advice");
    ngl_json_array(&j);
    for (ngl_id i = 0; i < kb->ncue; i++) put_cue(&j, kb, &kb->cue[i], v->use[i]);
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

void ngl_form_plain(ngl_buf *out, const ngl_form_view *v)
{
    for (int m = 0; m < NGL_FORM_COUNT; m++) {
        const ngl_form_trend *t = &v->trend[m];
        ngl_buf_printf(out, "trend\t%s\t%s\t", ngl_form_metric_key((ngl_form_metric)m), side_words(t));
        if (!isnan(t->now)) ngl_buf_number(out, t->now, 2);
        ngl_buf_char(out, '\t');
        if (!isnan(t->before)) ngl_buf_number(out, t->before, 2);
        ngl_buf_printf(out, "\t%u\t%u\n", t->nnow, t->nbefore);
    }
    for (ngl_id i = 0; i < v->loads->kb->ncue; i++)
        if (v->use[i] != NGL_CUE_NOT_HERE) ngl_buf_printf(out, "advice\t%s\t%s\n", v->loads->kb->cue[i].key, use_key(v->use[i]));
}
