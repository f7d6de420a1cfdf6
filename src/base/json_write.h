/* Writing JSON into a buffer. Commas and nesting are the writer's business;
 * bad UTF-8 becomes U+FFFD, so what comes out is always valid JSON. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/buf.h"

enum { NGL_JSON_DEPTH = 64 };

typedef struct ngl_json {
    ngl_buf *out;   /* borrowed */
    unsigned depth; /* open objects and arrays */
    bool     comma; /* something stands before in this level */
    bool     keyed; /* a key was written, its value is due */
    char     close[NGL_JSON_DEPTH];
} ngl_json;

ngl_json ngl_json_to(ngl_buf *out);
void ngl_json_object(ngl_json *j);
void ngl_json_array(ngl_json *j);
void ngl_json_end(ngl_json *j); /* closes the innermost object or array */
void ngl_json_key(ngl_json *j, const char *key);
void ngl_json_string(ngl_json *j, const char *text); /* NULL writes null */
void ngl_json_text(ngl_json *j, const char *text, size_t len);
void ngl_json_number(ngl_json *j, double v, int decimals); /* NaN writes null */
void ngl_json_exact(ngl_json *j, double v);
void ngl_json_integer(ngl_json *j, int64_t v);
void ngl_json_bool(ngl_json *j, bool v);
void ngl_json_null(ngl_json *j);

/* key and value in one call */
void ngl_json_put_string(ngl_json *j, const char *key, const char *text);
void ngl_json_put_number(ngl_json *j, const char *key, double v, int decimals);
void ngl_json_put_integer(ngl_json *j, const char *key, int64_t v);
void ngl_json_put_bool(ngl_json *j, const char *key, bool v);

#endif
