/* Files of a small invented runner, as text, for tests of the verbs. */
#ifndef RUNNER_H
#define RUNNER_H

#include "tests/unit/store/folder.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/number.h"

#include <niggle/types.h>

/* A TCX file with one run of `km` at 6 minutes a kilometre, at 8 in the morning. */
static inline void write_run(const char *path, ngl_day day, double km)
{
    enum { POINTS = 30 };
    ngl_buf b;
    char    start[NGL_INSTANT_TEXT], at[NGL_INSTANT_TEXT];
    ngl_instant t = ((ngl_instant)day * 24 + 8) * 3600000;
    ngl_buf_init(&b, 1 << 16);
    ngl_instant_format(start, t);
    ngl_buf_printf(&b,
                   "<?xml version=\"1.0\"?><TrainingCenterDatabase "
                   "xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities>"
                   "<Activity Sport=\"Running\"><Id>%s</Id><Lap StartTime=\"%s\"><TotalTimeSeconds>",
                   start, start);
    ngl_buf_number(&b, km * 360, 1);
    ngl_buf_text(&b, "</TotalTimeSeconds><DistanceMeters>");
    ngl_buf_number(&b, km * 1000, 1);
    ngl_buf_text(&b, "</DistanceMeters><Track>");
    for (int i = 0; i <= POINTS; i++) {
        ngl_instant_format(at, t + (ngl_instant)(km * 360000 * i / POINTS));
        ngl_buf_printf(&b, "<Trackpoint><Time>%s</Time><DistanceMeters>", at);
        ngl_buf_number(&b, km * 1000 * i / POINTS, 1);
        ngl_buf_text(&b, "</DistanceMeters></Trackpoint>");
    }
    ngl_buf_text(&b, "</Track></Lap></Activity></Activities></TrainingCenterDatabase>");
    CHECK(!b.failed, "the file fits");
    write_bytes(path, b.data, b.len);
    ngl_buf_free(&b);
}

#endif
