/* Moved: the generator is of use to every layer. */
#include "base/random.h"
