/* Small value types that every module shares. */
#ifndef NIGGLE_TYPES_H
#define NIGGLE_TYPES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define NGL_API __attribute__((visibility("default")))
#define NGL_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define NGL_API
#define NGL_PRINTF(fmt, first)
#endif

/* Index into one table of one ngl_knowledge. It lives in memory only: what is
 * stored, printed or sent carries the key and the knowledge version. */
typedef uint16_t ngl_id;
#define NGL_NONE ((ngl_id)0xffff)

/* A civil day: days since 1970-01-01, whatever the time zone. */
typedef int32_t ngl_day;
#define NGL_DAY_NONE INT32_MIN

/* A moment: milliseconds since 1970-01-01T00:00:00Z. */
typedef int64_t ngl_instant;
#define NGL_INSTANT_NONE INT64_MIN

/* How soon someone must look at it, from least to most pressing. */
typedef enum ngl_triage {
    NGL_TRIAGE_SELF_CARE,
    NGL_TRIAGE_ROUTINE,
    NGL_TRIAGE_URGENT,
    NGL_TRIAGE_EMERGENCY
} ngl_triage;

#endif
