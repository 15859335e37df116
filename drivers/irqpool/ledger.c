// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who holds how many event channels, and whether one more may be had. The
 * callers hold a lock that covers the ledger and all accounts.
 */
#include "ledger.h"

static u32 xip_sum(u32 a, u32 b)
{
	return a > U32_MAX - b ? U32_MAX : a + b;
}

/**
 * xip_used() - how much of a ceiling is used
 * @ledger: the ledger
 * @what: channels or descriptors; every channel of Linux' has a descriptor
 *
 * Return: how many.
 */
u32 xip_used(const struct xip_ledger *ledger, enum xip_ceiling what)
{
	return xip_sum(xip_sum(ledger->bound, ledger->others), ledger->besides[what]);
}

/**
 * xip_used_by() - how many channels a domain has
 * @account: the domain
 *
 * Return: how many.
 */
u32 xip_used_by(const struct xip_account *account)
{
	return xip_sum(account->bound, account->others);
}

/**
 * xip_quota_of() - how many channels a domain may have
 * @ledger: where the default is
 * @account: the domain
 *
 * Return: a number, or XIP_NO_LIMIT.
 */
u32 xip_quota_of(const struct xip_ledger *ledger, const struct xip_account *account)
{
	return account->quota == XIP_DEFAULT_QUOTA ? ledger->default_quota : account->quota;
}

static bool xip_full(const struct xip_ledger *ledger, enum xip_ceiling what)
{
	u32 ceiling = ledger->ceiling[what];
	u32 used = xip_used(ledger, what);

	/* One more could not be counted. */
	if (used == U32_MAX)
		return true;
	return ceiling != XIP_NO_LIMIT && xip_sum(used, ledger->share) >= ceiling;
}

/**
 * xip_take() - a backend wants one more channel for a domain
 * @ledger: the ledger
 * @account: the domain
 *
 * Return: XIP_OK, and it is counted; or why not, and that is counted.
 */
enum xip_verdict xip_take(struct xip_ledger *ledger, struct xip_account *account)
{
	u32 quota = xip_quota_of(ledger, account);
	enum xip_verdict verdict = XIP_OK;

	if (quota != XIP_NO_LIMIT && xip_used_by(account) >= quota)
		verdict = XIP_OVER_QUOTA;
	else if (xip_full(ledger, XIP_CHANNELS))
		verdict = XIP_FULL_CHANNELS;
	else if (xip_full(ledger, XIP_DESCRIPTORS))
		verdict = XIP_FULL_DESCRIPTORS;

	if (verdict == XIP_OK) {
		account->bound++;
		ledger->bound++;
	} else {
		account->refused++;
		ledger->refused++;
	}
	return verdict;
}

/**
 * xip_give_back() - a backend has one channel less for a domain
 * @ledger: the ledger
 * @account: the domain
 *
 * Return: false if it had none, and nothing has been changed.
 */
bool xip_give_back(struct xip_ledger *ledger, struct xip_account *account)
{
	if (!account->bound)
		return false;
	account->bound--;
	ledger->bound--;
	return true;
}

/**
 * xip_bound_before() - what backends had bound before anybody counted
 * @ledger: the ledger
 * @account: the domain, with nothing bound
 * @bound: how many; quota and ceilings do not matter, they are there
 */
void xip_bound_before(struct xip_ledger *ledger, struct xip_account *account, u32 bound)
{
	account->bound += bound;
	ledger->bound += bound;
}

/**
 * xip_found() - a census has found a domain's channels
 * @ledger: the ledger
 * @account: the domain
 * @channels: all it has, with those that backends have bound
 */
void xip_found(struct xip_ledger *ledger, struct xip_account *account, u32 channels)
{
	/* Fewer than bound: one is being unbound, and still counted. */
	u32 others = channels > account->bound ? channels - account->bound : 0;

	ledger->others -= account->others;
	ledger->others += others;
	account->others = others;
}
