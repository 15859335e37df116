// SPDX-License-Identifier: GPL-2.0-only
/*
 * When to warn that a ceiling is near. What hovers around a level is told once.
 */
#include "alarm.h"

static bool xip_at_least(u32 used, u32 ceiling, unsigned int percent)
{
	return (u64)used * 100 >= (u64)ceiling * percent;
}

/**
 * xip_alarm() - the level that a ceiling is at
 * @level: the one it was at: 0, or one of XIP_ALARMS
 * @used: how much is in use
 * @ceiling: of how much, not 0; XIP_NO_LIMIT is at no level
 *
 * Return: the new one. Higher than @level: warn. Lower: it is over.
 */
unsigned int xip_alarm(unsigned int level, u32 used, u32 ceiling)
{
	static const unsigned int levels[] = XIP_ALARMS;
	unsigned int now = 0, i;

	if (ceiling == XIP_NO_LIMIT)
		return 0;
	for (i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		unsigned int at = levels[i];

		/* One that has been reached is kept a little longer. */
		if (at <= level)
			at -= XIP_ALARM_AGAIN;
		if (xip_at_least(used, ceiling, at))
			now = levels[i];
	}
	return now;
}
