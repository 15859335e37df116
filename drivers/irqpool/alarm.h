/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When to warn that a ceiling is near.
 */
#ifndef _XIP_ALARM_H
#define _XIP_ALARM_H

#include "core_types.h"

/* At how many per cent: the first, the second and the last warning. */
#define XIP_ALARMS { 75, 90, 100 }
/* A warning is given again after more than so many per cent less were in use. */
#define XIP_ALARM_AGAIN 5

unsigned int xip_alarm(unsigned int level, u32 used, u32 ceiling);

#endif /* _XIP_ALARM_H */
