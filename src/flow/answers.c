/* Answers in JSON.
 *
 * The parser finds broken JSON and keys given twice; what is left here is
 * meaning: is the name known, does the value suit the question. The first
 * thing that is wrong ends the reading, with its name in the sentence.
 */
#include "flow/answers.h"

#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

#include <jansson.h>
#include <string.h>

enum { SHOWN_BYTES = 40, LIST_BYTES = 200 };

static const char *const prior_keys[] = { "runner", "clinic", "neutral" };

const char *ngl_prior_key(ngl_prior prior)
{
    return prior_keys[prior];
}

ngl_status ngl_prior_parse(ngl_prior *out, const char *key, ngl_error *err)
{
    for (unsigned i = 0; i < 3; i++)
        if (strcmp(key, prior_keys[i]) == 0) return *out = (ngl_prior)i, NGL_OK;
    const char *nearest = ngl_text_nearest(key, prior_keys, 3);
    if (nearest)
        return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%.40s\" is no prior; the nearest is \"%s\"", key, nearest);
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%.40s\" is no prior; there are runner, clinic and neutral", key);
}

/* a value as a sentence can hold it */
static const char *shown(char out[SHOWN_BYTES], const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_STRING: snprintf(out, SHOWN_BYTES, "\"%.32s\"", json_string_value(v)); break;
    case JSON_INTEGER: snprintf(out, SHOWN_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(v)); break;
    case JSON_REAL: snprintf(out, SHOWN_BYTES, "%.6g", json_real_value(v)); break;
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    case JSON_NULL: return "null";
    case JSON_ARRAY: return "a list";
    case JSON_OBJECT: return "an object";
    }
    return out;
}

static ngl_status read_yes_no(ngl_answer *out, const ngl_finding *f, const json_t *v, ngl_error *err)
{
    char text[SHOWN_BYTES];
    if (!json_is_boolean(v))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"%s\" is answered true, false or null, not %s", f->key,
                        shown(text, v));
    out->state = json_is_true(v) ? NGL_YES : NGL_NO;
    return NGL_OK;
}

/* "a, b and c" */
static void list_options(char *out, size_t size, const ngl_knowledge *kb, const ngl_finding *f)
{
    size_t at = 0;
    for (unsigned i = 0; i < f->option_num && at < size; i++) {
        const char *between = i == 0 ? "" : i + 1u == f->option_num ? " and " : ", ";
        int         n = snprintf(out + at, size - at, "%s%s", between, kb->option[f->option_adr + i].key);
        at += n > 0 ? (size_t)n : size;
    }
}

static ngl_status read_one_of(ngl_answer *out, const ngl_knowledge *kb, ngl_id finding, const json_t *v,
                              ngl_error *err)
{
    const ngl_finding *f = &kb->finding[finding];
    const char        *first = kb->option[f->option_adr].key, *key = json_string_value(v);
    char               text[SHOWN_BYTES];
    if (!key)
        return ngl_fail(err, NGL_E_INVALID, 0, "\"%s\" is answered with one of its options, such as \"%s\", not %s",
                        f->key, first, shown(text, v));
    out->option = ngl_option_find(kb, finding, key);
    out->state = NGL_CHOICE;
    if (out->option != NGL_NONE) return NGL_OK;
    const char *nearest = ngl_option_nearest(kb, finding, key);
    char        all[LIST_BYTES] = "";
    if (nearest)
        return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%s\" has no option %s; the nearest is \"%s\"", f->key,
                        shown(text, v), nearest);
    list_options(all, sizeof all, kb, f);
    return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"%s\" has no option %s; there are %s", f->key, shown(text, v), all);
}

static ngl_status read_number(ngl_answer *out, const ngl_finding *f, const json_t *v, ngl_error *err)
{
    char text[SHOWN_BYTES];
    if (!json_is_number(v))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"%s\" is answered with a number, not %s", f->key, shown(text, v));
    out->state = NGL_VALUE;
    out->value = json_number_value(v);
    if (out->value < f->min || out->value > f->max)
        return ngl_fail(err, NGL_E_INVALID, 0, "\"%s\" is %s; it goes from %g to %g%s%s", f->key, shown(text, v),
                        f->min, f->max, f->unit[0] ? " " : "", f->unit);
    return NGL_OK;
}

ngl_status ngl_answers_one(ngl_answer *out, const ngl_knowledge *kb, const char *key, const json_t *v, ngl_error *err)
{
    ngl_id     finding = ngl_finding_find(kb, key);
    ngl_answer a = { NGL_UNKNOWN, 0, 0.0 };
    ngl_status status = NGL_OK;
    if (finding == NGL_NONE) {
        const char *nearest = ngl_finding_nearest(kb, key);
        return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "no question has the id \"%.64s\"%s%s%s", key,
                        nearest ? "; the nearest is \"" : "", nearest ? nearest : "", nearest ? "\"" : "");
    }
    const ngl_finding *f = &kb->finding[finding];
    if (json_is_null(v)) return NGL_OK;
    if (f->answer == NGL_ANSWER_YES_NO) status = read_yes_no(&a, f, v, err);
    else if (f->answer == NGL_ANSWER_ONE_OF) status = read_one_of(&a, kb, finding, v, err);
    else status = read_number(&a, f, v, err);
    if (!status) out[finding] = a;
    return status;
}

ngl_status ngl_answers_object(ngl_answer *answer, const ngl_knowledge *kb, const json_t *object, ngl_error *err)
{
    char text[SHOWN_BYTES];
    if (!json_is_object(object))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"answers\" must be an object like {\"site_buttock_any\":true}, not %s",
                        object ? shown(text, object) : "left out");
    for (void *at = json_object_iter((json_t *)(uintptr_t)object); at;
         at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
        ngl_status status = ngl_answers_one(answer, kb, json_object_iter_key(at), json_object_iter_value(at), err);
        if (status) return status;
    }
    return NGL_OK;
}

