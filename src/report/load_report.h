/* Load of tissues for people and for programs: weeks, one run, pictures. */
#ifndef REPORT_LOAD_REPORT_H
#define REPORT_LOAD_REPORT_H

#include "base/json_write.h"

#include <niggle/load.h>
#include <niggle/tissue.h>

#include <stdbool.h>

/* A run that stands out from the 30 days before it. */
typedef struct ngl_load_stand_out {
    uint32_t                   run;    /* index into loads->run */
    double                     percent; /* longer than the longest of the 30 days before; NaN: not by distance */
    const ngl_training_figure *figure; /* of that band of the longest-run rule; NULL: none */
    const ngl_load_change     *tissue; /* [ntissue] the same by load */
} ngl_load_stand_out;

/* Everything is borrowed. */
typedef struct ngl_load_view {
    const ngl_loads          *loads;
    ngl_day                   today;
    size_t                    nweek;
    const ngl_load_week      *week;   /* [nweek], oldest first */
    const double             *cell;   /* [ntissue * nweek], tissue by tissue: damage */
    const ngl_load_change    *change; /* [ntissue] */
    const ngl_tissue_state   *state;  /* [ntissue] */
    ngl_load_context          context;
    size_t                    nout;   /* newest first */
    const ngl_load_stand_out *out;
    ngl_day                   new_device; /* another watch was worn from that day on; NGL_DAY_NONE */
    bool                      why;    /* each coefficient's source, too */
} ngl_load_view;

/* At most 80 columns. */
void ngl_load_text(ngl_buf *out, const ngl_load_view *v, bool colour);
void ngl_load_json(ngl_buf *out, const ngl_load_view *v);
/* kind of record, then fields, between tabs */
void ngl_load_plain(ngl_buf *out, const ngl_load_view *v);
/* A picture of its own: load by week with the band of what is usual, runs that
 * stand out, steps and contact time. Grey alone says it all. */
void ngl_load_svg(ngl_buf *out, const ngl_load_view *v);

/* One run. */
typedef struct ngl_load_run_view {
    const ngl_loads      *loads;
    uint32_t              run;
    ngl_load_stand_out    stands;
    const ngl_load_terms *terms; /* [ntissue]; NULL: no model holds */
    bool                  why;
} ngl_load_run_view;

void ngl_load_run_text(ngl_buf *out, const ngl_load_run_view *v, bool colour);
void ngl_load_run_json(ngl_buf *out, const ngl_load_run_view *v);
void ngl_load_run_plain(ngl_buf *out, const ngl_load_run_view *v);

/* ---- wording (load_words.c) ----------------------------------------------------- */

const char *ngl_load_word_key(ngl_load_word w);   /* "more" */
const char *ngl_load_word_words(ngl_load_word w); /* "more than usual" */
const char *ngl_load_flag_key(unsigned flag);
const char *ngl_load_flag_words(unsigned flag);   /* a sentence; "" for an unknown bit */
enum { NGL_LOAD_FLAGS = 10 };

/* The published figure with this key, NULL if this knowledge has none. */
const ngl_training_figure *ngl_training_figure_of(const ngl_knowledge *kb, const char *key);
/* The band of the longest-run rule that `percent` falls into; NULL: none. */
const ngl_training_figure *ngl_longest_run_band(const ngl_knowledge *kb, double percent);

/* "Sunday 1 March, 24.0 km (run 51)" */
void ngl_loaded_words(ngl_buf *out, const ngl_loaded *run);
/* "5:48 min/km" */
void ngl_pace_words(ngl_buf *out, double mps);
/* "1.64 times as many injuries (1.31 to 2.05)" with its source */
void ngl_hazard_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_training_figure *f);
/* One character a week: eight heights, "." none, "?" not known. */
void ngl_spark(ngl_buf *out, const double *value, const ngl_load_week *week, size_t n);
/* "gluteus medius, stance": where each of the model's figures comes from. */
void ngl_tissue_source_words(ngl_buf *out, const ngl_knowledge *kb, const ngl_tissue *t);

#endif
