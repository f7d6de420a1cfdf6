/* An unfinished interview on disk: JSON with keys, never indexes, so that it
 * outlives a change of the knowledge. Written beside the old one and then
 * moved over it: a crash leaves one of the two, whole. */
#include "flow/assess_interview.h"

#include "base/date.h"
#include "base/error.h"
#include "flow/answers_file.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES_MAX = 4096, SAVED_MAX = 1 << 20 };

static void write_list(ngl_json *j, const char *key, const ngl_interview *iv, const uint8_t *flag)
{
    ngl_json_key(j, key);
    ngl_json_array(j);
    for (ngl_id i = 0; i < iv->nasked; i++)
        if (!flag || flag[iv->asked[i]]) ngl_json_string(j, iv->kb->finding[iv->asked[i]].key);
    ngl_json_end(j);
}

/* how many questions each turn asked, in the order of "asked" */
static void write_turns(ngl_json *j, const ngl_interview *iv)
{
    ngl_json_key(j, "turns");
    ngl_json_array(j);
    for (ngl_id i = 0; i < iv->nasked;) {
        ngl_id n = 1;
        while (i + n < iv->nasked && iv->turn[i + n] == iv->turn[i]) n++;
        ngl_json_integer(j, n);
        i = (ngl_id)(i + n);
    }
    ngl_json_end(j);
}

static void write_interview(ngl_buf *out, const ngl_interview *iv)
{
    char     day[NGL_DAY_TEXT];
    ngl_json j = ngl_json_to(out);
    ngl_day_format(day, iv->started);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "knowledge", iv->kb->version);
    ngl_json_put_string(&j, "today", day);
    ngl_json_put_string(&j, "prior", ngl_prior_key(iv->prior));
    ngl_json_key(&j, "answers");
    ngl_answers_write(&j, iv->kb, ngl_case_answers(iv->c));
    write_list(&j, "asked", iv, NULL);
    write_turns(&j, iv);
    ngl_json_put_number(&j, "seconds", iv->seconds, 1);
    write_list(&j, "safety", iv, iv->danger);
    write_list(&j, "asked_again", iv, iv->again);
    write_list(&j, "recheck", iv, iv->due);
    ngl_json_key(&j, "settled");
    ngl_json_array(&j);
    for (uint32_t i = 0; i < iv->kb->ncontradiction; i++)
        if (iv->settled[i]) ngl_json_string(&j, iv->kb->contradiction[i].key);
    ngl_json_end(&j);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

static bool write_file(const char *path, const ngl_buf *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    size_t done = 0;
    while (done < text->len) {
        ssize_t n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno != EINTR) break;
        if (n > 0) done += (size_t)n;
    }
    bool good = done == text->len && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

ngl_status ngl_interview_save(const ngl_interview *iv, const char *path, ngl_error *err)
{
    char    beside[PATH_BYTES_MAX];
    ngl_buf text;
    int     n = snprintf(beside, sizeof beside, "%s.%ld.new", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof beside) return ngl_fail(err, NGL_E_LIMIT, 0, "the path %s is too long", path);
    ngl_buf_init(&text, SAVED_MAX);
    write_interview(&text, iv);
    bool good = !text.failed && write_file(beside, &text) && rename(beside, path) == 0;
    int  why = errno;
    ngl_buf_free(&text);
    if (good) return NGL_OK;
    unlink(beside);
    return ngl_fail(err, NGL_E_IO, 0, "the answers could not be kept in %s: %s", path, strerror(why));
}

/* findings named in a list of keys; those that are not known any more are passed over */
static void read_flags(const ngl_knowledge *kb, const json_t *list, uint8_t *flag)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *key = json_string_value(json_array_get(list, i));
        ngl_id      f = key ? ngl_finding_find(kb, key) : NGL_NONE;
        if (f != NGL_NONE) flag[f] = 1;
    }
}

/* the turn of the i-th asked question; one turn each where the file says nothing of it */
static ngl_id turn_of(const json_t *turns, size_t i)
{
    size_t sum = 0, t = 0;
    for (; t < json_array_size(turns); t++) {
        json_int_t n = json_integer_value(json_array_get(turns, t));
        if (n <= 0) break;
        if (i < sum + (size_t)n) return (ngl_id)t;
        sum += (size_t)n;
    }
    return (ngl_id)(t + i - sum);
}

