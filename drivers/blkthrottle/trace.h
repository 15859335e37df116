/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace events of xen-blkthrottle: /sys/kernel/tracing/events/
 * xen_blkthrottle/, or xen_blkthrottle:xbt_park etc. to perf and bpftrace.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM xen_blkthrottle

#if !defined(_XBT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _XBT_TRACE_H

#include <linux/tracepoint.h>
#include <uapi/xen/blkthrottle.h>

#ifndef XBT_TRACE_OPS
#define XBT_TRACE_OPS				\
	{ XBH_BLK_READ, "read" },		\
	{ XBH_BLK_WRITE, "write" },		\
	{ XBH_BLK_FLUSH, "flush" },		\
	{ XBH_BLK_BARRIER, "barrier" },		\
	{ XBH_BLK_DISCARD, "discard" }
#define XBT_TRACE_KNOB(name, kind, scope, part) { XBT_KNOB_##name, #name },
#define XBT_TRACE_KNOBS XBT_FOR_EACH_KNOB(XBT_TRACE_KNOB) { XBT_KNOBS, "none" }
#endif

/* Programs that read the format know no names of ours: give them the numbers. */
TRACE_DEFINE_ENUM(XBH_BLK_READ);
TRACE_DEFINE_ENUM(XBH_BLK_WRITE);
TRACE_DEFINE_ENUM(XBH_BLK_FLUSH);
TRACE_DEFINE_ENUM(XBH_BLK_BARRIER);
TRACE_DEFINE_ENUM(XBH_BLK_DISCARD);
#define XBT_TRACE_NUMBER(name, kind, scope, part) TRACE_DEFINE_ENUM(XBT_KNOB_##name);
XBT_FOR_EACH_KNOB(XBT_TRACE_NUMBER)
TRACE_DEFINE_ENUM(XBT_KNOBS);
#undef XBT_TRACE_NUMBER

/* A request is held back. */
TRACE_EVENT(xbt_park,
	TP_PROTO(unsigned int domid, unsigned int devid, unsigned int op, u64 bytes),
	TP_ARGS(domid, devid, op, bytes),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, devid)
		__field(unsigned int, op)
		__field(u64, bytes)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->devid = devid;
		__entry->op = op;
		__entry->bytes = bytes;
	),
	TP_printk("domid=%u devid=%u op=%s bytes=%llu", __entry->domid,
		  __entry->devid, __print_symbolic(__entry->op, XBT_TRACE_OPS),
		  __entry->bytes)
);

/* A request that was held back goes, after so many ns. */
TRACE_EVENT(xbt_release,
	TP_PROTO(unsigned int domid, unsigned int devid, unsigned int op,
		 u64 bytes, u64 waited),
	TP_ARGS(domid, devid, op, bytes, waited),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, devid)
		__field(unsigned int, op)
		__field(u64, bytes)
		__field(u64, waited)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->devid = devid;
		__entry->op = op;
		__entry->bytes = bytes;
		__entry->waited = waited;
	),
	TP_printk("domid=%u devid=%u op=%s bytes=%llu waited=%llu",
		  __entry->domid, __entry->devid,
		  __print_symbolic(__entry->op, XBT_TRACE_OPS),
		  __entry->bytes, __entry->waited)
);

/* A knob is turned; devid is 4294967295 for the domain as a whole. */
TRACE_EVENT(xbt_limit,
	TP_PROTO(unsigned int domid, unsigned int devid, unsigned int knob, u64 value),
	TP_ARGS(domid, devid, knob, value),
	TP_STRUCT__entry(
		__field(unsigned int, domid)
		__field(unsigned int, devid)
		__field(unsigned int, knob)
		__field(u64, value)
	),
	TP_fast_assign(
		__entry->domid = domid;
		__entry->devid = devid;
		__entry->knob = knob;
		__entry->value = value;
	),
	TP_printk("domid=%u devid=%u knob=%s value=%llu", __entry->domid,
		  __entry->devid,
		  __print_symbolic(__entry->knob, XBT_TRACE_KNOBS),
		  __entry->value)
);

#endif /* _XBT_TRACE_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
