/* The file is read here; what withdrawing means is in kbc/withdraw.h. */
#include "flow/withdraw.h"

#include "flow/answers_file.h"
#include "kbc/withdraw.h"

enum { RULES_FILE_MAX = 1 << 20 };

ngl_status ngl_flow_withdraw(const ngl_knowledge **kb, ngl_arena *a, const char *path, ngl_buf *note, ngl_error *err)
{
    ngl_buf text;
    ngl_buf_init(&text, RULES_FILE_MAX);
    ngl_status status = ngl_file_whole(&text, path, err);
    if (!status) status = ngl_rules_withdraw(kb, a, *kb, ngl_buf_string(&text), text.len, note, err);
    ngl_buf_free(&text);
    return status;
}
