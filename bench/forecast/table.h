/* The public training records (Lövdal, den Hartigh and Azzopardi 2021,
 * doi:10.34894/UWU9PV), their simulated twins, and how they become rows of the
 * population model. Both layouts are read: seven days, or three weeks. */
#ifndef BENCH_FORECAST_TABLE_H
#define BENCH_FORECAST_TABLE_H

#include "base/buf.h"
#include "forecast/population.h"

typedef enum layout { LAYOUT_DAYS, LAYOUT_WEEKS } layout;

enum { DAY_BLOCK = 10, WEEK_BLOCK = 22 };

typedef struct table {
    layout    kind;
    size_t    n, width; /* rows; columns of the window */
    double   *window;   /* [n * width], as in the file but oldest block first; NaN: no such column */
    uint32_t *athlete;  /* [n] */
    int32_t  *date;     /* [n] days since the first record */
    bool     *injured;  /* [n] */
    double   *truth;    /* [n] true chance, NULL unless the file says it (column `hazard`) */
} table;

/* Rows of a CSV, gzipped or not. Refused (NGL_E_INVALID, one sentence): other
 * columns than the known layouts, a number that is none, and a day file whose
 * blocks run from new to old (its consecutive rows tell). */
ngl_status table_parse(table *t, const void *data, size_t len, ngl_arena *a, ngl_error *err);

/* Of the day rows that follow a row of the same athlete one day earlier, how
 * many repeat it one block further (old to new, as they should), and how many
 * the other way round. */
void table_block_order(const table *t, size_t *forward, size_t *backward);

/* What an athlete's rows tell about one of them. `peek` plants a fault, for
 * the tests of the guards; 0 is the honest way. */
typedef enum peek {
    PEEK_NOTHING,
    PEEK_GAP,    /* days since the row before it */
    PEEK_LOAD28, /* km of the last 28 days, put together from other rows */
    PEEK_ERA,    /* the date */
    PEEK_FUTURE, /* load as a z-score over the whole record */
    PEEK_LABELS, /* the athlete's rate of injuries over the whole record */
    PEEK_COUNT
} peek;

extern const char *const peek_names[PEEK_COUNT];

/* Rows of the model. With a peek, the measure `jump` holds what it saw. */
ngl_status table_rows(ngl_population_row *row, const table *t, peek p, ngl_arena *a, ngl_error *err);

#endif
