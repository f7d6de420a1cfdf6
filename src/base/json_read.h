/* JSON from outside, one thing at a time and without recursion: the caller
 * keeps what it wants and skips the rest. NaN and Infinity are taken as
 * numbers that are not known, because vendors write them. */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include "base/buf.h"

enum { NGL_JSON_READ_DEPTH = 64, NGL_JSON_TEXT_MAX = 1 << 16 };

typedef enum ngl_json_kind {
    NGL_JSON_END,    /* of the document */
    NGL_JSON_BROKEN, /* see `fault` and `pos` */
    NGL_JSON_OBJECT, NGL_JSON_OBJECT_END,
    NGL_JSON_ARRAY, NGL_JSON_ARRAY_END,
    NGL_JSON_KEY,    /* `text` */
    NGL_JSON_TEXT,   /* `text` */
    NGL_JSON_NUMBER, /* `number`, NaN if it is not known; `integer` too where it is one */
    NGL_JSON_TRUE, NGL_JSON_FALSE, NGL_JSON_NULL
} ngl_json_kind;

typedef struct ngl_json_reader {
    const char *data; /* borrowed */
    size_t      len, pos;
    unsigned    depth; /* open objects and arrays */
    uint64_t    is_object; /* a bit for each level */
    bool        due;   /* a value must come (after a key or a comma) */
    bool        began;
    ngl_buf     text;  /* a key or a text, unescaped; until the next call; cut at NGL_JSON_TEXT_MAX */
    double      number;
    int64_t     integer;
    bool        is_integer;
    const char *fault;
} ngl_json_reader;

void          ngl_json_read_begin(ngl_json_reader *r, const void *data, size_t len);
void          ngl_json_read_end(ngl_json_reader *r);
ngl_json_kind ngl_json_read(ngl_json_reader *r);

/* Pass over the value that comes next, or over the rest of the object or array
 * that was just opened (`kind`). False: broken. */
bool ngl_json_skip(ngl_json_reader *r, ngl_json_kind kind);

#endif
