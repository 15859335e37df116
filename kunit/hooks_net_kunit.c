// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit suite of the seam's network side: governors and interfaces that come
 * and go, and what becomes of a packet.
 */
#include <linux/kthread.h>
#include <linux/tcp.h>
#include "hooks_net_fixture.h"

static void net_without(struct kunit *test)
{
	struct net_case *t = test->priv;
	struct sk_buff *skb;

	xbh_net_add(&t->iface, t->dev);
	KUNIT_EXPECT_FALSE(test, static_key_enabled(&xbh_net_key));
	net_in(t, 1, false);
	net_in(t, 2, true);
	KUNIT_EXPECT_EQ(test, net_up.count, 2);
	KUNIT_EXPECT_EQ(test, net_up.mark[0], 1);
	KUNIT_EXPECT_EQ(test, net_up.mark[1], 2);

	skb = net_skb(t, 0);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	KUNIT_EXPECT_EQ(test, xbh_net_rescue(&t->iface, skb, -EPROTO), -EPROTO);
	kfree_skb(skb);
	KUNIT_EXPECT_EQ(test, net_gov.adds + net_gov.receives + net_gov.rescues, 0);
}

static void net_come_and_go(struct kunit *test)
{
	struct net_case *t = test->priv;

	/* The interface first. */
	xbh_net_add(&t->iface, t->dev);
	KUNIT_ASSERT_EQ(test, net_register(), 0);
	KUNIT_EXPECT_EQ(test, net_gov.adds, 1);
	KUNIT_EXPECT_EQ(test, net_register(), -EBUSY);
	net_in(t, 1, false);
	KUNIT_EXPECT_EQ(test, net_gov.receives, 1);
	net_unregister();
	KUNIT_EXPECT_EQ(test, net_gov.dels, 1);
	net_in(t, 2, false);
	KUNIT_EXPECT_EQ(test, net_gov.receives, 1);
	KUNIT_EXPECT_EQ(test, net_up.count, 2);
	xbh_net_del(&t->iface);
	KUNIT_EXPECT_EQ(test, net_gov.dels, 1);

	/* The governor first; and the interface goes first. */
	KUNIT_ASSERT_EQ(test, net_register(), 0);
	KUNIT_EXPECT_EQ(test, net_gov.adds, 1);
	xbh_net_add(&t->iface, t->dev);
	KUNIT_EXPECT_EQ(test, net_gov.adds, 2);
	xbh_net_del(&t->iface);
	KUNIT_EXPECT_EQ(test, net_gov.dels, 2);
	net_in(t, 3, false);
	KUNIT_EXPECT_EQ(test, net_gov.receives, 1);
	KUNIT_EXPECT_EQ(test, net_up.count, 3);
	/* Twice is once. */
	xbh_net_del(&t->iface);
	KUNIT_EXPECT_EQ(test, net_gov.dels, 2);
	net_unregister();
	KUNIT_EXPECT_EQ(test, net_gov.dels, 2);
}

static void net_what_goes_up(struct kunit *test)
{
	struct net_case *t = test->priv;
	int gro, i;

	xbh_net_add(&t->iface, t->dev);
	KUNIT_ASSERT_EQ(test, net_register(), 0);
	for (gro = 0; gro < 2; gro++) {
		memset(&net_up, 0, sizeof(net_up));
		net_gov.parts = 0;
		net_in(t, 10, gro);
		KUNIT_EXPECT_EQ(test, net_up.count, 0);
		net_gov.parts = 1;
		net_in(t, 20, gro);
		KUNIT_EXPECT_EQ(test, net_up.count, 1);
		KUNIT_EXPECT_EQ(test, net_up.mark[0], 20);
		net_gov.parts = 3;
		net_in(t, 30, gro);
		KUNIT_EXPECT_EQ(test, net_up.count, 4);
		for (i = 0; i < 3; i++)
			KUNIT_EXPECT_EQ(test, net_up.mark[1 + i], 30 + i);
	}
	net_unregister();
}

static void net_refused(struct kunit *test)
{
	struct net_case *t = test->priv;
	void *magic;

	/* Before the registration: that fails, and leaves nothing behind. */
	xbh_net_add(&t->iface, t->dev);
	net_gov.add_error = -ENOMEM;
	KUNIT_EXPECT_EQ(test, net_register(), -ENOMEM);
	KUNIT_EXPECT_FALSE(test, static_key_enabled(&xbh_net_key));
	KUNIT_EXPECT_NULL(test, t->iface.priv);
	xbh_net_del(&t->iface);

	/* After it: the interface works without. */
	KUNIT_ASSERT_EQ(test, net_register(), 0);
	xbh_net_add(&t->iface, t->dev);
	KUNIT_EXPECT_NULL(test, t->iface.priv);
	net_in(t, 1, false);
	xbh_net_del(&t->iface);

	/* One that the governor does not want is not asked about either. */
	net_gov.add_error = 0;
	net_gov.shy = true;
	xbh_net_add(&t->iface, t->dev);
	net_in(t, 2, true);
	magic = t->iface.priv;
	net_unregister();
	KUNIT_EXPECT_NULL(test, magic);
	KUNIT_EXPECT_EQ(test, net_up.count, 2);
	KUNIT_EXPECT_EQ(test, net_gov.receives, 0);
	KUNIT_EXPECT_EQ(test, net_gov.dels, 0);
}

