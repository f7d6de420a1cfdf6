/* One episode on the command line: which one, and what to say when there is none. */
#include "cli/episode_cli.h"

#include "base/number.h"

#include <string.h>

bool episode_option(const cli *c, int64_t *out, int *code)
{
    const char *text = cli_option(c, "episode");
    *out = 0;
    if (!text || (ngl_integer_parse(out, text, strlen(text)) && *out > 0)) return true;
    *code = cli_usage(c, "--episode takes the number of an episode, not \"%s\"", text);
    return false;
}

int episode_fail(const cli *c, const ngl_error *err)
{
    switch (err->code) {
    case NGL_E_INVALID:
    case NGL_E_UNKNOWN_KEY:
    case NGL_E_CONFLICT: return cli_usage(c, "%s", err->text);
    case NGL_E_NOT_FOUND:
        return cli_fail(c, err, strstr(err->text, "change of plan") ? "See the plan with: niggle plan"
                                                                    : "Begin one with: niggle assess");
    default: return cli_fail(c, err, NULL);
    }
}

int episode_print(cli *c, ngl_buf *out)
{
    bool good = !out->failed;
    if (good && out->len) fwrite(out->data, 1, out->len, c->out);
    ngl_buf_free(out);
    if (good) return EXIT_DONE;
    ngl_error err = { .code = NGL_E_NOMEM };
    return cli_fail(c, &err, NULL);
}
