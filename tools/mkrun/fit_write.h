/* Writing FIT bytes: definitions, messages, header and checksum. Used to make
 * invented recordings and, message by message, every trap the tests need. */
#ifndef MKRUN_FIT_WRITE_H
#define MKRUN_FIT_WRITE_H

#include "base/buf.h"

#include <stdint.h>

/* base types as they stand in a definition */
enum {
    FW_ENUM = 0x00, FW_S8 = 0x01, FW_U8 = 0x02, FW_S16 = 0x83, FW_U16 = 0x84, FW_S32 = 0x85, FW_U32 = 0x86,
    FW_TEXT = 0x07, FW_F32 = 0x88, FW_F64 = 0x89, FW_U8Z = 0x0a, FW_U16Z = 0x8b, FW_U32Z = 0x8c, FW_BYTE = 0x0d
};

typedef struct fit_field {
    uint8_t number, size, type;
} fit_field;

typedef struct fit_writer {
    ngl_buf *out;
    size_t   start; /* of the part being written */
    unsigned header; /* 12 or 14 */
    int      big;   /* byte order of what follows */
} fit_writer;

fit_writer fit_begin(ngl_buf *out, unsigned header);
/* A definition; developer fields are {number, size, developer index}. */
void fit_define(fit_writer *w, unsigned local, unsigned global, const fit_field *field, unsigned n,
                const fit_field *developer, unsigned ndeveloper);
void fit_data(fit_writer *w, unsigned local); /* the header byte of a message; values follow */
void fit_put(fit_writer *w, uint64_t value, unsigned size);
void fit_text(fit_writer *w, const char *text, unsigned size);
void fit_float(fit_writer *w, float value);
/* Complete header and checksum; further parts may be begun on the same buffer. */
void fit_end(fit_writer *w);
/* Both anew over out[start..], after something in between was changed. */
void fit_reseal(ngl_buf *out, size_t start);

#endif
