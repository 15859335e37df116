// SPDX-License-Identifier: GPL-2.0-only
/*
 * The event channels of the seam: how many the backends have bound for whom,
 * and who governs that.
 *
 * Locking and lifetime:
 *
 * - xbh_evtchn_mutex guards the numbers and the governor, and is held while the
 *   governor is asked. It is not held while a channel is bound or unbound: that
 *   may wait for memory, or for a handler that runs.
 * - So a channel is counted from before it is bound until after it is unbound,
 *   and the numbers are never smaller than what is there.
 * - The numbers are there with or without a governor: one that is loaded later
 *   learns what is bound already. They are in an array, since binding must not
 *   need memory for our sake when dom0 is short of it.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <xen/xenbus.h>
#include <xen/xen-backend-hooks-evtchn.h>

static DEFINE_MUTEX(xbh_evtchn_mutex);
/* Under the mutex. */
static const struct xbh_evtchn_ops *xbh_evtchn_governor;
static u32 xbh_evtchn_bound[DOMID_FIRST_RESERVED];

/**
 * xbh_evtchn_register() - make @ops the governor of all event channels
 * @ops: its operations; must stay until xbh_evtchn_unregister()
 *
 * It is told of the channels that are bound already first; from the return on,
 * it is asked about each one more.
 *
 * Context: process, may sleep.
 * Return: 0; -EBUSY if there is a governor.
 */
int xbh_evtchn_register(const struct xbh_evtchn_ops *ops)
{
	unsigned int domid;
	int err = 0;

	mutex_lock(&xbh_evtchn_mutex);
	if (xbh_evtchn_governor) {
		err = -EBUSY;
		goto out;
	}
	for (domid = 0; domid < DOMID_FIRST_RESERVED; domid++)
		if (xbh_evtchn_bound[domid])
			ops->bound(domid, xbh_evtchn_bound[domid]);
	xbh_evtchn_governor = ops;
out:
	mutex_unlock(&xbh_evtchn_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(xbh_evtchn_register);

/**
 * xbh_evtchn_unregister() - the governor leaves
 * @ops: what was registered
 *
 * After the return none of @ops runs any more or will be called.
 *
 * Context: process, may sleep.
 */
void xbh_evtchn_unregister(const struct xbh_evtchn_ops *ops)
{
	mutex_lock(&xbh_evtchn_mutex);
	if (!WARN_ON(xbh_evtchn_governor != ops))
		xbh_evtchn_governor = NULL;
	mutex_unlock(&xbh_evtchn_mutex);
}
EXPORT_SYMBOL_GPL(xbh_evtchn_unregister);

/* What a governor says when it refuses. */
#define XBH_EVTCHN_WHY 192

static int xbh_evtchn_take(struct xenbus_device *dev)
{
	char why[XBH_EVTCHN_WHY] = "";
	int err = 0;

	/* The other end of a backend is a domain; Xen refuses what is not. */
	if (dev->otherend_id >= DOMID_FIRST_RESERVED)
		return 0;
	mutex_lock(&xbh_evtchn_mutex);
	if (xbh_evtchn_governor)
		err = xbh_evtchn_governor->take(dev, why, sizeof(why));
	if (!err)
		xbh_evtchn_bound[dev->otherend_id]++;
	mutex_unlock(&xbh_evtchn_mutex);
	/* Without the mutex: xenstored may be slow to answer. */
	if (err)
		xenbus_dev_fatal(dev, err, "%s", why);
	return err;
}

static void xbh_evtchn_give_back(domid_t domid)
{
	if (domid >= DOMID_FIRST_RESERVED)
		return;
	mutex_lock(&xbh_evtchn_mutex);
	if (!WARN_ON_ONCE(!xbh_evtchn_bound[domid])) {
		xbh_evtchn_bound[domid]--;
		if (xbh_evtchn_governor)
			xbh_evtchn_governor->give_back(domid);
	}
	mutex_unlock(&xbh_evtchn_mutex);
}

/**
 * xbh_evtchn_bind() - bind a channel of a frontend, with a late EOI
 * @dev: the backend's device
 * @remote_port: the frontend's port
 *
 * As bind_interdomain_evtchn_to_irq_lateeoi(), if the governor agrees.
 *
 * Context: process, may sleep.
 * Return: the interrupt; -EDQUOT if it is refused and the frontend has been
 * told; what the binding returned.
 */
int xbh_evtchn_bind(struct xenbus_device *dev, evtchn_port_t remote_port)
{
	int irq = xbh_evtchn_take(dev);

	if (irq)
		return irq;
	irq = bind_interdomain_evtchn_to_irq_lateeoi(dev, remote_port);
	if (irq < 0)
		xbh_evtchn_give_back(dev->otherend_id);
	return irq;
}
EXPORT_SYMBOL_GPL(xbh_evtchn_bind);

/**
 * xbh_evtchn_bind_handler() - the same, with a handler for it
 * @dev: the backend's device
 * @remote_port: the frontend's port
 * @handler: its handler
 * @irqflags: flags of request_irq()
 * @name: name of the interrupt
 * @dev_id: for the handler
 *
 * As bind_interdomain_evtchn_to_irqhandler_lateeoi(), if the governor agrees.
 *
 * Context: process, may sleep.
 * Return: as xbh_evtchn_bind().
 */
int xbh_evtchn_bind_handler(struct xenbus_device *dev, evtchn_port_t remote_port,
			    irq_handler_t handler, unsigned long irqflags,
			    const char *name, void *dev_id)
{
	int irq = xbh_evtchn_take(dev);

	if (irq)
		return irq;
	irq = bind_interdomain_evtchn_to_irqhandler_lateeoi(dev, remote_port, handler,
							    irqflags, name, dev_id);
	if (irq < 0)
		xbh_evtchn_give_back(dev->otherend_id);
	return irq;
}
EXPORT_SYMBOL_GPL(xbh_evtchn_bind_handler);

/**
 * xbh_evtchn_unbind() - unbind a channel that was bound here
 * @domid: the frontend's domain
 * @irq: the interrupt
 * @dev_id: as it was when the handler was set
 *
 * As unbind_from_irqhandler().
 *
 * Context: process, may sleep.
 */
void xbh_evtchn_unbind(domid_t domid, unsigned int irq, void *dev_id)
{
	unbind_from_irqhandler(irq, dev_id);
	xbh_evtchn_give_back(domid);
}
EXPORT_SYMBOL_GPL(xbh_evtchn_unbind);
