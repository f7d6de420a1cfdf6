/* How an import is told: lines, records or JSON. */
#ifndef CLI_IMPORT_OUT_H
#define CLI_IMPORT_OUT_H

#include "cli/command.h"
#include "flow/import.h"

/* JSON is one object, {"files":[…],"totals":{…}}, a file a line, written as the
 * import goes: begin, tell each, sums. */
void import_begin(const cli *c);

enum { IMPORT_SAME_MAX = 3, IMPORT_SAME_TEXT = 200 };

/* What was told last, so that a thousand files with the same fault get three lines. */
typedef struct import_teller {
    bool   all;   /* a line for each file */
    size_t ntold;
    size_t same;  /* lines with this reason, told or not */
    char   reason[IMPORT_SAME_TEXT];
} import_teller;

/* One file. In words only what is worth a line. */
void import_tell(const cli *c, import_teller *t, const ngl_imported *f);

/* Says how many lines were left out since. */
void import_tell_end(const cli *c, import_teller *t);

/* The sums; `left` files were not looked at because somebody said stop, or the
 * database failed. */
void import_sums(const cli *c, const ngl_import_totals *t, size_t left, bool dry_run);

/* "[120/2000]" over itself on the terminal, and nothing left of it. */
void import_progress(const cli *c, size_t done, size_t total);
void import_progress_end(const cli *c);

#endif
