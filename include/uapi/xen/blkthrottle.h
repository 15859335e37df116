/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/xen/blkthrottle: many limits and numbers of xen-blkthrottle at once, and
 * its events. One value at a time is in sysfs; Documentation/ABI/ has both.
 *
 * Calls: ioctl(fd, XBT_IOC_..., &argument). Every argument begins with its own
 * size, set by the caller to sizeof(argument). A kernel that knows a longer
 * structure takes what is missing for 0 and fills in what fits; one that knows
 * a shorter takes the rest if it is 0. Reserved fields must be 0. The same goes
 * for the elements of arrays, whose size is given once, beside their number.
 * Pointers are passed as 64-bit numbers: 32-bit callers need no other layout.
 *
 * Errors of all calls; whatever is returned, nothing has been changed:
 *
 *	EFAULT	an address is not readable or writable
 *	EINVAL	a size is too small, a reserved field is not 0, or what a call
 *		says of EINVAL itself
 *	E2BIG	there is something other than 0 beyond what the kernel knows,
 *		or more elements than a call takes
 *	EPERM	a change, by a caller without CAP_SYS_ADMIN
 *	ENOENT	no such domain with a disk here, or no such disk
 *	ENOMEM	the kernel is short of memory
 *	ENOTTY	no such call
 *
 * Events: read() gives as many whole struct xbt_event as fit, poll() and
 * O_NONBLOCK work as usual. A reader gets what happens after its open(). One
 * that does not keep up loses the oldest, and is told how many.
 */
#ifndef _UAPI_XEN_BLKTHROTTLE_H
#define _UAPI_XEN_BLKTHROTTLE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define XBT_DEVICE	"/dev/xen/blkthrottle"
#define XBT_ABI		1

/*
 * The list of knobs, the one place that names them: X(name, kind, scope, part).
 * The sysfs files, the module's parameters and the numbers below follow it.
 * New ones come at the end.
 *
 * rate:  what is allowed, bytes or I/Os per second; XBT_MAX: no limit. A peak
 *        is the rate while a burst lasts.
 * burst: what may be saved up, bytes or I/Os; XBT_AUTO: what flows in within
 *        1/64 s
 * size:  how many bytes count as one I/O; 0: every request is one
 */
#define XBT_FOR_EACH_KNOB(X)					\
	X(read_bps, rate, READ, BPS)				\
	X(write_bps, rate, WRITE, BPS)				\
	X(total_bps, rate, TOTAL, BPS)				\
	X(read_iops, rate, READ, IOPS)				\
	X(write_iops, rate, WRITE, IOPS)			\
	X(total_iops, rate, TOTAL, IOPS)			\
	X(read_bps_burst, burst, READ, BPS)			\
	X(write_bps_burst, burst, WRITE, BPS)			\
	X(total_bps_burst, burst, TOTAL, BPS)			\
	X(read_iops_burst, burst, READ, IOPS)			\
	X(write_iops_burst, burst, WRITE, IOPS)			\
	X(total_iops_burst, burst, TOTAL, IOPS)			\
	X(read_bps_peak, rate, READ, BPS_PEAK)			\
	X(write_bps_peak, rate, WRITE, BPS_PEAK)		\
	X(total_bps_peak, rate, TOTAL, BPS_PEAK)		\
	X(read_iops_peak, rate, READ, IOPS_PEAK)		\
	X(write_iops_peak, rate, WRITE, IOPS_PEAK)		\
	X(total_iops_peak, rate, TOTAL, IOPS_PEAK)		\
	X(iops_size, size, TOTAL, IOPS)

/* XBT_KNOB_read_bps, XBT_KNOB_write_bps, ... from 0, and how many there are. */
#define XBT_KNOB_ENUM(name, kind, scope, part) XBT_KNOB_##name,
enum xbt_knob { XBT_FOR_EACH_KNOB(XBT_KNOB_ENUM) XBT_KNOBS };

