/* What the makers of FIT samples share: pieces of the usual run. */
#ifndef SAMPLES_PIECES_H
#define SAMPLES_PIECES_H

#include "fit_write.h"

enum { T0 = 1110000000, N = 20, RECORD = 1 };

#define COUNT(a) (unsigned)(sizeof(a) / sizeof *(a))
#define DEFINE(w, local, global, fields) fit_define(w, local, global, fields, COUNT(fields), NULL, 0)

typedef struct sample {
    const char *name;
    void (*make)(ngl_buf *b);
    const char *want; /* of a bad_ one: the code and position it must give, kept in a .want beside it */
} sample;

extern const sample damaged[]; /* any_ and bad_; ends with a NULL name */

enum { USUAL = 7 };
extern const fit_field usual[USUAL]; /* fields of a record */

void file_id(fit_writer *w, unsigned type);
void record(fit_writer *w, uint32_t t, unsigned i);
void records(fit_writer *w, unsigned from, unsigned to);
void session_of(fit_writer *w, uint32_t start, unsigned seconds, unsigned sport);
void session(fit_writer *w);
void event(fit_writer *w, uint32_t t, unsigned type);
void whole(fit_writer *w); /* file_id, records, session */
void plain(ngl_buf *b);    /* a complete file of them */
void resum(ngl_buf *b);    /* its checksum again, after the header was changed on purpose */

#endif
