/* What every fuzz target does with its bytes: decode, then look at everything. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read the bytes as a recording and check what must hold whatever they are;
 * `believe` leaves checksums unchecked, so that the fast path is reached too. */
void fuzz_import(const uint8_t *data, size_t size, int believe);

#endif
