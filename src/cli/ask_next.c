/* niggle assess --why, while it asks: the calculation behind each question. */
#include "cli/ask.h"
#include "report/next_report.h"

enum { TEXT_MAX = 1 << 15 };

void ask_calculation(cli *c, const ngl_interview *iv)
{
    ngl_next_why why;
    ngl_buf      b;
    if (ngl_case_next_why(iv->c, iv->open, &why)) return;
    ngl_buf_init(&b, TEXT_MAX);
    ngl_next_why_text(&b, iv->kb, &why);
    fprintf(c->err, "\n%s", ngl_buf_string(&b));
    ngl_buf_free(&b);
}
