/* The verb "export": runs for other programs. */
#ifndef FLOW_EXPORT_H
#define FLOW_EXPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "flow/flow.h"
#include "report/table.h"
#include "store/runs.h"

typedef struct ngl_export_options {
    const int64_t *run;       /* [nrun] these runs, whatever they are; none: those between the days */
    size_t         nrun;
    ngl_day        from, to;  /* NGL_DAY_NONE: no limit */
    bool           all_sports;
    bool           clean;     /* streams as cleaning leaves them, and what follows from it */
    bool           summaries; /* a row for each run, not for each record */
} ngl_export_options;

/* Where bytes go; false: they could not be written, and that is the end. */
typedef struct ngl_sink {
    bool (*write)(void *context, const void *bytes, size_t len);
    void  *context;
} ngl_sink;

/* The runs that the options name, oldest first. NGL_E_NOT_FOUND: one of those
 * named is not there. */
ngl_status ngl_flow_export_list(ngl_flow *flow, ngl_arena *arena, const ngl_export_options *options,
                                const ngl_row_run **row, size_t *n, ngl_error *err);

/* A table of them. `left_out` gets how many developer fields had no room. NGL_E_IO
 * where the sink gave up. */
ngl_status ngl_flow_export_table(ngl_flow *flow, const ngl_row_run *row, size_t n, const ngl_export_options *options,
                                 ngl_table_format format, const ngl_sink *sink, unsigned *left_out, ngl_error *err);

/* One run as a file of its own. */
typedef enum ngl_export_file { NGL_EXPORT_FIT, NGL_EXPORT_GPX } ngl_export_file;
ngl_status ngl_flow_export_run(ngl_flow *flow, int64_t run, ngl_export_file kind, ngl_buf *out, ngl_error *err);

#endif
