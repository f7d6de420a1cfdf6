/* "2026-03-01", or "90d", which ends with today. */
#include "cli/day.h"

#include "base/date.h"
#include "base/number.h"

#include <string.h>

enum { DAYS_MAX = 36500 };

static bool parse_day(const cli *c, const char *text, ngl_day *out)
{
    size_t  len = strlen(text);
    int64_t days;
    if (ngl_day_parse(out, text, len)) return true;
    if (len < 2 || text[len - 1] != 'd' || !ngl_integer_parse(&days, text, len - 1)) return false;
    if (days < 1 || days > DAYS_MAX) return false;
    *out = c->today - (ngl_day)days + 1;
    return true;
}

int cli_day_option(cli *c, const char *name, ngl_day *out)
{
    const char *text = cli_option(c, name);
    *out = NGL_DAY_NONE;
    if (!text || parse_day(c, text, out)) return EXIT_DONE;
    return cli_usage(c, "--%s: \"%s\" is not a day; write it like 2026-03-01 or 90d", name, text);
}
