// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one file in which the trace events are defined; see trace.h.
 */
#include <xen/xen-backend-hooks.h>

#define CREATE_TRACE_POINTS
#include "trace.h"
