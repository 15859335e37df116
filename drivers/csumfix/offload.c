// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an interface offers to the stack above it. Under rtnl.
 *
 * What is kept from it here is what ethtool -K would switch off, and ethtool
 * shows it so. It is remembered, and offered again afterwards; what has been
 * switched off by hand before stays off.
 */
#include <linux/rtnetlink.h>
#include "vif.h"

#define XCF_OFFLOADS (NETIF_F_CSUM_MASK | NETIF_F_GSO_SOFTWARE)

/*
 * GRO (in a guest) puts together again what was cut, and leaves the sum of the
 * pseudo header where the checksum was.
 */
static netdev_features_t xcf_offload_unwanted(const struct xcf_settings *set)
{
	switch (set->mode) {
	case XCF_MODE_OFF:
		return 0;
	case XCF_MODE_NOOFFLOAD:
		return XCF_OFFLOADS | NETIF_F_GRO;
	default:
		return set->gso == XCF_GSO_SEGMENT ? NETIF_F_GRO : 0;
	}
}

/**
 * xcf_offload_apply() - have the interface offer what the settings let it
 * @vif: the interface
 * @set: the settings
 *
 * Context: process, under rtnl.
 */
void xcf_offload_apply(struct xcf_vif *vif, const struct xcf_settings *set)
{
	netdev_features_t unwanted = xcf_offload_unwanted(set);
	struct net_device *dev = vif->dev;
	netdev_features_t wanted;

	wanted = (dev->wanted_features | vif->withheld) & ~unwanted;
	vif->withheld = (dev->wanted_features | vif->withheld) & unwanted;
	if (wanted == dev->wanted_features)
		return;
	dev->wanted_features = wanted;
	netdev_update_features(dev);
}
