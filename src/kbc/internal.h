/* What the parts of the compiler share: the tables while they grow, the report
 * and the readers for CSV and YAML. Every key is the first member of its row,
 * so one function finds a row of any table. */
#ifndef KBC_INTERNAL_H
#define KBC_INTERNAL_H

#include "kbc/kbc.h"

/* ---- growing tables ------------------------------------------------------ */

/* Where something stands in the knowledge files. */
typedef struct kbc_place {
    const char *file;
    uint32_t    line;
} kbc_place;

/* A table while it grows. A push may move the rows, so nobody keeps a pointer
 * to one across a push into the same table. */
typedef struct kbc_vec {
    const char *what; /* "condition": for messages */
    size_t      size; /* of one row */
    void       *data;
    kbc_place  *place; /* [num] where each row was defined */
    void       *spare; /* where rows go once memory is out; never NULL for the tables below */
    uint32_t    num, cap;
} kbc_vec;

typedef struct kbc_csv {
    const char  *file;
    uint32_t     ncol, nrow;
    const char **cell; /* [nrow * ncol] in the order of the wanted columns */
    uint32_t    *line; /* [nrow] */
} kbc_csv;

typedef enum kbc_node_kind { KBC_SCALAR, KBC_LIST, KBC_MAP } kbc_node_kind;

typedef struct kbc_node {
    kbc_node_kind    kind;
    const char      *key;  /* in a map, else NULL */
    const char      *text; /* of a scalar, else "" */
    kbc_place        at;
    uint32_t         num; /* children */
    struct kbc_node *first, *next;
} kbc_node;

typedef struct kbc {
    ngl_arena          *arena;
    const ngl_kbc_file *file;
    size_t              nfile;
    ngl_kbc_report     *report;
    bool                nomem; /* sticky */

    kbc_vec source, source_ref, condition, finding, option, group, modifier, pair;
    kbc_vec rule, op, suspect, blocked, danger_item, danger_group, danger_level, opening, claim;
    kbc_vec metric, pain_rule, exercise, exercise_protocol, criterion, dose, stage, protocol, treatment;
    kbc_vec measure, level, programme, comparator, cue, training, statement, form, screen, screen_item, tissue;
    kbc_vec contradiction, recheck;

    ngl_care   *care; /* [condition.num] */
    double     *base; /* [ncolumn] */
    ngl_link   *link; /* [ncolumn * kbc_states()] */
    uint32_t    ncolumn;
    ngl_id      other;
    uint32_t    nopening_danger;
    ngl_model   model;
    ngl_course *course; /* [condition.num], NULL after a problem */
    ngl_time    time;
    max_align_t scratch[2]; /* the same for passing lists of ids */
} kbc;

typedef struct kbc_comparator {
    const char *key;
    double      shrink;
} kbc_comparator;

/* report.c: one problem; the format is printf's, without floating point. */
void        kbc_problem(kbc *k, kbc_place at, const char *format, ...) NGL_PRINTF(3, 4);
const char *kbc_text(kbc *k, const char *text, size_t len);
const char *kbc_number_text(kbc *k, double v);
const char *kbc_sum_text(kbc *k, double v); /* to four decimals, without the dust of adding */
/* "x is not known" with the nearest key when there is one. */
void        kbc_unknown(kbc *k, kbc_place at, const kbc_vec *v, const char *key);

/* vec.c */
void       *kbc_push(kbc *k, kbc_vec *v, kbc_place at);  /* a zeroed row; never NULL */
void       *kbc_take(kbc *k, size_t size, size_t count); /* NULL once memory is out */
void       *kbc_row(const kbc_vec *v, uint32_t i);
ngl_id      kbc_find(const kbc_vec *v, const char *key);
/* Find or report. */
ngl_id      kbc_need(kbc *k, const kbc_vec *v, kbc_place at, const char *key);
/* A new row under this key; reports a malformed or duplicate one (then the row
 * is pushed all the same, so that later lines are checked too). */
void       *kbc_define(kbc *k, kbc_vec *v, kbc_place at, const char *key);
/* The next item of "a;b;c" as its own text, NULL at the end. */
const char *kbc_item(kbc *k, const char **cursor, char separator);
ngl_refs    kbc_sources(kbc *k, kbc_place at, const char *list); /* reports none and unknown ones */
/* `list` of keys of `of` appended to `to`; gives how many. */
uint16_t    kbc_keys(kbc *k, kbc_place at, kbc_vec *to, const kbc_vec *of, const char *list);
/* A number within low..high, or a problem and NaN. Empty text gives `empty`. */
double      kbc_number(kbc *k, kbc_place at, const char *what, const char *text, double low, double high, double empty);
bool        kbc_yes(kbc *k, kbc_place at, const char *what, const char *text, const char *yes, const char *no);
/* Index of `text` in words[0..n), or a problem and n. */
unsigned    kbc_word(kbc *k, kbc_place at, const char *what, const char *text, const char *const *words, unsigned n);

