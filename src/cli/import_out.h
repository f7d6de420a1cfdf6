/* How an import is told: lines, records or JSON. */
#ifndef CLI_IMPORT_OUT_H
#define CLI_IMPORT_OUT_H

#include "cli/command.h"
#include "flow/import.h"

/* One file. In words only what is worth a line, unless `all`. */
void import_tell(const cli *c, const ngl_imported *f, bool all);

/* The sums; `left` files were not looked at because somebody said stop. */
void import_sums(const cli *c, const ngl_import_totals *t, size_t left, bool dry_run);

/* "[120/2000]" over itself on the terminal, and nothing left of it. */
void import_progress(const cli *c, size_t done, size_t total);
void import_progress_end(const cli *c);

#endif
