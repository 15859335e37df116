/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the suite of the seam's network side works with.
 */
#ifndef _HOOKS_NET_FIXTURE_H
#define _HOOKS_NET_FIXTURE_H

#include <kunit/test.h>
#include <xen/xen-backend-hooks-net.h>

/* What the governor is to answer, and what it was asked. */
struct net_governor {
	struct net_device *mine;
	int (*rescue)(struct sk_buff *skb);
	int add_error;
	int parts;
	bool shy;
	bool registered;
	int adds, dels, rescues, receives;
};

/* What came up, by the mark of each packet. */
struct net_arrivals {
	unsigned int count;
	u32 mark[8];
};

struct net_case {
	struct xbh_net_if iface;
	struct packet_type listener;
	struct napi_struct napi;
	struct net_device *dev;
};

extern struct net_governor net_gov;
extern struct net_arrivals net_up;

int net_init(struct kunit *test);
void net_exit(struct kunit *test);
int net_register(void);
void net_unregister(void);
struct sk_buff *net_skb(struct net_case *t, u32 mark);
/* One packet comes in, as it does in the poll of a driver. */
void net_in(struct net_case *t, u32 mark, bool gro);

#endif /* _HOOKS_NET_FIXTURE_H */