static ngl_status read_today(ngl_answers *out, const json_t *v, ngl_day latest, ngl_error *err)
{
    char        text[SHOWN_BYTES], last[NGL_DAY_TEXT];
    const char *day = json_string_value(v);
    if (!v || json_is_null(v)) return NGL_OK;
    if (!day || !ngl_day_parse(&out->today, day, strlen(day)))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"today\" is %s, which is not a day; write it like 2026-03-01",
                        shown(text, v));
    if (latest == NGL_DAY_NONE || out->today <= latest) return NGL_OK;
    ngl_day_format(last, latest);
    return ngl_fail(err, NGL_E_INVALID, 0, "\"today\" is %s, which is in the future: it is %s now", day, last);
}

static ngl_status read_prior(ngl_answers *out, const json_t *v, ngl_error *err)
{
    char text[SHOWN_BYTES];
    if (!v || json_is_null(v)) return NGL_OK;
    if (!json_is_string(v))
        return ngl_fail(err, NGL_E_INVALID, 0, "\"prior\" is runner, clinic or neutral, not %s", shown(text, v));
    out->has_prior = true;
    return ngl_prior_parse(&out->prior, json_string_value(v), err);
}

/* {"days":14,"change":"same","load":"rested","return":"came_back"}: how it went since the first look */
static ngl_status read_follow_up(ngl_answers *out, const ngl_knowledge *kb, const json_t *v, ngl_error *err)
{
    const struct {
        const char *key;
        ngl_id      finding;
    } part[] = { { "change", kb->time.change }, { "days", kb->time.after }, { "load", kb->time.load }, { "return", kb->time.back } };
    char text[SHOWN_BYTES];
    if (!v || json_is_null(v)) return NGL_OK;
    if (!json_is_object(v) || !kb->course)
        return ngl_fail(err, NGL_E_INVALID, 0, "\"follow_up\" must be an object like {\"change\":\"same\",\"days\":14}, not %s",
                        shown(text, v));
    for (void *at = json_object_iter((json_t *)(uintptr_t)v); at; at = json_object_iter_next((json_t *)(uintptr_t)v, at)) {
        const char *key = json_object_iter_key(at);
        size_t      i = 0;
        while (i < sizeof part / sizeof *part && strcmp(part[i].key, key) != 0) i++;
        if (i == sizeof part / sizeof *part)
            return ngl_fail(err, NGL_E_UNKNOWN_KEY, 0, "\"follow_up\" has no part \"%.40s\"; there are change, days, load and return", key);
        ngl_status status = ngl_answers_one(out->answer, kb, kb->finding[part[i].finding].key, json_object_iter_value(at), err);
        if (status) return status;
    }
    return NGL_OK;
}

static ngl_status read_root(ngl_answers *out, const ngl_knowledge *kb, ngl_day latest, const json_t *root,
                            ngl_error *err)
{
    if (!json_is_object(root))
        return ngl_fail(err, NGL_E_INVALID, 0, "the answers must be an object like {\"answers\":{…}}");
    ngl_status status = read_today(out, json_object_get(root, "today"), latest, err);
    if (!status) status = read_prior(out, json_object_get(root, "prior"), err);
    const json_t *answers = json_object_get(root, "answers"), *follow_up = json_object_get(root, "follow_up");
    if (!status && (answers || !follow_up)) status = ngl_answers_object(out->answer, kb, answers, err);
    if (!status) status = read_follow_up(out, kb, follow_up, err);
    return status;
}

static ngl_status not_json(const json_error_t *e, ngl_error *err)
{
    size_t pos = e->position > 0 ? (size_t)e->position : 0;
    if (json_error_code(e) == json_error_duplicate_key)
        return ngl_fail(err, NGL_E_INVALID, pos, "line %d, column %d: %s; each may stand once", e->line, e->column,
                        e->text);
    return ngl_fail(err, NGL_E_CORRUPT, pos, "the answers are not sound JSON: line %d, column %d: %s", e->line,
                    e->column, e->text);
}

static bool blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i]) return false;
    return true;
}

ngl_status ngl_answers_read(ngl_answers *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_day latest,
                            const char *text, size_t len, ngl_error *err)
{
    ngl_answers  a = { NGL_DAY_NONE, NGL_PRIOR_RUNNER, false, NGL_NEW(arena, ngl_answer, kb->nfinding) };
    json_error_t e;
    if (!a.answer) return ngl_fail(err, NGL_E_NOMEM, 0, "there is no memory left for the answers");
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) text += 3, len -= 3;
    if (blank(text, len)) return ngl_fail(err, NGL_E_CORRUPT, 0, "the answers are empty");
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &e);
    if (!root) return not_json(&e, err);
    ngl_status status = read_root(&a, kb, latest, root, err);
    json_decref(root);
    if (!status) *out = a;
    return status;
}

void ngl_answers_write(ngl_json *j, const ngl_knowledge *kb, const ngl_answer *answer)
{
    ngl_json_object(j);
    for (ngl_id i = 0; i < kb->nfinding; i++) {
        const ngl_finding *f = &kb->finding[i];
        if (answer[i].state == NGL_UNKNOWN) continue;
        ngl_json_key(j, f->key);
        if (answer[i].state == NGL_VALUE) ngl_json_exact(j, answer[i].value);
        else if (answer[i].state == NGL_CHOICE) ngl_json_string(j, kb->option[f->option_adr + answer[i].option].key);
        else ngl_json_bool(j, answer[i].state == NGL_YES);
    }
    ngl_json_end(j);
}
