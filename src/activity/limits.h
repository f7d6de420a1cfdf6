/* What one file may cost. Every figure is a promise to the caller: beyond it a
 * file is refused with NGL_E_LIMIT, and nothing grows without one of these.
 * The size of a file has its limit in niggle/activity.h. */
#ifndef ACTIVITY_LIMITS_H
#define ACTIVITY_LIMITS_H

enum {
    NGL_RECORDS_MAX = 1 << 22,    /* two records a second for 24 days */
    NGL_XML_DEPTH_MAX = 64,       /* nested elements; GPX and TCX need 12 */
    NGL_XML_TEXT_MAX = 1 << 12,   /* bytes of one value; what is longer is cut */
    NGL_EXTRA_MAX = 32,           /* developer fields kept for each record */
    NGL_DESCRIPTION_MAX = 256,    /* developer field descriptions */
    NGL_SESSION_MAX = 4096,
    NGL_LAP_MAX = 1 << 17,
    NGL_EVENT_MAX = 1 << 18,
    NGL_DEVICE_MAX = 256,
    NGL_SPAN_MAX = 4096           /* stretches skipped as damaged */
};

#endif
