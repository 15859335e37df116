// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What binding an event channel costs, while dom0 has as many as wanted: write
 * how many are to be held to "held", how many rounds to measure to "rounds", and
 * read the medians. A round opens a port of dom0's own, binds it to a handler as
 * backends do, and takes it down again.
 *
 * Locking: writers of parameters hold the kernel's parameter lock.
 */
#include <linux/interrupt.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>
#include <xen/events.h>
#include <xen/interface/event_channel.h>
#include <asm/xen/hypercall.h>

#define COST_HELD_MAX	131072
#define COST_ROUNDS_MAX	10000

static int *cost_irqs;
static unsigned int cost_held;

static unsigned int open_ns, bind_ns, unbind_ns, failed;
module_param(open_ns, uint, 0444);
MODULE_PARM_DESC(open_ns, "median of what Xen takes to give a port");
module_param(bind_ns, uint, 0444);
MODULE_PARM_DESC(bind_ns, "median of what Linux takes to bind it to a handler");
module_param(unbind_ns, uint, 0444);
MODULE_PARM_DESC(unbind_ns, "median of what both take to unbind and close it");
module_param(failed, uint, 0444);
MODULE_PARM_DESC(failed, "rounds of the last measurement that could not bind");

static irqreturn_t cost_handler(int irq, void *data)
{
	return IRQ_HANDLED;
}

static int cost_open(evtchn_port_t *port)
{
	struct evtchn_alloc_unbound alloc = { .dom = DOMID_SELF, .remote_dom = DOMID_SELF };
	int err = HYPERVISOR_event_channel_op(EVTCHNOP_alloc_unbound, &alloc);

	*port = alloc.port;
	return err;
}

static void cost_close(evtchn_port_t port)
{
	struct evtchn_close close = { .port = port };

	HYPERVISOR_event_channel_op(EVTCHNOP_close, &close);
}

/* The irq, or an error; the port is closed then. */
static int cost_bind(evtchn_port_t port)
{
	int irq = bind_evtchn_to_irqhandler_lateeoi(port, cost_handler, 0, "bind-cost",
						    &cost_irqs);

	if (irq < 0)
		cost_close(port);
	return irq;
}

static void cost_let_go(void)
{
	unbind_from_irqhandler(cost_irqs[--cost_held], &cost_irqs);
}

static int cost_hold_one(void)
{
	evtchn_port_t port;
	int irq = cost_open(&port) ?: cost_bind(port);

	if (irq < 0)
		return irq;
	cost_irqs[cost_held++] = irq;
	return 0;
}

static int cost_set_held(const char *text, const struct kernel_param *param)
{
	unsigned int wanted;
	int err = kstrtouint(text, 0, &wanted);

	if (err || wanted > COST_HELD_MAX)
		return -EINVAL;
	while (cost_held > wanted) {
		cost_let_go();
		cond_resched();
	}
	while (cost_held < wanted && !err) {
		err = cost_hold_one();
		cond_resched();
	}
	return err;
}

static const struct kernel_param_ops cost_held_ops = {
	.set = cost_set_held,
	.get = param_get_uint,
};

module_param_cb(held, &cost_held_ops, &cost_held, 0644);
MODULE_PARM_DESC(held, "channels that are held");

static int cost_compare(const void *a, const void *b)
{
	return (*(const u32 *)a > *(const u32 *)b) - (*(const u32 *)a < *(const u32 *)b);
}

static u32 cost_median(u32 *all, unsigned int count)
{
	sort(all, count, sizeof(*all), cost_compare, NULL);
	return count ? all[count / 2] : 0;
}

static int cost_set_rounds(const char *text, const struct kernel_param *param)
{
	unsigned int rounds, i, done = 0;
	u32 *opens, *binds, *unbinds;
	int err = kstrtouint(text, 0, &rounds);

	if (err || !rounds || rounds > COST_ROUNDS_MAX)
		return -EINVAL;
	opens = vmalloc(array_size(3 * rounds, sizeof(*opens)));
	if (!opens)
		return -ENOMEM;
	binds = opens + rounds;
	unbinds = binds + rounds;
	failed = 0;
	for (i = 0; i < rounds; i++) {
		u64 begin = ktime_get_ns(), open, bound;
		evtchn_port_t port;
		int irq;

		err = cost_open(&port);
		if (err)
			break;
		open = ktime_get_ns();
		irq = cost_bind(port);
		bound = ktime_get_ns();
		if (irq < 0) {
			failed++;
			continue;
		}
		unbind_from_irqhandler(irq, &cost_irqs);
		opens[done] = open - begin;
		binds[done] = bound - open;
		unbinds[done++] = ktime_get_ns() - bound;
		cond_resched();
	}
	open_ns = cost_median(opens, done);
	bind_ns = cost_median(binds, done);
	unbind_ns = cost_median(unbinds, done);
	vfree(opens);
	return err;
}

static const struct kernel_param_ops cost_rounds_ops = {
	.set = cost_set_rounds,
};

module_param_cb(rounds, &cost_rounds_ops, NULL, 0200);
MODULE_PARM_DESC(rounds, "measures so many");

static int __init cost_init(void)
{
	cost_irqs = vmalloc(array_size(COST_HELD_MAX, sizeof(*cost_irqs)));
	return cost_irqs ? 0 : -ENOMEM;
}
module_init(cost_init);

static void __exit cost_exit(void)
{
	while (cost_held) {
		cost_let_go();
		cond_resched();
	}
	vfree(cost_irqs);
}
module_exit(cost_exit);

MODULE_DESCRIPTION("What binding an event channel costs");
MODULE_LICENSE("GPL");