static int net_say_yes(struct sk_buff *skb)
{
	return 0;
}

static int net_say_no(struct sk_buff *skb)
{
	return -EINVAL;
}

static int net_fill_in(struct sk_buff *skb)
{
	skb->ip_summed = CHECKSUM_NONE;
	return 0;
}

static int net_find_place(struct sk_buff *skb)
{
	return skb_partial_csum_set(skb, 20, offsetof(struct tcphdr, check)) ?
	       0 : -EPROTO;
}

/* A place that the packet does not have. */
static int net_find_beyond(struct sk_buff *skb)
{
	skb->csum_start = skb_headroom(skb) + skb_headlen(skb);
	skb->csum_offset = 0;
	return 0;
}

static void net_rescued(struct kunit *test)
{
	static const struct {
		int (*rescue)(struct sk_buff *skb);
		bool gso;
		int want;
	} tries[] = {
		{ net_say_no, false, -EINVAL },
		/* Without having done anything. */
		{ net_say_yes, false, -EPROTO },
		{ net_find_beyond, false, -EPROTO },
		{ net_fill_in, false, 0 },
		{ net_find_place, false, 0 },
		/* Nobody knows where the headers of this one end. */
		{ net_fill_in, true, -EPROTO },
		{ net_find_place, true, 0 },
	};
	struct net_case *t = test->priv;
	struct sk_buff *skb;
	int i;

	xbh_net_add(&t->iface, t->dev);
	KUNIT_ASSERT_EQ(test, net_register(), 0);
	KUNIT_EXPECT_EQ(test, xbh_net_rescue(&t->iface, NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, net_gov.rescues, 0);
	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		skb = net_skb(t, 0);
		KUNIT_ASSERT_NOT_NULL(test, skb);
		skb->ip_summed = CHECKSUM_PARTIAL;
		if (tries[i].gso)
			skb_shinfo(skb)->gso_size = 10;
		net_gov.rescue = tries[i].rescue;
		KUNIT_EXPECT_EQ_MSG(test, xbh_net_rescue(&t->iface, skb, -EPROTO),
				    tries[i].want, "try %d", i);
		kfree_skb(skb);
	}
	KUNIT_EXPECT_EQ(test, net_gov.rescues, ARRAY_SIZE(tries));
	net_unregister();
	KUNIT_EXPECT_EQ(test, xbh_net_rescue(&t->iface, NULL, -EPROTO), -EPROTO);
}

static int net_traffic(void *data)
{
	struct net_case *t = data;
	u32 mark;

	for (mark = 0; !kthread_should_stop(); mark++) {
		net_in(t, mark, mark & 1);
		cond_resched();
	}
	return mark;
}

/* The fixture's governor frees what it was given, so that a checker sees it. */
static void net_under_traffic(struct kunit *test)
{
	struct net_case *t = test->priv;
	struct task_struct *traffic;
	int i, sent;

	traffic = kthread_run(net_traffic, t, "xbhkunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(traffic));
	for (i = 0; i < 100; i++) {
		xbh_net_add(&t->iface, t->dev);
		KUNIT_EXPECT_EQ(test, net_register(), 0);
		schedule_timeout_uninterruptible(1);
		if (i & 1) {
			xbh_net_del(&t->iface);
			net_unregister();
		} else {
			net_unregister();
			schedule_timeout_uninterruptible(1);
			xbh_net_del(&t->iface);
		}
	}
	sent = kthread_stop(traffic);
	KUNIT_EXPECT_EQ(test, net_gov.adds, 100);
	KUNIT_EXPECT_EQ(test, net_gov.dels, 100);
	/* All of them went up, and a governor has seen some and not others. */
	KUNIT_EXPECT_EQ(test, net_up.count, sent);
	KUNIT_EXPECT_GT(test, net_gov.receives, 0);
	KUNIT_EXPECT_LT(test, net_gov.receives, sent);
}

static struct kunit_case net_cases[] = {
	KUNIT_CASE(net_without),
	KUNIT_CASE(net_come_and_go),
	KUNIT_CASE(net_what_goes_up),
	KUNIT_CASE(net_refused),
	KUNIT_CASE(net_rescued),
	KUNIT_CASE(net_under_traffic),
	{}
};

static struct kunit_suite net_suite = {
	.name = "hooks_net",
	.init = net_init,
	.exit = net_exit,
	.test_cases = net_cases,
};

kunit_test_suites(&net_suite);

MODULE_DESCRIPTION("KUnit suite of the network side of the seam");
MODULE_LICENSE("GPL");
