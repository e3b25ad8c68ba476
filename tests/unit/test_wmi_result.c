/* test_wmi_result.c: every return value in every numbering, and all the others
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "msvm_tables.h"
#include "wmi_result.h"

#define H HVR_WMI_NUMBERING_HYPERV
#define D HVR_WMI_NUMBERING_SYSTEM
#define P HVR_WMI_NUMBERING_SNAPSHOT
#define J HVR_WMI_NUMBERING_JOB
#define S HVR_WMI_NUMBERING_SERVICE
#define G HVR_WMI_NUMBERING_GUEST
#define A (H | D | P | J | S | G)

typedef struct {
    guint numberings;
    guint32 value;
    HvrErrorCode code;
    const char *text;
} Case;

/* Texts after the method pages; which code fits is ours. */
/* clang-format off */
static const Case cases[] = {
    { D | P, 1,     HVR_ERROR_UNSUPPORTED, "not supported" },
    { J,     1,     HVR_ERROR_STATE,       "not supported" },
    { S,     1,     HVR_ERROR_UNSUPPORTED, "not supported" },
    { D | P, 2,     HVR_ERROR_JOB_FAILED,  "failed" },
    { J | S, 2,     HVR_ERROR_JOB_FAILED,  "unknown or unspecified error" },
    { D | P, 3,     HVR_ERROR_TIMEOUT,     "timeout" },
    { J | S, 3,     HVR_ERROR_TIMEOUT,     "cannot complete within timeout period" },
    { D | P, 4,     HVR_ERROR_INVALID,     "invalid parameter" },
    { J | S, 4,     HVR_ERROR_JOB_FAILED,  "failed" },
    { D | P, 5,     HVR_ERROR_STATE,       "invalid state" },
    { J,     5,     HVR_ERROR_STATE,       "invalid parameter" },
    { S,     5,     HVR_ERROR_INVALID,     "invalid parameter" },
    { D,     6,     HVR_ERROR_INVALID,     "incompatible parameters" },
    { P,     6,     HVR_ERROR_INVALID,     "invalid type" },
    { J,     6,     HVR_ERROR_STATE,       "in use" },
    { S,     6,     HVR_ERROR_BUSY,        "in use" },
    { J | S, 4097,  HVR_ERROR_STATE,       "invalid state transition" },
    { J | S, 4098,  HVR_ERROR_INVALID,     "use of timeout parameter not supported" },
    { J | S, 4099,  HVR_ERROR_BUSY,        "busy" },
    { A,     32768, HVR_ERROR_JOB_FAILED,  "failed" },
    { A,     32769, HVR_ERROR_DENIED,      "access denied" },
    { J,     32770, HVR_ERROR_STATE,       "not supported" },
    { A & ~J, 32770, HVR_ERROR_UNSUPPORTED, "not supported" },
    { A,     32771, HVR_ERROR_LOST,        "status is unknown" },
    { A,     32772, HVR_ERROR_TIMEOUT,     "timeout" },
    { A,     32773, HVR_ERROR_INVALID,     "invalid parameter" },
    { A,     32774, HVR_ERROR_BUSY,        "system is in use" },
    { A,     32775, HVR_ERROR_STATE,       "invalid state for this operation" },
    { A,     32776, HVR_ERROR_INVALID,     "incorrect data type" },
    { A,     32777, HVR_ERROR_NO_DOMAIN,   "system is not available" },
    { A,     32778, HVR_ERROR_JOB_FAILED,  "out of memory" },
    { A,     32779, HVR_ERROR_INVALID,     "file not found" },
    { G,     32780, HVR_ERROR_STATE,       "the system is not ready" },
    { G,     32781, HVR_ERROR_STATE,       "the machine is locked and cannot be shut down without the force option" },
    { G,     32782, HVR_ERROR_BUSY,        "a system shutdown is in progress" },
};
/* clang-format on */

static const Case *
find_case(guint numbering, guint32 value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (cases[i].value == value && (cases[i].numberings & numbering) != 0)
            return &cases[i];
    }

    return NULL;
}

static void
assert_value(guint numbering, guint32 value)
{
    const HvrWmiResult *result = hvr_wmi_result_find(numbering, value);
    const Case *c = find_case(numbering, value);

    g_assert_cmpint(result != NULL, ==, c != NULL);
    if (c == NULL)
        return;
    g_assert_cmpint(result->code, ==, c->code);
    g_assert_cmpstr(result->text, ==, c->text);
    g_assert_true(result->remedy == NULL || !g_str_has_suffix(result->remedy, "."));
}

