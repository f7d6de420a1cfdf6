/* An activity as GPX 1.1 with Garmin's extension for track points: the way, and
 * what stood beside it. A segment ends where the watch was paused. Points
 * without a position have no place in GPX and are left out. */
#include "activity/activity.h"
#include "activity/track.h"
#include "base/date.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

static void put_text(ngl_buf *b, const char *text)
{
    for (size_t len = strlen(text); len;) {
        size_t  n = ngl_utf8_length(text, len);
        uint8_t c = (uint8_t)*text;
        if (c == '&') ngl_buf_text(b, "&amp;");
        else if (c == '<') ngl_buf_text(b, "&lt;");
        else if (c == '>') ngl_buf_text(b, "&gt;");
        else if (n == 0 || c < 0x20 || c == 0x7f) ngl_buf_char(b, '?');
        else ngl_buf_add(b, text, n);
        text += n ? n : 1;
        len -= n ? n : 1;
    }
}

static void put_value(ngl_buf *b, const char *name, const float *column, uint32_t i, double factor, int decimals)
{
    if (!column || !isfinite(column[i])) return;
    ngl_buf_printf(b, "<%s>", name);
    ngl_buf_number(b, (double)column[i] * factor, decimals);
    ngl_buf_printf(b, "</%s>", name);
}

static bool filled(const float *column, uint32_t i)
{
    return column && isfinite(column[i]);
}

static void put_extensions(ngl_buf *b, const ngl_activity *a, uint32_t i)
{
    const float *const *s = a->stream;
    bool beside = filled(s[NGL_STREAM_HEART_RATE], i) || filled(s[NGL_STREAM_CADENCE], i) || filled(s[NGL_STREAM_SPEED], i) ||
                  filled(s[NGL_STREAM_TEMPERATURE], i);
    if (!beside && !filled(s[NGL_STREAM_POWER], i)) return;
    ngl_buf_text(b, "<extensions>");
    put_value(b, "power", s[NGL_STREAM_POWER], i, 1, 0);
    if (beside) {
        ngl_buf_text(b, "<gpxtpx:TrackPointExtension>");
        put_value(b, "gpxtpx:atemp", s[NGL_STREAM_TEMPERATURE], i, 1, 1);
        put_value(b, "gpxtpx:hr", s[NGL_STREAM_HEART_RATE], i, 1, 0);
        put_value(b, "gpxtpx:cad", s[NGL_STREAM_CADENCE], i, ngl_sport_on_foot(a->sport) ? 0.5 : 1, 0);
        put_value(b, "gpxtpx:speed", s[NGL_STREAM_SPEED], i, 1, 3);
        ngl_buf_text(b, "</gpxtpx:TrackPointExtension>");
    }
    ngl_buf_text(b, "</extensions>");
}

static void put_point(ngl_buf *b, const ngl_activity *a, uint32_t i)
{
    static const double degrees = 180 / 2147483648.0;
    char when[NGL_INSTANT_TEXT];
    ngl_buf_text(b, "<trkpt lat=\"");
    ngl_buf_number(b, a->lat_semi[i] * degrees, 8);
    ngl_buf_text(b, "\" lon=\"");
    ngl_buf_number(b, a->lon_semi[i] * degrees, 8);
    ngl_buf_text(b, "\">");
    put_value(b, "ele", a->stream[NGL_STREAM_ALTITUDE], i, 1, 2);
    if (a->start != NGL_INSTANT_NONE) {
        ngl_instant_format(when, a->start + a->time_ms[i]);
        ngl_buf_printf(b, "<time>%s</time>", when);
    }
    put_extensions(b, a, i);
    ngl_buf_text(b, "</trkpt>\n");
}

static void put_points(ngl_buf *b, const ngl_activity *a)
{
    int64_t  base = a->start == NGL_INSTANT_NONE ? 0 : a->start;
    uint32_t pause = 0;
    bool     open = false;
    for (uint32_t i = 0; i < a->nrecord; i++) {
        bool over = false;
        while (pause < a->npause && a->pause[pause].to - base <= a->time_ms[i]) pause++, over = true;
        if (a->lat_semi[i] == NGL_POSITION_NONE || a->lon_semi[i] == NGL_POSITION_NONE) continue;
        if (over && open) ngl_buf_text(b, "</trkseg>\n");
        if (over || !open) ngl_buf_text(b, "<trkseg>\n");
        open = true;
        put_point(b, a, i);
    }
    if (open) ngl_buf_text(b, "</trkseg>\n");
}

ngl_status ngl_activity_to_gpx(ngl_buf *out, const ngl_activity *a, ngl_error *err)
{
    char when[NGL_INSTANT_TEXT];
    if (!a->lat_semi || !a->lon_semi)
        return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "the run has no positions, and GPX can carry nothing without");
    ngl_buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<gpx version=\"1.1\" creator=\"Niggle\" xmlns=\"http://www.topografix.com/GPX/1/1\" "
                      "xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\">\n");
    if (a->start != NGL_INSTANT_NONE) {
        ngl_instant_format(when, a->start);
        ngl_buf_printf(out, "<metadata><time>%s</time></metadata>\n", when);
    }
    ngl_buf_text(out, "<trk>\n");
    if (a->name[0]) {
        ngl_buf_text(out, "<name>");
        put_text(out, a->name);
        ngl_buf_text(out, "</name>\n");
    }
    if (a->sport != NGL_SPORT_UNKNOWN) ngl_buf_printf(out, "<type>%s</type>\n", ngl_sport_key(a->sport));
    put_points(out, a);
    ngl_buf_text(out, "</trk>\n</gpx>\n");
    return out->failed ? ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed to write the run than is allowed") : NGL_OK;
}