/* csv.c: the file with exactly these columns, in any order. Problems leave an
 * empty table (missing file or column) or drop the bad rows. */
kbc_csv                   kbc_csv_read(kbc *k, const char *name, const char *const *columns, uint32_t ncol);
static inline const char *kbc_cell(const kbc_csv *t, uint32_t row, uint32_t col)
{
    return t->cell[(size_t)row * t->ncol + col];
}
static inline kbc_place kbc_at(const kbc_csv *t, uint32_t row)
{
    return (kbc_place){ t->file, t->line[row] };
}
const ngl_kbc_file *kbc_file(kbc *k, const char *name);
/* Valid UTF-8 without control characters, or a problem. */
bool                kbc_check_text(kbc *k, const ngl_kbc_file *f);

/* yaml.c */
const kbc_node *kbc_yaml_read(kbc *k, const char *name); /* the root map, or NULL after a problem */
/* Value of a key, or NULL; never reports. `map` may be NULL. */
const kbc_node *kbc_get(const kbc_node *map, const char *key);
/* Report keys that are not in the list (ends with NULL). */
void            kbc_only(kbc *k, const kbc_node *map, const char *const *keys);
/* Scalar of a key, or a problem (when required) and "". */
const char     *kbc_get_text(kbc *k, const kbc_node *map, const char *key, bool required);
double          kbc_get_number(kbc *k, const kbc_node *map, const char *key, double low, double high, double empty);
/* First child of a list or map under a key (a problem if it is not one), for `for (n = …; n; n = n->next)`. */
const kbc_node *kbc_get_list(kbc *k, const kbc_node *map, const char *key, bool required);
const char     *kbc_get_joined(kbc *k, const kbc_node *map, const char *key); /* list of scalars with "; " between */

/* the passes, in order */
void kbc_read_sources(kbc *k);
void kbc_read_conditions(kbc *k);
void kbc_read_forms(kbc *k);
void kbc_read_tissues(kbc *k);
void kbc_read_findings(kbc *k);
void kbc_read_structure(kbc *k);
void kbc_read_likelihoods(kbc *k);
void kbc_read_modifiers(kbc *k);
void kbc_read_red_flags(kbc *k);
void kbc_read_danger(kbc *k);
void kbc_read_rest_of_structure(kbc *k);
void kbc_read_claims(kbc *k);
void kbc_read_return_to_run(kbc *k);
void kbc_read_protocol_names(kbc *k);
void kbc_read_treatments(kbc *k);
void kbc_read_exercises(kbc *k);
void kbc_read_protocols(kbc *k);
void kbc_read_care(kbc *k);
void kbc_check_carried(kbc *k);
void kbc_read_cues(kbc *k);
void kbc_read_training(kbc *k);
void kbc_read_statements(kbc *k);
void kbc_read_courses(kbc *k);
/* dump_time.c: the part of the dump that is about time */
void kbc_dump_time(ngl_buf *b, const ngl_knowledge *kb);
void kbc_read_screens(kbc *k, const kbc_node *top); /* screens.c: a part of structure.yaml */
void kbc_read_again(kbc *k, const kbc_node *top); /* again.c: part of structure.yaml */

/* conditions, then forms */
static inline uint32_t kbc_states(const kbc *k)
{
    return k->condition.num + k->form.num;
}
const char *kbc_state_key(const kbc *k, uint32_t state);
/* likely.c: column of a finding's value, or NGL_NONE after a problem; the shrink factor of a comparator, or NaN. */
uint32_t kbc_column_of(kbc *k, kbc_place at, const ngl_finding *f, const char *value);
double   kbc_shrink_of(kbc *k, kbc_place at, const char *comparator);
/* forms.c: every form's cells, its own rows over its condition's; `said` ([ncolumn * kbc_states()]) gets the lines. */
void kbc_read_form_likelihoods(kbc *k, uint32_t *said);
void kbc_mean_of_forms(kbc *k, const uint32_t *said);

/* rule.c: compile a rule to postfix. Gives the number of steps, 0 after a problem. */
uint16_t kbc_rule(kbc *k, kbc_place at, const char *text);
/* One test "yes", "=value" or ">=8" of a finding. */
bool     kbc_test(kbc *k, kbc_place at, ngl_id finding, const char *text, ngl_op *op);
/* satisfy.c: can op[0..n) hold for any answers? -1: too tangled to say. */
int      kbc_can_hold(const kbc *k, const ngl_op *op, uint16_t n);
/* Does it hold before anything is answered? */
int      kbc_holds_unanswered(const ngl_op *op, uint16_t n);

/* version.c: 16 hexadecimal digits over names and bytes. */
const char *kbc_version(kbc *k);

extern const char *const kbc_triage_words[4]; /* as the files write them */

#endif
