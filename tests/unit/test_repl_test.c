/* test_repl_test.c: test replicas are found, and nothing else is destroyed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_test.h"

#include "canned_host.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

/* clang-format off */
#define SYSTEM(name) \
    CANNED_EPR("Msvm_ComputerSystem", CANNED_SELECTOR("CreationClassName", "Msvm_ComputerSystem") \
                                      CANNED_SELECTOR("Name", name))
#define LINK(replica, test) \
    CANNED_INSTANCE("Msvm_ReplicaSystemDependency", \
        "<p:Antecedent>" replica "</p:Antecedent><p:Dependent>" test "</p:Dependent>")
#define MACHINE(mode) \
    CANNED_INSTANCE("Msvm_ComputerSystem", \
        "<p:ElementName>web01 - Test</p:ElementName><p:Name>" GUID "</p:Name>" mode)
#define MODE(mode) MACHINE("<p:ReplicationMode>" mode "</p:ReplicationMode>")
#define SERVICE \
    CANNED_ITEMS(CANNED_FRAGMENT( \
        "<CreationClassName>Msvm_VirtualSystemManagementService</CreationClassName><Name>vmms</Name>" \
        "<SystemCreationClassName>Msvm_ComputerSystem</SystemCreationClassName><SystemName>WIN-1</SystemName>"))
#define DESTROYED(parameters) \
    CANNED_OUTPUT("Msvm_VirtualSystemManagementService", "DestroySystem", parameters)
#define RETURN(value) "<p:ReturnValue>" value "</p:ReturnValue>"
/* clang-format on */

static GHashTable *
list(CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_test_list(session, NULL, error);
}

static char *
destroy(CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_test_destroy(session, GUID, NULL, error);
}

static void
test_list(void)
{
    const char *answers[] = { CANNED_ITEMS(LINK(SYSTEM("aaaa"), SYSTEM("bbbb"))
                                               LINK(SYSTEM("CCCC"), SYSTEM("DDDD")) LINK("", "")
                                                   LINK(SYSTEM("EEEE"), "")),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) tests = list(&host, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(g_hash_table_size(tests), ==, 2);
    g_assert_cmpstr(g_hash_table_lookup(tests, "BBBB"), ==, "AAAA");
    g_assert_cmpstr(g_hash_table_lookup(tests, "DDDD"), ==, "CCCC");
    canned_host_assert_asked(&host, 0, "SELECT * FROM Msvm_ReplicaSystemDependency<");
    canned_host_close(&host);
}

static void
test_list_fails(void)
{
    const char *answers[] = { CANNED_REFUSED, NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;

    g_assert_null(list(&host, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    canned_host_close(&host);
}

static void
test_destroy(void)
{
    const char *answers[] = { MODE("3"), SERVICE, DESTROYED(CANNED_JOB("J-1") RETURN("4096")),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    g_autofree char *job = destroy(&host, &error);
    g_autofree char *body = canned_host_dup_body(&host, 2);

    g_assert_no_error(error);
    g_assert_cmpstr(job, ==, "J-1");
    canned_host_assert_asked(&host, 0, "<w:Selector Name=\"Name\">" GUID "</w:Selector>");
    g_assert_nonnull(strstr(body, "DestroySystem_INPUT"));
    g_assert_nonnull(strstr(body, "AffectedSystem"));
    g_assert_nonnull(strstr(body, "Name=\"Name\">" GUID "<"));
    canned_host_close(&host);
}

static void
test_destroy_at_once(void)
{
    const char *answers[] = { MODE("3"), SERVICE, DESTROYED(RETURN("0")), NULL };
    CannedHost host = { answers };
    g_autofree char *job = destroy(&host, NULL);

    g_assert_cmpstr(job, ==, "");
    canned_host_close(&host);
}

typedef struct {
    const char *name;
    const char *answers[5];
    int code;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "none",         { MODE("0") },                                    HVR_ERROR_STATE },
    { "primary",      { MODE("1") },                                    HVR_ERROR_STATE },
    { "replica",      { MODE("2") },                                    HVR_ERROR_STATE },
    { "extended",     { MODE("4") },                                    HVR_ERROR_STATE },
    { "unknown",      { MODE("65535") },                                HVR_ERROR_STATE },
    { "silent",       { MACHINE("") },                                  HVR_ERROR_STATE },
    { "gone",         { CANNED_NOT_FOUND },                             HVR_ERROR_NO_DOMAIN },
    { "lost-read",    { CANNED_REFUSED },                                  HVR_ERROR_UNREACHABLE },
    { "lost-call",    { MODE("3"), SERVICE, CANNED_LOST },              HVR_ERROR_LOST },
    { "nameless-job", { MODE("3"), SERVICE, DESTROYED(RETURN("4096")) }, HVR_ERROR_LOST },
    { "no-value",     { MODE("3"), SERVICE, DESTROYED("") },            HVR_ERROR_PROTOCOL },
    { "refused",      { MODE("3"), SERVICE, DESTROYED(RETURN("32775")) }, HVR_ERROR_STATE },
};
/* clang-format on */

static void
test_destroy_fails(gconstpointer data)
{
    const Failure *c = data;
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;

    g_assert_null(destroy(&host, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
    canned_host_close(&host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/test/list", test_list);
    g_test_add_func("/repl/test/list/lost", test_list_fails);
    g_test_add_func("/repl/test/destroy", test_destroy);
    g_test_add_func("/repl/test/destroy/at-once", test_destroy_at_once);
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/repl/test/destroy/", failures[i].name, NULL);

        g_test_add_data_func(path, &failures[i], test_destroy_fails);
    }

    return g_test_run();
}