#define XBT_MAX			(~(__u64)0)
#define XBT_AUTO		((__u64)0)
#define XBT_RATE_MAX		((~(__u64)0) >> 1)
#define XBT_SIZE_MAX		((__u64)0xffffffff)

/* In place of a domid: all domains. */
#define XBT_ALL_DOMAINS		0xffff
/* In place of a disk's number: the domain as a whole. */
#define XBT_WHOLE_DOMAIN	(~(__u32)0)

/**
 * struct xbt_info - what the module is: XBT_IOC_INFO
 * @size: of this structure; to the caller's
 * @abi: XBT_ABI of the module
 * @knobs: how many it has
 * @domains: domains that have disks, now
 * @vbds: disks of all domains, now
 * @reserved: 0
 */
struct xbt_info {
	__u32 size;
	__u32 abi;
	__u32 knobs;
	__u32 domains;
	__u32 vbds;
	__u32 reserved;
};

/**
 * struct xbt_setting - one knob of one domain or disk
 * @domid: the domain
 * @knob: an enum xbt_knob
 * @devid: the frontend's number of the disk (51712 for xvda), or
 *	XBT_WHOLE_DOMAIN
 * @value: see XBT_FOR_EACH_KNOB
 */
struct xbt_setting {
	__u16 domid;
	__u16 knob;
	__u32 devid;
	__u64 value;
};

/* Settings that one call takes at most. */
#define XBT_SET_MAX		8192

/**
 * struct xbt_set - set many knobs, all or none: XBT_IOC_SET
 * @size: of this structure
 * @count: number of settings, 1 to XBT_SET_MAX
 * @settings: address of an array of struct xbt_setting
 * @setting_size: of one element
 * @failed: filled in if a setting was refused: which one, from 0
 * @reserved: 0
 *
 * All settings of a domain that follow each other come into force at once.
 * EINVAL: no such knob, or a value that it does not take. ENOENT: see above.
 */
struct xbt_set {
	__u32 size;
	__u32 count;
	__u64 settings;
	__u32 setting_size;
	__u32 failed;
	__u64 reserved;
};

#define XBT_HIST		40

/*
 * The numbers of one direction, in the order of struct xbt_numbers and of the
 * lines in sysfs. New ones come at the end.
 */
#define XBT_FOR_EACH_NUMBER(X)					\
	X(ios)		/* requests let go to the disk */	\
	X(bytes)	/* bytes of these */			\
	X(held_ios)	/* requests that had to wait */		\
	X(held_bytes)	/* bytes of these */			\
	X(waiting_ios)	/* requests that wait now */		\
	X(wait_ns)	/* time waited by all that have left */	\
	X(wait_max_ns)	/* the longest of these times */	\
	X(throttled_ns)	/* time during which any one waited */	\
	X(done_ios)	/* requests completed */		\
	X(errors)	/* requests completed with an error */	\
	X(service_ns)	/* time from leaving to completion */

#define XBT_NUMBER_FIELD(name) __u64 name;
/* struct xbt_numbers: the numbers of one direction. */
struct xbt_numbers { XBT_FOR_EACH_NUMBER(XBT_NUMBER_FIELD) };

/* Room for knobs to come; see struct xbt_state. */
#define XBT_KNOBS_ROOM		32

/**
 * struct xbt_state - all of one domain or disk
 * @domid: the domain
 * @reserved: 0
 * @devid: the disk, or XBT_WHOLE_DOMAIN
 * @vbds: its disks; 1 for a disk
 * @rings: its connected rings
 * @time_ns: when this was read, CLOCK_MONOTONIC
 * @since_ns: when the numbers were last reset, or the domain or disk appeared
 * @knob: the settings, by enum xbt_knob; 0 beyond XBT_KNOBS
 * @dir: the numbers, of reads and of writes
 * @other_ios: flushes, barriers and discards among the writes
 * @wait: how many requests waited for how long, of reads and of writes: [i]
 *	counts 2^i <= ns < 2^(i + 1), the first what is less, the last what is
 *	more
 * @service: the same of the time from leaving for the disk until completion
 *
 * What a caller leaves off at the end, by a smaller size, is not written.
 */
