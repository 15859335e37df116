/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _XCF_CUT_H
#define _XCF_CUT_H

#include <linux/skbuff.h>

/**
 * xcf_skip_taps() - packet sockets and ingress hooks have seen the whole of it
 * @part: a part of a packet that was cut in the ingress hook
 */
static inline void xcf_skip_taps(struct sk_buff *part)
{
#ifdef CONFIG_NET_CLS_ACT
	part->tc_skip_classify = 1;
#endif
}

#endif
