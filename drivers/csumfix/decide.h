/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happens to a frame: settings and facts in, action out. Pure.
 */
#ifndef _XCF_DECIDE_H
#define _XCF_DECIDE_H

#include "core_types.h"

/* The words of sysfs, in the order of their values: each stands only here. */
#define XCF_FOR_EACH_MODE(what)	\
	what(OFF, off) what(COMPLETE, complete)	\
	what(NOOFFLOAD, nooffload) what(VERIFY, verify)
#define XCF_FOR_EACH_GSO(what)	\
	what(PASS, pass) what(SEGMENT, segment)
#define XCF_FOR_EACH_BAD(what)	\
	what(COUNT, count) what(DROP, drop) what(REPAIR, repair)

#define XCF_MODE_ENUM(name, word) XCF_MODE_##name,
#define XCF_GSO_ENUM(name, word) XCF_GSO_##name,
#define XCF_BAD_ENUM(name, word) XCF_BAD_##name,
enum xcf_mode { XCF_FOR_EACH_MODE(XCF_MODE_ENUM) XCF_MODES };
enum xcf_gso { XCF_FOR_EACH_GSO(XCF_GSO_ENUM) XCF_GSOS };
enum xcf_bad { XCF_FOR_EACH_BAD(XCF_BAD_ENUM) XCF_BADS };
#undef XCF_MODE_ENUM
#undef XCF_GSO_ENUM
#undef XCF_BAD_ENUM

/**
 * enum xcf_claim - what the sender says of a frame's checksum
 * @XCF_CLAIM_NONE: it is in the frame, nobody has looked at it
 * @XCF_CLAIM_VALID: it is in the frame, and the sender vouches for it
 * @XCF_CLAIM_BLANK: it is left to whoever comes next
 */
enum xcf_claim {
	XCF_CLAIM_NONE,
	XCF_CLAIM_VALID,
	XCF_CLAIM_BLANK,
};

/**
 * enum xcf_action - what to do with a frame
 * @XCF_PASS: nothing
 * @XCF_FILL: compute the checksum and write it into its field
 * @XCF_CUT: segment; every part comes out with its checksum
 * @XCF_CHECK: compare what is in it, ask xcf_on_bad() if it is wrong
 * @XCF_DROP: throw it away
 */
enum xcf_action {
	XCF_PASS,
	XCF_FILL,
	XCF_CUT,
	XCF_CHECK,
	XCF_DROP,
};

/**
 * struct xcf_settings - what somebody has chosen for an interface
 * @mode: what is done at all
 * @gso: what XCF_MODE_COMPLETE and XCF_MODE_VERIFY do with frames that are
 *	still to be segmented
 * @bad: what XCF_MODE_VERIFY does with a wrong checksum
 */
struct xcf_settings {
	enum xcf_mode mode;
	enum xcf_gso gso;
	enum xcf_bad bad;
};

enum xcf_action xcf_decide(const struct xcf_settings *set, enum xcf_claim claim,
			   bool gso);
enum xcf_action xcf_on_bad(const struct xcf_settings *set);

#endif /* _XCF_DECIDE_H */
