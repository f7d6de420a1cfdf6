/* niggle version: which program, which knowledge. */
#include "base/json_write.h"
#include "cli/command.h"

enum { VERSION_MAX = 4096 };

static int version_run(cli *c)
{
    if (c->nargs) return cli_usage(c, "this takes no words");
    if (!c->json) {
        fprintf(c->out, "niggle %s\nknowledge %s\n", NIGGLE_VERSION, c->kb->version);
        return EXIT_DONE;
    }
    ngl_buf b;
    ngl_buf_init(&b, VERSION_MAX);
    ngl_json j = ngl_json_to(&b);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "niggle", NIGGLE_VERSION);
    ngl_json_put_string(&j, "knowledge", c->kb->version);
    ngl_json_end(&j);
    fprintf(c->out, "%s\n", ngl_buf_string(&b));
    ngl_buf_free(&b);
    return EXIT_DONE;
}

const command cmd_version = {
    .name = "version",
    .args = "",
    .help = "versions of the program and of its knowledge",
    .detail = "  niggle version --json\n",
    .run = version_run,
};
