/* Apple Health's export.xml: gigabytes of records, then workouts. Read once from
 * front to back, in pieces, with memory that does not grow with the file.
 *
 * What is kept of the records are samples of running that lie in workouts; as
 * workouts come last, all samples are kept (twelve bytes each) until they are
 * known. Where that would be too much the file must be read again: see
 * ngl_apple_again().
 */
#ifndef ACTIVITY_APPLE_H
#define ACTIVITY_APPLE_H

#include "activity/activity.h"

typedef struct ngl_apple ngl_apple;

/* Could a file that begins like this be one? */
bool ngl_apple_sniff(const void *head, size_t len);

/* Begin; at most `memory_max` bytes will be held (NGL_APPLE_MEMORY is plenty).
 * NGL_E_NOMEM. End with ngl_apple_free(). */
enum { NGL_APPLE_MEMORY = 52 << 20 };
ngl_status ngl_apple_begin(ngl_apple **out, size_t memory_max, ngl_error *err);
void       ngl_apple_free(ngl_apple *a); /* NULL is fine */

/* Room for the next bytes of the file, and how many were put there. NGL_E_LIMIT:
 * more workouts than anybody has; NGL_E_NOMEM. */
void      *ngl_apple_room(ngl_apple *a, size_t *room);
ngl_status ngl_apple_take(ngl_apple *a, size_t len, ngl_error *err);

/* The file is over: workouts are put in order of their start and samples given
 * to them. NGL_OK; NGL_E_TRUNCATED or NGL_E_CORRUPT: it is cut or damaged, and
 * what came before is there; NGL_E_UNSUPPORTED: it was no such file. */
ngl_status ngl_apple_end(ngl_apple *a, ngl_error *err);

/* The workouts whose samples are there now, from .. to - 1: usually all; none
 * after a first reading in which the samples did not fit. */
void ngl_apple_window(const ngl_apple *a, size_t *from, size_t *to);

/* Must the file be read again, from its first byte, for the workouts behind
 * these? If so, all is made ready for that: room, take, end, window. */
bool ngl_apple_again(ngl_apple *a);

typedef struct ngl_apple_workout {
    const char *kind, *source; /* with start and end the same in every export */
    const char *route; /* "workout-routes/route_….gpx", beside the file; "" none */
    ngl_sport   sport;
    ngl_instant start, end;
} ngl_apple_workout;

size_t ngl_apple_count(const ngl_apple *a);
void   ngl_apple_workout_at(const ngl_apple *a, size_t i, ngl_apple_workout *out);

/* Workout `i` with its samples, and with the positions, heights and speeds of
 * its route (NULL: none), in the arena. NGL_E_NOMEM, NGL_E_LIMIT. */
ngl_status ngl_apple_activity(const ngl_apple *a, size_t i, const ngl_activity *route, ngl_arena *arena, ngl_activity *out, ngl_error *err);

/* Records, and samples that were left out because there were too many. */
uint64_t ngl_apple_records(const ngl_apple *a);
uint64_t ngl_apple_left_out(const ngl_apple *a);

#endif
