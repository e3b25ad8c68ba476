/* wmi_result.c: return values of Hyper-V's methods, once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_result.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "msvm_tables.h"
#include "wmi_path.h"

#define HYPERV   HVR_WMI_NUMBERING_HYPERV
#define SYSTEM   HVR_WMI_NUMBERING_SYSTEM
#define SNAPSHOT HVR_WMI_NUMBERING_SNAPSHOT
#define JOB      HVR_WMI_NUMBERING_JOB
#define SERVICE  HVR_WMI_NUMBERING_SERVICE
#define GUEST    HVR_WMI_NUMBERING_GUEST
#define DEFINE   (SYSTEM | SNAPSHOT)
#define STATE    (JOB | SERVICE)
#define ANY      (HYPERV | DEFINE | STATE | GUEST)

/* clang-format off */
#define WAIT_FOR_END N_("wait for the end of the job")
#define OUR_FAULT    N_("report this line, with the version of Windows")

/* Microsoft's words (the methods' own pages).  What does not fit a job's
 * RequestStateChange leaves the job running, so it is the state that forbids it.
 * Codes and remedies are inferred. */
static const HvrWmiResult results[] = {
    { DEFINE,        1,     HVR_ERROR_UNSUPPORTED, N_("not supported"), NULL },
    { SERVICE,       1,     HVR_ERROR_UNSUPPORTED, N_("not supported"),
                            N_("start or stop the Windows service 'vmms' on the host itself") },
    { JOB,           1,     HVR_ERROR_STATE,       N_("not supported"), WAIT_FOR_END },
    { DEFINE,        2,     HVR_ERROR_JOB_FAILED,  N_("failed"), NULL },
    { STATE,         2,     HVR_ERROR_JOB_FAILED,  N_("unknown or unspecified error"), NULL },
    { DEFINE,        3,     HVR_ERROR_TIMEOUT,     N_("timeout"), NULL },
    { STATE,         3,     HVR_ERROR_TIMEOUT,     N_("cannot complete within timeout period"), NULL },
    { DEFINE,        4,     HVR_ERROR_INVALID,     N_("invalid parameter"),
                            N_("correct what was asked for, the host does not say which part of it is wrong") },
    { STATE,         4,     HVR_ERROR_JOB_FAILED,  N_("failed"), NULL },
    { DEFINE,        5,     HVR_ERROR_STATE,       N_("invalid state"), NULL },
    { JOB,           5,     HVR_ERROR_STATE,       N_("invalid parameter"), WAIT_FOR_END },
    { SERVICE,       5,     HVR_ERROR_INVALID,     N_("invalid parameter"), N_("ask for another state") },
    { SYSTEM,        6,     HVR_ERROR_INVALID,     N_("incompatible parameters"),
                            N_("leave out one of the settings, the host does not say which ones exclude each other") },
    { SNAPSHOT,      6,     HVR_ERROR_INVALID,     N_("invalid type"), OUR_FAULT },
    { JOB,           6,     HVR_ERROR_STATE,       N_("in use"), WAIT_FOR_END },
    { SERVICE,       6,     HVR_ERROR_BUSY,        N_("in use"), N_("try again later") },
    { JOB,           4097,  HVR_ERROR_STATE,       N_("invalid state transition"), N_("look at the job again, it may have ended") },
    { SERVICE,       4097,  HVR_ERROR_STATE,       N_("invalid state transition"), N_("ask for another state") },
    { STATE,         4098,  HVR_ERROR_INVALID,     N_("use of timeout parameter not supported"), OUR_FAULT },
    { STATE,         4099,  HVR_ERROR_BUSY,        N_("busy"), N_("try again later") },
    { ANY,           32768, HVR_ERROR_JOB_FAILED,  N_("failed"), NULL },
    { ANY,           32769, HVR_ERROR_DENIED,      N_("access denied"),
                            N_("make the user of hosts.conf a member of 'Hyper-V Administrators' on the host") },
    { JOB,           32770, HVR_ERROR_STATE,       N_("not supported"), WAIT_FOR_END },
    { ANY & ~JOB,    32770, HVR_ERROR_UNSUPPORTED, N_("not supported"), NULL },
    { ANY,           32771, HVR_ERROR_LOST,        N_("status is unknown"), NULL },
    { ANY,           32772, HVR_ERROR_TIMEOUT,     N_("timeout"), NULL },
    { ANY,           32773, HVR_ERROR_INVALID,     N_("invalid parameter"),
                            N_("correct what was asked for, the host does not say which part of it is wrong") },
    { ANY,           32774, HVR_ERROR_BUSY,        N_("system is in use"), N_("wait for the running job, or end it with 'virsh domjobabort'") },
    { ANY,           32775, HVR_ERROR_STATE,       N_("invalid state for this operation"), NULL },
    { ANY,           32776, HVR_ERROR_INVALID,     N_("incorrect data type"), OUR_FAULT },
    { ANY,           32777, HVR_ERROR_NO_DOMAIN,   N_("system is not available"),
                            N_("see with 'virsh list --all' whether the host still has it") },
    { ANY,           32778, HVR_ERROR_JOB_FAILED,  N_("out of memory"), N_("free memory on the host, then try again") },
    { ANY,           32779, HVR_ERROR_INVALID,     N_("file not found"),
                            N_("see whether the folder asked for and the machine's disks are on the host") },
    { GUEST,         32780, HVR_ERROR_STATE,       N_("the system is not ready"), N_("wait until the guest has started") },
    { GUEST,         32781, HVR_ERROR_STATE,       N_("the machine is locked and cannot be shut down without the force option"),
                            N_("end the session in the guest, or use 'virsh destroy'") },
    { GUEST,         32782, HVR_ERROR_BUSY,        N_("a system shutdown is in progress"), N_("wait until the guest is off") },
};

