#ifndef KBC_SHA256_H
#define KBC_SHA256_H

#include <stddef.h>

/* SHA-256 (FIPS 180-4) of `len` bytes as 64 lower-case hexadecimal digits. */
#define KBC_SHA256_TEXT 65
void kbc_sha256(char out[KBC_SHA256_TEXT], const void *bytes, size_t len);

#endif
