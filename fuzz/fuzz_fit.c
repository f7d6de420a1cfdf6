/* FIT files: twice, warily and with the checksum believed. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import(data, size, 0);
    fuzz_import(data, size, 1);
    return 0;
}
