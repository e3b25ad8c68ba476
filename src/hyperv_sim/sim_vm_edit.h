/* sim_vm_edit.h: methods that add, change and take away parts of virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All of them take a list, check all of it at once, and do it when their job ends.
 */

#pragma once

#include "sim_vm_method.h"

G_BEGIN_DECLS

/**
 * HvsVmEditStep:
 * @text: one of the list: an embedded instance, or a path
 * @is_real: do it, rather than only look
 *
 * Returns: 0, or the ReturnValue
 */
typedef guint32 (*HvsVmEditStep)(HvsVm *vm, const char *text, gboolean is_real);

typedef struct {
    HvsJobRow job;
    HvsVmEditStep step;
} HvsVmEdit;

/** hvs_vm_edit_on_done: the done of each HvsVmEdit's job */
void hvs_vm_edit_on_done(HvsJob *job, gpointer edit);

/** hvs_vm_edit_run: @texts: ended by %NULL; a %NULL @vm is an invalid parameter */
guint32 hvs_vm_edit_run(HvsCall *call, const HvsVmEdit *edit, HvsVm *vm, GStrv texts);

/** hvs_vm_edit_find_vm: (nullable): whose part is called so */
HvsVm *hvs_vm_edit_find_vm(const HvsHost *host, const char *instance_id);

/** hvs_vm_edit_find_nic: (nullable): the adapter, or the one whose connection is called so */
HvsNic *hvs_vm_edit_find_nic(const HvsVm *vm, const char *instance_id);

/** hvs_vm_edit_find_disk: (nullable): by its image's InstanceID */
HvsDisk *hvs_vm_edit_find_disk(const HvsVm *vm, const char *instance_id);

/** hvs_vm_edit_dup_id: (transfer full) (nullable): the InstanceID in an object's path */
char *hvs_vm_edit_dup_id(const char *path);

/** hvs_vm_edit_is_free: whether nobody else uses the image */
gboolean hvs_vm_edit_is_free(const HvsVm *vm, const char *path);

/** hvs_vm_edit_set_switch: what a connection's HostResource names; %FALSE if there is no such
 * switch */
gboolean hvs_vm_edit_set_switch(HvsVm *vm, HvsNic *nic, GStrv resources, gboolean is_real);

/**
 * hvs_vm_rule_check_properties:
 * @object: properties that somebody wants to set
 *
 * Returns: 32775 for one that cannot be set in the machine's state, 32773 for a value
 *   that nobody can have
 */
guint32 hvs_vm_rule_check_properties(const HvsVm *vm, gconstpointer object);

/** hvs_vm_rule_check_device: the same, for a device that comes or goes; @is_hot: while it runs, too
 */
guint32 hvs_vm_rule_check_device(const HvsVm *vm, gboolean is_hot);

G_END_DECLS
