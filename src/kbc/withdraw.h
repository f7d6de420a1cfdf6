/* Withdrawing rules without a rebuild: what `--disable-rules FILE` does.
 *
 * A rule about danger that turns out wrong must be stoppable the same day, by
 * whoever runs the program, and nobody may overlook that it is stopped. The
 * version of the knowledge, which stands on every output, says so; and a rule
 * for an emergency goes only against a sentence that takes its place. */
#ifndef KBC_WITHDRAW_H
#define KBC_WITHDRAW_H

#include "base/arena.h"
#include "base/buf.h"

#include <niggle/error.h>
#include <niggle/knowledge.h>

/* `text` is CSV with the columns id, reason, date and, for emergency rules,
 * instead: what a person is told in its place. `*out` is the knowledge without
 * those rules and lives in `a`; it borrows `kb`. `note` receives a line a rule,
 * for people. Gates cannot be withdrawn: they only forbid self-tests.
 * NGL_E_INVALID (the sentence names the line), NGL_E_UNKNOWN_KEY, NGL_E_NOMEM;
 * `*out` is then as it was. */
ngl_status ngl_rules_withdraw(const ngl_knowledge **out, ngl_arena *a, const ngl_knowledge *kb, const char *text,
                              size_t len, ngl_buf *note, ngl_error *err);

#endif
