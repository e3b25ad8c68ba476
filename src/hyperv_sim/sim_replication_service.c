/* sim_replication_service.c: what Msvm_ReplicationService does for a whole host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_embedded.h"
#include "sim_replication_method.h"
#include "sim_replication_trust.h"
#include "wmi_embedded.h"

/* Ranges: msvm-replicationservicesettingdata.md. */
static gboolean
is_valid(const Msvm_ReplicationServiceSettingData *s)
{
    return s->AllowedAuthenticationType <= 3 && s->HttpPort != 0 && s->HttpsPort != 0 &&
           s->MonitoringInterval >= 3600 && s->MonitoringInterval <= 604800 &&
           (s->AllowedAuthenticationType < 2 || !s->RecoveryServerEnabled ||
            s->CertificateThumbPrint != NULL);
}

static void
on_modified(HvsJob *job, gpointer data)
{
    hvr_wmi_object_free(job->host->service_settings);
    job->host->service_settings = hvr_wmi_embedded_parse(
        &hvr_wmi_class_Msvm_ReplicationServiceSettingData, job->target, NULL);
}

static const HvsJobRow modify_job = { 90,    "Modifying Replication Server Settings",
                                      FALSE, on_modified,
                                      NULL,  NULL };

guint32
hvs_replication_modify_service(HvsCall *call)
{
    const Msvm_ReplicationService_ModifyServiceSettings_INPUT *input = call->input;
    g_autoptr(Msvm_ReplicationServiceSettingData)
        settings = hvr_wmi_object_copy(call->host->service_settings);
    g_autoptr(HvrWmiObject) given = NULL;
    g_autofree char *text = NULL;
    gpointer parsed = NULL;
    guint32 result = hvs_embedded_parse(
        call->host, &hvr_wmi_class_Msvm_ReplicationServiceSettingData, input->SettingData, &parsed);

    given = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    hvr_wmi_object_merge(settings, given);
    if (!is_valid(settings))
        return HVS_RESULT_INVALID_PARAMETER;

    text = hvr_wmi_embedded_format(settings);
    return hvs_job_run(call, &modify_job, NULL, NULL, text);
}

static void
on_tested(HvsJob *job, gpointer data)
{
    g_autoptr(Msvm_ReplicationSettingData) settings =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_ReplicationSettingData, job->target, NULL);

    if (hvs_trust_find_receiver(job->host, settings, &job->error_text) == NULL)
        job->error_code = HVS_RESULT_FAILED;
}

static const HvsJobRow test_job = { 115, "Testing Replication Connection", TRUE, on_tested, NULL,
                                    NULL };

guint32
hvs_replication_test_connection(HvsCall *call)
{
    const Msvm_ReplicationService_TestReplicationConnection_INPUT *input = call->input;
    g_autoptr(Msvm_ReplicationSettingData)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autofree char *text = NULL;

    if (input->RecoveryConnectionPoint == NULL || input->RecoveryServerPortNumber == 0 ||
        input->AuthenticationType < 1 || input->AuthenticationType > 2)
        return HVS_RESULT_INVALID_PARAMETER;
    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", input->RecoveryConnectionPoint);
    hvr_wmi_object_set_uint(settings, "RecoveryServerPortNumber", input->RecoveryServerPortNumber);
    hvr_wmi_object_set_uint(settings, "AuthenticationType", input->AuthenticationType);
    text = hvr_wmi_embedded_format(settings);

    return hvs_job_run(call, &test_job, NULL, NULL, text);
}

/* A host's personal store may be empty, and this one is. */
guint32
hvs_replication_get_certificates(HvsCall *call)
{
    return HVS_RESULT_DONE;
}

/* Nothing shows these settings yet but the method itself: it checks what
 * setfailovernetworkadaptersettings demands. */
guint32
hvs_replication_set_network(HvsCall *call)
{
    const Msvm_ReplicationService_SetFailoverNetworkAdapterSettings_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);

    if (input->NetworkSettings == NULL || input->NetworkSettings[0] == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    for (guint i = 0; input->NetworkSettings[i] != NULL; i++) {
        g_autoptr(Msvm_FailoverNetworkAdapterSettingData) settings = NULL;
        gpointer parsed = NULL;
        guint32 result = hvs_embedded_parse(call->host,
                                            &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData,
                                            input->NetworkSettings[i], &parsed);

        settings = parsed;
        if (result != HVS_RESULT_DONE)
            return result;
        if (!hvr_wmi_object_has(settings, "DHCPEnabled") ||
            !hvr_wmi_object_has(settings, "IPAddresses"))
            return HVS_RESULT_INVALID_PARAMETER;
    }
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;

    return vm->replication_mode != HVS_MODE_NONE ? HVS_RESULT_DONE : HVS_RESULT_INVALID_STATE;
}

/* EnabledState is always 2 and Started always TRUE: 1, Not Supported; inferred. */
guint32
hvs_replication_refuse_service(HvsCall *call)
{
    return HVS_CIM_NOT_SUPPORTED;
}
