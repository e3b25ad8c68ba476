/* test_wmi_job_reason.c: whatever a host says about a failure, it is one short line
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_job_reason.h"

#include "canned_host.h"

/* clang-format off */
#define MESSAGE(text) \
    "&lt;INSTANCE CLASSNAME=\"Msvm_Error\"&gt;&lt;PROPERTY NAME=\"Message\" TYPE=\"string\"&gt;" \
    "&lt;VALUE&gt;" text "&lt;/VALUE&gt;&lt;/PROPERTY&gt;&lt;/INSTANCE&gt;"
#define RETURN "<p:ReturnValue>0</p:ReturnValue>"
#define MANY(errors) CANNED_OUTPUT("Msvm_ConcreteJob", "GetErrorEx", errors RETURN)
#define ONE(error)   CANNED_OUTPUT("Msvm_ConcreteJob", "GetError", error RETURN)
#define NO_METHOD    CANNED_FAULT("ActionNotSupported", "2150858868", "No such method.")
#define NO_METHOD_AS_WMI_SAYS CANNED_FAULT("InternalError", "2147749934", "Invalid method.")
/* clang-format on */

typedef struct {
    const char *name;
    const char *answers[3];
    const char *expect;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "several",      { MANY("<p:Errors>" MESSAGE("One.") "</p:Errors><p:Errors>" MESSAGE("Two") "</p:Errors>") }, "One. Two" },
    { "no-full-stop", { MANY("<p:Errors>" MESSAGE("One") "</p:Errors><p:Errors>" MESSAGE("Two") "</p:Errors>") }, "One; Two" },
    { "older-host",   { NO_METHOD, ONE("<p:Error>" MESSAGE("Alone.") "</p:Error>") },             "Alone" },
    { "wmi-fault",    { NO_METHOD_AS_WMI_SAYS, ONE("<p:Error>" MESSAGE("Alone.") "</p:Error>") }, "Alone" },
    { "neither",      { NO_METHOD, NO_METHOD },                                                   "as the job says" },
    { "no-error",     { NO_METHOD, ONE("") },                                                     "as the job says" },
    { "lost",         { CANNED_LOST },                                                            "as the job says" },
    { "lost-halfway", { NO_METHOD, CANNED_LOST },                                                 "as the job says" },
    { "only-a-stop",  { MANY("<p:Errors>" MESSAGE(" . ") "</p:Errors>") },                        "as the job says" },
};
/* clang-format on */

static void
test_fetch(gconstpointer data)
{
    const Case *c = data;
    CannedHost host = { c->answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autofree char *reason = NULL;

    hvr_wmi_object_set_string(job, "InstanceID", "J-1");
    hvr_wmi_object_set_string(job, "ErrorDescription", "as the job says.");
    reason = hvr_wmi_job_reason_fetch(job, session, NULL);
    g_assert_cmpstr(reason, ==, c->expect);
    canned_host_close(&host);
}

static void
test_dup(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autofree char *nothing = hvr_wmi_job_reason_dup(job);
    g_autofree char *number = NULL;
    g_autofree char *summary = NULL;

    g_assert_cmpstr(nothing, ==, "the host gives no reason");
    hvr_wmi_object_set_uint(job, "ErrorCode", 32772);
    number = hvr_wmi_job_reason_dup(job);
    g_assert_cmpstr(number, ==, "timeout");
    hvr_wmi_object_set_string(job, "ErrorDescription", "\r\n");
    hvr_wmi_object_set_string(job, "ErrorSummaryDescription", "In\nshort.");
    summary = hvr_wmi_job_reason_dup(job);
    g_assert_cmpstr(summary, ==, "In short");
}

/* Numbers and remedy come behind it, so there has to be an end. */
static void
test_long(void)
{
    g_autoptr(Msvm_ConcreteJob) job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autofree char *filler = g_strnfill(3 * 1024 * 1024, 'x');
    g_autofree char *text = g_strconcat("\xc3\xa4 \x1b[31m", filler, NULL);
    g_autofree char *reason = NULL;

    hvr_wmi_object_set_string(job, "ErrorDescription", text);
    reason = hvr_wmi_job_reason_dup(job);
    g_assert_true(g_str_has_prefix(reason, "\xc3\xa4 [31mxxx"));
    g_assert_cmpuint(strlen(reason), <, 2100);
    g_assert_true(g_utf8_validate(reason, -1, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wmi/job/reason/fetch/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_fetch);
    }
    g_test_add_func("/wmi/job/reason/dup", test_dup);
    g_test_add_func("/wmi/job/reason/long", test_long);

    return g_test_run();
}
