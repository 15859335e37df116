// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/net/<interface>/csumfix/. Every attribute is documented in
 * Documentation/ABI/.
 *
 * The folder goes under rtnl and waits for those who are in a file; so these
 * try for rtnl, and start over if they do not get it.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include "vif.h"

static struct xcf_vif *xcf_of_kobj(struct kobject *kobj)
{
	return container_of(kobj, struct xcf_vif, kobj);
}

/* Where received packets are corrected, or would be. */
static const char *xcf_where(const struct xcf_vif *vif)
{
	if (!vif->seam)
		return "netfilter";
	return xcf_is_backend(vif->dev) ? "netback" : "netfront";
}

static ssize_t mode_show(struct kobject *kobj, struct kobj_attribute *attr,
			 char *buf)
{
	struct xcf_vif *vif = xcf_of_kobj(kobj);
	ssize_t len;

	if (!rtnl_trylock())
		return restart_syscall();
	len = sysfs_emit(buf, "%s %s\n", xcf_mode_words[vif->set.mode],
			 xcf_where(vif));
	rtnl_unlock();
	return len;
}

/* What a read gives may be written back: the second word is not a setting. */
static int xcf_mode_word(const char *text)
{
	static const char * const places[] = { "netback", "netfront", "netfilter", NULL };
	const char *space = strchr(text, ' ');
	char word[16];

	if (!space)
		return xcf_word(xcf_mode_words, text);
	if (xcf_word(places, space + 1) < 0 || space - text >= sizeof(word))
		return -EINVAL;
	strscpy(word, text, space - text + 1);
	return xcf_word(xcf_mode_words, word);
}

static int xcf_gso_word(const char *text)
{
	return xcf_word(xcf_gso_words, text);
}

static int xcf_bad_word(const char *text)
{
	return xcf_word(xcf_bad_words, text);
}

/* A write changes one of the settings and brings about what follows. */
#define XCF_STORE(name)							\
static ssize_t name##_store(struct kobject *kobj,			\
			    struct kobj_attribute *attr,		\
			    const char *buf, size_t count)		\
{									\
	struct xcf_vif *vif = xcf_of_kobj(kobj);			\
	int value = xcf_##name##_word(buf);				\
	struct xcf_settings set;					\
	int err;							\
									\
	if (value < 0)							\
		return value;						\
	if (!rtnl_trylock())						\
		return restart_syscall();				\
	set = vif->set;							\
	set.name = value;						\
	err = vif->dev->reg_state == NETREG_REGISTERED ?		\
	      xcf_set(vif, &set) : -ENODEV;				\
	rtnl_unlock();							\
	return err ?: count;						\
}

#define XCF_SHOW(name)							\
static ssize_t name##_show(struct kobject *kobj,			\
			   struct kobj_attribute *attr, char *buf)	\
{									\
	return sysfs_emit(buf, "%s\n",					\
		xcf_##name##_words[READ_ONCE(xcf_of_kobj(kobj)->set.name)]); \
}

XCF_STORE(mode)
XCF_SHOW(gso)
XCF_STORE(gso)
XCF_SHOW(bad)
XCF_STORE(bad)

static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attr,
			 char *buf)
{
#define XCF_NAME(name) #name,
	static const char * const dirs[] = { XCF_FOR_EACH_DIR(XCF_NAME) };
	static const char * const names[] = { XCF_FOR_EACH_COUNT(XCF_NAME) };
#undef XCF_NAME
	struct xcf_vif *vif = xcf_of_kobj(kobj);
	unsigned int dir, i;
	int len = 0, cpu;

	for (dir = 0; dir < XCF_DIRS; dir++) {
		for (i = 0; i < XCF_COUNTS; i++) {
			u64 sum = 0;

			for_each_possible_cpu(cpu)
				sum += READ_ONCE(per_cpu_ptr(vif->counters, cpu)->n[dir][i]);
			len += sysfs_emit_at(buf, len, "%s_%s %llu\n",
					     dirs[dir], names[i], sum);
		}
	}
	return len;
}

static struct kobj_attribute xcf_mode = __ATTR_RW(mode);
static struct kobj_attribute xcf_gso = __ATTR_RW(gso);
static struct kobj_attribute xcf_bad = __ATTR_RW(bad);
static struct kobj_attribute xcf_stat = __ATTR_RO(stat);

static struct attribute *xcf_vif_attrs[] = {
	&xcf_mode.attr,
	&xcf_gso.attr,
	&xcf_bad.attr,
	&xcf_stat.attr,
	NULL
};
ATTRIBUTE_GROUPS(xcf_vif);

static void xcf_vif_free(struct kobject *kobj)
{
	struct xcf_vif *vif = xcf_of_kobj(kobj);

	free_percpu(vif->counters);
	kfree(vif);
}

const struct kobj_type xcf_vif_ktype = {
	.release = xcf_vif_free,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = xcf_vif_groups,
};
