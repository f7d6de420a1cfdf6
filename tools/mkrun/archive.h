/* An invented runner's account as the vendors hand it out. */
#ifndef MKRUN_ARCHIVE_H
#define MKRUN_ARCHIVE_H

#include "write.h"

typedef struct archive_plan {
    const char     *path;   /* of the archive to make */
    const char     *kind;   /* "strava", "garmin", "apple" */
    const char     *format; /* of the recordings: fit, gpx, tcx, mixed */
    const run_plan *plan;
    unsigned        nplan;
    unsigned        others; /* garmin: FIT files of other kinds */
    bool            words;  /* strava: a header in another language */
    uint64_t        seed;
    uint64_t        bytes;  /* apple: at least so many of export.xml, filled with days of standing about */
} archive_plan;

/* Every twentieth activity has no recording. 0, or 1 after a line on stderr. */
int archive_make(const archive_plan *a);

#endif
