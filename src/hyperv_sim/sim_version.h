/* sim_version.h: which Windows Server a simulated host is
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per release.  What a release lacks stands as Since in schemas/; the
 * functions here look at the schema with the eyes of one release.
 */

#pragma once

#include <libxml/tree.h>

#include "wmi_object.h"

G_BEGIN_DECLS

/**
 * HvsVersion:
 * @name: as Since in schemas/ has it, e.g. "2012 R2"
 * @os_version: e.g. "6.3.9600"
 * @build: the last part of it
 * @caption: of Win32_OperatingSystem
 * @oldest_vm, @newest_vm: configuration versions of VMs that it runs, times ten
 * @max_history: of Msvm_ReplicationSettingData.RecoveryHistory
 * @auto_resynchronize: default of AutoResynchronizeEnabled
 * @max_generation: of VMs
 */
typedef struct {
    const char *name;
    const char *os_version;
    const char *build;
    const char *caption;
    guint oldest_vm, newest_vm;
    guint max_history;
    gboolean auto_resynchronize;
    guint max_generation;
} HvsVersion;

/** HVS_VERSION_DEFAULT: what hosts are that do not say */
#define HVS_VERSION_DEFAULT "2022"

/** hvs_version_list: all of them, the oldest first */
const HvsVersion *hvs_version_list(guint *out_n_versions);

/** hvs_version_find: (nullable): by @name or @os_version */
const HvsVersion *hvs_version_find(const char *text);

/** hvs_version_has: whether it has what is there @since; %NULL is older than all */
gboolean hvs_version_has(const HvsVersion *version, const char *since);

/** hvs_version_find_field: (nullable): by name, any case, if that release has it */
const HvrWmiField *
hvs_version_find_field(const HvsVersion *version, const HvrWmiClass *type, const char *name);

/** hvs_version_find_method: (nullable): by name, any case, if that release has it */
const HvrWmiMethod *
hvs_version_find_method(const HvsVersion *version, const HvrWmiClass *type, const char *name);

/** hvs_version_takes_vm: whether it runs VMs of that configuration version */
gboolean hvs_version_takes_vm(const HvsVersion *version, guint config_version);

/** hvs_version_convert_vm: the configuration version of such a VM once it is there */
guint hvs_version_convert_vm(const HvsVersion *version, guint config_version);

/** hvs_version_forget: clear what that release does not know of */
void hvs_version_forget(const HvsVersion *version, gpointer object);

/**
 * hvs_version_prune:
 * @type: what @element was encoded from
 *
 * Removes the properties, nil ones too, that the class does not have in that
 * release, also from objects inside.
 */
void hvs_version_prune(const HvsVersion *version, const HvrWmiClass *type, xmlNode *element);

G_END_DECLS
