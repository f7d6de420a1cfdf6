/* Danger rules withdrawn by a file: what `--disable-rules FILE` does. */
#ifndef FLOW_WITHDRAW_H
#define FLOW_WITHDRAW_H

#include "base/arena.h"
#include "base/buf.h"

#include <niggle/error.h>
#include <niggle/knowledge.h>

/* Read `path` and take its rules out of `*kb`. The new tables live in `a` and
 * borrow the old; `note` receives a line a rule, for people. On an error
 * (NGL_E_IO, NGL_E_INVALID, NGL_E_UNKNOWN_KEY, NGL_E_NOMEM) `*kb` is as it was. */
ngl_status ngl_flow_withdraw(const ngl_knowledge **kb, ngl_arena *a, const char *path, ngl_buf *note, ngl_error *err);

#endif
