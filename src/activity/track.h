/* From rows of columns to an activity: what every reader does at its end. */
#ifndef ACTIVITY_TRACK_H
#define ACTIVITY_TRACK_H

#include "activity/columns.h"

#include <stdbool.h>

/* What was seen on the way, for the note. */
typedef struct ngl_track_oddities {
    uint32_t backward; /* the clock went back */
    uint32_t jumps;    /* it went on by more than a day */
    uint32_t spikes;   /* distances that jump out and back */
    unsigned wrong_date, wrong_total;
} ngl_track_oddities;

/* Feet on the ground: their cadence is counted in steps, both feet. */
bool ngl_sport_on_foot(ngl_sport sport);

/* An activity about which nothing is known yet: totals NaN, texts "". */
ngl_activity ngl_track_blank(const char *format);

/* Fill `a` from rows first .. first + n of `c`: streams that hold anything,
 * times from a->start on (which is taken from the first row where it is
 * NGL_INSTANT_NONE and `dated`), cadence of both feet, means, and those totals
 * that are still NaN or cannot be. Rows belong to one activity only: times are
 * made relative in place. */
void ngl_track_fill(ngl_activity *a, ngl_columns *c, uint32_t first, uint32_t n, bool dated, ngl_track_oddities *odd);

/* Metres between two positions, on a sphere of 6,378,137 m: the mean of the
 * Earth's two radii of curvature at 45 degrees, nearer to the ellipsoid where
 * most people run than the mean radius of the whole. */
double ngl_track_metres(int32_t lat1, int32_t lon1, int32_t lat2, int32_t lon2);

/* Degrees to units of 180/2^31, or NGL_POSITION_NONE when out of range. */
int32_t ngl_track_semicircles(double degrees, double limit);

#endif
