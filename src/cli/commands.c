/* The verbs, in the order of a runner's day; each stands in its own file. */
#include "cli/command.h"

extern const command cmd_assess, cmd_db, cmd_decode, cmd_export, cmd_forecast, cmd_form, cmd_help, cmd_import, cmd_kb, cmd_learn, cmd_load, cmd_log, cmd_notes, cmd_plan, cmd_report, cmd_runs,
    cmd_today, cmd_version, cmd_vignettes;

const command *const commands[] = {
    &cmd_import,
    &cmd_runs,
    &cmd_load,
    &cmd_form,
    &cmd_notes,
    &cmd_assess,
    &cmd_plan,
    &cmd_today,
    &cmd_log,
    &cmd_forecast,
    &cmd_report,
    &cmd_learn,
    &cmd_decode,
    &cmd_export,
    &cmd_vignettes,
    &cmd_db,
    &cmd_kb,
    &cmd_version,
    &cmd_help,
    NULL,
};
