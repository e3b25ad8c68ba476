/* test_client_event.c: the daemon's monitor events, as events of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include "fake_channel.h"

#define STATE(mode, was_mode, state, was_state, health, was_health)                                \
    "{\"mode\": \"" mode "\", \"previous-mode\": \"" was_mode "\", \"state\": \"" state            \
    "\", \"previous-state\": \"" was_state "\", \"health\": \"" health                             \
    "\", \"previous-health\": \"" was_health "\"}"

/* What comes in, one after the other, and what is told: numbers of events, with the member that
 * matters. */
typedef struct {
    const char *name;
    const char *details;
    const char *any;    /* told to who asks for all */
    const char *health; /* told to who asks for health */
} Step;

/* clang-format off */
static const Step steps[] = {
    { "REPLICATION_STATE_CHANGE",     STATE("primary", "primary", "suspended", "replicating", "ok", "ok"),                     "1 suspended ",              "" },
    { "REPLICATION_STATE_CHANGE",     STATE("primary", "primary", "suspended", "suspended", "warning", "ok"),                  "2 warning ",                "2 warning " },
    { "REPLICATION_STATE_CHANGE",     STATE("primary", "primary", "critical", "suspended", "critical", "warning"),             "1 critical 2 critical ",    "2 critical " },
    { "REPLICATION_STATE_CHANGE",     STATE("replica", "primary", "critical", "critical", "critical", "critical"),             "1 critical ",               "" },
    { "REPLICATION_STATE_CHANGE",     STATE("replica", "replica", "unknown", "unknown", "ok", "ok"),                           "1 unknown ",                "" },
    { "REPLICATION_STATE_CHANGE",     "{\"state\": \"ready\", \"health\": \"ok\"}",                                            "1 ready 2 ok ",             "2 ok " },
    { "REPLICATION_JOB",              "{\"status\": \"running\"}",                     "3 running ",               "" },
    { "REPLICATION_POINT_ADDED",      "{\"name\": \"rp-1\"}",                          "4 rp-1 ",                  "" },
    { "REPLICATION_POINT_REMOVED",    "{\"name\": \"rp-1\"}",                          "5 rp-1 ",                  "" },
    { "REPLICATION_FAILOVER_FORCED",  "{\"reason\": \"fire\"}",                        "6 fire ",                  "" },
    { "REPLICATION_OF_THE_FUTURE",    "{}",                                            "",                         "" },
    { "REPLICATION_JOB",              NULL,                                            "3 - ",                     "" },
    { "REPLICATION_JOB",              "{",                                             "3 - ",                     "" },
    { "REPLICATION_JOB",              "[1]",                                           "3 - ",                     "" },
};

static const char *const members[] = { "", "state", "health", "status", "name", "name", "reason" };
/* clang-format on */

typedef struct {
    GString *told;
    gboolean is_freed;
} Listener;

static void
on_event(virConnectPtr conn,
         virDomainPtr dom,
         int eventID,
         long long seconds,
         unsigned int micros,
         virTypedParameterPtr details,
         int ndetails,
         void *opaque)
{
    Listener *listener = opaque;
    const char *value = "-";

    g_assert_cmpstr(virDomainGetName(dom), ==, "test");
    g_assert_cmpint(seconds, ==, 12345);
    g_assert_cmpuint(micros, ==, 678);
    if (ndetails > 0)
        g_assert_cmpint(virTypedParamsGetString(details, ndetails, members[eventID], &value), ==,
                        1);
    g_string_append_printf(listener->told, "%d %s ", eventID, value);
}

static void
on_free(void *opaque)
{
    Listener *listener = opaque;

    g_assert_false(listener->is_freed);
    listener->is_freed = TRUE;
}

static void
follow(int event_id, const char *registered, gboolean wants_any)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    g_autoptr(GString) told = g_string_new(NULL);
    Listener listener = { .told = told };

    g_assert_cmpint(
        virConnectHypervReplEventRegister(conn, domain, event_id, on_event, &listener, on_free, 0),
        ==, 17);
    g_assert_cmpstr(fake_channel()->event, ==, registered);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_string_truncate(told, 0);
        fake_channel()->callback(conn, domain, steps[i].name, 12345, 678, steps[i].details,
                                 fake_channel()->opaque);
        g_test_message("step %zu", i);
        g_assert_cmpstr(told->str, ==, wants_any ? steps[i].any : steps[i].health);
    }
    g_assert_false(listener.is_freed);
    g_assert_cmpint(virConnectHypervReplEventDeregister(conn, 17), ==, 0);
    g_assert_true(listener.is_freed);
    fake_channel_close(conn, domain);
}

static void
test_any(void)
{
    follow(VIR_HYPERV_REPL_EVENT_ANY, NULL, TRUE);
}

static void
test_one(void)
{
    follow(VIR_HYPERV_REPL_EVENT_HEALTH, "REPLICATION_STATE_CHANGE", FALSE);
}

/* Whoever was refused frees what is his himself. */
static void
test_refused(void)
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    Listener listener = { .told = NULL };

    fake_channel()->refuses_events = TRUE;
    g_assert_cmpint(virConnectHypervReplEventRegister(conn, NULL, VIR_HYPERV_REPL_EVENT_ANY,
                                                      on_event, &listener, on_free, 0),
                    ==, -1);
    g_assert_false(listener.is_freed);
    g_assert_cmpint(
        virConnectHypervReplEventRegister(conn, NULL, 7, on_event, &listener, on_free, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_INVALID_ARG, "invalid argument: there is no event 7 in");
    g_assert_cmpint(
        virConnectHypervReplEventRegister(conn, NULL, -1, on_event, &listener, on_free, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_INVALID_ARG, "invalid argument: there is no event -1 in");
    g_assert_cmpint(virConnectHypervReplEventRegister(conn, NULL, 0, NULL, NULL, NULL, 0), ==, -1);
    fake_channel_assert_error(VIR_ERR_INVALID_ARG, "invalid argument: cb in");
    g_assert_cmpint(virConnectHypervReplEventRegister(conn, NULL, 0, on_event, NULL, NULL, 1), ==,
                    -1);
    fake_channel_assert_error(VIR_ERR_INVALID_ARG, "invalid argument: unsupported flags (0x1)");
    fake_channel_close(conn, domain);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/client/event/any", test_any);
    g_test_add_func("/client/event/one", test_one);
    g_test_add_func("/client/event/refused", test_refused);

    return g_test_run();
}
