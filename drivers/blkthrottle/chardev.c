// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/xen/blkthrottle: calls and events. What each call does and returns is
 * written down in include/uapi/xen/blkthrottle.h.
 *
 * Locking: xbt_domains_mutex keeps what is found alive. User memory is never
 * touched under it: a caller may make that take as long as it likes.
 *
 * Memory: how much a call takes is the caller's choice. Who asks for more than
 * there is gets -ENOMEM, and nobody else a trace in the log (__GFP_NOWARN).
 */
#include <linux/capability.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "chardev.h"
#include "events.h"

/**
 * xbt_argument_in() - take in the argument of a call, however long the caller's is
 * @to: where to put it
 * @size: its size here
 * @from: the caller's, which begins with its own size
 *
 * Context: process, may sleep.
 * Return: 0, -EFAULT, -EINVAL or -E2BIG.
 */
int xbt_argument_in(void *to, size_t size, const void __user *from)
{
	u32 given;

	if (get_user(given, (const u32 __user *)from))
		return -EFAULT;
	if (given < size)
		return -EINVAL;
	if (given > PAGE_SIZE)
		return -E2BIG;
	return copy_struct_from_user(to, size, from, given);
}

static long xbt_ioc_info(void __user *arg)
{
	struct xbt_domain *dom;
	struct xbt_info info;
	int err;

	err = xbt_argument_in(&info, sizeof(info), arg);
	if (err)
		return err;
	if (info.reserved)
		return -EINVAL;

	info.abi = XBT_ABI;
	info.knobs = XBT_KNOBS;
	info.domains = 0;
	info.vbds = 0;
	mutex_lock(&xbt_domains_mutex);
	list_for_each_entry(dom, &xbt_domains, node) {
		info.domains++;
		info.vbds += dom->nr_vbds;
	}
	mutex_unlock(&xbt_domains_mutex);
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

/* Find what @settings are for; -errno with the number of the bad one. */
static int xbt_settings_resolve(const struct xbt_setting *settings, u32 count,
				struct xbt_change *changes, u32 *failed)
{
	u32 i;
	int err;

	for (i = 0; i < count; i++) {
		const struct xbt_setting *s = &settings[i];

		*failed = i;
		if (!xbt_knob_takes(s->knob, s->value))
			return -EINVAL;
		err = xbt_target_find(&changes[i].at, s->domid, s->devid);
		if (err)
			return err;
		changes[i].knob = s->knob;
		changes[i].value = s->value;
	}
	return 0;
}

/* All or none. */
static int xbt_settings_apply(const struct xbt_setting *settings, u32 count,
			      u32 *failed)
{
	struct xbt_change *changes;
	u32 from, to;
	int err;

	changes = kvmalloc_array(count, sizeof(*changes),
				 GFP_KERNEL | __GFP_NOWARN);
	if (!changes)
		return -ENOMEM;

	mutex_lock(&xbt_domains_mutex);
	err = xbt_settings_resolve(settings, count, changes, failed);
	for (from = 0; !err && from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (changes[to].at.dom != changes[from].at.dom)
				break;
		xbt_limits_apply(&changes[from], to - from);
	}
	mutex_unlock(&xbt_domains_mutex);
	kvfree(changes);
	return err;
}

static int xbt_settings_in(struct xbt_setting *settings, const struct xbt_set *set)
{
	u32 i;
	int err;

	for (i = 0; i < set->count; i++) {
		err = copy_struct_from_user(&settings[i], sizeof(settings[i]),
					    u64_to_user_ptr(set->settings +
							    (u64)i * set->setting_size),
					    set->setting_size);
		if (err)
			return err;
	}
	return 0;
}

static long xbt_ioc_set(void __user *arg)
{
	struct xbt_set __user *user = arg;
	struct xbt_setting *settings;
	struct xbt_set set;
	u32 failed = 0;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	err = xbt_argument_in(&set, sizeof(set), arg);
	if (err)
		return err;
	if (set.reserved || !set.count || set.setting_size < sizeof(*settings))
		return -EINVAL;
	if (set.count > XBT_SET_MAX || set.setting_size > PAGE_SIZE)
		return -E2BIG;

	settings = kvmalloc_array(set.count, sizeof(*settings),
				  GFP_KERNEL | __GFP_NOWARN);
	if (!settings)
		return -ENOMEM;
	err = xbt_settings_in(settings, &set);
	if (!err) {
		err = xbt_settings_apply(settings, set.count, &failed);
		if (err && put_user(failed, &user->failed))
			err = -EFAULT;
	}
	kvfree(settings);
	return err;
}

static long xbt_ioc_reset(void __user *arg)
{
	struct xbt_reset reset;
	struct xbt_target at;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	err = xbt_argument_in(&reset, sizeof(reset), arg);
	if (err)
		return err;
	if (reset.reserved || reset.reserved2)
		return -EINVAL;
	if (reset.domid == XBT_ALL_DOMAINS && reset.devid != XBT_WHOLE_DOMAIN)
		return -EINVAL;

	mutex_lock(&xbt_domains_mutex);
	if (reset.domid == XBT_ALL_DOMAINS) {
		list_for_each_entry(at.dom, &xbt_domains, node)
			xbt_stats_reset((struct xbt_target){ at.dom });
	} else {
		err = xbt_target_find(&at, reset.domid, reset.devid);
		if (!err)
			xbt_stats_reset(at);
	}
	mutex_unlock(&xbt_domains_mutex);
	return err;
}

static long xbt_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case XBT_IOC_INFO:
		return xbt_ioc_info(user);
	case XBT_IOC_SET:
		return xbt_ioc_set(user);
	case XBT_IOC_GET:
		return xbt_ioc_get(user);
	case XBT_IOC_RESET:
		return xbt_ioc_reset(user);
	default:
		return -ENOTTY;
	}
}

static int xbt_open(struct inode *inode, struct file *file)
{
	file->private_data = xbt_reader_open();
	if (!file->private_data)
		return -ENOMEM;
	return stream_open(inode, file);
}

static int xbt_release(struct inode *inode, struct file *file)
{
	xrd_close(file->private_data);
	return 0;
}

static ssize_t xbt_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	return xrd_read(file->private_data, to, count, file->f_flags & O_NONBLOCK);
}

static __poll_t xbt_poll(struct file *file, poll_table *table)
{
	return xrd_poll(file->private_data, file, table);
}

static const struct file_operations xbt_fops = {
	.owner = THIS_MODULE,
	.open = xbt_open,
	.release = xbt_release,
	.read = xbt_read,
	.poll = xbt_poll,
	.unlocked_ioctl = xbt_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

/*
 * Who has it open costs memory and time at every event, and keeps the module.
 * An administrator may let others look; the calls that change something ask.
 */
static struct miscdevice xbt_miscdev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "xen/blkthrottle",
	.fops = &xbt_fops,
	.mode = 0600,
};

/**
 * xbt_chardev_register() - make the device
 *
 * Return: 0 or -errno.
 */
int xbt_chardev_register(void)
{
	return misc_register(&xbt_miscdev);
}

/**
 * xbt_chardev_unregister() - take it away; nobody has it open
 */
void xbt_chardev_unregister(void)
{
	misc_deregister(&xbt_miscdev);
}
