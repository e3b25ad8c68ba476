/* test_wmi_affected.c: which machine a job is about
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_affected.h"

#include "canned_host.h"

#define PAIR(affected, affecting)                                                                  \
    CANNED_INSTANCE("Msvm_AffectedJobElement",                                                     \
                    "<p:AffectedElement>" affected "</p:AffectedElement>"                          \
                    "<p:AffectingElement>" affecting "</p:AffectingElement>"                       \
                    "<p:ElementEffects>0</p:ElementEffects>")
#define SYSTEM(name)                                                                               \
    CANNED_EPR("Msvm_ComputerSystem", CANNED_SELECTOR("CreationClassName", "Msvm_ComputerSystem")  \
                                          CANNED_SELECTOR("Name", name))
#define JOB(class_name, id) CANNED_EPR(class_name, CANNED_SELECTOR("InstanceID", id))
#define DISK                CANNED_EPR("Msvm_LogicalDisk", CANNED_SELECTOR("Name", "6DDC"))

static void
assert_pair(const GPtrArray *pairs, guint index, const char *job, const char *system)
{
    const HvrWmiAffected *affected = pairs->pdata[index];

    g_assert_cmpstr(affected->job, ==, job);
    g_assert_cmpstr(affected->system, ==, system);
}

static void
test_list(void)
{
    const char *answers[] = {
        CANNED_ITEMS(PAIR(SYSTEM("6ddc"), JOB("Msvm_ConcreteJob", "J1")) PAIR(
            DISK, JOB("Msvm_ConcreteJob", "J1")) PAIR(SYSTEM("AAAA"), JOB("Msvm_StorageJob", "J2"))
                         PAIR(SYSTEM("WIN-1"), JOB("Msvm_ConcreteJob", "J1"))
                             PAIR(SYSTEM("BBBB"), CANNED_EPR("Msvm_ConcreteJob", "")) PAIR("", "")),
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) pairs = hvr_wmi_affected_list(session, NULL, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(pairs->len, ==, 3);
    assert_pair(pairs, 0, "J1", "6DDC");
    assert_pair(pairs, 1, "J2", "AAAA");
    assert_pair(pairs, 2, "J1", "WIN-1");
    canned_host_assert_asked(&host, 0, "SELECT * FROM Msvm_AffectedJobElement<");
    canned_host_close(&host);
}

static void
test_of_job(void)
{
    const char *answers[] = { CANNED_ITEMS(PAIR(SYSTEM("6ddc"), JOB("Msvm_ConcreteJob", "J'1"))),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) pairs = hvr_wmi_affected_list(session, "J'1", NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(pairs->len, ==, 1);
    assert_pair(pairs, 0, "J'1", "6DDC");
    canned_host_assert_asked(
        &host, 0,
        "REFERENCES OF {Msvm_ConcreteJob.InstanceID=\"J'1\"} WHERE ResultClass "
        "= Msvm_AffectedJobElement<");
    canned_host_close(&host);
}

static void
test_fails(void)
{
    const char *answers[] = { CANNED_LOST, CANNED_LOST, CANNED_LOST, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_affected_list(session, NULL, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    canned_host_close(&host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/affected/list", test_list);
    g_test_add_func("/wmi/affected/of-job", test_of_job);
    g_test_add_func("/wmi/affected/fails", test_fails);

    return g_test_run();
}