static void read_asked(ngl_interview *iv, const json_t *list, const json_t *turns)
{
    const ngl_answer *answer = ngl_case_answers(iv->c);
    for (size_t i = 0; i < json_array_size(list) && i < NGL_NONE; i++) {
        const char *key = json_string_value(json_array_get(list, i));
        ngl_id      f = key ? ngl_finding_find(iv->kb, key) : NGL_NONE;
        bool        known = f == NGL_NONE;
        for (ngl_id k = 0; k < iv->nasked && !known; k++) known = iv->asked[k] == f;
        if (known) continue;
        iv->turn[iv->nasked] = turn_of(turns, i);
        iv->asked[iv->nasked++] = f;
        iv->open[f] = answer[f].state == NGL_UNKNOWN;
    }
    iv->at = iv->nasked;
}

/* an answer that the knowledge no longer understands is asked again */
static ngl_status read_answers(ngl_interview *iv, ngl_arena *arena, json_t *answers)
{
    const char *key;
    json_t     *value;
    ngl_answer *answer = NGL_NEW(arena, ngl_answer, iv->kb->nfinding);
    if (!answer) return NGL_E_NOMEM;
    iv->dropped = NGL_NEW(arena, const char *, json_object_size(answers) + 1);
    if (!iv->dropped) return NGL_E_NOMEM;
    json_object_foreach(answers, key, value)
    {
        if (ngl_answers_one(answer, iv->kb, key, value, NULL) == NGL_OK) continue;
        const char *name = ngl_arena_text(arena, key, strlen(key));
        if (!name) return NGL_E_NOMEM;
        iv->dropped[iv->ndropped++] = name;
    }
    for (ngl_id i = 0; i < iv->kb->nfinding; i++)
        if (answer[i].state != NGL_UNKNOWN && ngl_case_answer(iv->c, i, answer[i]) == NGL_E_NOMEM) return NGL_E_NOMEM;
    return NGL_OK;
}

static void read_settled(ngl_interview *iv, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *key = json_string_value(json_array_get(list, i));
        for (uint32_t k = 0; key && k < iv->kb->ncontradiction; k++)
            if (strcmp(iv->kb->contradiction[k].key, key) == 0) iv->settled[k] = 1;
    }
}

static ngl_status take_up(ngl_interview *out, ngl_arena *arena, const ngl_knowledge *kb, json_t *root, ngl_error *err)
{
    ngl_prior   prior = NGL_PRIOR_RUNNER;
    ngl_day     today = NGL_DAY_NONE;
    const char *day = json_string_value(json_object_get(root, "today"));
    const char *key = json_string_value(json_object_get(root, "prior"));
    if (!day || !ngl_day_parse(&today, day, strlen(day)) || !key || ngl_prior_parse(&prior, key, NULL))
        return ngl_fail(err, NGL_E_CORRUPT, 0, "the unfinished interview cannot be read");
    ngl_status status = ngl_interview_start(out, arena, kb, prior, today, err);
    if (status) return status;
    if (read_answers(out, arena, json_object_get(root, "answers"))) {
        ngl_interview_free(out);
        return ngl_fail(err, NGL_E_NOMEM, 0, "the interview does not fit into memory");
    }
    read_asked(out, json_object_get(root, "asked"), json_object_get(root, "turns"));
    const json_t *seconds = json_object_get(root, "seconds");
    if (json_is_number(seconds) && json_number_value(seconds) >= 0) out->seconds = json_number_value(seconds);
    read_flags(kb, json_object_get(root, "safety"), out->danger);
    read_flags(kb, json_object_get(root, "asked_again"), out->again);
    read_flags(kb, json_object_get(root, "recheck"), out->due);
    read_settled(out, json_object_get(root, "settled"));
    return NGL_OK;
}

ngl_status ngl_interview_load(ngl_interview *out, ngl_arena *arena, const ngl_knowledge *kb, const char *path,
                              ngl_error *err)
{
    ngl_buf text;
    if (access(path, F_OK) != 0) return ngl_fail(err, NGL_E_NOT_FOUND, 0, "there is no unfinished interview");
    ngl_buf_init(&text, SAVED_MAX);
    ngl_status status = ngl_file_whole(&text, path, err);
    json_t    *root = status ? NULL : json_loadb(ngl_buf_string(&text), text.len, 0, NULL);
    if (!status) status = take_up(out, arena, kb, root, err);
    json_decref(root);
    ngl_buf_free(&text);
    return status;
}

void ngl_interview_forget(const char *path)
{
    unlink(path);
}
