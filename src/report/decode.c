/* An activity as one JSON object, and as a few lines to read. Absent values
 * are null in the one and left out of the other. */
#include "report/decode.h"

#include "base/date.h"
#include "base/json_write.h"
#include "base/number.h"
#include "report/clean.h"

#include <math.h>
#include <string.h>

/* ---- JSON ---------------------------------------------------------------- */

static void put_start(ngl_json *j, const ngl_activity *a)
{
    char text[NGL_INSTANT_TEXT];
    if (a->start == NGL_INSTANT_NONE) {
        ngl_json_put_string(j, "start", NULL);
        return;
    }
    ngl_instant_format(text, a->start);
    ngl_json_put_string(j, "start", text);
}

static void put_device(ngl_json *j, const ngl_activity *a)
{
    ngl_json_key(j, "device");
    if (!a->ndevice) {
        ngl_json_null(j);
        return;
    }
    ngl_json_object(j);
    ngl_json_put_string(j, "maker", a->device[0].maker[0] ? a->device[0].maker : NULL);
    ngl_json_put_string(j, "product", a->device[0].product[0] ? a->device[0].product : NULL);
    ngl_json_end(j);
}

static void put_salvage(ngl_json *j, const ngl_activity *a)
{
    ngl_json_key(j, "skipped");
    ngl_json_array(j);
    for (uint32_t i = 0; i < a->nsalvage; i++) {
        ngl_json_object(j);
        ngl_json_put_integer(j, "from", (int64_t)a->salvage[i].from);
        ngl_json_put_integer(j, "to", (int64_t)a->salvage[i].to);
        ngl_json_put_integer(j, "n_records_after", a->salvage[i].records);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

static void put_extras(ngl_json *j, const ngl_activity *a)
{
    ngl_json_key(j, "developer_fields");
    ngl_json_array(j);
    for (uint32_t i = 0; i < a->nextra; i++) ngl_json_string(j, a->extra[i].name);
    ngl_json_end(j);
}

static void put_more(ngl_json *j, const ngl_import *import, const ngl_activity *a)
{
    ngl_json_put_string(j, "sub_sport", a->sub_sport[0] ? a->sub_sport : NULL);
    ngl_json_put_string(j, "name", a->name[0] ? a->name : NULL);
    ngl_json_put_number(j, "utc_offset_s", a->has_offset ? a->utc_offset_s : (double)NAN, 0);
    ngl_json_put_bool(j, "has_position", a->lat_semi != NULL);
    ngl_json_put_integer(j, "n_laps", a->nlap);
    ngl_json_put_integer(j, "n_pauses", a->npause);
    ngl_json_put_number(j, "ascent_m", a->ascent_m, 1);
    ngl_json_put_number(j, "descent_m", a->descent_m, 1);
    ngl_json_put_number(j, "max_speed_mps", a->max_speed_mps, 3);
    ngl_json_put_number(j, "effort_rpe", a->effort_rpe, 1);
    put_device(j, a);
    put_extras(j, a);
    put_salvage(j, a);
    ngl_json_put_integer(j, "n_hrv_messages", import->nhrv);
    ngl_json_put_integer(j, "n_unread_messages", import->nunknown);
    ngl_json_put_string(j, "note", import->note[0] ? import->note : NULL);
}

void ngl_decode_json(ngl_buf *out, const char *file, const ngl_import *import, const ngl_activity *a,
                     const ngl_clean *clean)
{
    ngl_json j = ngl_json_to(out);
    ngl_json_object(&j);
    ngl_json_put_string(&j, "file", file);
    ngl_json_put_string(&j, "format", a->format);
    ngl_json_put_string(&j, "sport", a->sport_key);
    put_start(&j, a);
    ngl_json_put_integer(&j, "n_records", a->nrecord);
    ngl_json_put_number(&j, "distance_m", a->dist_m, 2);
    ngl_json_put_number(&j, "timer_s", a->timer_s, 3);
    ngl_json_put_number(&j, "elapsed_s", a->elapsed_s, 3);
    ngl_json_put_number(&j, "mean_hr_bpm", a->mean_hr_bpm, 3);
    ngl_json_put_number(&j, "mean_cadence_spm", a->mean_cadence_spm, 3);
    ngl_json_put_bool(&j, "has_dynamics", a->has_dynamics != 0);
    ngl_json_put_bool(&j, "salvaged", a->salvaged != 0);
    put_more(&j, import, a);
    if (clean) ngl_clean_json(&j, clean);
    ngl_json_end(&j);
    ngl_buf_char(out, '\n');
}

/* ---- words ---------------------------------------------------------------- */

/* 3725 -> "1:02:05" */
static void clock_text(ngl_buf *b, double seconds)
{
    if (!(seconds >= 0 && seconds < 1e9)) {
        ngl_buf_text(b, "an unknown time");
        return;
    }
    unsigned s = (unsigned)(seconds + 0.5);
    if (s >= 3600)
        ngl_buf_printf(b, "%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
    else
        ngl_buf_printf(b, "%u:%02u", s / 60, s % 60);
}

static void head_line(ngl_buf *b, const char *file, const ngl_activity *a)
{
    char start[NGL_INSTANT_TEXT];
    ngl_buf_printf(b, "%s: %s", file, a->sport_key);
    if (a->sub_sport[0]) ngl_buf_printf(b, " (%s)", a->sub_sport);
    if (a->start != NGL_INSTANT_NONE) {
        ngl_instant_format(start, a->start);
        ngl_buf_printf(b, ", %s", start);
    } else {
        ngl_buf_text(b, ", date not known");
    }
    if (a->name[0]) ngl_buf_printf(b, ", \"%s\"", a->name);
    ngl_buf_char(b, '\n');
}

static void way_line(ngl_buf *b, const ngl_activity *a)
{
    ngl_buf_text(b, "  ");
    if (!isnan(a->dist_m)) {
        ngl_buf_number(b, a->dist_m / 1000, 2);
        ngl_buf_text(b, " km in ");
    }
    clock_text(b, a->timer_s);
    if (a->elapsed_s > a->timer_s + 1) {
        ngl_buf_text(b, " (");
        clock_text(b, a->elapsed_s);
        ngl_buf_text(b, " with pauses)");
    }
    ngl_buf_printf(b, ", %u records, %u laps, %u pauses\n", (unsigned)a->nrecord, (unsigned)a->nlap, (unsigned)a->npause);
}

static void body_line(ngl_buf *b, const ngl_activity *a)
{
    bool foot = a->sport == NGL_SPORT_RUNNING || a->sport == NGL_SPORT_WALKING || a->sport == NGL_SPORT_HIKING;
    if (isnan(a->mean_hr_bpm) && isnan(a->mean_cadence_spm)) return;
    ngl_buf_text(b, "  ");
    if (!isnan(a->mean_hr_bpm)) {
        ngl_buf_text(b, "heart rate ");
        ngl_buf_number(b, a->mean_hr_bpm, 0);
    }
    if (!isnan(a->mean_cadence_spm)) {
        ngl_buf_text(b, isnan(a->mean_hr_bpm) ? "cadence " : ", cadence ");
        ngl_buf_number(b, a->mean_cadence_spm, 0);
        ngl_buf_text(b, foot ? " steps a minute" : " a minute");
    }
    ngl_buf_char(b, '\n');
}

static void form_line(ngl_buf *b, const ngl_activity *a)
{
    static const struct {
        ngl_stream  stream;
        const char *name;
    } form[] = { { NGL_STREAM_CONTACT, "contact time" },
                 { NGL_STREAM_OSCILLATION, "up and down" },
                 { NGL_STREAM_BALANCE, "left-right balance" },
                 { NGL_STREAM_STEP_LENGTH, "step length" },
                 { NGL_STREAM_VERTICAL_RATIO, "vertical ratio" } };
    const char *between = "  running form: ";
    for (unsigned i = 0; i < sizeof form / sizeof *form; i++) {
        if (!a->stream[form[i].stream]) continue;
        ngl_buf_printf(b, "%s%s", between, form[i].name);
        between = ", ";
    }
    if (between[0] == ',') ngl_buf_char(b, '\n');
}

void ngl_decode_text(ngl_buf *b, const char *file, const ngl_import *import, const ngl_activity *a,
                     const ngl_clean *clean)
{
    head_line(b, file, a);
    way_line(b, a);
    body_line(b, a);
    form_line(b, a);
    if (clean) ngl_clean_text(b, clean);
    if (a->nextra) {
        ngl_buf_text(b, "  added by apps: ");
        for (uint32_t i = 0; i < a->nextra; i++) ngl_buf_printf(b, "%s%s", i ? ", " : "", a->extra[i].name);
        ngl_buf_char(b, '\n');
    }
    if (a->ndevice && (a->device[0].maker[0] || a->device[0].product[0]))
        ngl_buf_printf(b, "  recorded by %s %s\n", a->device[0].maker, a->device[0].product);
    if (import->note[0]) ngl_buf_printf(b, "  note: %s\n", import->note);
}
