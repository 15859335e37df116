// SPDX-License-Identifier: GPL-2.0-or-later
// For the layouts and the numbers of the headers that programs use, frozen: what has been released
// stays as it is. A new field adds a line to its header's file and changes none. Compiled as C and
// as C++, for 64 bits and for 32; there is nothing to run.
#pragma once

#ifdef __cplusplus
#define CHECK(what) static_assert(what, #what)
#else
#define CHECK(what) _Static_assert(what, #what)
#endif

#define SIZE(type, size) CHECK(sizeof(type) == (size))
#define AT(type, field, offset, size)                                                              \
    CHECK(__builtin_offsetof(type, field) == (offset));                                            \
    CHECK(sizeof(((type*)0)->field) == (size))
