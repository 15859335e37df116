// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the suite of the seam's network side works with: a network device, a
 * governor that does as it is told, and a listener to what goes up.
 */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include "hooks_net_fixture.h"

/* IEEE's number for local experiments. */
#define NET_TYPE 0x88b5
#define NET_MAGIC 0x5ea35ea3u

struct net_governor net_gov;
struct net_arrivals net_up;

static int net_if_add(struct xbh_net_if *iface)
{
	u32 *magic;

	/* In a real dom0 there are others' interfaces, too. */
	if (iface->dev != net_gov.mine || net_gov.shy)
		return 0;
	if (net_gov.add_error) {
		iface->priv = &net_gov;
		return net_gov.add_error;
	}
	/* The lock that a governor takes in here. */
	rtnl_lock();
	rtnl_unlock();
	magic = kmalloc(sizeof(*magic), GFP_KERNEL);
	if (magic)
		*magic = NET_MAGIC;
	iface->priv = magic;
	net_gov.adds++;
	return 0;
}

static void net_if_del(struct xbh_net_if *iface)
{
	u32 *magic = iface->priv;

	rtnl_lock();
	rtnl_unlock();
	*magic = 0;
	kfree(magic);
	net_gov.dels++;
}

static int net_rescue(struct xbh_net_if *iface, struct sk_buff *skb)
{
	net_gov.rescues++;
	return net_gov.rescue(skb);
}

static struct sk_buff *net_receive(struct xbh_net_if *iface, struct sk_buff *skb)
{
	const u32 *magic = iface->priv;
	int i;

	WARN_ON(READ_ONCE(*magic) != NET_MAGIC);
	net_gov.receives++;
	if (!net_gov.parts) {
		kfree_skb(skb);
		return NULL;
	}
	for (i = net_gov.parts - 1; i > 0; i--) {
		struct sk_buff *part = skb_clone(skb, GFP_ATOMIC);

		if (!part)
			break;
		part->mark = skb->mark + i;
		part->next = skb->next;
		skb->next = part;
	}
	return skb;
}

static const struct xbh_net_ops net_ops = {
	.if_add = net_if_add,
	.if_del = net_if_del,
	.rescue = net_rescue,
	.receive = net_receive,
};

static int net_listen(struct sk_buff *skb, struct net_device *dev,
		      struct packet_type *type, struct net_device *orig)
{
	if (net_up.count < ARRAY_SIZE(net_up.mark))
		net_up.mark[net_up.count] = skb->mark;
	net_up.count++;
	WARN_ON(skb->next);
	kfree_skb(skb);
	return NET_RX_SUCCESS;
}

static netdev_tx_t net_xmit(struct sk_buff *skb, struct net_device *dev)
{
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops net_device_ops = { .ndo_start_xmit = net_xmit };

static int net_poll(struct napi_struct *napi, int budget)
{
	return 0;
}

int net_register(void)
{
	int err = xbh_net_register(&net_ops);

	net_gov.registered |= !err;
	return err;
}

void net_unregister(void)
{
	net_gov.registered = false;
	xbh_net_unregister(&net_ops);
}

int net_init(struct kunit *test)
{
	struct net_case *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	memset(&net_gov, 0, sizeof(net_gov));
	memset(&net_up, 0, sizeof(net_up));
	net_gov.parts = 1;
	/* Where a governor rules already, nothing can be tried. */
	err = net_register();
	if (err)
		kunit_skip(test, "cannot register: %d", err);
	net_unregister();

	t->dev = alloc_netdev(0, "xbhkunit%d", NET_NAME_UNKNOWN, ether_setup);
	KUNIT_ASSERT_NOT_NULL(test, t->dev);
	t->dev->netdev_ops = &net_device_ops;
	eth_hw_addr_random(t->dev);
	netif_napi_add(t->dev, &t->napi, net_poll);
	KUNIT_ASSERT_EQ(test, register_netdev(t->dev), 0);
	net_gov.mine = t->dev;
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(t->dev, NULL), 0);
	rtnl_unlock();
	napi_enable(&t->napi);
	t->listener.type = htons(NET_TYPE);
	t->listener.dev = t->dev;
	t->listener.func = net_listen;
	dev_add_pack(&t->listener);
	return 0;
}

void net_exit(struct kunit *test)
{
	struct net_case *t = test->priv;

	if (!net_gov.mine)
		return;
	if (net_gov.registered)
		net_unregister();
	xbh_net_del(&t->iface);
	napi_disable(&t->napi);
	dev_remove_pack(&t->listener);
	unregister_netdev(t->dev);
	free_netdev(t->dev);
}

struct sk_buff *net_skb(struct net_case *t, u32 mark)
{
	struct sk_buff *skb = alloc_skb(256, GFP_KERNEL);
	struct ethhdr *eth;

	if (!skb)
		return NULL;
	skb_reserve(skb, 32);
	eth = skb_put_zero(skb, ETH_HLEN + 100);
	eth_broadcast_addr(eth->h_dest);
	eth->h_proto = htons(NET_TYPE);
	skb->protocol = eth_type_trans(skb, t->dev);
	skb_reset_network_header(skb);
	skb->mark = mark;
	return skb;
}

void net_in(struct net_case *t, u32 mark, bool gro)
{
	struct sk_buff *skb = net_skb(t, mark);

	if (!skb)
		return;
	local_bh_disable();
	gro = gro && napi_schedule_prep(&t->napi);
	xbh_net_receive(&t->iface, skb, gro ? &t->napi : NULL);
	if (gro)
		napi_complete_done(&t->napi, 1);
	local_bh_enable();
}
