// SPDX-License-Identifier: GPL-2.0-only
/*
 * The network side of the seam: which interfaces there are, who governs them,
 * and the way of a received packet.
 *
 * Locking and lifetime:
 *
 * - xbh_net_mutex guards the list of interfaces and every change of the
 *   governor. The calls that add and remove interfaces and governors hold it
 *   and call if_add and if_del under it, so these never run beside each other.
 *   It is never taken on the way of a packet.
 * - It is outermost: rtnl_lock() is taken inside of it, by if_add and if_del.
 *   So nobody may come here with the rtnl held, nor from a notifier or a sysfs
 *   handler of the governor's, for which if_del may have to wait.
 * - A packet finds the governor in &xbh_net_if.ops, under rcu_read_lock(). It
 *   is set after if_add, and cleared, and a grace period waited for, before
 *   if_del: whoever finds a governor finds the priv that it has set, and
 *   nothing of the governor runs for an interface after its if_del.
 * - The static key is on while there is a governor, and saves the look at ops
 *   where there is none. It decides nothing.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <xen/xen-backend-hooks-net.h>

DEFINE_STATIC_KEY_FALSE(xbh_net_key);
EXPORT_SYMBOL_GPL(xbh_net_key);

static DEFINE_MUTEX(xbh_net_mutex);
static LIST_HEAD(xbh_net_ifs);
/* The governor, or NULL; under the mutex. */
static const struct xbh_net_ops *xbh_net_governor;

/* Introduce one interface to @ops. Mutex held. */
static int xbh_net_enter(const struct xbh_net_ops *ops, struct xbh_net_if *iface)
{
	int err = ops->if_add(iface);

	if (err)
		iface->priv = NULL;
	else if (iface->priv)
		rcu_assign_pointer(iface->ops, ops);
	return err;
}

/* The second half of a goodbye: no packet can find @ops any more. Mutex held. */
static void xbh_net_leave(const struct xbh_net_ops *ops, struct xbh_net_if *iface)
{
	if (iface->priv)
		ops->if_del(iface);
	iface->priv = NULL;
}

/* Say goodbye to @ops for all interfaces. Mutex held. */
static void xbh_net_leave_all(const struct xbh_net_ops *ops)
{
	struct xbh_net_if *iface;

	list_for_each_entry(iface, &xbh_net_ifs, node)
		RCU_INIT_POINTER(iface->ops, NULL);
	synchronize_rcu();
	list_for_each_entry(iface, &xbh_net_ifs, node)
		xbh_net_leave(ops, iface);
}

/**
 * xbh_net_register() - make @ops the governor of all interfaces
 * @ops: its operations; must stay until xbh_net_unregister()
 *
 * Interfaces that are there already are introduced first; from the return on,
 * every packet is asked about.
 *
 * Context: process, may sleep; without the rtnl.
 * Return: 0; -EBUSY if there is a governor; what if_add returned.
 */
