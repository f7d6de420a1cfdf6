/* The same run as GPX 1.1 and as TCX, with the extensions that watches' web
 * sites write. Neither can carry contact time or balance. */
#include "write.h"

#include "base/date.h"
#include "base/number.h"

#include <math.h>

static void element(ngl_buf *b, const char *name, double v, int decimals)
{
    ngl_buf_printf(b, "<%s>", name);
    ngl_buf_number(b, v, decimals);
    ngl_buf_printf(b, "</%s>", name);
}

static void time_element(ngl_buf *b, const char *name, const run *r, uint32_t t)
{
    char text[NGL_INSTANT_TEXT];
    ngl_instant_format(text, r->start + (int64_t)t * 1000);
    ngl_buf_printf(b, "<%s>%s</%s>", name, text, name);
}

static void gpx_point(ngl_buf *b, const run *r, const run_sample *s)
{
    ngl_buf_text(b, "<trkpt lat=\"");
    ngl_buf_number(b, s->lat, 7);
    ngl_buf_text(b, "\" lon=\"");
    ngl_buf_number(b, s->lon, 7);
    ngl_buf_text(b, "\">");
    element(b, "ele", s->alt_m, 1);
    time_element(b, "time", r, s->t);
    ngl_buf_text(b, "<extensions><ns3:TrackPointExtension>");
    element(b, "ns3:atemp", s->temperature_c, 0);
    element(b, "ns3:hr", s->hr_bpm, 0);
    element(b, "ns3:cad", s->cadence_spm / 2, 0);
    ngl_buf_text(b, "</ns3:TrackPointExtension></extensions></trkpt>\n");
}

void write_gpx(ngl_buf *b, const run *r)
{
    uint32_t pause = 0;
    ngl_buf_text(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<gpx creator=\"mkrun\" version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\" "
                    "xmlns:ns3=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">\n<metadata>");
    time_element(b, "time", r, 0);
    ngl_buf_text(b, "</metadata>\n<trk><name>Invented run</name><type>running</type><trkseg>\n");
    for (uint32_t i = 0; i < r->n && !r->plan.treadmill; i++) {
        gpx_point(b, r, &r->sample[i]);
        if (pause < r->npause && r->sample[i].t >= r->pause[pause].from) {
            ngl_buf_text(b, "</trkseg><trkseg>\n");
            pause++;
        }
    }
    ngl_buf_text(b, "</trkseg></trk></gpx>\n");
}

static void tcx_point(ngl_buf *b, const run *r, const run_sample *s)
{
    ngl_buf_text(b, "<Trackpoint>");
    time_element(b, "Time", r, s->t);
    if (!r->plan.treadmill) {
        ngl_buf_text(b, "<Position>");
        element(b, "LatitudeDegrees", s->lat, 7);
        element(b, "LongitudeDegrees", s->lon, 7);
        ngl_buf_text(b, "</Position>");
        element(b, "AltitudeMeters", s->alt_m, 1);
    }
    element(b, "DistanceMeters", s->dist_m, 2);
    ngl_buf_text(b, "<HeartRateBpm>");
    element(b, "Value", s->hr_bpm, 0);
    ngl_buf_text(b, "</HeartRateBpm><Extensions><ns3:TPX>");
    element(b, "ns3:Speed", s->speed_mps, 3);
    element(b, "ns3:RunCadence", s->cadence_spm / 2, 0);
    ngl_buf_text(b, "</ns3:TPX></Extensions></Trackpoint>\n");
}

static void tcx_lap(ngl_buf *b, const run *r, uint32_t first, uint32_t last)
{
    char text[NGL_INSTANT_TEXT];
    ngl_instant_format(text, r->start + (int64_t)r->sample[first].t * 1000);
    ngl_buf_printf(b, "<Lap StartTime=\"%s\">", text);
    element(b, "TotalTimeSeconds", last - first, 1);
    element(b, "DistanceMeters", r->sample[last].dist_m - (first ? r->sample[first].dist_m : 0), 2);
    ngl_buf_text(b, "<Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod><Track>\n");
    for (uint32_t i = first ? first + 1 : 0; i <= last; i++) tcx_point(b, r, &r->sample[i]);
    ngl_buf_text(b, "</Track></Lap>\n");
}

void write_tcx(ngl_buf *b, const run *r)
{
    uint32_t first = 0;
    ngl_buf_text(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase "
                    "xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\" "
                    "xmlns:ns3=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">\n"
                    "<Activities><Activity Sport=\"Running\">");
    time_element(b, "Id", r, 0);
    for (uint32_t i = 0; i < r->n; i++) {
        if (i + 1 < r->n && floor(r->sample[i].dist_m / 1000) == floor(r->sample[first].dist_m / 1000)) continue;
        tcx_lap(b, r, first, i);
        first = i;
    }
    ngl_buf_text(b, "</Activity></Activities></TrainingCenterDatabase>\n");
}
