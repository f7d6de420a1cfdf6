/* Keeping runs, cases, episodes and check-ins. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <niggle/error.h>

typedef struct ngl_store ngl_store;

#endif
