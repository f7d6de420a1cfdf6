/* SHA-256 as text, by libsodium: the compiler of the knowledge is no part of the pure core. */
#include "kbc/sha256.h"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

void kbc_sha256(char out[KBC_SHA256_TEXT], const void *bytes, size_t len)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, bytes, len);
    sodium_bin2hex(out, KBC_SHA256_TEXT, digest, sizeof digest);
}
