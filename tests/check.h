/* What every unit test includes: cmocka, and CHECK, which says in a sentence
 * which row of a table went wrong. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CHECK(condition, ...)                                             \
    do {                                                                  \
        if (!(condition)) {                                               \
            print_error("%s:%d: %s: ", __FILE__, __LINE__, #condition);   \
            print_error(__VA_ARGS__);                                     \
            print_error("\n");                                            \
            fail();                                                       \
        }                                                                 \
    } while (0)

#define COUNT(table) (sizeof(table) / sizeof *(table))

#endif
