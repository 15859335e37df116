/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those who read events; between events.c and chardev.c.
 */
#ifndef _XBT_EVENTS_H
#define _XBT_EVENTS_H

#include "../common/readers.h"
#include "domain.h"

struct xrd_reader *xbt_reader_open(void);

#endif /* _XBT_EVENTS_H */