/* Whose numbers are not, or not all of them, those of the replication methods. */
static const struct {
    const HvrWmiClass *owner;
    const char *method; /* NULL: all of them */
    HvrWmiNumbering numbering;
} numberings[] = {
    { &hvr_wmi_class_Msvm_ConcreteJob,                    "RequestStateChange", JOB },
    { &hvr_wmi_class_Msvm_ReplicationService,             "RequestStateChange", SERVICE },
    { &hvr_wmi_class_Msvm_ReplicationService,             "StartService",       SERVICE },
    { &hvr_wmi_class_Msvm_ReplicationService,             "StopService",        SERVICE },
    { &hvr_wmi_class_Msvm_ShutdownComponent,              NULL,                 GUEST },
    { &hvr_wmi_class_Msvm_VirtualSystemManagementService, NULL,                 SYSTEM },
    { &hvr_wmi_class_Msvm_VirtualSystemSnapshotService,   NULL,                 SNAPSHOT },
};
/* clang-format on */

HvrWmiNumbering
hvr_wmi_result_get_numbering(const HvrWmiMethod *method)
{
    for (gsize i = 0; i < G_N_ELEMENTS(numberings); i++) {
        if (method->owner == numberings[i].owner &&
            (numberings[i].method == NULL || strcmp(method->name, numberings[i].method) == 0))
            return numberings[i].numbering;
    }

    return HYPERV;
}

const HvrWmiResult *
hvr_wmi_result_list(guint *out_n_results)
{
    *out_n_results = G_N_ELEMENTS(results);

    return results;
}

const HvrWmiResult *
hvr_wmi_result_find(HvrWmiNumbering numbering, guint32 value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(results); i++) {
        if (results[i].value == value && (results[i].numberings & numbering) != 0)
            return &results[i];
    }

    return NULL;
}

const char *
hvr_wmi_result_get_text(guint32 error_code)
{
    const HvrWmiResult *result = hvr_wmi_result_find(HYPERV, error_code);

    return result != NULL ? g_dgettext(GETTEXT_PACKAGE, result->text) : NULL;
}

gboolean
hvr_wmi_result_check(const char *host, const HvrWmiMethod *method, guint32 value, GError **error)
{
    const HvrWmiResult *result = hvr_wmi_result_find(hvr_wmi_result_get_numbering(method), value);
    HvrErrorDetail detail = { .host = host, .operation = method->name, .wmi_value = value };

    if (value == HVR_WMI_DONE || value == HVR_WMI_JOB_STARTED)
        return TRUE;

    if (result == NULL) {
        hvr_fail(error, HVR_ERROR_PROTOCOL,
                 _("host '%1$s': %2$s gave the unknown return value %3$u"), host, method->name,
                 value);
    } else {
        hvr_fail(error, result->code, _("host '%1$s': %2$s: %3$s (return value %4$u)"), host,
                 method->name, g_dgettext(GETTEXT_PACKAGE, result->text), value);
        detail.remedy = result->remedy;
    }
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

/* A parameter that every method's output may have, whatever its class. */
static gconstpointer
get_output(gconstpointer output, const char *name)
{
    const HvrWmiObject *object = output;
    const HvrWmiField *field = hvr_wmi_class_find_field(object->type, name);

    return field != NULL ? hvr_wmi_object_get_value(object, field, 0) : NULL;
}

static gboolean
has_job(const HvrWmiMethod *method)
{
    return hvr_wmi_class_find_field(method->output, "Job") != NULL;
}

/* Returns: always FALSE. */
static gboolean
blame(const char *host, const HvrWmiMethod *method, GError **error)
{
    HvrErrorDetail detail = { .host = host, .operation = method->name };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

gboolean
hvr_wmi_result_read(const char *host,
                    const HvrWmiMethod *method,
                    gconstpointer output,
                    char **out_job,
                    GError **error)
{
    const guint32 *value = get_output(output, "ReturnValue");
    char *const *path = get_output(output, "Job");
    g_autofree char *job = NULL;

    if (value == NULL) {
        hvr_fail(error, HVR_ERROR_PROTOCOL,
                 _("host '%1$s': the answer to %2$s has no return value"), host, method->name);
        return blame(host, method, error);
    }
    if (!hvr_wmi_result_check(host, method, *value, error))
        return FALSE;

    if (*value == HVR_WMI_JOB_STARTED && path != NULL)
        job = hvr_wmi_path_dup_key(*path, "InstanceID");
    /* It runs, and nobody can tell how it ends: as if the reply were lost. */
    if (*value == HVR_WMI_JOB_STARTED && job == NULL && has_job(method)) {
        hvr_fail(error, HVR_ERROR_LOST, _("host '%1$s': %2$s started a job without naming it"),
                 host, method->name);
        return blame(host, method, error);
    }
    *out_job = g_steal_pointer(&job);

    return TRUE;
}
