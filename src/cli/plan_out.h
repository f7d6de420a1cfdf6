/* What `niggle plan` reads from its options and writes beside its page. */
#ifndef CLI_PLAN_OUT_H
#define CLI_PLAN_OUT_H

#include "cli/command.h"
#include "report/ahead_report.h"

/* Days, race and holiday as typed; `change` says which were given (NGL_WISH_...).
 * NGL_E_INVALID with a sentence. */
ngl_status plan_wishes(const cli *c, ngl_wishes *out, unsigned *change, ngl_error *err);

/* Write the calendar to a file, or "-" for the output; gives the exit code. */
int plan_write_ics(cli *c, const ngl_ahead *a, const char *path);

/* Write the sessions of the next two weeks as FIT workouts into a folder; gives the exit code. */
int plan_write_fit(cli *c, const ngl_ahead *a, const char *folder);

#endif
