/* What the readers of lists share. */
#ifndef ACTIVITY_LIST_H
#define ACTIVITY_LIST_H

#include "activity/activity.h"

/* Room for one more row, cleared; NULL: no memory. */
ngl_listed *ngl_list_add(ngl_list *list, ngl_arena *arena, size_t *room);

bool       ngl_strava_sniff(const char *head, size_t len, const char *name);
ngl_status ngl_strava_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, ngl_error *err);
bool       ngl_garmin_sniff(const char *head, size_t len);
ngl_status ngl_garmin_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, ngl_error *err);

/* A date and time of day in words or figures, in UTC: "May 29, 2022, 3:53:35 PM",
 * "2022-05-29 15:53:35", "29 mai 2022 à 15:53:35", "29.05.2022, 15:53:35". False:
 * not understood, or not clear which is the month. */
bool ngl_worded_time(ngl_instant *out, const char *text);

/* The month that a word begins like, 1-12 ("Sept", "März", "juil"); 0 none. */
int ngl_worded_month(const char *p, size_t n);

/* The sport of a kind as vendors write it: "Trail Run", "track_running", "Lauf". */
ngl_sport ngl_worded_sport(const char *kind);

#endif
