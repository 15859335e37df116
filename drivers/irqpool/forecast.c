// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many more guests fit: what is left for backends, by what a guest of today
 * has on the average.
 */
#include "forecast.h"

/* What backends may still take below a ceiling; negative: by how much it is late. */
static s64 xip_left(const struct xip_ledger *ledger, enum xip_ceiling what)
{
	if (ledger->ceiling[what] == XIP_NO_LIMIT)
		return XIP_NO_LIMIT;
	return (s64)ledger->ceiling[what] - xip_used(ledger, what) - ledger->share;
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
	s64 of_channels = xip_left(ledger, XIP_CHANNELS);
	s64 of_descriptors = xip_left(ledger, XIP_DESCRIPTORS);
	struct xip_forecast forecast = { XIP_CHANNELS, XIP_NO_LIMIT };
	s64 left = of_channels;

	if (of_descriptors < of_channels) {
		forecast.first = XIP_DESCRIPTORS;
		left = of_descriptors;
	}
	/* The last guest has to fit as a whole: round down. */
	if (left != XIP_NO_LIMIT && guests && channels) {
		u64 fit = left > 0 ? (u64)left * guests / channels : 0;

		forecast.guests = fit < XIP_NUMBER_MAX ? fit : XIP_NUMBER_MAX;
	}
	return forecast;
}
