/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First in, first out, with links inside of what is queued. Part of the core;
 * the kernel's lists are not to be had on the host.
 */
#ifndef _XBT_QUEUE_H
#define _XBT_QUEUE_H

#include "core_types.h"

#define xbt_entry(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

/**
 * struct xbt_link - a place in a queue
 * @next: who comes after
 */
struct xbt_link {
	struct xbt_link *next;
};

/**
 * struct xbt_queue - first in, first out; empty when zeroed
 * @head: who is first, or NULL
 * @tail: who is last; undefined if there is none
 */
struct xbt_queue {
	struct xbt_link *head;
	struct xbt_link *tail;
};

/**
 * xbt_queue_push() - add at the end
 * @q: the queue
 * @link: who is not in any queue
 */
static inline void xbt_queue_push(struct xbt_queue *q, struct xbt_link *link)
{
	link->next = NULL;
	if (q->head)
		q->tail->next = link;
	else
		q->head = link;
	q->tail = link;
}

/**
 * xbt_queue_insert() - add in the middle
 * @q: the queue
 * @prev: whom to come after, or NULL to be first
 * @link: who is not in any queue
 */
static inline void xbt_queue_insert(struct xbt_queue *q, struct xbt_link *prev,
				    struct xbt_link *link)
{
	if (!q->head || (prev && prev == q->tail)) {
		xbt_queue_push(q, link);
	} else if (prev) {
		link->next = prev->next;
		prev->next = link;
	} else {
		link->next = q->head;
		q->head = link;
	}
}

/**
 * xbt_queue_pop() - take the first
 * @q: the queue
 *
 * Return: the first, or NULL.
 */
static inline struct xbt_link *xbt_queue_pop(struct xbt_queue *q)
{
	struct xbt_link *link = q->head;

	if (link)
		q->head = link->next;
	return link;
}

/**
 * xbt_queue_remove() - take out, wherever it is
 * @q: the queue
 * @link: who is in it
 */
static inline void xbt_queue_remove(struct xbt_queue *q, struct xbt_link *link)
{
	struct xbt_link *prev = NULL, *at;

	for (at = q->head; at != link; at = at->next)
		prev = at;
	if (prev)
		prev->next = link->next;
	else
		q->head = link->next;
	if (q->tail == link)
		q->tail = prev;
}

#endif /* _XBT_QUEUE_H */
