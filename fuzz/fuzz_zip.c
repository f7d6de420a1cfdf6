/* The walk over archives: it ends, stays within its bounds, and what it says of
 * members is so. Members are read both ways, in passing and by themselves. */
#include "fuzz.h"

#include "activity/activity.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { MEMBER_MAX = 1 << 20, PIECE = 4096 };

#define MUST(what) \
    do {           \
        if (!(what)) abort(); \
    } while (0)

static void check_name(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < len;) {
        size_t n = ngl_utf8_length(name + i, len - i);
        MUST(n > 0);
        MUST(n > 1 || ((unsigned char)name[i] >= 0x20 && name[i] != 0x7f));
        i += n;
    }
}

/* every other member in passing, as far as one that is not wanted is read */
static size_t read_in_passing(ngl_archive *a, size_t most)
{
    char   piece[PIECE];
    size_t n, all = 0;
    while (all < most && (n = ngl_archive_read(a, piece, sizeof piece)) > 0) all += n;
    ngl_error  err = { 0 };
    ngl_status status = ngl_archive_status(a, &err);
    MUST(status == NGL_OK || err.text[0]);
    return all;
}

static void read_by_itself(const ngl_input *source, const ngl_member *m)
{
    ngl_buf   packed, out;
    ngl_error err = { 0 };
    char      head[512];
    ngl_buf_init(&packed, MEMBER_MAX);
    ngl_buf_init(&out, MEMBER_MAX);
    MUST(ngl_member_head(source, m, head, sizeof head) <= sizeof head);
    ngl_status status = ngl_member_load(source, m, &packed, &out, &err);
    MUST(status != NGL_OK || out.len == m->size);
    MUST(out.len <= MEMBER_MAX && (status == NGL_OK || err.text[0]));
    ngl_buf_free(&packed);
    ngl_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ngl_bytes    bytes = { data, size };
    ngl_input    source = ngl_input_of(&bytes);
    ngl_archive *a = NULL;
    ngl_member   m;
    ngl_error    err = { 0 };
    ngl_status   status = ngl_archive_open(&a, &source, &err);
    MUST((status == NGL_OK) == (a != NULL) && (status == NGL_OK || err.text[0]));
    size_t members = 0;
    while (a && ngl_archive_next(a, &m)) {
        check_name(m.name);
        MUST(m.fault);
        // a member takes at least a header of 30 bytes, unpacked at most NGL_ARCHIVE_RATIO times from what is there
        MUST(++members <= 16 + (size + NGL_ARCHIVE_SURELY_FINE) * 32);
        if (m.fault[0]) continue;
        if (m.located) MUST(m.at <= size && m.packed <= size - m.at);
        if (m.located && members % 2) read_by_itself(&source, &m);
        else read_in_passing(a, members % 3 ? MEMBER_MAX : 100);
    }
    ngl_archive_close(a);
    return 0;
}
