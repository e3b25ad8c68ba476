/* test_client_call.c: what functions send, what they make of answers, and what they refuse
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_call.h"

#include <string.h>

#include "fake_channel.h"
#include "libvirt-hyperv-repl.h"

typedef int (*Change)(virDomainPtr, virTypedParameterPtr, int, unsigned int);

/* clang-format off */
static const struct {
    const char *name;
    Change change;
    unsigned int flags;
    const char *sent; /* NULL: refused before */
} changes[] = {
    { "plain",        virDomainHypervReplCommit,  0,                                                   "{\"execute\":\"replication-commit\",\"arguments\":{}}" },
    { "no-wait",      virDomainHypervReplCommit,  VIR_HYPERV_REPL_NO_WAIT,                             "{\"execute\":\"replication-commit\",\"arguments\":{\"wait\":false}}" },
    { "extended",     virDomainHypervReplSuspend, VIR_HYPERV_REPL_EXTENDED,                            "{\"execute\":\"replication-suspend\",\"arguments\":{\"extended\":true}}" },
    { "both",         virDomainHypervReplSuspend, VIR_HYPERV_REPL_EXTENDED | VIR_HYPERV_REPL_NO_WAIT,  "{\"execute\":\"replication-suspend\",\"arguments\":{\"extended\":true,\"wait\":false}}" },
    { "not-extended", virDomainHypervReplCommit,  VIR_HYPERV_REPL_EXTENDED,                            NULL },
    { "shutdown",     virDomainHypervReplCommit,  VIR_HYPERV_REPL_SHUTDOWN,                            NULL },
    { "unknown",      virDomainHypervReplSuspend, 1u << 31,                                            NULL },
};
/* clang-format on */

static void
test_flags(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        guint before = fake_channel()->n_sent;
        int result = changes[i].change(domain, NULL, 0, changes[i].flags);

        g_test_message("%s", changes[i].name);
        g_assert_cmpint(result, ==, changes[i].sent != NULL ? 0 : -1);
        if (changes[i].sent != NULL) {
            g_assert_cmpstr(fake_channel()->sent, ==, changes[i].sent);
            g_assert_null(virGetLastError());
        } else {
            g_assert_cmpuint(fake_channel()->n_sent, ==, before);
            fake_channel_assert_error(VIR_ERR_INVALID_ARG,
                                      "invalid argument: unsupported flags (0x");
        }
    }
    fake_channel_close(conn, domain);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *answer;
    int code;
    const char *message;
} answers[] = {
    { "none",      "",                                                          VIR_ERR_INTERNAL_ERROR,   "internal error: command 'replication-commit' got no proper answer" },
    { "garbage",   "{",                                                         VIR_ERR_INTERNAL_ERROR,   "internal error: command 'replication-commit' got no proper answer" },
    { "array",     "[]",                                                        VIR_ERR_INTERNAL_ERROR,   "internal error: command 'replication-commit' got no proper answer" },
    { "empty",     "{}",                                                        VIR_ERR_INTERNAL_ERROR,   "internal error: command 'replication-commit' got no proper answer" },
    { "not-found", "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"x\"}}", VIR_ERR_NO_SUPPORT,  "this function is not supported by the connection driver: the other end has no command 'replication-commit'" },
    { "other",     "{\"error\": {\"class\": \"GenericError\", \"desc\": \"x\"}}",    VIR_ERR_OPERATION_FAILED, "operation failed: command 'replication-commit' failed: x" },
    { "odd-error", "{\"error\": 5}",                                            VIR_ERR_OPERATION_FAILED, "operation failed: command 'replication-commit' failed: " },
    { "own-words", NULL,                                                        VIR_ERR_OPERATION_INVALID, "Requested operation is not valid: the channel's own words" },
};
/* clang-format on */

static void
test_answers(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        g_test_message("%s", answers[i].name);
        fake_channel()->answer = answers[i].answer;
        fake_channel()->code = answers[i].code;
        g_assert_cmpint(virDomainHypervReplCommit(domain, NULL, 0, 0), ==, -1);
        fake_channel_assert_error(answers[i].code, answers[i].message);
        g_assert_cmpint(virGetLastErrorDomain(), ==, VIR_FROM_HYPERV);
    }
    fake_channel_close(conn, domain);
}

