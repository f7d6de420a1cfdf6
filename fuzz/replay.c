/* Every input a fuzzer ever found, with any compiler: replay_NAME FOLDER…
 * prints a line of TAP for each folder; a broken promise aborts. */
#include "fuzz.h"

#include "base/buf.h"

#include <dirent.h>
#include <stdio.h>

enum { INPUT_MAX = 16 << 20 };

static int replay(const char *path)
{
    FILE   *f = fopen(path, "rb");
    ngl_buf b;
    char    block[4096];
    if (!f) return 0;
    ngl_buf_init(&b, INPUT_MAX);
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) ngl_buf_add(&b, block, n);
    fclose(f);
    fprintf(stderr, "%s\n", path); /* the last line names the culprit */
    LLVMFuzzerTestOneInput((const uint8_t *)ngl_buf_string(&b), b.len);
    ngl_buf_free(&b);
    return 1;
}

static int replay_folder(const char *folder)
{
    DIR *d = opendir(folder);
    int  n = 0;
    if (!d) return 0;
    for (struct dirent *e; (e = readdir(d));) {
        char path[2048];
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        n += replay(path);
    }
    closedir(d);
    return n;
}

int main(int argc, char **argv)
{
    int bad = 0;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        int n = replay_folder(argv[i]);
        bad |= n == 0;
        printf("%sok %d - %d inputs of %s\n", n ? "" : "not ", i, n, argv[i]);
    }
    return bad;
}
