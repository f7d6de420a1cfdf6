/* A table of 16-byte keys that are as good as random: open addressing, half
 * full at most. */
#include "flow/import_internal.h"

#include <string.h>

static struct ngl_map_row *place_of(const ngl_map *m, const uint64_t key[2])
{
    size_t i = (size_t)key[0] & (m->room - 1);
    while ((m->row[i].key[0] | m->row[i].key[1]) && (m->row[i].key[0] != key[0] || m->row[i].key[1] != key[1]))
        i = (i + 1) & (m->room - 1);
    return &m->row[i];
}

static bool grow(ngl_map *m)
{
    ngl_map more = { .arena = m->arena, .n = m->n, .room = m->room ? m->room * 2 : 256 };
    more.row = NGL_NEW(m->arena, struct ngl_map_row, more.room);
    if (!more.row) return false;
    for (size_t i = 0; i < m->room; i++)
        if (m->row[i].key[0] | m->row[i].key[1]) *place_of(&more, m->row[i].key) = m->row[i];
    *m = more;
    return true;
}

bool ngl_map_put(ngl_map *m, const void *key16, int64_t value)
{
    uint64_t key[2];
    memcpy(key, key16, sizeof key);
    if (m->n * 2 >= m->room && !grow(m)) return false;
    struct ngl_map_row *row = place_of(m, key);
    m->n += !(row->key[0] | row->key[1]);
    row->key[0] = key[0];
    row->key[1] = key[1];
    row->value = value;
    return true;
}

bool ngl_map_get(const ngl_map *m, const void *key16, int64_t *value)
{
    uint64_t key[2];
    memcpy(key, key16, sizeof key);
    const struct ngl_map_row *row = m->room ? place_of(m, key) : NULL;
    if (!row || !(row->key[0] | row->key[1])) return false;
    *value = row->value;
    return true;
}
