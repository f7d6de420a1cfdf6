/* The knowledge in words, as it was last reviewed: tests/golden/knowledge.txt.
 * NIGGLE_GOLDEN=update rewrites it (`make golden`); read the difference. */
#include "folder.h"

#include "../../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void golden_path(char *path, size_t size)
{
    snprintf(path, size, "%s/tests/golden/knowledge.txt", getenv("NIGGLE_SOURCE"));
}

static void compile(ngl_arena *a, const folder *f, const ngl_knowledge **kb)
{
    static ngl_kbc_report report;
    ngl_error             err = { 0 };
    ngl_arena_init(a, 64 << 20);
    CHECK(ngl_kbc_compile(kb, a, f->file, f->n, &report, &err) == NGL_OK, "knowledge/ compiles: %s", err.text);
}

static void first_difference(const char *is, const char *was)
{
    unsigned line = 1;
    size_t   i = 0, start = 0;
    for (; is[i] && is[i] == was[i]; i++)
        if (is[i] == '\n') {
            line++;
            start = i + 1;
        }
    print_error("tests/golden/knowledge.txt:%u\n  was: %.*s\n  is:  %.*s\n", line, (int)strcspn(was + start, "\n"),
                was + start, (int)strcspn(is + start, "\n"), is + start);
}

static void the_dump_is_as_reviewed(void **state)
{
    (void)state;
    folder               f;
    ngl_arena            a;
    const ngl_knowledge *kb = NULL;
    char                 path[1024], chunk[4096];
    folder_read(&f, "knowledge");
    compile(&a, &f, &kb);
    ngl_buf is, was;
    ngl_buf_init(&is, 1 << 24);
    ngl_buf_init(&was, 1 << 24);
    ngl_kbc_dump(&is, kb);
    golden_path(path, sizeof path);
    const char *update = getenv("NIGGLE_GOLDEN");
    FILE       *file = fopen(path, update && strcmp(update, "update") == 0 ? "wb" : "rb");
    CHECK(file, "%s can be opened", path);
    if (update && strcmp(update, "update") == 0)
        CHECK(fwrite(ngl_buf_string(&is), 1, is.len, file) == is.len, "%s can be written", path);
    else
        for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;) ngl_buf_add(&was, chunk, n);
    CHECK(fclose(file) == 0, "%s is whole", path);
    if (!update && strcmp(ngl_buf_string(&is), ngl_buf_string(&was)) != 0) {
        first_difference(ngl_buf_string(&is), ngl_buf_string(&was));
        CHECK(0, "the knowledge differs from what was reviewed: run `make golden` and read the difference");
    }
    ngl_buf_free(&is);
    ngl_buf_free(&was);
    ngl_arena_free(&a);
    folder_free(&f);
}

static void memory_and_build_give_the_same_tables(void **state)
{
    (void)state;
    folder               f;
    ngl_arena            a;
    const ngl_knowledge *kb = NULL;
    folder_read(&f, "knowledge");
    compile(&a, &f, &kb);
    ngl_buf memory, build;
    ngl_buf_init(&memory, 1 << 24);
    ngl_buf_init(&build, 1 << 24);
    ngl_kbc_write_c(&memory, kb);
    ngl_kbc_write_c(&build, ngl_knowledge_builtin());
    CHECK(!memory.failed && memory.len == build.len && memcmp(memory.data, build.data, build.len) == 0,
          "what --knowledge compiles equals what is built in, to the bit");
    ngl_buf_free(&memory);
    ngl_buf_free(&build);
    ngl_arena_free(&a);
    folder_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dump_is_as_reviewed),
        cmocka_unit_test(memory_and_build_give_the_same_tables),
    };
    return cmocka_run_group_tests_name("kbc golden", tests, NULL, NULL);
}
