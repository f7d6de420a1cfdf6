/* Bytes of one FIT message after another: fields, definition, header, checksums. */
#include "activity/fit_draft.h"

#include "activity/fit_crc.h"

#include <string.h>

void ngl_draft_field(ngl_fit_draft *m, unsigned number, unsigned base, const void *bytes, size_t len)
{
    if (m->nfield == FIT_FIELD_MOST || m->len + len > FIT_DATA_MOST) return;
    const uint8_t f[3] = { (uint8_t)number, (uint8_t)len, (uint8_t)base };
    memcpy(m->field + 3 * m->nfield++, f, sizeof f);
    memcpy(m->data + m->len, bytes, len);
    m->len += len;
}

void ngl_draft_u8(ngl_fit_draft *m, unsigned number, unsigned base, unsigned v)
{
    ngl_draft_field(m, number, base, &(uint8_t){ (uint8_t)v }, 1);
}

void ngl_draft_u16(ngl_fit_draft *m, unsigned number, unsigned v)
{
    const uint8_t p[2] = { (uint8_t)v, (uint8_t)(v >> 8) };
    ngl_draft_field(m, number, B_UINT16, p, sizeof p);
}

void ngl_draft_u32(ngl_fit_draft *m, unsigned number, unsigned base, uint32_t v)
{
    const uint8_t p[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };
    ngl_draft_field(m, number, base, p, sizeof p);
}

/* Bytes of one UTF-8 text that fit, cut between characters, with its NUL. */
void ngl_draft_text(ngl_fit_draft *m, unsigned number, const char *s)
{
    size_t len = strlen(s);
    if (!len) return;
    if (len > FIT_TEXT_MOST) {
        len = FIT_TEXT_MOST;
        while (len && ((uint8_t)s[len] & 0xc0) == 0x80) len--;
    }
    uint8_t copy[FIT_TEXT_MOST + 1] = { 0 };
    memcpy(copy, s, len);
    ngl_draft_field(m, number, B_STRING, copy, len + 1);
}

void ngl_draft_define(ngl_buf *b, unsigned local, unsigned global, const ngl_fit_draft *m, const uint8_t *dev, unsigned ndev)
{
    const uint8_t head[6] = { (uint8_t)(0x40 | (ndev ? 0x20 : 0) | local), 0, 0, (uint8_t)global, (uint8_t)(global >> 8),
                              (uint8_t)m->nfield };
    ngl_buf_add(b, head, sizeof head);
    ngl_buf_add(b, m->field, 3 * (size_t)m->nfield);
    if (!ndev) return;
    ngl_buf_char(b, (char)ndev);
    ngl_buf_add(b, dev, 3 * (size_t)ndev);
}

void ngl_draft_emit(ngl_buf *b, unsigned global, const ngl_fit_draft *m)
{
    ngl_draft_define(b, FIT_LOCAL_OTHER, global, m, NULL, 0);
    ngl_buf_char(b, FIT_LOCAL_OTHER);
    ngl_buf_add(b, m->data, m->len);
}

/* ---- header and checksums --------------------------------------------------------------------- */

void ngl_draft_finish(ngl_buf *b, size_t at)
{
    uint8_t *head = (uint8_t *)b->data + at;
    uint32_t body = (uint32_t)(b->len - at - FIT_HEADER);
    const uint8_t bytes[12] = { FIT_HEADER, 0x20, 0x5c, 0x08, (uint8_t)body, (uint8_t)(body >> 8), (uint8_t)(body >> 16),
                                (uint8_t)(body >> 24), '.', 'F', 'I', 'T' };
    memcpy(head, bytes, sizeof bytes);
    uint16_t sum = ngl_fit_crc(0, head, sizeof bytes);
    head[12] = (uint8_t)sum;
    head[13] = (uint8_t)(sum >> 8);
    sum = ngl_fit_crc(0, head, b->len - at);
    const uint8_t tail[2] = { (uint8_t)sum, (uint8_t)(sum >> 8) };
    ngl_buf_add(b, tail, sizeof tail);
}
