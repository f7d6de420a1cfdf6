/* YAML through libyaml's events into a small tree that remembers lines.
 * Anchors and tags are refused: knowledge should read as it stands. A key
 * twice in one map is refused too, which YAML itself would let pass. */
#include "kbc/internal.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <yaml.h>

enum { MAX_DEPTH = 12 };

typedef struct builder {
    kbc           *k;
    yaml_parser_t *parser;
    const char    *file;
} builder;

static kbc_node *new_node(builder *b, kbc_node_kind kind, const yaml_event_t *e)
{
    kbc_node *n = kbc_take(b->k, sizeof *n, 1);
    if (n) *n = (kbc_node){ .kind = kind, .text = "", .at = { b->file, (uint32_t)e->start_mark.line + 1 } };
    return n;
}

static bool next_event(builder *b, yaml_event_t *e)
{
    if (yaml_parser_parse(b->parser, e)) return true;
    const char *why = b->parser->problem ? b->parser->problem : "it cannot be read";
    kbc_problem(b->k, (kbc_place){ b->file, (uint32_t)b->parser->problem_mark.line + 1 }, "not sound YAML: %s", why);
    return false;
}

static kbc_node *refuse(builder *b, const yaml_event_t *e, const char *why)
{
    kbc_problem(b->k, (kbc_place){ b->file, (uint32_t)e->start_mark.line + 1 }, "%s", why);
    return NULL;
}

static kbc_node *build(builder *b, const yaml_event_t *e, unsigned depth);

/* The key of a map entry into *key; false at the end or after a problem. */
static bool next_key(builder *b, const kbc_node *map, const char **key, bool *failed)
{
    yaml_event_t e;
    *failed = !next_event(b, &e);
    if (*failed) return false;
    bool more = e.type != YAML_MAPPING_END_EVENT;
    if (more && e.type != YAML_SCALAR_EVENT) {
        refuse(b, &e, "a key must be a plain word");
        *failed = true;
    } else if (more) {
        *key = kbc_text(b->k, (const char *)e.data.scalar.value, e.data.scalar.length);
        if (kbc_get(map, *key)) refuse(b, &e, "a key stands twice in one entry");
    }
    yaml_event_delete(&e);
    return more && !*failed;
}

static bool children(builder *b, kbc_node *parent, unsigned depth)
{
    kbc_node **tail = &parent->first;
    for (;;) {
        const char *key = NULL;
        bool        failed = false;
        if (parent->kind == KBC_MAP && !next_key(b, parent, &key, &failed)) return !failed;
        yaml_event_t e;
        if (!next_event(b, &e)) return false;
        bool      end = parent->kind == KBC_LIST && e.type == YAML_SEQUENCE_END_EVENT;
        kbc_node *child = end ? NULL : build(b, &e, depth);
        yaml_event_delete(&e);
        if (end) return true;
        if (!child) return false;
        child->key = key;
        *tail = child;
        tail = &child->next;
        parent->num++;
    }
}

static kbc_node *build(builder *b, const yaml_event_t *e, unsigned depth)
{
    if (depth > MAX_DEPTH) return refuse(b, e, "entries are nested too deep");
    if (e->type == YAML_SCALAR_EVENT) {
        kbc_node *n = new_node(b, KBC_SCALAR, e);
        if (n) n->text = kbc_text(b->k, (const char *)e->data.scalar.value, e->data.scalar.length);
        return n;
    }
    if (e->type != YAML_MAPPING_START_EVENT && e->type != YAML_SEQUENCE_START_EVENT)
        return refuse(b, e, "references to other entries are not used here");
    kbc_node *n = new_node(b, e->type == YAML_MAPPING_START_EVENT ? KBC_MAP : KBC_LIST, e);
    return n && children(b, n, depth + 1) ? n : NULL;
}

static kbc_node *document(builder *b)
{
    kbc_node *root = NULL;
    for (;;) {
        yaml_event_t e;
        if (!next_event(b, &e)) return NULL;
        yaml_event_type_t type = e.type;
        bool              content =
            type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT || type == YAML_SCALAR_EVENT;
        if (content && root)
            root = refuse(b, &e, "there must be one document only");
        else if (content)
            root = build(b, &e, 0);
        yaml_event_delete(&e);
        if (type == YAML_STREAM_END_EVENT || (content && !root)) return root;
    }
}

const kbc_node *kbc_yaml_read(kbc *k, const char *name)
{
    const ngl_kbc_file *f = kbc_file(k, name);
    if (!f || !kbc_check_text(k, f)) return NULL;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        k->nomem = true;
        return NULL;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)f->bytes, f->len);
    builder   b = { k, &parser, name };
    uint32_t  before = k->report->nproblem;
    kbc_node *root = document(&b);
    yaml_parser_delete(&parser);
    if (root && root->kind == KBC_MAP) return root;
    if (!k->nomem && k->report->nproblem == before)
        kbc_problem(k, (kbc_place){ name, 1 }, "the file does not hold named entries");
    return NULL;
}

const kbc_node *kbc_get(const kbc_node *map, const char *key)
{
    if (map && map->kind == KBC_MAP)
        for (const kbc_node *n = map->first; n; n = n->next)
            if (strcmp(n->key, key) == 0) return n;
    return NULL;
}

void kbc_only(kbc *k, const kbc_node *map, const char *const *keys)
{
    if (map->kind != KBC_MAP) {
        kbc_problem(k, map->at, "named entries belong here");
        return;
    }
    for (const kbc_node *n = map->first; n; n = n->next) {
        const char *const *key = keys;
        while (*key && strcmp(*key, n->key) != 0) key++;
        if (!*key) kbc_problem(k, n->at, "'%s' is not known here", n->key);
    }
}

const char *kbc_get_text(kbc *k, const kbc_node *map, const char *key, bool required)
{
    assert(map);
    const kbc_node *n = kbc_get(map, key);
    if (n && n->kind != KBC_SCALAR)
        kbc_problem(k, n->at, "'%s' must be one value", key);
    else if (required && (!n || !*n->text))
        kbc_problem(k, n ? n->at : map->at, "'%s' is missing", key);
    return n ? n->text : "";
}

double kbc_get_number(kbc *k, const kbc_node *map, const char *key, double low, double high, double empty)
{
    assert(map);
    const kbc_node *n = kbc_get(map, key);
    if (!n && isnan(empty)) kbc_problem(k, map->at, "'%s' is missing", key);
    if (!n) return empty;
    return kbc_number(k, n->at, key, n->text, low, high, NAN);
}

const kbc_node *kbc_get_list(kbc *k, const kbc_node *map, const char *key, bool required)
{
    const kbc_node *n = kbc_get(map, key);
    if (!n && required && map) kbc_problem(k, map->at, "'%s' is missing", key);
    if (n && n->kind == KBC_SCALAR) kbc_problem(k, n->at, "'%s' must be a list", key);
    return n ? n->first : NULL;
}

const char *kbc_get_joined(kbc *k, const kbc_node *map, const char *key)
{
    ngl_buf b;
    ngl_buf_init(&b, 1 << 16);
    for (const kbc_node *n = kbc_get_list(k, map, key, false); n; n = n->next) {
        if (b.len) ngl_buf_text(&b, "; ");
        ngl_buf_text(&b, n->text);
    }
    const char *text = kbc_text(k, ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return text;
}
