/* sim_replication_service.c: the host as a Replica server: ModifyServiceSettings,
 * TestReplicationConnection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_service.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_method.h"
#include "sim_values.h"
#include "wmi_embedded.h"

#define DAY (24 * G_TIME_SPAN_HOUR)

/* msvm-replicationservicesettingdata.md */
#define MAX_AUTHENTICATION 3
#define CERTIFICATE_BIT    2
#define MAX_THUMBPRINT     128
#define MIN_MONITORING     3600
#define MAX_MONITORING     604800

static const char *const settable[] = {
    "RecoveryServerEnabled",
    "AllowedAuthenticationType",
    "CertificateThumbPrint",
    "HttpsPort",
    "HttpPort",
    "MonitoringStartTime",
    "MonitoringInterval",
    NULL,
};

/* clang-format off */
static const HvsValue service_values[] = {
    { "Caption",                 "Hyper-V Replica Service" },
    { "Description",             "Replication Service" },
    { "ElementName",             "Hyper-V Replica Service" },
    { "Name",                    "replicasvc" },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "Status",                  "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "CreationClassName",       "Msvm_ReplicationService" },
    { "Started",                 "true" },
    { NULL }
};
/* clang-format on */

gpointer
hvs_replication_service_new_object(const HvsHost *host)
{
    gpointer service = hvs_values_new(&hvr_wmi_class_Msvm_ReplicationService, service_values);

    hvr_wmi_object_set_string(service, "SystemName", host->netbios);
    hvr_wmi_object_set_time(service, "TimeOfLastStateChange", host->booted);

    return service;
}

static void
merge(Msvm_ReplicationServiceSettingData *settings, gconstpointer given)
{
    g_autoptr(HvrWmiObject) taken = hvr_wmi_object_copy(given);
    const HvrWmiClass *type = taken->type;

    for (guint i = 0; i < type->n_fields; i++) {
        if (!g_strv_contains(settable, type->fields[i].name))
            hvr_wmi_object_clear(taken, type->fields[i].name);
    }
    hvr_wmi_object_merge(settings, taken);
}

static gboolean
has_valid_times(const Msvm_ReplicationServiceSettingData *settings)
{
    HvrCimDatetime start = settings->MonitoringStartTime;

    return start.is_interval && start.usec >= 0 && start.usec < DAY &&
           settings->MonitoringInterval >= MIN_MONITORING &&
           settings->MonitoringInterval <= MAX_MONITORING;
}

/* "Needed when the type is 2 or 3"; that one of them must be chosen to enable is
 * inferred, and that the two listeners cannot share a port. */
static gboolean
has_valid_listener(const Msvm_ReplicationServiceSettingData *settings)
{
    const char *thumbprint = settings->CertificateThumbPrint;
    gboolean has_thumbprint = thumbprint != NULL && *thumbprint != '\0';

    if (settings->AllowedAuthenticationType > MAX_AUTHENTICATION ||
        (has_thumbprint && strlen(thumbprint) > MAX_THUMBPRINT))
        return FALSE;
    if (settings->HttpPort == 0 || settings->HttpsPort == 0 ||
        settings->HttpPort == settings->HttpsPort)
        return FALSE;
    if (!settings->RecoveryServerEnabled)
        return TRUE;

    return settings->AllowedAuthenticationType != 0 &&
           (has_thumbprint || (settings->AllowedAuthenticationType & CERTIFICATE_BIT) == 0);
}

static guint32
read_settings(HvsHost *host, const char *text, gpointer *out_settings)
{
    g_autoptr(Msvm_ReplicationServiceSettingData) settings = NULL;
    g_autoptr(HvrWmiObject) given = NULL;
    gpointer parsed = NULL;
    guint32 result =
        hvs_embedded_parse(host, &hvr_wmi_class_Msvm_ReplicationServiceSettingData, text, &parsed);

    given = parsed;
    if (result != HVS_RESULT_DONE)
        return result;

    settings = hvr_wmi_object_copy(host->service_settings);
    merge(settings, given);
    if (!has_valid_listener(settings) || !has_valid_times(settings))
        return HVS_RESULT_INVALID_PARAMETER;
    *out_settings = g_steal_pointer(&settings);

    return HVS_RESULT_DONE;
}

static void
on_modified(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    gpointer settings = NULL;
    guint32 result = read_settings(job->host, job->target, &settings);

    if (result != HVS_RESULT_DONE) {
        job->error_code = (guint16)result;
        return;
    }
    hvr_wmi_object_free(job->host->service_settings);
    job->host->service_settings = settings;
}

guint32
hvs_replication_modify_service_settings(HvsCall *call)
{
    static const HvsJobRow row = { 90, "Modify Replication Server Settings", FALSE, on_modified };
    const char *text = hvs_call_get_text(call, "SettingData");
    g_autoptr(HvrWmiObject) settings = NULL;
    gpointer parsed = NULL;
    guint32 result = read_settings(call->host, text, &parsed);

    settings = parsed;

    return result == HVS_RESULT_DONE ? hvs_job_run(call, &row, NULL, NULL, text) : result;
}

/* The parameters travel in the job as settings. */
static void
on_tested(HvsJob *job, gpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_ReplicationSettingData) settings = NULL;
    char *reason = NULL;

    settings =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationSettingData, job->target, NULL);
    if (hvs_contact_find_host(job->host, settings, &reason) == NULL)
        hvs_contact_fail(job, reason);
}

guint32
hvs_replication_test_connection(HvsCall *call)
{
    static const HvsJobRow row = { 115, "Test Replication Connection", TRUE, on_tested };
    const Msvm_ReplicationService_TestReplicationConnection_INPUT *input = call->input;
    const char *name = input->RecoveryConnectionPoint;
    const char *thumbprint = input->CertificateThumbPrint;
    g_autoptr(HvrWmiObject) settings = NULL;
    g_autofree char *text = NULL;

    if (name == NULL || *name == '\0' || input->RecoveryServerPortNumber == 0 ||
        input->AuthenticationType < 1 || input->AuthenticationType > 2)
        return HVS_RESULT_INVALID_PARAMETER;
    if (input->AuthenticationType == 2 && (thumbprint == NULL || *thumbprint == '\0'))
        return HVS_RESULT_INVALID_PARAMETER;

    settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", name);
    hvr_wmi_object_set_uint(settings, "RecoveryServerPortNumber", input->RecoveryServerPortNumber);
    hvr_wmi_object_set_uint(settings, "AuthenticationType", input->AuthenticationType);
    hvr_wmi_object_set_string(settings, "CertificateThumbPrint", thumbprint);
    text = hvr_wmi_embedded_format(settings);

    return hvs_job_run(call, &row, NULL, NULL, text);
}
