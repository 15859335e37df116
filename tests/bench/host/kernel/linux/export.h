// SPDX-License-Identifier: GPL-2.0-or-later
// Nothing is exported from a program.
#pragma once

#define EXPORT_SYMBOL(symbol)
