/* See pieces.h. */
#include "pieces.h"

void file_id(fit_writer *w, unsigned type)
{
    static const fit_field f[] = { { 0, 1, FW_ENUM }, { 1, 2, FW_U16 }, { 2, 2, FW_U16 }, { 4, 4, FW_U32 } };
    DEFINE(w, 0, 0, f);
    fit_data(w, 0);
    fit_put(w, type, 1);
    fit_put(w, 255, 2);
    fit_put(w, 7, 2);
    fit_put(w, T0, 4);
}

const fit_field usual[USUAL] = { { 253, 4, FW_U32 }, { 5, 4, FW_U32 },  { 73, 4, FW_U32 }, { 41, 2, FW_U16 },
                                   { 84, 2, FW_U16 },  { 3, 1, FW_U8 },   { 4, 1, FW_U8 } };

void record(fit_writer *w, uint32_t t, unsigned i)
{
    fit_data(w, RECORD);
    fit_put(w, t, 4);
    fit_put(w, 300 * i, 4);
    fit_put(w, 3000, 4);
    fit_put(w, 2500, 2);
    fit_put(w, 4950, 2);
    fit_put(w, 140, 1);
    fit_put(w, 85, 1);
}

void records(fit_writer *w, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) record(w, T0 + i, i);
}

void session_of(fit_writer *w, uint32_t start, unsigned seconds, unsigned sport)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 2, 4, FW_U32 }, { 7, 4, FW_U32 }, { 8, 4, FW_U32 },
                                   { 9, 4, FW_U32 },   { 5, 1, FW_ENUM }, { 6, 1, FW_ENUM } };
    DEFINE(w, 5, 18, f);
    fit_data(w, 5);
    fit_put(w, start + seconds, 4);
    fit_put(w, start, 4);
    fit_put(w, (uint64_t)seconds * 1000, 4);
    fit_put(w, (uint64_t)seconds * 1000, 4);
    fit_put(w, (uint64_t)seconds * 300, 4);
    fit_put(w, sport, 1);
    fit_put(w, 0, 1);
}

void session(fit_writer *w)
{
    session_of(w, T0, N - 1, 1);
}

void event(fit_writer *w, uint32_t t, unsigned type)
{
    static const fit_field f[] = { { 253, 4, FW_U32 }, { 0, 1, FW_ENUM }, { 1, 1, FW_ENUM } };
    DEFINE(w, 2, 21, f);
    fit_data(w, 2);
    fit_put(w, t, 4);
    fit_put(w, 0, 1);
    fit_put(w, type, 1);
}

void whole(fit_writer *w)
{
    file_id(w, 4);
    DEFINE(w, RECORD, 20, usual);
    records(w, 0, N);
    session(w);
}

void plain(ngl_buf *b)
{
    fit_writer w = fit_begin(b, 14);
    whole(&w);
    fit_end(&w);
}

void resum(ngl_buf *b)
{
    uint16_t c = 0;
    for (size_t i = 0; i + 2 < b->len; i++) {
        c = (uint16_t)(c ^ (uint8_t)b->data[i]);
        for (int k = 0; k < 8; k++) c = (uint16_t)(c & 1 ? c >> 1 ^ 0xa001 : c >> 1);
    }
    b->data[b->len - 2] = (char)(c & 0xff);
    b->data[b->len - 1] = (char)(c >> 8);
}
