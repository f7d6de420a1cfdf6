/* How an import is told: lines, records or JSON. */
#ifndef CLI_IMPORT_OUT_H
#define CLI_IMPORT_OUT_H

#include "cli/command.h"
#include "flow/import.h"

/* JSON is one object, {"files":[…],"totals":{…}}, a file a line, written as the
 * import goes: begin, tell each, sums. */
void import_begin(const cli *c);

/* One file, the n-th from 0. In words only what is worth a line, unless `all`. */
void import_tell(const cli *c, const ngl_imported *f, size_t n, bool all);

/* The sums; `left` files were not looked at because somebody said stop, or the
 * database failed. */
void import_sums(const cli *c, const ngl_import_totals *t, size_t left, bool dry_run);

/* "[120/2000]" over itself on the terminal, and nothing left of it. */
void import_progress(const cli *c, size_t done, size_t total);
void import_progress_end(const cli *c);

#endif
