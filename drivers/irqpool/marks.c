// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many ready descriptors are to be kept: an eighth of what is in use, since
 * hosts with many guests start many at once (after a boot, all of them), and in
 * between nothing is made or freed, so that a device that comes and goes does
 * not keep the worker busy.
 */
#include "marks.h"

/**
 * xip_marks_for() - the marks for what is in use now
 * @used: event channels in use
 * @min: at least so many ready ones after filling up
 * @max: at most; wins over @min; 0: no reserve
 *
 * Return: the marks.
 */
struct xip_marks xip_marks_for(u32 used, u32 min, u32 max)
{
	struct xip_marks marks = { .high = used / 8 };

	if (marks.high < min)
		marks.high = min;
	if (marks.high > max)
		marks.high = max;
	marks.low = marks.high - marks.high / 2;
	return marks;
}

/**
 * xip_marks_kept() - how many of the ready ones backends leave alone
 * @marks: the marks
 * @share: the toolstack's share of all descriptors
 *
 * Less than the low mark: a backend that finds no more has it filled up.
 *
 * Return: how many.
 */
u32 xip_marks_kept(struct xip_marks marks, u32 share)
{
	u32 most = marks.low ? marks.low - 1 : 0;

	return share < most ? share : most;
}

/**
 * xip_marks_room() - how many more may be made below a ceiling
 * @ceiling: of all descriptors; or of all channels, as what cannot be bound is of no
 *	use
 * @used: those in use
 * @ready: those in the reserve
 * @share: the toolstack's share of descriptors; 0 for channels
 *
 * Interrupts of devices cannot be served from the reserve. Of the share, which
 * backends leave alone, half is made ready, for channels that come while memory is
 * short, and half stays to be had by them.
 *
 * Return: how many; negative: how many there are too many, as others have bound or
 * taken numbers since @used was counted.
 */
s64 xip_marks_room(u32 ceiling, u32 used, u32 ready, u32 share)
{
	return (s64)ceiling - used - ready - share / 2;
}

/**
 * xip_marks_want() - what is to be done
 * @marks: the marks
 * @ready: ready descriptors
 *
 * Return: how many more are to be made; negative: how many are to be freed.
 */
s64 xip_marks_want(struct xip_marks marks, u32 ready)
{
	if (ready < marks.low || (u64)ready > (u64)marks.high + marks.high / 4)
		return (s64)marks.high - ready;
	return 0;
}
