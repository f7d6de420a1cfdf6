/* Cleaning in JSON and in words. */
#include "report/clean.h"

#include "base/number.h"

#include <math.h>

static const char *best_key(double dist_m)
{
    return dist_m == 1609.344 ? "mile" : dist_m == 21097.5 ? "half marathon" : dist_m == 42195 ? "marathon" : NULL;
}

static void best_name(ngl_buf *b, double dist_m)
{
    const char *key = best_key(dist_m);
    if (key) ngl_buf_text(b, key);
    else if (dist_m < 1000) ngl_buf_printf(b, "%.0f m", dist_m);
    else ngl_buf_printf(b, "%.0f km", dist_m / 1000);
}

/* ---- JSON ------------------------------------------------------------------------ */

static void put_repairs(ngl_json *j, const ngl_clean *clean)
{
    ngl_json_key(j, "cleaning");
    ngl_json_object(j);
    for (unsigned k = 0; k < NGL_REPAIR_COUNT; k++) {
        if (!clean->rows[k]) continue;
        ngl_json_key(j, ngl_repair_key((ngl_repair)k));
        ngl_json_object(j);
        ngl_json_put_integer(j, "stretches", clean->stretches[k]);
        ngl_json_put_integer(j, "records", clean->rows[k]);
        ngl_json_end(j);
    }
    if (clean->wrong_date) ngl_json_put_bool(j, "wrong_date", true);
    ngl_json_end(j);
}

static void put_bests(ngl_json *j, const ngl_clean *clean)
{
    ngl_json_key(j, "best_efforts");
    ngl_json_array(j);
    for (uint32_t i = 0; i < clean->nbest; i++) {
        ngl_json_object(j);
        ngl_json_put_number(j, "distance_m", clean->best[i].dist_m, 1);
        ngl_json_put_number(j, "seconds", clean->best[i].seconds, 1);
        ngl_json_end(j);
    }
    ngl_json_end(j);
}

void ngl_clean_json(ngl_json *j, const ngl_clean *clean)
{
    put_repairs(j, clean);
    ngl_json_put_number(j, "moving_s", clean->moving_s, 1);
    ngl_json_put_number(j, "moving_distance_m", clean->moving_dist_m, 1);
    ngl_json_put_number(j, "smoothed_ascent_m", clean->ascent_m, 1);
    ngl_json_put_number(j, "smoothed_descent_m", clean->descent_m, 1);
    ngl_json_put_number(j, "grade_error", clean->usual_grade_sd, 4);
    ngl_json_put_number(j, "flat_s_per_km", clean->flat_s_per_km, 1);
    put_bests(j, clean);
}

/* ---- words ------------------------------------------------------------------------- */

static void time_text(ngl_buf *b, double seconds)
{
    unsigned s = (unsigned)(seconds + 0.5);
    if (s >= 3600) ngl_buf_printf(b, "%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
    else ngl_buf_printf(b, "%u:%02u", s / 60, s % 60);
}

static void moving_line(ngl_buf *b, const ngl_clean *clean)
{
    if (!(clean->moving_s > 0 && clean->moving_s < 1e8)) return;
    ngl_buf_text(b, "  moving for ");
    time_text(b, clean->moving_s);
    if (clean->flat_s_per_km > 0 && clean->flat_s_per_km < 6000) {
        ngl_buf_text(b, ", as hard as ");
        time_text(b, clean->flat_s_per_km);
        ngl_buf_text(b, " min/km on the flat");
    }
    ngl_buf_char(b, '\n');
}

static void best_line(ngl_buf *b, const ngl_clean *clean)
{
    const char *between = "  fastest: ";
    for (uint32_t i = 0; i < clean->nbest; i++) {
        if (!(clean->best[i].seconds < 1e8)) continue;
        ngl_buf_text(b, between);
        best_name(b, clean->best[i].dist_m);
        ngl_buf_text(b, " in ");
        time_text(b, clean->best[i].seconds);
        between = ", ";
    }
    if (between[0] == ',') ngl_buf_char(b, '\n');
}

static void repair_line(ngl_buf *b, const ngl_clean *clean)
{
    static const char *const words[NGL_REPAIR_COUNT] = {
        [NGL_REPAIR_CLOCK] = "steps of the clock",         [NGL_REPAIR_POSITION] = "jumps of the position",
        [NGL_REPAIR_DISTANCE] = "jumps of the distance",   [NGL_REPAIR_SPEED] = "speeds nobody runs",
        [NGL_REPAIR_ALTITUDE] = "spikes of the height",    [NGL_REPAIR_HEART_STUCK] = "stuck heart rates",
        [NGL_REPAIR_HEART_LOCKED] = "heart rates that were steps", [NGL_REPAIR_CADENCE_HALF] = "halved cadences",
        [NGL_REPAIR_CADENCE_DOUBLE] = "doubled cadences",  [NGL_REPAIR_GAP] = "pauses without a record",
    };
    const char *between = "  mended: ";
    for (unsigned k = 0; k < NGL_REPAIR_COUNT; k++) {
        if (!clean->stretches[k]) continue;
        ngl_buf_printf(b, "%s%s (%u)", between, words[k], (unsigned)clean->stretches[k]);
        between = ", ";
    }
    if (between[0] == ',') ngl_buf_char(b, '\n');
}

void ngl_clean_text(ngl_buf *b, const ngl_clean *clean)
{
    moving_line(b, clean);
    best_line(b, clean);
    repair_line(b, clean);
}
