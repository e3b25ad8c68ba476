/* test_wmi_result.c: every return value, and all the others
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_result.h"

typedef struct {
    guint32 value;
    int code; /* HvrErrorCode, or DONE */
    const char *text;
} Case;

#define DONE (-1)

/* Texts after the method pages and requeststatechange-msvm-concretejob.md. */
/* clang-format off */
static const Case cases[] = {
    { 0,          DONE,                  "completed with no error" },
    { 1,          HVR_ERROR_UNSUPPORTED, "not supported" },
    { 2,          HVR_ERROR_JOB_FAILED,  "failed" },
    { 3,          HVR_ERROR_TIMEOUT,     "timeout" },
    { 4,          HVR_ERROR_JOB_FAILED,  "failed, or invalid parameter" },
    { 5,          HVR_ERROR_INVALID,     "invalid parameter, or invalid state" },
    { 6,          HVR_ERROR_BUSY,        "in use, or incompatible parameters" },
    { 7,          HVR_ERROR_PROTOCOL,    NULL },
    { 4095,       HVR_ERROR_PROTOCOL,    NULL },
    { 4096,       DONE,                  "job started" },
    { 4097,       HVR_ERROR_STATE,       "invalid state transition" },
    { 4098,       HVR_ERROR_INVALID,     "use of timeout parameter not supported" },
    { 4099,       HVR_ERROR_BUSY,        "busy" },
    { 4100,       HVR_ERROR_PROTOCOL,    NULL },
    { 32767,      HVR_ERROR_PROTOCOL,    NULL },
    { 32768,      HVR_ERROR_JOB_FAILED,  "failed" },
    { 32769,      HVR_ERROR_DENIED,      "access denied" },
    { 32770,      HVR_ERROR_UNSUPPORTED, "not supported" },
    { 32771,      HVR_ERROR_LOST,        "status is unknown" },
    { 32772,      HVR_ERROR_TIMEOUT,     "timeout" },
    { 32773,      HVR_ERROR_INVALID,     "invalid parameter" },
    { 32774,      HVR_ERROR_BUSY,        "system is in use" },
    { 32775,      HVR_ERROR_STATE,       "invalid state for this operation" },
    { 32776,      HVR_ERROR_INVALID,     "incorrect data type" },
    { 32777,      HVR_ERROR_NO_DOMAIN,   "system is not available" },
    { 32778,      HVR_ERROR_JOB_FAILED,  "out of memory" },
    { 32779,      HVR_ERROR_INVALID,     "file not found" },
    { 32780,      HVR_ERROR_PROTOCOL,    NULL },
    { 65535,      HVR_ERROR_PROTOCOL,    NULL },
    { 0x80041001, HVR_ERROR_PROTOCOL,    NULL },
    { G_MAXUINT32, HVR_ERROR_PROTOCOL,   NULL },
};
/* clang-format on */

static void
test_value(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *number = g_strdup_printf("(return value %u)", c->value);
    gboolean ok = hvr_wmi_result_check("hv-primary", "CommitFailover", c->value, &error);

    g_assert_cmpstr(hvr_wmi_result_get_text(c->value), ==, c->text);
    if (c->code == DONE) {
        g_assert_no_error(error);
        g_assert_true(ok);
        /* As the ErrorCode of a job that failed it is no excuse. */
        g_assert_cmpint(hvr_wmi_result_get_code(c->value), ==, HVR_ERROR_JOB_FAILED);
        return;
    }

    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_false(ok);
    g_assert_cmpint(hvr_wmi_result_get_code(c->value), ==, c->code);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': CommitFailover: "));
    g_assert_true(g_str_has_suffix(error->message, number));
    g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, c->value);
    g_assert_cmpstr(hvr_error_get_detail(error)->host, ==, "hv-primary");
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "CommitFailover");
}

static void
test_message(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_wmi_result_check("hv", "InitiateFailover", 32775, &error));
    g_assert_cmpstr(error->message, ==,
                    "host 'hv': InitiateFailover: invalid state for this operation "
                    "(return value 32775)");
    g_assert_false(hvr_wmi_result_check("hv", "InitiateFailover", 32775, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/wmi/result/%u", cases[i].value);

        g_test_add_data_func(path, &cases[i], test_value);
    }
    g_test_add_func("/wmi/result/message", test_message);

    return g_test_run();
}
