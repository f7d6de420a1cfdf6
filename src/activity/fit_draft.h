/* Writing FIT: a message in the making, and the file round it. */
#ifndef ACTIVITY_FIT_DRAFT_H
#define ACTIVITY_FIT_DRAFT_H

#include "base/buf.h"

#include <stdint.h>

enum { FIT_HEADER = 14, FIT_FIELD_MOST = 64, FIT_DATA_MOST = 2048, FIT_TEXT_MOST = 120, FIT_LOCAL_OTHER = 1 };
enum { B_ENUM = 0x00, B_SINT8 = 0x01, B_UINT8 = 0x02, B_UINT16 = 0x84, B_SINT32 = 0x85, B_UINT32 = 0x86, B_STRING = 0x07,
       B_FLOAT32 = 0x88, B_UINT32Z = 0x8c, B_BYTE = 0x0d };

/* Its definition, field by field, and its data. */
typedef struct ngl_fit_draft {
    uint8_t  field[3 * FIT_FIELD_MOST], data[FIT_DATA_MOST];
    unsigned nfield;
    size_t   len;
} ngl_fit_draft;

/* Add a field; one that has no room is left out. */
void ngl_draft_field(ngl_fit_draft *m, unsigned number, unsigned base, const void *bytes, size_t len);
void ngl_draft_u8(ngl_fit_draft *m, unsigned number, unsigned base, unsigned v);
void ngl_draft_u16(ngl_fit_draft *m, unsigned number, unsigned v);
void ngl_draft_u32(ngl_fit_draft *m, unsigned number, unsigned base, uint32_t v);
void ngl_draft_text(ngl_fit_draft *m, unsigned number, const char *s);

/* Write a definition alone, with developer fields; or definition and data. */
void ngl_draft_define(ngl_buf *b, unsigned local, unsigned global, const ngl_fit_draft *m, const uint8_t *dev, unsigned ndev);
void ngl_draft_emit(ngl_buf *b, unsigned global, const ngl_fit_draft *m);

/* Fill in the header that has room at `at`, and add the checksum. */
void ngl_draft_finish(ngl_buf *b, size_t at);

#endif
