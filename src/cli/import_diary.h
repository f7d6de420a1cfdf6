/* Which column of a diary is what: from --map FILE, or asked at the terminal. */
#ifndef CLI_IMPORT_DIARY_H
#define CLI_IMPORT_DIARY_H

#include "base/buf.h"
#include "cli/command.h"
#include "flow/import.h"

/* Before an import: `map` gets the text of --map FILE, empty without one; free
 * it. Without one, diaries among the files are looked at, and where one leaves
 * open what its columns are, and questions may be asked, they are; the answers
 * are kept in the store (`keep`), or, in a dry run, go into `map`. An exit code. */
int import_diary_maps(cli *c, ngl_flow *flow, const ngl_found_list *list, bool keep, ngl_buf *map);

#endif
