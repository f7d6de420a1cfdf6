/* Android's Health Connect export: an SQLite database of another program, read
 * from memory and never written. It is a stranger's file: nothing in it is run
 * (no views, no triggers, no functions of its schema), tables and columns that
 * this version does not have are done without, and time and memory are limited. */
#ifndef STORE_HEALTH_CONNECT_H
#define STORE_HEALTH_CONNECT_H

#include "base/arena.h"
#include "store/store.h"

#include <niggle/activity.h>

typedef struct ngl_health ngl_health;

/* An exercise session. */
typedef struct ngl_health_session {
    const char *key;         /* its uuid in letters and figures */
    const char *title, *note;
    ngl_activity activity;   /* with what was measured while it went on */
} ngl_health_session;

/* Read sessions and what was measured in them; `bytes` must stay, and four of
 * them may be changed (a mark that asks for a second file). NGL_E_UNSUPPORTED: a
 * database, but not this one; NGL_E_CORRUPT, NGL_E_LIMIT, NGL_E_NOMEM. */
ngl_status ngl_health_open(ngl_health **out, void *bytes, size_t len, ngl_error *err);
void       ngl_health_close(ngl_health *h); /* NULL is fine */

size_t     ngl_health_count(const ngl_health *h);

/* Session `i` in the order of their start; lives in the arena. NGL_E_NOMEM. */
ngl_status ngl_health_session_at(const ngl_health *h, size_t i, ngl_arena *arena, ngl_health_session *out, ngl_error *err);

/* Do these first bytes begin an SQLite database? */
bool ngl_health_sniff(const void *head, size_t len);

#endif
