/* test_result_golden.c: every refusal and every end of a job, from its bytes to virsh's line
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The answers in tests/data/wsman have the shape that Windows hosts gave them
 * (recorded by go-wsman and libvirt); a real session reads them.
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_clock.h"
#include "hvr_error.h"
#include "rpc_error.h"
#include "wmi_job.h"
#include "wmi_result.h"
#include "wsman_client.h"
#include "wsman_loopback.h"

#define JOB_ID "0D2B0A6E-5B38-4B5C-9E5B-000000000001"

/* A host that answers from files, in their order. */
typedef struct {
    const char *const *files;
} Host;

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    Host *host = user_data;
    g_autofree char *text = g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request));
    const char *id = strstr(text, "<a:MessageID>");
    g_autofree char *path = NULL;
    g_autofree char *message_id = NULL;
    GString *reply;

    g_assert_true(id != NULL && *host->files != NULL);
    message_id = g_strndup(id + strlen("<a:MessageID>"), strlen("uuid:") + strlen(JOB_ID));
    path = g_test_build_filename(G_TEST_DIST, "data/wsman", *host->files++, NULL);
    g_free(g_steal_pointer(&text));
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    reply = g_string_new(text);
    g_string_replace(reply, "uuid:MESSAGE-ID", message_id, 0);

    return g_string_free_to_bytes(reply);
}

static HvrWmiSession *
open_session(Host *host)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    HvrWsmanTransport *transport = hvr_wsman_loopback_new(answer, host);

    return hvr_wmi_session_new(hvr_wsman_client_new(transport, G_TIME_SPAN_MINUTE), "hv01", clock);
}

