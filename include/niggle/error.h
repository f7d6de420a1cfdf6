/* Status codes and the error that the caller owns. */
#ifndef NIGGLE_ERROR_H
#define NIGGLE_ERROR_H

#include <niggle/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Every code, its value and its general meaning; enum and text both grow from
 * this one list. */
#define NGL_STATUS_MAP(X)                                               \
    X(NOMEM, -1, "more memory is needed than is allowed")               \
    X(INVALID, -2, "a value is outside its allowed range")              \
    X(UNKNOWN_KEY, -3, "a name is not known")                           \
    X(TRUNCATED, -4, "the data end before they should")                 \
    X(CORRUPT, -5, "the data are damaged")                              \
    X(NOT_ACTIVITY, -6, "the file holds no activity")                   \
    X(UNSUPPORTED, -7, "this kind of file is not read")                 \
    X(LIMIT, -8, "the data are larger than the stated limit")           \
    X(IO, -9, "a file could not be read or written")                    \
    X(BUSY, -10, "another program is using the database")               \
    X(NEWER, -11, "the database was written by a newer version")        \
    X(NOT_FOUND, -12, "nothing was found")                              \
    X(CONFLICT, -13, "two facts contradict one another")                \
    X(KNOWLEDGE, -14, "the knowledge is not valid")

typedef enum ngl_status {
    NGL_OK = 0,
#define X(name, value, text) NGL_E_##name = value,
    NGL_STATUS_MAP(X)
#undef X
} ngl_status;

#define NGL_ERROR_TEXT_MAX 240

/* What went wrong and where. Owned by the caller; every function that takes
 * one accepts NULL. Untouched on success. */
typedef struct ngl_error {
    ngl_status code;
    size_t     pos;                      /* byte offset in the input, 0 if there is no input */
    char       text[NGL_ERROR_TEXT_MAX]; /* one line, no full stop */
} ngl_error;

/* The general meaning of a code, for example "the data are damaged". Static. */
NGL_API const char *ngl_status_text(ngl_status status);

#ifdef __cplusplus
}
#endif
#endif
