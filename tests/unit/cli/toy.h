/* Toy knowledge for the program's own parts: two causes and "other", a danger
 * question with its rule, one of each kind of answer. */
#ifndef TESTS_CLI_TOY_H
#define TESTS_CLI_TOY_H

#include <niggle/assess.h>

enum { C_CLOT, C_TENDON, C_OTHER, CONDITIONS };
enum { F_SADDLE, F_AGE, F_BUTTOCK, F_SIT_BONE, F_SITTING, F_KM, F_LIMP, FINDINGS };
enum { R_SADDLE, R_LIMP, R_GATE, RULES };

extern const ngl_knowledge toy;

#endif
