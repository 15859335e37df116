// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many more guests fit: what is left for backends, by what a guest of today
 * has on the average.
 */
#include "forecast.h"

/* What backends may still take below a ceiling. */
static u32 xip_left(const struct xip_ledger *ledger, enum xip_ceiling what)
{
	u64 taken = (u64)xip_used(ledger, what) + ledger->share;

	if (ledger->ceiling[what] == XIP_NO_LIMIT)
		return XIP_NO_LIMIT;
	return taken < ledger->ceiling[what] ? ledger->ceiling[what] - taken : 0;
}

/**
 * xip_forecast() - how many more guests fit
 * @ledger: the ledger
 * @guests: guests there are
 * @channels: event channels that these have together
 *
 * Return: the ceiling that is reached first, and how many guests fit below it.
 */
struct xip_forecast xip_forecast(const struct xip_ledger *ledger, u32 guests, u32 channels)
{
	u32 of_channels = xip_left(ledger, XIP_CHANNELS);
	u32 of_descriptors = xip_left(ledger, XIP_DESCRIPTORS);
	struct xip_forecast forecast = { XIP_CHANNELS, XIP_NO_LIMIT };
	u32 left = of_channels;

	if (of_descriptors < of_channels) {
		forecast.first = XIP_DESCRIPTORS;
		left = of_descriptors;
	}
	/* The last guest has to fit as a whole: round down. */
	if (left != XIP_NO_LIMIT && guests && channels) {
		u64 fit = (u64)left * guests / channels;

		forecast.guests = fit < XIP_NUMBER_MAX ? fit : XIP_NUMBER_MAX;
	}
	return forecast;
}