/* What virsh and the bindings get for it. */
static void
assert_wire(const GError *error, int virt_code, const char *line, guint value)
{
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    g_assert_cmpstr(*wire.message, ==, line);
    g_assert_cmpint(wire.code, ==, virt_code);
    g_assert_cmpint(wire.origin, ==, VIR_FROM_HYPERV);
    g_assert_cmpstr(*wire.str3, ==, "hv01");
    g_assert_cmpint(wire.int1, ==, value != 0 ? (int)value : -1);
    g_assert_null(strchr(*wire.message, '\n'));
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

typedef struct {
    const char *name; /* result-NAME.xml */
    const HvrWmiMethod *method;
    guint32 value;
    int code; /* HvrErrorCode, or DONE or STARTED */
    int virt_code;
    const char *line;
} Case;

#define DONE    (-1)
#define STARTED (-2)

#define COMMIT   &hvr_wmi_method_Msvm_ReplicationService_CommitFailover
#define START    &hvr_wmi_method_Msvm_ReplicationService_StartService
#define SERVICE  &hvr_wmi_method_Msvm_ReplicationService_RequestStateChange
#define DESTROY  &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem
#define MODIFY   &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifyResourceSettings
#define SNAPSHOT &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_DestroySnapshot
#define JOB      &hvr_wmi_method_Msvm_ConcreteJob_RequestStateChange
#define SHUTDOWN &hvr_wmi_method_Msvm_ShutdownComponent_InitiateShutdown

/* clang-format off */
#define INVALID   "invalid argument: host 'hv01': "
#define FAILED    "operation failed: host 'hv01': "
#define UNABLE    "Operation not supported: host 'hv01': "
#define WRONG     "Requested operation is not valid: host 'hv01': "
#define LATE      "Timed out during operation: host 'hv01': "
#define OCCUPIED  "resource busy: host 'hv01': "
#define LOST      "host 'hv01': "
#define ABORTED   "operation aborted: host 'hv01': "
#define DENIED    "operation forbidden: host 'hv01': "
#define NOT_FOUND "Domain not found: host 'hv01': "

#define MEND    "; mend the cause (the host's event log Hyper-V-VMMS-Admin may say more), then try again"
#define OTHER   "; use a host or a replication provider that can do it"
#define LOOK    "; look at the state before you repeat anything"
#define FIRST   "; look at the present state first: query-replication, or query-replication-service for a host"
#define CORRECT "; correct what was asked for, the host does not say which part of it is wrong"
#define REPORT  "; report this line, with the version of Windows"
#define THE_END "; wait for the end of the job"
#define LATER   "; try again later"
#define STATE   "; ask for another state"
#define MEMBER  "; make the user of hosts.conf a member of 'Hyper-V Administrators' on the host"
#define ABORT   "; wait for the running job, or end it with 'virsh domjobabort'"
#define GONE    "; see with 'virsh list --all' whether the host still has it"
#define MEMORY  "; free memory on the host, then try again"
#define FILES   "; see whether the folder asked for and the machine's disks are on the host"
#define AGAIN   "; start it again if it was not meant to be cancelled"

static const Case cases[] = {
    { "0",             COMMIT,   0,     DONE,    0, NULL },
    { "4096",          COMMIT,   4096,  STARTED, 0, NULL },
    { "4096-no-job",   COMMIT,   0,     HVR_ERROR_LOST, VIR_ERR_RPC,
      LOST "CommitFailover started a job without naming it" LOOK },
    { "none",          COMMIT,   0,     HVR_ERROR_PROTOCOL, VIR_ERR_OPERATION_FAILED,
      FAILED "the answer to CommitFailover has no return value" REPORT },
    { "1",             COMMIT,   1,     HVR_ERROR_PROTOCOL, VIR_ERR_OPERATION_FAILED,
      FAILED "CommitFailover gave the unknown return value 1" REPORT },
    { "32768",         COMMIT,   32768, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "CommitFailover: failed (return value 32768)" MEND },
    { "32769",         COMMIT,   32769, HVR_ERROR_DENIED, VIR_ERR_OPERATION_DENIED,
      DENIED "CommitFailover: access denied (return value 32769)" MEMBER },
    { "32770",         COMMIT,   32770, HVR_ERROR_UNSUPPORTED, VIR_ERR_OPERATION_UNSUPPORTED,
      UNABLE "CommitFailover: not supported (return value 32770)" OTHER },
    { "32771",         COMMIT,   32771, HVR_ERROR_LOST, VIR_ERR_RPC,
      LOST "CommitFailover: status is unknown (return value 32771)" LOOK },
    { "32772",         COMMIT,   32772, HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE "CommitFailover: timeout (return value 32772)" LOOK },
    { "32773",         COMMIT,   32773, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "CommitFailover: invalid parameter (return value 32773)" CORRECT },
    { "32774",         COMMIT,   32774, HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED "CommitFailover: system is in use (return value 32774)" ABORT },
    { "32775",         COMMIT,   32775, HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "CommitFailover: invalid state for this operation (return value 32775)" FIRST },
    { "32776",         COMMIT,   32776, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "CommitFailover: incorrect data type (return value 32776)" REPORT },
    { "32777",         COMMIT,   32777, HVR_ERROR_NO_DOMAIN, VIR_ERR_NO_DOMAIN,
      NOT_FOUND "CommitFailover: system is not available (return value 32777)" GONE },
    { "32778",         COMMIT,   32778, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "CommitFailover: out of memory (return value 32778)" MEMORY },
    { "32779",         COMMIT,   32779, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "CommitFailover: file not found (return value 32779)" FILES },
    { "40000",         COMMIT,   40000, HVR_ERROR_PROTOCOL, VIR_ERR_OPERATION_FAILED,
      FAILED "CommitFailover gave the unknown return value 40000" REPORT },

    { "destroy-1",     DESTROY,  1,     HVR_ERROR_UNSUPPORTED, VIR_ERR_OPERATION_UNSUPPORTED,
      UNABLE "DestroySystem: not supported (return value 1)" OTHER },
    { "destroy-2",     DESTROY,  2,     HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "DestroySystem: failed (return value 2)" MEND },
    { "destroy-3",     DESTROY,  3,     HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE "DestroySystem: timeout (return value 3)" LOOK },
    { "destroy-4",     DESTROY,  4,     HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "DestroySystem: invalid parameter (return value 4)" CORRECT },
    { "destroy-5",     DESTROY,  5,     HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "DestroySystem: invalid state (return value 5)" FIRST },
    { "modify-6",      MODIFY,   6,     HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "ModifyResourceSettings: incompatible parameters (return value 6)"
      "; leave out one of the settings, the host does not say which ones exclude each other" },
    { "snapshot-6",    SNAPSHOT, 6,     HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "DestroySnapshot: invalid type (return value 6)" REPORT },

    { "start-service-0", START,  0,     DONE,    0, NULL },
    { "start-service-1", START,  1,     HVR_ERROR_UNSUPPORTED, VIR_ERR_OPERATION_UNSUPPORTED,
      UNABLE "StartService: not supported (return value 1)"
      "; start or stop the Windows service 'vmms' on the host itself" },
    { "service-1",     SERVICE,  1,     HVR_ERROR_UNSUPPORTED, VIR_ERR_OPERATION_UNSUPPORTED,
      UNABLE "RequestStateChange: not supported (return value 1)"
      "; start or stop the Windows service 'vmms' on the host itself" },
    { "service-2",     SERVICE,  2,     HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "RequestStateChange: unknown or unspecified error (return value 2)" MEND },
    { "service-3",     SERVICE,  3,     HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE "RequestStateChange: cannot complete within timeout period (return value 3)" LOOK },
    { "service-4",     SERVICE,  4,     HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "RequestStateChange: failed (return value 4)" MEND },
    { "service-5",     SERVICE,  5,     HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "RequestStateChange: invalid parameter (return value 5)" STATE },
    { "service-6",     SERVICE,  6,     HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED "RequestStateChange: in use (return value 6)" LATER },
    { "service-4097",  SERVICE,  4097,  HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: invalid state transition (return value 4097)" STATE },
    { "service-4098",  SERVICE,  4098,  HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "RequestStateChange: use of timeout parameter not supported (return value 4098)" REPORT },
    { "service-4099",  SERVICE,  4099,  HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED "RequestStateChange: busy (return value 4099)" LATER },

    { "job-0",         JOB,      0,     DONE,    0, NULL },
    { "job-4096",      JOB,      4096,  DONE,    0, NULL }, /* it has no Job parameter */
    { "job-1",         JOB,      1,     HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: not supported (return value 1)" THE_END },
    { "job-2",         JOB,      2,     HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "RequestStateChange: unknown or unspecified error (return value 2)" MEND },
    { "job-3",         JOB,      3,     HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE "RequestStateChange: cannot complete within timeout period (return value 3)" LOOK },
    { "job-4",         JOB,      4,     HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED "RequestStateChange: failed (return value 4)" MEND },
    { "job-5",         JOB,      5,     HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: invalid parameter (return value 5)" THE_END },
    { "job-6",         JOB,      6,     HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: in use (return value 6)" THE_END },
    { "job-4097",      JOB,      4097,  HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: invalid state transition (return value 4097)"
      "; look at the job again, it may have ended" },
    { "job-4098",      JOB,      4098,  HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID "RequestStateChange: use of timeout parameter not supported (return value 4098)" REPORT },
    { "job-4099",      JOB,      4099,  HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED "RequestStateChange: busy (return value 4099)" LATER },
    { "job-32770",     JOB,      32770, HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "RequestStateChange: not supported (return value 32770)" THE_END },

    { "shutdown-32780", SHUTDOWN, 32780, HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "InitiateShutdown: the system is not ready (return value 32780)"
      "; wait until the guest has started" },
    { "shutdown-32781", SHUTDOWN, 32781, HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG "InitiateShutdown: the machine is locked and cannot be shut down without the force option"
      " (return value 32781); end the session in the guest, or use 'virsh destroy'" },
    { "shutdown-32782", SHUTDOWN, 32782, HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED "InitiateShutdown: a system shutdown is in progress (return value 32782)"
      "; wait until the guest is off" },
};
/* clang-format on */

static void
test_value(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *file = g_strdup_printf("result-%s.xml", c->name);
    const char *files[] = { file, NULL };
    Host host = { files };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *job = NULL;
    gboolean ok;

    output = hvr_wmi_session_invoke(
        session, c->method, "\\\\HV01\\root\\virtualization\\v2:X.Y=\"1\"", NULL, NULL, &error);
    g_assert_no_error(error);
    ok = hvr_wmi_result_read("hv01", c->method, output, &job, &error);
    g_assert_cmpstr(job, ==, c->code == STARTED ? JOB_ID : NULL);
    if (c->code == DONE || c->code == STARTED) {
        g_assert_no_error(error);
        g_assert_true(ok);
        return;
    }

    g_assert_false(ok);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, c->method->name);
    assert_wire(error, c->virt_code, c->line, c->value);
    g_assert_false(hvr_wmi_result_read("hv01", c->method, output, &job, NULL));
}

typedef struct {
    const char *name;      /* job-NAME.xml */
    const char *errors[3]; /* errors-NAME.xml each */
    guint error_code;
    int code; /* HvrErrorCode, or DONE */
    int virt_code;
    const char *line;
} JobCase;

/* clang-format off */
#define ENDED "job 'Initiating Failover' ended as "

static const JobCase jobs[] = {
    { "7",           { NULL }, 0, DONE, 0, NULL },
    { "32768",       { NULL }, 0, DONE, 0, NULL },
    { "32768-32768", { NULL }, 0, DONE, 0, NULL },
    { "7-32768",     { "none" }, 32768, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'completed': The operation failed (state 7, error code 32768)" MEND },
    { "8",           { "none" }, 0, HVR_ERROR_CANCELLED, VIR_ERR_OPERATION_ABORTED,
      ABORTED ENDED "'terminated': the host gives no reason (state 8, error code 0)" AGAIN },
    { "8-32772",     { "none" }, 32772, HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE ENDED "'terminated': timeout (state 8, error code 32772)" LOOK },
    { "9",           { "none" }, 0, HVR_ERROR_CANCELLED, VIR_ERR_OPERATION_ABORTED,
      ABORTED ENDED "'killed': the host gives no reason (state 9, error code 0)" AGAIN },
    { "9-32772",     { "none" }, 32772, HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE ENDED "'killed': timeout (state 9, error code 32772)" LOOK },
    { "10",          { "none" }, 0, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'exception': Hyper-V failed to fail over (state 10, error code 0)" MEND },
    { "10-32768",    { "several" }, 32768, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'exception': Hyper-V could not initiate failover. Could not open the disk 'D:\\web01.vhdx': "
      "Access is denied. (0x80070005) (state 10, error code 32768)" MEND },
    { "10-32769",    { "none" }, 32769, HVR_ERROR_DENIED, VIR_ERR_OPERATION_DENIED,
      DENIED ENDED "'exception': access denied (state 10, error code 32769)" MEMBER },
    { "10-32770",    { "none" }, 32770, HVR_ERROR_UNSUPPORTED, VIR_ERR_OPERATION_UNSUPPORTED,
      UNABLE ENDED "'exception': not supported (state 10, error code 32770)" OTHER },
    { "10-32771",    { "none" }, 32771, HVR_ERROR_LOST, VIR_ERR_RPC,
      LOST ENDED "'exception': status is unknown (state 10, error code 32771)" LOOK },
    { "10-32772",    { "none" }, 32772, HVR_ERROR_TIMEOUT, VIR_ERR_OPERATION_TIMEOUT,
      LATE ENDED "'exception': timeout (state 10, error code 32772)" LOOK },
    { "10-32773",    { "none" }, 32773, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID ENDED "'exception': invalid parameter (state 10, error code 32773)" CORRECT },
    { "10-32774",    { "one" }, 32774, HVR_ERROR_BUSY, VIR_ERR_RESOURCE_BUSY,
      OCCUPIED ENDED "'exception': Hyper-V failed to apply the recovery point: The process cannot access the file "
      "because it is being used by another process. (0x80070020) (state 10, error code 32774)" ABORT },
    { "10-32775",    { "none" }, 32775, HVR_ERROR_STATE, VIR_ERR_OPERATION_INVALID,
      WRONG ENDED "'exception': invalid state for this operation (state 10, error code 32775)" FIRST },
    { "10-32776",    { "none" }, 32776, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID ENDED "'exception': incorrect data type (state 10, error code 32776)" REPORT },
    { "10-32777",    { "none" }, 32777, HVR_ERROR_NO_DOMAIN, VIR_ERR_NO_DOMAIN,
      NOT_FOUND ENDED "'exception': system is not available (state 10, error code 32777)" GONE },
    { "10-32778",    { "none" }, 32778, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'exception': out of memory (state 10, error code 32778)" MEMORY },
    { "10-32779",    { "no-method", "single" }, 32779, HVR_ERROR_INVALID, VIR_ERR_INVALID_ARG,
      INVALID ENDED "'exception': There is not enough space on the disk. (0x80070070) (state 10, error code 32779)" FILES },
    { "10-1234",     { "none" }, 1234, HVR_ERROR_PROTOCOL, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'exception': the host gives no reason (state 10, error code 1234)" REPORT },
    { "11",          { "none" }, 0, HVR_ERROR_JOB_FAILED, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'service': the host gives no reason (state 11, error code 0)" MEND },
    { "999",         { "none" }, 0, HVR_ERROR_PROTOCOL, VIR_ERR_OPERATION_FAILED,
      FAILED ENDED "'unknown': the host gives no reason (state 999, error code 0)" REPORT },
};
/* clang-format on */

static void
test_job(gconstpointer data)
{
    const JobCase *c = data;
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GError) error = NULL;
    Host host;
    gboolean ok;

    g_ptr_array_add(files, g_strdup_printf("job-%s.xml", c->name));
    for (guint i = 0; c->errors[i] != NULL; i++)
        g_ptr_array_add(files, g_strdup_printf("errors-%s.xml", c->errors[i]));
    g_ptr_array_add(files, NULL);
    host.files = (const char *const *)files->pdata;
    session = open_session(&host);
    ok = hvr_wmi_job_wait(session, JOB_ID, NULL, NULL, NULL, &error);
    g_assert_null(*host.files);
    if (c->code == DONE) {
        g_assert_no_error(error);
        g_assert_true(ok);
        return;
    }

    g_assert_false(ok);
    g_assert_error(error, HVR_ERROR, c->code);
    assert_wire(error, c->virt_code, c->line, c->error_code);
}

static gboolean
has_case(const HvrWmiResult *result)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (hvr_wmi_result_find(hvr_wmi_result_get_numbering(cases[i].method), cases[i].value) ==
            result)
            return TRUE;
    }

    return FALSE;
}

/* No row of the table without an answer that leads to it. */
static void
test_complete(void)
{
    guint n_rows = 0;

    for (guint numbering = HVR_WMI_NUMBERING_HYPERV; numbering <= HVR_WMI_NUMBERING_GUEST;
         numbering <<= 1) {
        for (guint value = 0; value <= G_MAXUINT16; value++) {
            const HvrWmiResult *result = hvr_wmi_result_find(numbering, value);

            if (result == NULL)
                continue;
            n_rows++;
            if (!has_case(result))
                g_test_fail_printf("no answer with %u (%s) in numbering %u", value, result->text,
                                   numbering);
        }
    }
    g_assert_cmpuint(n_rows, >, 80);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/result/golden/value/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_value);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autofree char *path = g_strconcat("/result/golden/job/", jobs[i].name, NULL);

        g_test_add_data_func(path, &jobs[i], test_job);
    }
    g_test_add_func("/result/golden/complete", test_complete);

    return g_test_run();
}
