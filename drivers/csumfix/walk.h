/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A walk through the headers of a frame, between frame.c and network.c.
 *
 * Every byte is reached through xcf_take(), which is where the end of the
 * packet and the end of what is there are checked.
 */
#ifndef _XCF_WALK_H
#define _XCF_WALK_H

#include "frame.h"

/**
 * struct xcf_walk - where a walk is
 * @head: the first byte of the frame
 * @have: how many bytes are there
 * @at: the next header; <= @end
 * @end: of the packet that it is in, by what the headers before it say
 * @need: bytes that have to be there before it can go on, or 0
 * @why: what kind of frame it is if nothing with a checksum comes
 * @src: address of the sender, as the pseudo header has it
 * @dst: address of the last receiver, as the pseudo header has it
 * @ipv6: these are IPv6 addresses
 * @inner: this is a packet in a packet
 * @proto: what @at is the header of
 */
struct xcf_walk {
	const u8 *head;
	u32 have;
	u32 at;
	u32 end;
	u32 need;
	enum xcf_kind why;
	const u8 *src;
	const u8 *dst;
	bool ipv6;
	bool inner;
	u8 proto;
};

static inline u16 xcf_be16(const u8 *at)
{
	return at[0] << 8 | at[1];
}

/* The next @n bytes, and step over them; NULL: the walk ends or waits here. */
static inline const u8 *xcf_take(struct xcf_walk *w, u32 n)
{
	const u8 *at = w->head + w->at;

	if (n > w->end - w->at) {
		w->why = XCF_TRUNCATED;
		return NULL;
	}
	if (w->at + n > w->have) {
		w->need = w->at + n;
		return NULL;
	}
	w->at += n;
	return at;
}

/* The packet goes on for @n bytes from @from on, and no further. */
static inline bool xcf_limit(struct xcf_walk *w, u32 from, u32 n)
{
	if (n > w->end - from) {
		w->why = XCF_TRUNCATED;
		return false;
	}
	w->end = from + n;
	return true;
}

static inline bool xcf_stop(struct xcf_walk *w, enum xcf_kind why)
{
	w->why = why;
	return false;
}

bool xcf_network(struct xcf_walk *w, u16 type);

#endif /* _XCF_WALK_H */
