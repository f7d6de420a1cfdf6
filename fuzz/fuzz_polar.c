/* Polar's sessions; also whatever else the bytes turn out to be. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import(data, size, 0);
    return 0;
}
