// SPDX-License-Identifier: GPL-2.0-only
/*
 * xen-csumfix: correct checksums on every interface of Xen's.
 *
 * Core:
 *   frame.c     where the checksums of a frame are; network.c: below them
 *   decide.c    what happens to a frame
 * Glue:
 *   vif.c       interfaces come and go
 *   settings.c  what is to be done to one, and bringing it about
 *   seam.c      received packets of patched drivers
 *   hooks.c     packets of netfilter's hooks
 *   path.c      a packet: parse, fill, check
 *   cut.c       cutting segmentation-offload frames
 *   offload.c   what an interface offers to the stack
 *   sysfs.c     /sys/class/net/<interface>/csumfix/, with words.c
 *   defaults.c  the module parameters
 */
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include "vif.h"

/* Under rtnl: nobody is to come any more, and whoever does goes. */
static bool xcf_leaving;

static int xcf_netdev_event(struct notifier_block *block, unsigned long event,
			    void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info);
	struct xcf_vif *vif;
	int err;

	switch (event) {
	case NETDEV_REGISTER:
		if (xcf_leaving || !xcf_is_vif(dev))
			break;
		vif = xcf_vif_find(dev);
		/* A move to another namespace ends here, too. */
		err = vif ? xcf_hooks_apply(vif, vif->set.mode != XCF_MODE_OFF) :
			    xcf_vif_add(dev);
		if (err)
			netdev_warn(dev, "csumfix: checksums are not corrected: error %d\n", err);
		break;
	case NETDEV_UNREGISTER:
		vif = xcf_vif_find(dev);
		if (!vif)
			break;
		if (dev->reg_state == NETREG_REGISTERED && !xcf_leaving)
			xcf_hooks_apply(vif, false);
		else
			xcf_vif_del(vif);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block xcf_notifier = {
	.notifier_call = xcf_netdev_event,
};

static void xcf_leave(void)
{
	rtnl_lock();
	xcf_leaving = true;
	xcf_vif_del_all();
	rtnl_unlock();
	unregister_netdevice_notifier(&xcf_notifier);
}

static int __init xcf_init(void)
{
	int err;

	err = register_netdevice_notifier(&xcf_notifier);
	if (err)
		return err;
	err = xbh_net_register(&xcf_governor);
	if (err == -EBUSY)
		pr_err("xen-csumfix: another network governor is registered; unload it first\n");
	if (err)
		xcf_leave();
	return err;
}
module_init(xcf_init);

static void __exit xcf_exit(void)
{
	xbh_net_unregister(&xcf_governor);
	xcf_leave();
}
module_exit(xcf_exit);

MODULE_DESCRIPTION("Correct checksums on Xen network interfaces");
MODULE_AUTHOR("The dom0-pack developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(DOM0PACK_VERSION);
