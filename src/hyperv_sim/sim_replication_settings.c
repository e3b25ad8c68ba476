/* sim_replication_settings.c: Msvm_ReplicationSettingData: defaults, limits, both sides of it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_settings.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_replication_contact.h"
#include "sim_replication_disk.h"
#include "sim_values.h"
#include "sim_vm_method.h"

#define DAY (24 * G_TIME_SPAN_HOUR)

/* Lengths and ranges by msvm-replicationsettingdata.md. */
#define MAX_NAME        256
#define MAX_THUMBPRINT  128
#define MAX_CONSISTENT  12
#define SHORT_INTERVAL  30
#define NORMAL_INTERVAL 300
#define LONG_INTERVAL   900

#define AUTHENTICATION_CERTIFICATE 2

/* Fixed texts and documented defaults; compression as New-VMReplication has it
 * (inferred), AutoResynchronizeEnabled is a switch. */
/* clang-format off */
static const HvsValue default_values[] = {
    { "Caption",                                 "Replication Settings" },
    { "Description",                             "Virtual Machine Replication Settings Data" },
    { "VirtualSystemType",                       "Microsoft:Hyper-V:Replica" },
    { "CompressionEnabled",                      "true" },
    { "BypassProxyServer",                       "false" },
    { "RecoveryServerPortNumber",                "0" },
    { "ReplicateHostKvpItems",                   "true" },
    { "ApplicationConsistentSnapshotInterval",   "0" },
    { "RecoveryHistory",                         "0" },
    { "AutoResynchronizeIntervalStart",          "00000000183000.000000:000" },
    { "AutoResynchronizeIntervalEnd",            "00000000060000.000000:000" },
    { "EnableWriteOrderPreservationAcrossDisks", "true" },
    { "ReplicationInterval",                     "300" },
    { NULL }
};

/* What callers set.  The other properties are fixed or the hosts' own to fill in;
 * that those are ignored rather than refused is inferred. */
static const char *const settable[] = {
    "AuthenticationType",
    "CertificateThumbPrint",
    "CompressionEnabled",
    "BypassProxyServer",
    "RecoveryConnectionPoint",
    "RecoveryServerPortNumber",
    "ReplicateHostKvpItems",
    "ApplicationConsistentSnapshotInterval",
    "RecoveryHistory",
    "IncludedDisks",
    "AutoResynchronizeEnabled",
    "AutoResynchronizeIntervalStart",
    "AutoResynchronizeIntervalEnd",
    "ReplicationProvider",
    "AdditionalSettings",
    "ReplicationInterval",
    NULL
};
/* clang-format on */

Msvm_ReplicationSettingData *
hvs_settings_new(const HvsVm *vm, guint index)
{
    gpointer settings = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationSettingData, default_values);
    g_autofree char *id = hvs_relationship_dup_id(vm, index);
    g_autofree char *provider = hvs_settings_dup_provider_path(vm->host);

    hvr_wmi_object_set_string(settings, "InstanceID", id);
    hvr_wmi_object_set_string(settings, "ElementName", vm->name);
    hvr_wmi_object_set_string(settings, "VirtualSystemIdentifier", vm->guid);
    hvr_wmi_object_set_string(settings, "ReplicationProvider", provider);
    hvr_wmi_object_set_boolean(settings, "AutoResynchronizeEnabled",
                               vm->host->world->switches.auto_resynchronize &&
                                   vm->host->version->auto_resynchronize);

    return settings;
}

/* "Deprecated, always true" since 2012 R2. */
static gboolean
is_settable(const HvsHost *host, const char *property)
{
    return g_strv_contains(settable, property) ||
           (strcmp(property, "EnableWriteOrderPreservationAcrossDisks") == 0 &&
            !hvs_version_has(host->version, "2012 R2"));
}

static void
merge(const HvsHost *host, Msvm_ReplicationSettingData *settings, gconstpointer given)
{
    g_autoptr(HvrWmiObject) taken = hvr_wmi_object_copy(given);
    const HvrWmiClass *type = taken->type;

    for (guint i = 0; i < type->n_fields; i++) {
        if (!is_settable(host, type->fields[i].name))
            hvr_wmi_object_clear(taken, type->fields[i].name);
    }
    hvr_wmi_object_merge(settings, taken);
}

Msvm_ReplicationSettingData *
hvs_settings_new_merged(const HvsHost *host, gpointer base, const char *text)
{
    g_autoptr(HvrWmiObject) given = NULL;
    gpointer parsed = NULL;

    hvs_embedded_parse(host, &hvr_wmi_class_Msvm_ReplicationSettingData, text, &parsed);
    given = parsed;
    merge(host, base, given);

    return base;
}

static gboolean
is_time_of_day(HvrCimDatetime time)
{
    return time.is_interval && time.usec >= 0 && time.usec < DAY;
}

static gboolean
is_within(const char *text, gsize max)
{
    return text == NULL || strlen(text) <= max;
}

/* 0 stands for the usual port, or for nothing: a switch. */
static gboolean
has_valid_port(const HvsVm *vm, const Msvm_ReplicationSettingData *settings)
{
    return settings->RecoveryServerPortNumber != 0 || !vm->host->world->switches.port_zero_refused;
}

static gboolean
has_valid_target(const Msvm_ReplicationSettingData *settings)
{
    const char *name = settings->RecoveryConnectionPoint;
    const char *thumbprint = settings->CertificateThumbPrint;

    if (name == NULL || *name == '\0' || !is_within(name, MAX_NAME))
        return FALSE;
    if (settings->AuthenticationType != 1 &&
        settings->AuthenticationType != AUTHENTICATION_CERTIFICATE)
        return FALSE;
    if (settings->AuthenticationType == AUTHENTICATION_CERTIFICATE &&
        (thumbprint == NULL || *thumbprint == '\0'))
        return FALSE;

    return is_within(thumbprint, MAX_THUMBPRINT);
}

