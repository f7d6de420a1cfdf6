/* niggle version: which program, which knowledge. */
#include "base/json_write.h"
#include "cli/cage.h"
#include "cli/command.h"

enum { VERSION_MAX = 4096 };

static int version_run(cli *c)
{
    if (c->nargs) return cli_usage(c, "this takes no words");
    ngl_buf b, cage;
    ngl_buf_init(&cage, VERSION_MAX);
    if (cli_option(c, "verbose")) cli_cage_words(&cage);
    if (!c->json) {
        fprintf(c->out, "niggle %s\nknowledge %s\n", NIGGLE_VERSION, c->kb->version);
        if (cage.len) fprintf(c->out, "sandbox %s\n", ngl_buf_string(&cage));
        ngl_buf_free(&cage);
        return EXIT_DONE;
    }
    ngl_buf_init(&b, VERSION_MAX);
    ngl_json j = ngl_json_to(&b);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "niggle", NIGGLE_VERSION);
    ngl_json_put_string(&j, "knowledge", c->kb->version);
    if (cage.len) ngl_json_put_string(&j, "sandbox", ngl_buf_string(&cage));
    ngl_json_end(&j);
    fprintf(c->out, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
    ngl_buf_free(&cage);
    return EXIT_DONE;
}

static const option version_options[] = {
    { "verbose", 'v', NULL, "also what holds files in check while they are read" },
    { NULL, 0, NULL, NULL },
};

const command cmd_version = {
    .name = "version",
    .args = "",
    .help = "versions of the program and of its knowledge",
    .detail = "  niggle version --verbose\n  niggle version --json\n",
    .options = version_options,
    .run = version_run,
};
