/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is counted of an interface, in each direction: the only list there is.
 */
#ifndef _XCF_STAT_H
#define _XCF_STAT_H

/*
 * do(name), in the order of the file stat:
 * packets, bytes: seen
 * completed: a checksum left blank was filled in
 * segmented: cut into plain frames
 * bad_tcp, bad_udp: claimed to be summed and was not
 * repaired, dropped: what became of those
 * unfit: was to be completed, and has no place for it, or not all it covers
 */
#define XCF_FOR_EACH_COUNT(do)						\
	do(packets) do(bytes) do(completed) do(segmented) do(bad_tcp)	\
	do(bad_udp) do(repaired) do(dropped) do(unfit)

#define XCF_COUNT_ENUM(name) XCF_COUNT_##name,
enum xcf_count { XCF_FOR_EACH_COUNT(XCF_COUNT_ENUM) XCF_COUNTS };

/* rx: from the other side; tx: to it; both as the interface sees it. */
#define XCF_FOR_EACH_DIR(do) do(rx) do(tx)

#define XCF_DIR_ENUM(name) XCF_DIR_##name,
enum xcf_dir { XCF_FOR_EACH_DIR(XCF_DIR_ENUM) XCF_DIRS };

#endif
