/* A cage for reading foreign bytes: what this process can do no more, whatever
 * a file may make it do. What it is and is not: docs/decisions/0068-sandbox.md. */
#ifndef FLOW_SANDBOX_H
#define FLOW_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ngl_sandbox {
    int  landlock; /* its version where the kernel has it, 0: not there */
    bool seccomp;  /* system calls can be refused */
    bool built;    /* false: this build has no sandbox (sanitizers, another system) */
} ngl_sandbox;

/* What the kernel offers. Changes nothing. */
ngl_sandbox ngl_sandbox_offered(void);

/* From now on, and for every thread begun from here: files are written only in
 * the folders given (and nowhere where there are none), no program is started,
 * no socket is made, no other process is looked into. There is no way back.
 * Gives what is in force; what the kernel does not offer is left out. To be
 * called before threads are begun. */
ngl_sandbox ngl_sandbox_enter(const char *const *folder, size_t nfolder);

#endif