/* All there is and nothing else; 0 and 4096 are no refusals anywhere. */
static void
test_values(void)
{
    for (guint numbering = H; numbering <= G; numbering <<= 1) {
        for (guint32 value = 0; value <= G_MAXUINT16; value++)
            assert_value(numbering, value);
        assert_value(numbering, 0x80041001);
        assert_value(numbering, G_MAXUINT32);
    }
}

/* As a job's ErrorCode. */
static void
test_text(void)
{
    g_assert_cmpstr(hvr_wmi_result_get_text(32774), ==, "system is in use");
    g_assert_null(hvr_wmi_result_get_text(1));
    g_assert_null(hvr_wmi_result_get_text(0));
    g_assert_null(hvr_wmi_result_get_text(32780));
}

/* clang-format off */
static const struct {
    const HvrWmiMethod *method;
    guint numbering;
} methods[] = {
    { &hvr_wmi_method_Msvm_ReplicationService_CommitFailover,                      H },
    { &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange,           H },
    { &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange,                      H },
    { &hvr_wmi_method_Msvm_ReplicationService_RequestStateChange,                  S },
    { &hvr_wmi_method_Msvm_ReplicationService_StartService,                        S },
    { &hvr_wmi_method_Msvm_ReplicationService_StopService,                         S },
    { &hvr_wmi_method_Msvm_ConcreteJob_RequestStateChange,                         J },
    { &hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx,                                 H },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_DefineSystem,            D },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem,           D },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifyResourceSettings,  D },
    { &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_DestroySnapshot,           P },
    { &hvr_wmi_method_Msvm_ShutdownComponent_InitiateShutdown,                     G },
    { &hvr_wmi_method_Msvm_ShutdownComponent_InitiateReboot,                       G },
};
/* clang-format on */

static void
test_numberings(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
        g_assert_cmpint(hvr_wmi_result_get_numbering(methods[i].method), ==, methods[i].numbering);
}

static void
test_check(void)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ReplicationService_InitiateFailover;
    g_autoptr(GError) error = NULL;

    g_assert_true(hvr_wmi_result_check("hv", method, 0, &error));
    g_assert_true(hvr_wmi_result_check("hv", method, 4096, &error));
    g_assert_no_error(error);
    g_assert_false(hvr_wmi_result_check("hv", method, 32775, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpstr(error->message, ==,
                    "host 'hv': InitiateFailover: invalid state for this operation "
                    "(return value 32775)");
    g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, 32775);
    g_assert_cmpstr(hvr_error_get_detail(error)->host, ==, "hv");
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "InitiateFailover");
    g_assert_null(hvr_error_get_detail(error)->remedy);
    g_assert_false(hvr_wmi_result_check("hv", method, 32775, NULL));
}

/* No number of another method's, and no success. */
static void
test_unknown(void)
{
    static const guint32 values[] = { 1, 5, 4095, 4097, 32767, 32780, 40000, 65536, G_MAXUINT32 };
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ReplicationService_InitiateFailover;

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *expect = g_strdup_printf(
            "host 'hv': InitiateFailover gave the unknown return value %u", values[i]);

        g_assert_false(hvr_wmi_result_check("hv", method, values[i], &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        g_assert_cmpstr(error->message, ==, expect);
        g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, values[i]);
    }
}

static void
test_remedy(void)
{
    const HvrWmiMethod *start = &hvr_wmi_method_Msvm_ReplicationService_StartService;
    const HvrWmiMethod *destroy = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_autoptr(GError) started = NULL;
    g_autoptr(GError) destroyed = NULL;

    hvr_wmi_result_check("hv", start, 1, &started);
    g_assert_cmpstr(hvr_error_find_remedy(started), ==,
                    "start or stop the Windows service 'vmms' on the host itself");
    hvr_wmi_result_check("hv", destroy, 1, &destroyed);
    g_assert_cmpstr(hvr_error_find_remedy(destroyed), ==,
                    hvr_error_get_remedy(HVR_ERROR_UNSUPPORTED));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/result/values", test_values);
    g_test_add_func("/wmi/result/text", test_text);
    g_test_add_func("/wmi/result/numberings", test_numberings);
    g_test_add_func("/wmi/result/check", test_check);
    g_test_add_func("/wmi/result/unknown", test_unknown);
    g_test_add_func("/wmi/result/remedy", test_remedy);

    return g_test_run();
}
