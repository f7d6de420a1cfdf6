/* The parts of bench/import. */
#ifndef BENCH_IMPORT_BENCH_H
#define BENCH_IMPORT_BENCH_H

#include <stdint.h>

typedef struct floor_times {
    double   inflate_s, decode_s, insert_s, cpu_s;
    uint64_t bytes; /* of recordings, unpacked */
    int64_t  nrun;
} floor_times;

/* Unpack, decode and insert one blob of columns for each run of the .fit.gz
 * members of a zip, on one thread, into a new database at `database`. */
floor_times floor_of(const char *archive, const char *database);

#endif
