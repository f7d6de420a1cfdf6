/* --knowledge DIR: a clinician's edited files, compiled in memory; and
 * --disable-rules FILE: danger rules withdrawn without a rebuild. */
#include "base/error.h"
#include "cli/cli.h"
#include "flow/knowledge_dir.h"
#include "flow/withdraw.h"

enum { PROBLEMS_SHOWN = 20, NOTE_MAX = 1 << 20 };

static void show_problems(FILE *err, const ngl_kbc_report *r)
{
    for (uint32_t i = 0; i < r->nproblem && i < PROBLEMS_SHOWN; i++)
        fprintf(err, "%s:%u: %s\n", r->problem[i].file, r->problem[i].line, r->problem[i].text);
    if (r->nproblem > PROBLEMS_SHOWN) fprintf(err, "and %u more\n", r->nproblem - PROBLEMS_SHOWN);
}

int cli_read_knowledge(cli *c, ngl_arena *arena, const char *dir)
{
    ngl_kbc_report report = { 0 };
    ngl_error      err = { 0 };
    if (ngl_flow_knowledge(&c->kb, arena, dir, &report, &err) == NGL_OK) return EXIT_DONE;
    if (report.nproblem) {
        show_problems(c->err, &report);
        ngl_fail(&err, NGL_E_KNOWLEDGE, 0, "the knowledge in %s has %u problem%s", dir, report.nproblem,
                 report.nproblem == 1 ? "" : "s");
    }
    return cli_fail(c, &err, NULL);
}

int cli_withdraw_rules(cli *c, ngl_arena *arena, const char *path)
{
    ngl_buf   note;
    ngl_error err = { 0 };
    ngl_buf_init(&note, NOTE_MAX);
    ngl_status status = ngl_flow_withdraw(&c->kb, arena, path, &note, &err);
    if (!status) fputs(ngl_buf_string(&note), c->err);
    ngl_buf_free(&note);
    return status ? cli_fail(c, &err, NULL) : EXIT_DONE;
}