/* Neither json-glib nor this library may be sent down without end. */
static void
test_deep(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    g_autofree char *deep = g_strnfill(100000, '[');
    g_autofree char *answer = g_strconcat("{\"return\": ", deep, NULL);

    fake_channel()->answer = answer;
    g_assert_cmpint(virDomainHypervReplCommit(domain, NULL, 0, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_INTERNAL_ERROR, "internal error: ");
    fake_channel()->answer =
        "{\"return\": \"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"\"}";
    g_assert_cmpint(virDomainHypervReplCommit(domain, NULL, 0, 0), ==, 0);
    fake_channel_close(conn, domain);
}

/* What a host's function failed with is still there when its domain is freed. */
static void
test_host_error(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    fake_channel()->answer = NULL;
    fake_channel()->code = VIR_ERR_OPERATION_FAILED;
    g_assert_cmpint(virConnectHypervReplRefresh(conn, NULL, 0, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_OPERATION_FAILED,
                              "operation failed: the channel's own words");
    fake_channel()->answer = "{\"return\": null}";
    g_assert_cmpint(virConnectHypervReplRefresh(conn, NULL, 0, 0), ==, 0);
    g_assert_null(virGetLastError());
    fake_channel_close(conn, domain);
}

static void
test_missing(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    virTypedParameterPtr params = NULL;
    int n_params = 5;

    g_assert_cmpint(virDomainHypervReplGetState(domain, NULL, &n_params, 0), ==, -1);
    fake_channel_assert_error(
        VIR_ERR_INVALID_ARG,
        "invalid argument: params in virDomainHypervReplGetState must not be NULL");
    g_assert_cmpint(virConnectHypervReplGetHost(conn, &params, NULL, 0), ==, -1);
    fake_channel_assert_error(
        VIR_ERR_INVALID_ARG,
        "invalid argument: nparams in virConnectHypervReplGetHost must not be NULL");
    g_assert_cmpint(virDomainHypervReplGetPlan(domain, NULL, NULL, 0, &params, &n_params, 0), ==,
                    -1);
    fake_channel_assert_error(
        VIR_ERR_INVALID_ARG,
        "invalid argument: command in virDomainHypervReplGetPlan must not be NULL");
    g_assert_cmpuint(fake_channel()->n_sent, ==, 0);
    /* Written on success only. */
    g_assert_null(params);
    g_assert_cmpint(n_params, ==, 5);
    fake_channel_close(conn, domain);
}

static void
test_document(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    g_autofree char *document = NULL;

    fake_channel()->answer = "{\"return\": \"<a/>\"}";
    document = virConnectHypervReplGetServiceXMLDesc(conn, 0);
    g_assert_cmpstr(document, ==, "<a/>");
    g_assert_cmpstr(
        fake_channel()->sent, ==,
        "{\"execute\":\"query-replication-service\",\"arguments\":{\"format\":\"xml\"}}");
    fake_channel()->answer = "{\"return\": {}}";
    g_assert_null(virDomainHypervReplGetXMLDesc(domain, 0));
    fake_channel_assert_error(VIR_ERR_INTERNAL_ERROR,
                              "internal error: command 'query-replication' answered no document");
    fake_channel_close(conn, domain);
}

static void
test_plan(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    virTypedParameter point = { "point", VIR_TYPED_PARAM_STRING, { .s = (char *)"rp-1" } };
    virTypedParameterPtr calls = NULL;
    int n_calls = 0;

    fake_channel()->answer = "{\"return\": {\"calls\": [{\"method\": \"InitiateFailover\"}]}}";
    g_assert_cmpint(
        virDomainHypervReplGetPlan(domain, "replication-failover", &point, 1, &calls, &n_calls, 0),
        ==, 0);
    g_assert_cmpstr(fake_channel()->sent, ==,
                    "{\"execute\":\"replication-failover\",\"arguments\":{\"point\":\"rp-1\","
                    "\"dry-run\":true}}");
    g_assert_cmpint(n_calls, ==, 2);
    g_assert_cmpstr(calls[1].field, ==, "calls.0.method");
    virTypedParamsFree(calls, n_calls);
    fake_channel_close(conn, domain);
}

/* clang-format off */
static const struct {
    const char *answer;
    const char *message; /* NULL: the machine is there */
} tests[] = {
    { "{\"return\": {\"test-machine\": {\"name\": \"test\", \"uuid\": \"6695eb01-f6a4-8304-79aa-97f2502e193f\"}}}", NULL },
    { "{\"return\": {\"test-machine\": null}}", "Domain not found: the test machine is gone already" },
    { "{\"return\": []}",                       "Domain not found: the test machine is gone already" },
    { "{\"return\": {\"test-machine\": {\"uuid\": \"00000000-0000-0000-0000-000000000001\"}}}", "Domain not found" },
};
/* clang-format on */

static void
test_test_failover(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);

    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        virDomainPtr test;

        fake_channel()->answer = tests[i].answer;
        test = virDomainHypervReplTestFailover(domain, NULL, NULL, 0, 0);
        if (tests[i].message != NULL) {
            g_assert_null(test);
            fake_channel_assert_error(VIR_ERR_NO_DOMAIN, tests[i].message);
        } else {
            g_assert_cmpstr(virDomainGetName(test), ==, "test");
            virDomainFree(test);
        }
    }
    fake_channel_close(conn, domain);
}

