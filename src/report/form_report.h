/* Running form for people and for programs: trends against the own past, what
 * evidence says of each, and advice that may help the pain there is. */
#ifndef REPORT_FORM_REPORT_H
#define REPORT_FORM_REPORT_H

#include "base/json_write.h"

#include <niggle/tissue.h>

#include <stdbool.h>

typedef enum ngl_cue_use {
    NGL_CUE_NOT_HERE, /* it is about something else */
    NGL_CUE_OFFERED,  /* may help one of the causes and harms none */
    NGL_CUE_NOT_NOW   /* may harm one of the causes */
} ngl_cue_use;

/* Everything is borrowed. */
typedef struct ngl_form_view {
    const ngl_loads   *loads;
    ngl_day            today, new_device; /* NGL_DAY_NONE: the same watch all along */
    ngl_form_trend     trend[NGL_FORM_COUNT];
    int64_t            episode;  /* 0: no pain is open, and nothing is offered */
    const char        *place;
    bool               resting;  /* the plan has no running now: advice waits */
    const ngl_cue_use *use;      /* [kb->ncue] */
    bool               all;      /* every piece of advice, with its verdict */
} ngl_form_view;

void ngl_form_text(ngl_buf *out, const ngl_form_view *v, bool colour);
void ngl_form_json(ngl_buf *out, const ngl_form_view *v);
void ngl_form_plain(ngl_buf *out, const ngl_form_view *v);

#endif
