// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a frame; see decide.h.
 */
#include "decide.h"

/**
 * xcf_decide() - what to do with a frame
 * @set: the settings of its interface
 * @claim: what its sender says of its checksum
 * @gso: it is still to be segmented
 *
 * A frame that is still to be segmented has no checksum of its own, whatever is
 * claimed: only its parts will.
 *
 * Return: XCF_PASS, XCF_FILL, XCF_CUT or XCF_CHECK
 */
enum xcf_action xcf_decide(const struct xcf_settings *set, enum xcf_claim claim,
			   bool gso)
{
	if (set->mode == XCF_MODE_OFF)
		return XCF_PASS;
	if (gso)
		return set->mode == XCF_MODE_NOOFFLOAD ||
		       set->gso == XCF_GSO_SEGMENT ? XCF_CUT : XCF_PASS;
	if (claim == XCF_CLAIM_BLANK)
		return XCF_FILL;
	return set->mode == XCF_MODE_VERIFY ? XCF_CHECK : XCF_PASS;
}

/**
 * xcf_on_bad() - what to do with a frame that was checked and found wrong
 * @set: the settings of its interface
 *
 * Return: XCF_PASS, XCF_FILL (repair) or XCF_DROP
 */
enum xcf_action xcf_on_bad(const struct xcf_settings *set)
{
	if (set->bad == XCF_BAD_COUNT)
		return XCF_PASS;
	return set->bad == XCF_BAD_REPAIR ? XCF_FILL : XCF_DROP;
}
