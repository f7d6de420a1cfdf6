/* Printing what the cases said. */
#ifndef CLI_VIGNETTES_OUT_H
#define CLI_VIGNETTES_OUT_H

#include "base/json_write.h"
#include "cli/command.h"
#include "flow/vignettes.h"

/* All that is kept over the cases of all files. */
typedef struct vignettes_total {
    ngl_vignette_sums  sums;
    unsigned           malformed, unreadable; /* lines, files */
    const ngl_said_so *pair;                  /* [npair] */
    size_t             npair;
    double            *questions, *seconds, *items; /* [sums.ninterview] */
} vignettes_total;

void vignettes_case_json(ngl_json *j, const ngl_knowledge *kb, const char *file, unsigned line, const ngl_vignette *v,
                         const ngl_vignette_result *r, const ngl_vignette_options *o);
void vignettes_case_text(ngl_buf *out, const ngl_knowledge *kb, const ngl_vignette *v, const ngl_vignette_result *r,
                         const ngl_vignette_options *o);
void vignettes_total_json(ngl_json *j, const vignettes_total *t, const ngl_vignette_options *o);
void vignettes_total_text(ngl_buf *out, const vignettes_total *t, const ngl_vignette_options *o);

#endif
