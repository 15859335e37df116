/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many more guests fit.
 */
#ifndef _XIP_FORECAST_H
#define _XIP_FORECAST_H

#include "ledger.h"

/**
 * struct xip_forecast - what happens if it goes on like this
 * @first: the ceiling that is reached first
 * @guests: how many more guests like the present ones fit below it;
 *	XIP_NO_LIMIT if no ceiling is known, or there is no guest to go by
 */
struct xip_forecast {
	enum xip_ceiling first;
	u32 guests;
};

struct xip_forecast xip_forecast(const struct xip_ledger *ledger, u32 guests, u32 channels);

#endif /* _XIP_FORECAST_H */
