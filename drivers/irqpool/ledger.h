/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who holds how many event channels, and whether one more may be had.
 *
 * A channel is one of two sorts: bound by a backend, which asked first and is
 * counted at once; or anybody else's, found by the last census. Only backends
 * can be refused.
 */
#ifndef _XIP_LEDGER_H
#define _XIP_LEDGER_H

#include "core_types.h"

/* In place of a quota: the default. */
#define XIP_DEFAULT_QUOTA (U32_MAX - 1)
/* The largest number that can be set. */
#define XIP_NUMBER_MAX (U32_MAX - 2)

/**
 * enum xip_verdict - may a backend have one more channel?
 * @XIP_OK: yes, and it has been counted
 * @XIP_OVER_QUOTA: the domain has as many as it may have
 * @XIP_FULL_CHANNELS: what is left of the channels is kept for the toolstack
 * @XIP_FULL_DESCRIPTORS: the same of the descriptors
 */
enum xip_verdict {
	XIP_OK,
	XIP_OVER_QUOTA,
	XIP_FULL_CHANNELS,
	XIP_FULL_DESCRIPTORS,
};

/**
 * struct xip_account - one domain; may go when both @bound and @others are 0
 * @bound: channels bound by backends for it
 * @others: its channels that nobody asked for, as of the last census
 * @quota: how many it may have; XIP_NO_LIMIT, or XIP_DEFAULT_QUOTA
 * @refused: how often one was refused
 */
struct xip_account {
	u32 bound;
	u32 others;
	u32 quota;
	u64 refused;
};

/**
 * struct xip_ledger - dom0 as a whole
 * @bound: the sum of &xip_account.bound
 * @others: the channels that are nobody's here, as of the last census: the sum
 *	of &xip_account.others
 * @ceiling: how many channels and descriptors there can be
 * @besides: descriptors that belong to no channel; 0 for channels
 * @share: how many of each are kept for the toolstack
 * @default_quota: of domains that have none of their own
 * @refused: how often a backend was refused, for whatever reason
 */
struct xip_ledger {
	u32 bound;
	u32 others;
	u32 ceiling[XIP_CEILINGS];
	u32 besides[XIP_CEILINGS];
	u32 share;
	u32 default_quota;
	u64 refused;
};

u32 xip_used(const struct xip_ledger *ledger, enum xip_ceiling what);
u32 xip_used_by(const struct xip_account *account);
u32 xip_quota_of(const struct xip_ledger *ledger, const struct xip_account *account);
enum xip_verdict xip_take(struct xip_ledger *ledger, struct xip_account *account);
bool xip_give_back(struct xip_ledger *ledger, struct xip_account *account);
void xip_bound_before(struct xip_ledger *ledger, struct xip_account *account, u32 bound);
void xip_found(struct xip_ledger *ledger, struct xip_account *account, u32 channels);

#endif /* _XIP_LEDGER_H */
