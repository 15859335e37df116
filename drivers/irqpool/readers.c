// SPDX-License-Identifier: GPL-2.0-only
/* A copy of its own for this module; two cannot share an object. */
#include "../common/readers.c"
