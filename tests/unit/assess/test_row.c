/* The vector arithmetic against the mathematics library. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "assess/row.h"

#include <math.h>

static void logarithms_are_right(void **unused)
{
    (void)unused;
    for (int e = -300; e <= 300; e++)
        for (int i = 0; i < 40; i++) {
            double x = ldexp(1 + i / 40.0, e), got = 0.25;
            ngl_row_add_log(&got, 1, &x, 2);
            double want = 0.25 + 2 * log(x);
            if (fabs(got - want) > 4e-16 * (1 + fabs(want))) fail_msg("log(%g): %.17g, want %.17g", x, got, want);
        }
}

static void exponentials_are_right(void **unused)
{
    (void)unused;
    for (double x = -690; x < 690; x += 0.37) {
        double got = 3, shift = 1.5, v = x + shift;
        ngl_row_times_exp(&got, 1, &v, shift);
        double want = 3 * exp(v - shift);
        if (fabs(got / want - 1) > 1e-15) fail_msg("exp(%g): %.17g, want %.17g", x, got, want);
    }
    double tiny = 1, far = -1e9;
    ngl_row_times_exp(&tiny, 1, &far, 0);
    assert_true(tiny > 0 && tiny < 1e-300); /* beyond the range is small, not garbage */
}

static void every_lane_of_a_row_is_the_same_arithmetic(void **unused)
{
    (void)unused;
    double x[11], log_row[11] = { 0 }, one;
    for (int i = 0; i < 11; i++) x[i] = 0.01 + i * 0.73;
    ngl_row_add_log(log_row, 11, x, 0.7);
    for (int i = 0; i < 11; i++) {
        one = 0;
        ngl_row_add_log(&one, 1, &x[i], 0.7);
        assert_true(one == log_row[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_are_right),
        cmocka_unit_test(exponentials_are_right),
        cmocka_unit_test(every_lane_of_a_row_is_the_same_arithmetic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
