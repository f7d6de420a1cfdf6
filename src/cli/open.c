/* The database, opened for a verb. */
#include "base/error.h"
#include "cli/cli.h"

static int fail(const cli *c, const ngl_error *err)
{
    switch (err->code) {
    case NGL_E_NOT_FOUND: return cli_fail(c, err, "Begin with: niggle import FOLDER, or: niggle assess");
    case NGL_E_NEWER: return cli_fail(c, err, "Use the newer niggle, or another file with --db.");
    case NGL_E_BUSY: return cli_fail(c, err, "Try again when the other program is done.");
    default: return cli_fail(c, err, NULL);
    }
}

int cli_open(cli *c, ngl_flow *flow, bool create)
{
    ngl_error err = { 0 };
    if (!c->db_path) {
        ngl_fail(&err, NGL_E_IO, 0, "there is no place for the database");
        return cli_fail(c, &err, "Set HOME or XDG_DATA_HOME, or name a file with --db.");
    }
    *flow = (ngl_flow){ .kb = c->kb, .today = c->today, .now = c->now, .utc_offset_s = c->utc_offset_s };
    if (create && cli_make_folder_of(c->db_path, &err)) return cli_fail(c, &err, NULL);
    if (ngl_store_open(&flow->store, c->db_path, create ? NGL_STORE_CREATE : 0, &err)) return fail(c, &err);
    return EXIT_DONE;
}

void cli_close(ngl_flow *flow)
{
    ngl_store_close(flow->store);
    flow->store = NULL;
}
