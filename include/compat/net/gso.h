/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels before 6.5 declare segmentation in linux/netdevice.h; newer ones have
 * a header of this name, and find theirs first.
 */
#ifndef _COMPAT_NET_GSO_H
#define _COMPAT_NET_GSO_H

#include <linux/netdevice.h>

#endif