/* "Only with RecoveryHistory > 0" (Set-VMReplication). */
static gboolean
has_valid_times(const HvsHost *host, const Msvm_ReplicationSettingData *settings)
{
    guint16 interval = settings->ReplicationInterval;
    guint16 consistent = settings->ApplicationConsistentSnapshotInterval;

    if (interval != SHORT_INTERVAL && interval != NORMAL_INTERVAL && interval != LONG_INTERVAL)
        return FALSE;
    if (settings->RecoveryHistory > host->version->max_history || consistent > MAX_CONSISTENT)
        return FALSE;
    if (consistent > 0 && settings->RecoveryHistory == 0)
        return FALSE;

    return is_time_of_day(settings->AutoResynchronizeIntervalStart) &&
           is_time_of_day(settings->AutoResynchronizeIntervalEnd);
}

/* "300 or 900 and not shorter than the primary relationship's", no application
 * consistent points (Microsoft's blog 2013-12, Set-VMReplication). */
static gboolean
can_extend(const Msvm_ReplicationSettingData *settings, const HvsRelationship *upstream)
{
    return settings->ReplicationInterval >=
               MAX(NORMAL_INTERVAL, upstream->settings->ReplicationInterval) &&
           settings->ApplicationConsistentSnapshotInterval == 0;
}

/* There is no other provider than the built-in one here. */
static gboolean
has_valid_provider(const Msvm_ReplicationSettingData *settings)
{
    const char *path = settings->ReplicationProvider;
    g_autofree char *upper = path != NULL ? g_ascii_strup(path, -1) : NULL;

    return upper == NULL || strstr(upper, HVS_PROVIDER_NAME) != NULL;
}

guint32
hvs_settings_check(const HvsVm *vm,
                   const Msvm_ReplicationSettingData *settings,
                   const HvsRelationship *upstream)
{
    if (!has_valid_target(settings) || !has_valid_port(vm, settings) ||
        !has_valid_times(vm->host, settings) || !has_valid_provider(settings) ||
        !hvs_disk_is_list_valid(vm, settings->IncludedDisks))
        return HVS_RESULT_INVALID_PARAMETER;
    if (upstream != NULL && !can_extend(settings, upstream))
        return HVS_RESULT_INVALID_PARAMETER;

    return HVS_RESULT_DONE;
}

guint32
hvs_settings_check_identity(const HvsVm *vm,
                            const Msvm_ReplicationSettingData *given,
                            guint *inout_index)
{
    const char *guid = given->VirtualSystemIdentifier;

    if (guid != NULL && g_ascii_strcasecmp(guid, vm->guid) != 0)
        return HVS_RESULT_INVALID_PARAMETER;
    if (given->InstanceID != NULL && !hvs_relationship_parse_id(vm, given->InstanceID, inout_index))
        return HVS_RESULT_INVALID_PARAMETER;

    return HVS_RESULT_DONE;
}

void
hvs_settings_set_hosts(Msvm_ReplicationSettingData *settings,
                       const HvsHost *from,
                       const HvsHost *to)
{
    gboolean has_certificate = settings->AuthenticationType == AUTHENTICATION_CERTIFICATE;

    hvr_wmi_object_set_string(settings, "PrimaryHostSystem", from->fqdn);
    hvr_wmi_object_set_string(settings, "PrimaryConnectionPoint", from->fqdn);
    hvr_wmi_object_set_string(settings, "RecoveryHostSystem", to->fqdn);
    /* Self-signed, so it is its own root. */
    hvr_wmi_object_set_string(settings, "RootCertificateThumbPrint",
                              has_certificate ? settings->CertificateThumbPrint : NULL);
}

void
hvs_settings_mirror(HvsRelationship *receiver, const Msvm_ReplicationSettingData *settings)
{
    Msvm_ReplicationSettingData *copy = hvr_wmi_object_copy(settings);
    HvsVm *vm = receiver->vm;
    g_autofree char *id = hvs_relationship_dup_id(vm, receiver->index);
    g_autofree char *provider = hvs_settings_dup_provider_path(vm->host);

    hvr_wmi_object_set_string(copy, "InstanceID", id);
    hvr_wmi_object_set_string(copy, "ElementName", vm->name);
    hvr_wmi_object_set_string(copy, "VirtualSystemIdentifier", vm->guid);
    hvr_wmi_object_set_string(copy, "ReplicationProvider", provider);
    if (hvs_version_has(vm->host->version, "2012 R2"))
        hvr_wmi_object_set_boolean(copy, "EnableWriteOrderPreservationAcrossDisks", TRUE);
    hvs_disk_list_included(vm, copy);
    hvr_wmi_object_free(receiver->settings);
    receiver->settings = copy;
}

char *
hvs_settings_dup_provider_path(const HvsHost *host)
{
    g_autofree char *id =
        g_strdup_printf("Microsoft:%s\\ReplicationProvider\\" HVS_PROVIDER_NAME, host->netbios);
    g_autoptr(HvrWmiPath)
        path = hvr_wmi_path_new(host->netbios, HVR_WMI_NAMESPACE, "Msvm_ReplicationProvider");

    hvr_wmi_path_add(path, "InstanceID", id);
    hvr_wmi_path_add(path, "Name", HVS_PROVIDER_NAME);

    return hvr_wmi_path_format(path);
}
