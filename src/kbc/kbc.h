/* The knowledge compiler: from the files of knowledge/ to constant tables.
 *
 * Bytes by file name go in, an ngl_knowledge in an arena comes out. The same
 * code serves the build (tools/kbc writes the tables as C) and the program
 * (`--knowledge DIR` compiles in memory), so both read the same language and
 * refuse the same mistakes. Every mistake that can be found is reported, each
 * as `file:line: what`, not only the first. Pure: no files, no printing.
 */
#ifndef KBC_KBC_H
#define KBC_KBC_H

#include "base/arena.h"
#include "base/buf.h"

#include <niggle/knowledge.h>

typedef struct ngl_kbc_file {
    const char *name;  /* without a folder: "conditions.csv" */
    const char *bytes; /* borrowed */
    size_t      len;
} ngl_kbc_file;

enum { NGL_KBC_PROBLEM_MAX = 200 };

typedef struct ngl_kbc_problem {
    const char *file;
    uint32_t    line; /* from 1 */
    const char *text; /* one line, no full stop */
} ngl_kbc_problem;

typedef struct ngl_kbc_report {
    uint32_t        nproblem;                     /* all of them; the first NGL_KBC_PROBLEM_MAX are kept */
    ngl_kbc_problem problem[NGL_KBC_PROBLEM_MAX]; /* texts live in the arena */
} ngl_kbc_report;

/* Names of the files that make up the knowledge, sorted; others than these and
 * *.md do not belong into the folder. Ends with NULL. */
extern const char *const ngl_kbc_names[];

/* Compile. `*out` and the texts of the report live in `a`; `files` may go.
 *   NGL_E_KNOWLEDGE  at least one problem, see the report (err has the first);
 *   NGL_E_NOMEM      the arena's limit is too low: about 24 MiB are needed.
 * The result depends on names and bytes alone, not on the order of `files`. */
ngl_status ngl_kbc_compile(const ngl_knowledge **out, ngl_arena *a, const ngl_kbc_file *files, size_t nfiles,
                           ngl_kbc_report *report, ngl_error *err);

/* Append the problems, one `file:line: what` a line. */
void ngl_kbc_report_text(ngl_buf *b, const ngl_kbc_report *report);

/* Append the tables as a C file that defines ngl_knowledge_builtin(). */
void ngl_kbc_write_c(ngl_buf *b, const ngl_knowledge *kb);

/* Append everything in words, for a person who reviews a change. */
void ngl_kbc_dump(ngl_buf *b, const ngl_knowledge *kb);

/* Append the counts, one `name number` a line. */
void ngl_kbc_counts(ngl_buf *b, const ngl_knowledge *kb);

/* Grade of a question by Flesch and Kincaid (1975): years of schooling, about
 * reading age less five. */
double ngl_kbc_reading_grade(const char *text);

#endif