int xbh_net_register(const struct xbh_net_ops *ops)
{
	struct xbh_net_if *iface;
	int err = 0;

	mutex_lock(&xbh_net_mutex);
	if (xbh_net_governor) {
		err = -EBUSY;
		goto out;
	}

	static_branch_enable(&xbh_net_key);
	list_for_each_entry(iface, &xbh_net_ifs, node) {
		err = xbh_net_enter(ops, iface);
		if (err)
			goto undo;
	}
	xbh_net_governor = ops;
	goto out;

undo:
	/* Those that were not reached have no priv and are passed over. */
	static_branch_disable(&xbh_net_key);
	xbh_net_leave_all(ops);
out:
	mutex_unlock(&xbh_net_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(xbh_net_register);

/**
 * xbh_net_unregister() - the governor leaves
 * @ops: what was registered
 *
 * After the return none of @ops runs any more or will be called.
 *
 * Context: process, may sleep; without the rtnl.
 */
void xbh_net_unregister(const struct xbh_net_ops *ops)
{
	mutex_lock(&xbh_net_mutex);
	if (!WARN_ON(xbh_net_governor != ops)) {
		static_branch_disable(&xbh_net_key);
		xbh_net_governor = NULL;
		xbh_net_leave_all(ops);
	}
	mutex_unlock(&xbh_net_mutex);
}
EXPORT_SYMBOL_GPL(xbh_net_unregister);

/**
 * xbh_net_add() - a driver has a new interface
 * @iface: zeroed, embedded in the driver's structure
 * @dev: its device, registered
 *
 * A governor that cannot take it says so in the log; the interface works
 * without, as it would had the governor never been loaded.
 *
 * Context: process, may sleep; without the rtnl.
 */
void xbh_net_add(struct xbh_net_if *iface, struct net_device *dev)
{
	int err = 0;

	iface->dev = dev;
	mutex_lock(&xbh_net_mutex);
	if (xbh_net_governor)
		err = xbh_net_enter(xbh_net_governor, iface);
	list_add_tail(&iface->node, &xbh_net_ifs);
	mutex_unlock(&xbh_net_mutex);
	if (err)
		netdev_warn(dev, "not governed, error %d; load the governor again to have it\n",
			    err);
}
EXPORT_SYMBOL_GPL(xbh_net_add);

/**
 * xbh_net_del() - an interface is about to go
 * @iface: the interface; one that was never added is passed over
 *
 * After the return the governor has forgotten it.
 *
 * Context: process, may sleep; without the rtnl; its device is still
 * registered. Packets may come in still.
 */
void xbh_net_del(struct xbh_net_if *iface)
{
	if (!iface->node.next)
		return;

	mutex_lock(&xbh_net_mutex);
	list_del(&iface->node);
	iface->node.next = NULL;
	if (rcu_access_pointer(iface->ops)) {
		RCU_INIT_POINTER(iface->ops, NULL);
		synchronize_rcu();
		xbh_net_leave(xbh_net_governor, iface);
	}
	mutex_unlock(&xbh_net_mutex);
}
EXPORT_SYMBOL_GPL(xbh_net_del);

/*
 * What the drivers and the stack take for granted of a packet that was let go
 * on, and a guest must not be able to break: the place of a checksum that is
 * still left blank, and the transport header of a GSO packet.
 */
static bool xbh_net_sound(const struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL &&
	    (skb_checksum_start_offset(skb) < 0 ||
	     skb_checksum_start_offset(skb) + skb->csum_offset + sizeof(__sum16) >
	     skb_headlen(skb)))
		return false;
	return !skb_is_gso(skb) || skb_transport_header_was_set(skb);
}

/**
 * __xbh_net_rescue() - the part of xbh_net_rescue() behind the static key
 * @iface: where the packet came in
 * @skb: the packet
 * @err: why the driver would drop it
 *
 * Context: NAPI poll.
 * Return: as xbh_net_rescue().
 */
int __xbh_net_rescue(struct xbh_net_if *iface, struct sk_buff *skb, int err)
{
	const struct xbh_net_ops *ops;
	int rescued = err;

	rcu_read_lock();
	ops = rcu_dereference(iface->ops);
	if (ops)
		rescued = ops->rescue(iface, skb);
	rcu_read_unlock();
	return rescued || xbh_net_sound(skb) ? rescued : err;
}
EXPORT_SYMBOL_GPL(__xbh_net_rescue);

/**
 * __xbh_net_receive() - the part of xbh_net_receive() behind the static key
 * @iface: where the packet came in
 * @skb: the packet
 * @napi: whose GRO it goes through; NULL for none
 *
 * Context: NAPI poll.
 */
void __xbh_net_receive(struct xbh_net_if *iface, struct sk_buff *skb,
		       struct napi_struct *napi)
{
	const struct xbh_net_ops *ops;
	struct sk_buff *next;

	rcu_read_lock();
	ops = rcu_dereference(iface->ops);
	if (ops)
		skb = ops->receive(iface, skb);
	rcu_read_unlock();

	skb_list_walk_safe(skb, skb, next) {
		skb_mark_not_on_list(skb);
		if (napi)
			napi_gro_receive(napi, skb);
		else
			netif_receive_skb(skb);
	}
}
EXPORT_SYMBOL_GPL(__xbh_net_receive);
