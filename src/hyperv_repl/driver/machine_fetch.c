/* machine_fetch.c: one machine's whole configuration, asked of its host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_fetch.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "machine_part.h"
#include "msvm_tables.h"
#include "repl_version.h"
#include "wmi_path.h"
#include "wmi_query.h"

#define SETTINGS_CLASS "Msvm_VirtualSystemSettingData"
#define COMPONENTS     "Msvm_VirtualSystemSettingDataComponent"

/* What all questions about one machine have in common. */
typedef struct {
    HvrWmiSession *session;
    const char *guid;
    GCancellable *cancellable;
} Subject;

void
hvr_machine_parts_clear(HvrMachineParts *parts)
{
    hvr_wmi_object_free(parts->settings);
    hvr_wmi_object_free(parts->security);
    g_clear_pointer(&parts->resources, g_ptr_array_unref);
    g_clear_pointer(&parts->features, g_ptr_array_unref);
    g_clear_pointer(&parts->boot_sources, g_ptr_array_unref);
    g_clear_pointer(&parts->drives, g_ptr_array_unref);
    g_clear_pointer(&parts->switches, g_ptr_array_unref);
}

static GPtrArray *
list_own(const Subject *subject, const HvrWmiClass *type, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);
    g_autofree char *pattern = g_strdup_printf("Microsoft:%s%%", subject->guid);

    hvr_wmi_query_where(query, "InstanceID", "LIKE", pattern);

    return hvr_wmi_session_list(subject->session, HVR_WMI_NAMESPACE, type,
                                hvr_wmi_query_get_text(query), subject->cancellable, error);
}

static GPtrArray *
list_all(const Subject *subject, const HvrWmiClass *type, const char *properties, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(properties, type->name);

    return hvr_wmi_session_list(subject->session, HVR_WMI_NAMESPACE, type,
                                hvr_wmi_query_get_text(query), subject->cancellable, error);
}

static gboolean
fetch_settings(HvrMachineParts *parts, const Subject *subject, const char *id, GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_VirtualSystemSettingData;
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, SETTINGS_CLASS);
    g_autoptr(GPtrArray) found = NULL;

    hvr_wmi_query_where(query, "InstanceID", "=", id);
    found = hvr_wmi_session_list(subject->session, HVR_WMI_NAMESPACE, type,
                                 hvr_wmi_query_get_text(query), subject->cancellable, error);
    if (found == NULL)
        return FALSE;
    if (found->len == 0)
        return hvr_fail(error, HVR_ERROR_NO_DOMAIN,
                        _("Domain not found: no domain with matching uuid '%1$s'"), subject->guid);
    parts->settings = g_steal_pointer(&found->pdata[0]);

    return TRUE;
}

static gboolean
fetch_resources(HvrMachineParts *parts, const Subject *subject, const char *id, GError **error)
{
    g_autofree char *path = hvr_wmi_path_build(SETTINGS_CLASS, "InstanceID", id);
    g_autofree char *wql = hvr_wmi_query_associators(path, COMPONENTS, NULL);

    parts->resources = hvr_wmi_session_list(subject->session, HVR_WMI_NAMESPACE,
                                            &hvr_wmi_class_CIM_SettingData, wql,
                                            subject->cancellable, error);

    return parts->resources != NULL;
}

/* Names of the pages' classes of Windows Server 2012 and later. */
static gboolean
fetch_features(HvrMachineParts *parts, const Subject *subject, GError **error)
{
    if (!hvr_machine_part_has_nics(parts)) {
        parts->features = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
        return TRUE;
    }
    parts->features =
        list_own(subject, &hvr_wmi_class_Msvm_EthernetSwitchPortFeatureSettingData, error);

    return parts->features != NULL;
}

static gboolean
fetch_security(HvrMachineParts *parts, const Subject *subject, guint64 windows, GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_SecuritySettingData;
    g_autoptr(GPtrArray) found = NULL;

    if (!hvr_repl_version_is_at_least(windows, type->since))
        return TRUE;
    found = list_own(subject, type, error);
    if (found == NULL)
        return FALSE;
    if (found->len > 0)
        parts->security = g_steal_pointer(&found->pdata[0]);

    return TRUE;
}

/* Boot sources that are files, drives of the host and switches without a known
 * name are rare, so only who has them pays. */
static gboolean
fetch_rest(HvrMachineParts *parts, const Subject *subject, GError **error)
{
    if (hvr_machine_part_has_boot_files(parts)) {
        parts->boot_sources = list_own(subject, &hvr_wmi_class_Msvm_BootSourceSettingData, error);
        if (parts->boot_sources == NULL)
            return FALSE;
    }
    if (hvr_machine_part_has_host_drives(parts)) {
        parts->drives =
            list_all(subject, &hvr_wmi_class_Msvm_DiskDrive, "DeviceID,DriveNumber", error);
        if (parts->drives == NULL)
            return FALSE;
    }
    if (hvr_machine_part_has_nameless_switches(parts)) {
        parts->switches =
            list_all(subject, &hvr_wmi_class_Msvm_VirtualEthernetSwitch, "Name,ElementName", error);
        if (parts->switches == NULL)
            return FALSE;
    }

    return TRUE;
}

static gboolean
fetch(HvrMachineParts *parts, const Subject *subject, guint64 windows, GError **error)
{
    g_autofree char *id = g_strconcat("Microsoft:", subject->guid, NULL);

    return fetch_settings(parts, subject, id, error) &&
           fetch_resources(parts, subject, id, error) && fetch_features(parts, subject, error) &&
           fetch_security(parts, subject, windows, error) && fetch_rest(parts, subject, error);
}

HvrMachine *
hvr_machine_fetch(HvrWmiSession *session,
                  const char *guid,
                  guint64 windows,
                  GCancellable *cancellable,
                  GError **error)
{
    const Subject subject = { session, guid, cancellable };
    HvrMachineParts parts = { 0 };
    HvrMachine *machine = NULL;

    if (fetch(&parts, &subject, windows, error))
        machine = hvr_machine_describe(&parts);
    hvr_machine_parts_clear(&parts);

    return machine;
}