struct xbt_state {
	__u16 domid;
	__u16 reserved;
	__u32 devid;
	__u32 vbds;
	__u32 rings;
	__u64 time_ns;
	__u64 since_ns;
	__u64 knob[XBT_KNOBS_ROOM];
	struct xbt_numbers dir[2];
	__u64 other_ios;
	__u64 wait[2][XBT_HIST];
	__u64 service[2][XBT_HIST];
};

/* For &xbt_get.flags: which states; at least one of them. */
#define XBT_GET_DOMAINS		1U
#define XBT_GET_VBDS		2U

/**
 * struct xbt_get - get many states: XBT_IOC_GET
 * @size: of this structure
 * @count: room for how many; back: how many there are, of which as many have
 *	been written as there was room for
 * @states: address of an array of struct xbt_state
 * @state_size: of one element; at least 8
 * @flags: XBT_GET_DOMAINS, XBT_GET_VBDS, or both
 * @domid: the domain, or XBT_ALL_DOMAINS
 * @reserved: 0
 *
 * Each domain is followed by its disks. ENOENT only if one domain was asked
 * for; EINVAL: no or unknown flags.
 */
struct xbt_get {
	__u32 size;
	__u32 count;
	__u64 states;
	__u32 state_size;
	__u32 flags;
	__u16 domid;
	__u16 reserved[3];
};

/**
 * struct xbt_reset - start numbers anew: XBT_IOC_RESET
 * @size: of this structure
 * @domid: the domain, or XBT_ALL_DOMAINS
 * @reserved: 0
 * @devid: the disk, or XBT_WHOLE_DOMAIN for the domain and its disks
 * @reserved2: 0
 *
 * What waits now goes on waiting and being counted as waiting. EINVAL: a disk
 * of all domains.
 */
struct xbt_reset {
	__u32 size;
	__u16 domid;
	__u16 reserved;
	__u32 devid;
	__u32 reserved2;
};

/* Which calls there are. */
#define XBT_IOC_INFO		_IO(0xDC, 0)
#define XBT_IOC_SET		_IO(0xDC, 1)
#define XBT_IOC_GET		_IO(0xDC, 2)
#define XBT_IOC_RESET		_IO(0xDC, 3)

/**
 * enum xbt_event_type - what happened
 * @XBT_DOMAIN_ADDED: a domain got its first disk
 * @XBT_DOMAIN_REMOVED: a domain lost its last disk
 * @XBT_VBD_ADDED: a domain got a disk
 * @XBT_VBD_REMOVED: a domain lost a disk
 * @XBT_LIMIT_CHANGED: a knob was set, by whomever
 * @XBT_THROTTLE_BEGAN: a request of the domain is held back, after a time
 *	without any
 * @XBT_THROTTLE_ENDED: for 100 ms no request of the domain has waited
 */
enum xbt_event_type {
	XBT_DOMAIN_ADDED = 1,
	XBT_DOMAIN_REMOVED = 2,
	XBT_VBD_ADDED = 3,
	XBT_VBD_REMOVED = 4,
	XBT_LIMIT_CHANGED = 5,
	XBT_THROTTLE_BEGAN = 6,
	XBT_THROTTLE_ENDED = 7,
};

/**
 * struct xbt_event - one event, as read() gives it
 * @size: of this record; the next one begins there
 * @type: an enum xbt_event_type; pass over what you do not know
 * @domid: the domain
 * @devid: the disk, or XBT_WHOLE_DOMAIN
 * @knob: which one, of XBT_LIMIT_CHANGED; otherwise 0
 * @value: its new value; otherwise 0
 * @time_ns: when it happened, CLOCK_MONOTONIC
 * @lost: events before this one that the reader was too slow for
 */
struct xbt_event {
	__u32 size;
	__u16 type;
	__u16 domid;
	__u32 devid;
	__u32 knob;
	__u64 value;
	__u64 time_ns;
	__u64 lost;
};

#endif /* _UAPI_XEN_BLKTHROTTLE_H */