/* clang-format off */
static const struct {
    gboolean is_active;
    gboolean is_managed;
    const char *destination;
    unsigned int flags;
    unsigned int expect; /* 0: refused with @message */
    const char *message;
    const char *uri;
} moves[] = {
    { FALSE, FALSE, "hv-b",         0,                        VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_OFFLINE | VIR_MIGRATE_PEER2PEER, NULL, "hyperv://hv-b/" },
    { FALSE, FALSE, "hyperv://c/x", VIR_HYPERV_REPL_SHUTDOWN, VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_OFFLINE | VIR_MIGRATE_PEER2PEER, NULL, "hyperv://c/x" },
    { TRUE,  FALSE, "hv-b",         VIR_HYPERV_REPL_SHUTDOWN, VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNSAFE | VIR_MIGRATE_PEER2PEER,  NULL, "hyperv://hv-b/" },
    { TRUE,  TRUE,  NULL,           VIR_HYPERV_REPL_SHUTDOWN, VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNSAFE,                          NULL, NULL },
    { FALSE, TRUE,  NULL,           0,                        VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_OFFLINE,                         NULL, NULL },
    { TRUE,  FALSE, "hv-b",         0,                        0, "Requested operation is not valid: 'test' is running", NULL },
    { FALSE, FALSE, NULL,           0,                        0, "invalid argument: one of dconn and destination in virDomainHypervReplPlannedFailover must be NULL", NULL },
    { FALSE, TRUE,  "hv-b",         0,                        0, "invalid argument: one of dconn and destination in", NULL },
    { FALSE, FALSE, "hv-b",         VIR_HYPERV_REPL_NO_WAIT,  0, "invalid argument: unsupported flags (0x2) in function virDomainHypervReplPlannedFailover", NULL },
};
/* clang-format on */

static void
test_planned(void)
{
    virTypedParameter reason = { .field = "reason",
                                 .type = VIR_TYPED_PARAM_STRING,
                                 .value.s = (char *)"drill" };

    for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
        virDomainPtr domain;
        virConnectPtr conn = fake_channel_open(&domain);
        virDomainPtr moved;

        if (!moves[i].is_active)
            virDomainDestroy(domain);
        moved = virDomainHypervReplPlannedFailover(domain, moves[i].is_managed ? conn : NULL,
                                                   moves[i].destination, &reason, 1,
                                                   moves[i].flags);
        g_assert_cmpuint(fake_channel()->migrate_flags, ==, moves[i].expect);
        g_assert_cmpstr(fake_channel()->migrate_uri, ==, moves[i].uri);
        g_assert_cmpstr(fake_channel()->migrate_reason, ==, moves[i].expect != 0 ? "drill" : NULL);
        if (moves[i].message != NULL) {
            g_assert_null(moved);
            g_assert_true(g_str_has_prefix(virGetLastErrorMessage(), moves[i].message));
        } else {
            g_assert_cmpstr(virDomainGetName(moved), ==, "test");
            virDomainFree(moved);
        }
        fake_channel_close(conn, domain);
    }
}

/* In a process of its own, in which nothing of libvirt's was ever called. */
static void
test_first_alone(void)
{
    g_assert_cmpint(virDomainHypervReplCommit(NULL, NULL, 0, 1u << 31), ==, -1);
    fake_channel_assert_error(VIR_ERR_INVALID_ARG,
                              "invalid argument: unsupported flags (0x80000000)");
}

static void
test_first(void)
{
    g_test_trap_subprocess("/client/call/first/subprocess", 0, 0);
    g_test_trap_assert_passed();
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/client/call/flags", test_flags);
    g_test_add_func("/client/call/answers", test_answers);
    g_test_add_func("/client/call/deep", test_deep);
    g_test_add_func("/client/call/host-error", test_host_error);
    g_test_add_func("/client/call/missing", test_missing);
    g_test_add_func("/client/call/document", test_document);
    g_test_add_func("/client/call/plan", test_plan);
    g_test_add_func("/client/call/test-failover", test_test_failover);
    g_test_add_func("/client/call/planned", test_planned);
    g_test_add_func("/client/call/first", test_first);
    g_test_add_func("/client/call/first/subprocess", test_first_alone);

    return g_test_run();
}
