/* What the files of the walk share: bytes in order (stages), and containers
 * one in another (frames). */
#ifndef ACTIVITY_ARCHIVE_H
#define ACTIVITY_ARCHIVE_H

#include "activity/activity.h"

#define ZLIB_CONST
#include <zlib.h>

enum { NGL_STAGE_AHEAD = 1 << 16, NGL_MEMBER_NAME_MAX = 1024 };

/* ---- stages (stage.c): bytes in order, some of them seen ahead ------------------------- */

typedef enum ngl_stage_kind {
    NGL_STAGE_NONE,
    NGL_STAGE_SOURCE,  /* a stretch of the source */
    NGL_STAGE_PART,    /* the next `left` bytes of the stage below */
    NGL_STAGE_INFLATE, /* the stage below, unpacked */
} ngl_stage_kind;

typedef struct ngl_stage {
    ngl_stage_kind    kind;
    const ngl_input *source;
    uint64_t          at, left; /* of a source; `left` also of a part */
    struct ngl_stage *below;
    z_stream          z;
    bool              ended;
    const char       *fault;    /* why it ended early, NULL if it did not */
    uint64_t          in, out;  /* bytes taken from below, given */
    uint64_t         *budget;   /* bytes that may still be unpacked in all */
    uint32_t          crc;      /* of what was given by an inflating stage or a part */
    size_t            pos, n;   /* of `ahead` */
    uint8_t           ahead[NGL_STAGE_AHEAD];
} ngl_stage;

void ngl_stage_source(ngl_stage *s, const ngl_input *source, uint64_t at, uint64_t len);
void ngl_stage_part(ngl_stage *s, ngl_stage *below, uint64_t len);
/* `window`: zlib's, -15 raw deflate, 31 gzip */
void ngl_stage_inflate(ngl_stage *s, ngl_stage *below, int window, uint64_t *budget);
void ngl_stage_end(ngl_stage *s);

/* At least `n` bytes ahead if there are so many: how many there are (perhaps
 * more). `n` is at most NGL_STAGE_AHEAD. */
size_t         ngl_stage_need(ngl_stage *s, size_t n);
const uint8_t *ngl_stage_peek(const ngl_stage *s);
size_t         ngl_stage_take(ngl_stage *s, void *to, size_t len);
/* False: it ended before. */
bool           ngl_stage_skip(ngl_stage *s, uint64_t len);

/* A member as a directory or header says it is; `name` is cut at NGL_MEMBER_NAME_MAX. */
typedef struct ngl_entry {
    const uint8_t *name;
    size_t         name_len;
    uint64_t       packed, size, header;
    uint32_t       crc;
    uint16_t       flags, method;
} ngl_entry;

/* ---- frames: one container each ------------------------------------------------------------ */

typedef enum ngl_frame_kind {
    NGL_FRAME_ZIP,        /* through its directory; the bytes are a stretch of the source */
    NGL_FRAME_ZIP_STREAM, /* from the front, member by member */
    NGL_FRAME_TAR
} ngl_frame_kind;

typedef struct ngl_frame {
    ngl_frame_kind kind;
    uint64_t       base, size;   /* NGL_FRAME_ZIP: of a stretch of the source */
    uint64_t       entries, shift, packed; /* NGL_FRAME_ZIP: entries left, bytes before the archive, packed so far */
    ngl_stage     *bytes;        /* the directory, or the archive itself */
    ngl_stage     *own, *gzip;   /* stages that end with the frame */
    ngl_stage     *part, *member; /* the member at hand: as it is packed, and unpacked (which may be the same) */
    ngl_entry      entry;        /* the member at hand, without its name */
    bool           zip64;        /* sizes behind the member have eight bytes */
    bool           open_count;   /* `entries` is only the most there can be */
    bool           at_member, over;
    size_t         prefix;       /* bytes of the name of the archive in `name` */
} ngl_frame;

struct ngl_archive {
    ngl_arena         arena;
    const ngl_input *source;
    uint64_t          budget, count;
    unsigned          depth; /* frames in use */
    ngl_frame         frame[NGL_ARCHIVE_DEPTH];
    ngl_member        at_hand;
    bool              begun;  /* reading the member at hand */
    char              name[(NGL_ARCHIVE_DEPTH + 1) * (NGL_MEMBER_NAME_MAX + 8)];
    uint8_t           entry_name[NGL_MEMBER_NAME_MAX];
    uint8_t           scratch[NGL_ARCHIVE_HEAD];
};

/* ---- zip.c ------------------------------------------------------------------------------- */

/* Set up `f` over the stretch base..base+size by its directory; false: there is
 * none that can be used. */
bool ngl_zip_open(ngl_archive *a, ngl_frame *f);

/* The next entry of the directory; false: the last was before, or (*fault) the
 * directory is broken. */
bool ngl_zip_entry(ngl_frame *f, ngl_entry *e, uint8_t *name, const char **fault);

/* Where the data of an entry begin; false: its header is not there. */
bool ngl_zip_data(ngl_archive *a, ngl_frame *f, const ngl_entry *e, uint64_t *at);

/* The next local header of an archive that is read from the front. After damage
 * the next plausible one is looked for; `*skipped` gets the bytes passed over. */
bool ngl_zip_local(ngl_frame *f, ngl_entry *e, uint8_t *name, uint64_t *skipped, const char **fault);

/* Pass over what stands behind a member whose sizes were not known; false: it
 * was not what is said there. */
bool ngl_zip_behind(ngl_frame *f);

/* Why an entry cannot be read, "" if it can. */
const char *ngl_zip_fault(const ngl_entry *e);

/* ---- tar.c --------------------------------------------------------------------------------- */

bool ngl_tar_sniff(const uint8_t *head, size_t len);

/* The next file; its bytes are the next `e->size` of f->bytes. */
bool ngl_tar_next(ngl_frame *f, ngl_entry *e, uint8_t *name, const char **fault);

#endif
