/* What is there to read, one item after the other: the files that were found,
 * and in their place the members of those that are archives. Members of a zip
 * with a sound directory are only named here and read by whoever gets them;
 * those that can only be read in passing are read here. */
#include "flow/import_internal.h"
#include "store/health_connect.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FEED_MEMORY = 64 << 20, PIECE = 1 << 16 };

static size_t read_file(void *context, void *to, size_t len, uint64_t at)
{
    const int *fd = context;
    size_t     got = 0;
    while (got < len) {
        ssize_t n = pread(*fd, (char *)to + got, len - got, (off_t)(at + got));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += (size_t)n;
    }
    return got;
}

void ngl_feed_begin(ngl_feed *f, const ngl_import_job *job)
{
    *f = (ngl_feed){ .job = job, .expected = job->nfound };
    ngl_arena_init(&f->arena, (size_t)FEED_MEMORY);
}

static void close_if_done(ngl_opened *o)
{
    if (o->walk || o->users || o->fd < 0) return;
    close(o->fd);
    o->fd = -1;
}

static void end_walk(ngl_opened *o)
{
    ngl_archive_close(o->walk);
    o->walk = NULL;
    close_if_done(o);
}

void ngl_feed_end(ngl_feed *f)
{
    if (f->open) end_walk(f->open);
    ngl_arena_free(&f->arena);
}

void ngl_feed_release(ngl_item *item)
{
    ngl_buf_free(&item->bytes);
    if (!item->archive) return;
    item->archive->users--;
    close_if_done(item->archive);
    item->archive = NULL;
}

/* ---- files ------------------------------------------------------------------------------------ */

/* an archive is opened and walked; anything else is left to its reader */
static bool open_archive(ngl_feed *f, const ngl_found *found, size_t *weight)
{
    uint8_t     head[NGL_ARCHIVE_HEAD];
    struct stat st;
    ngl_opened *o = NULL;
    int         fd = open(found->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return false;
    size_t n = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? read_file(&fd, head, sizeof head, 0) : 0;
    *weight = n == sizeof head && (uint64_t)st.st_size < NGL_IMPORT_FILE_MAX ? (size_t)st.st_size * 2 : 2 * n;
    if (ngl_archive_sniff(head, n)) o = NGL_NEW(&f->arena, ngl_opened, 1);
    if (o) {
        *o = (ngl_opened){ .fd = fd, .path = found->path };
        o->source = (ngl_input){ .context = &o->fd, .size = (uint64_t)st.st_size, .read = read_file };
        if (ngl_archive_open(&o->walk, &o->source, NULL) == NGL_OK) {
            f->open = o;
            f->expected += ngl_archive_count(o->walk) ? (size_t)ngl_archive_count(o->walk) - 1 : 0;
            return true;
        }
    }
    close(fd);
    return false;
}

/* ---- members ------------------------------------------------------------------------------------ */

static const char *path_in(ngl_arena *arena, const char *archive, const char *member)
{
    static const char arrow[] = " \xe2\x96\xb8 ";
    ngl_buf           b;
    ngl_buf_init(&b, (size_t)1 << 20);
    ngl_buf_text(&b, archive);
    if (member[0]) ngl_buf_text(&b, arrow);
    ngl_buf_text(&b, member);
    const char *path = ngl_arena_text(arena, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return path ? path : archive;
}

static bool worth_reading(const ngl_item *item, const char *name)
{
    return ngl_apple_sniff(ngl_buf_string(&item->bytes), item->bytes.len) || ngl_health_sniff(ngl_buf_string(&item->bytes), item->bytes.len) || ngl_import_sniff(ngl_buf_string(&item->bytes), item->bytes.len, NULL) ||
           ngl_list_sniff(ngl_buf_string(&item->bytes), item->bytes.len, name);
}

/* all of it, or as much as tells what it is */
static void read_in_passing(ngl_archive *walk, ngl_item *item, const char *name)
{
    ngl_error why = { 0 };
    size_t    n;
    ngl_buf_init(&item->bytes, NGL_IMPORT_FILE_MAX);
    if (!ngl_buf_reserve(&item->bytes, NGL_ARCHIVE_HEAD)) return;
    item->bytes.len = ngl_archive_read(walk, item->bytes.data, NGL_ARCHIVE_HEAD);
    item->head_only = !worth_reading(item, name);
    while (!item->head_only && ngl_buf_reserve(&item->bytes, PIECE) &&
           (n = ngl_archive_read(walk, item->bytes.data + item->bytes.len, PIECE)) > 0)
        item->bytes.len += n;
    if (!item->head_only) item->broken = ngl_archive_status(walk, &why);
    memcpy(item->why, why.text, sizeof item->why);
}

static void take_member(ngl_opened *o, ngl_waiting *w, const ngl_member *m)
{
    ngl_item *item = &w->item;
    *item = (ngl_item){ .kind = NGL_ITEM_FAULT, .path = path_in(&w->arena, o->path, m->name), .member = true, .fault = m->fault, .part = *m };
    item->part.name = item->path;
    o->nmember++;
    if (m->fault[0]) return;
    if (m->located) {
        item->kind = NGL_ITEM_MEMBER;
        item->archive = o;
        item->weight = m->size < NGL_IMPORT_FILE_MAX ? (size_t)(m->packed + m->size) : (size_t)m->packed;
        o->users++;
        return;
    }
    item->kind = NGL_ITEM_BYTES;
    read_in_passing(o->walk, item, item->path);
    item->weight = item->bytes.len * 2;
}

/* false: its archive has no more */
static bool next_member(ngl_feed *f, ngl_waiting *w)
{
    ngl_opened *o = f->open;
    ngl_member  m;
    if (ngl_archive_next(o->walk, &m)) {
        take_member(o, w, &m);
        return true;
    }
    end_walk(o);
    f->open = NULL;
    if (o->nmember) return false;
    w->item = (ngl_item){ .kind = NGL_ITEM_FAULT, .path = o->path, .named = true, .fault = "the archive holds no files" };
    return true;
}

bool ngl_feed_next(ngl_feed *f, ngl_waiting *w)
{
    while (f->open || f->next < f->job->nfound) {
        if (f->open) {
            if (!next_member(f, w)) continue;
            f->given++;
            return true;
        }
        const ngl_found *found = &f->job->found[f->next++];
        size_t           weight = 0;
        if (!found->fault[0] && open_archive(f, found, &weight)) continue;
        w->item = (ngl_item){ .kind = found->fault[0] ? NGL_ITEM_FAULT : NGL_ITEM_PATH, .path = found->path,
                              .named = found->named, .fault = found->fault, .weight = weight };
        f->given++;
        return true;
    }
    return false;
}
