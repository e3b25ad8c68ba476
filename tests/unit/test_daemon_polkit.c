/* test_daemon_polkit.c: asking polkit whether somebody may
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A bus of the test's own, and on it an authority that says what it is told to.
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "daemon_polkit.h"
#include "hvr_error.h"
#include "rpc_error.h"

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.PolicyKit1.Authority'>"
    "<method name='CheckAuthorization'><arg type='(sa{sv})' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='a{ss}' direction='in'/>"
    "<arg type='u' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='(bba{ss})' direction='out'/></method>"
    "<method name='CancelCheckAuthorization'><arg type='s' direction='in'/></method>"
    "</interface></node>";

typedef struct {
    GTestDBus *dbus;
    GDBusConnection *bus;
    GDBusNodeInfo *node;
    guint name;
    const char *answer; /* %NULL: none; "error": one of D-Bus */
    char *asked;        /* the question, printed */
    char *taken_back;
    gboolean is_over;
    gboolean ok;
    GError *error;
} Fixture;

static void
on_call(GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *method,
        GVariant *arguments,
        GDBusMethodInvocation *invocation,
        gpointer user_data)
{
    Fixture *f = user_data;

    if (strcmp(method, "CancelCheckAuthorization") == 0) {
        f->taken_back = g_variant_print(arguments, FALSE);
        g_dbus_method_invocation_return_value(invocation, NULL);
        return;
    }
    g_free(f->asked);
    f->asked = g_variant_print(arguments, FALSE);
    if (f->answer == NULL)
        g_object_unref(invocation);
    else if (strcmp(f->answer, "error") == 0)
        g_dbus_method_invocation_return_dbus_error(
            invocation, "org.freedesktop.PolicyKit1.Error.Failed", "no such action");
    else
        g_dbus_method_invocation_return_value(invocation, g_variant_new_parsed(f->answer, NULL));
}

static const GDBusInterfaceVTable vtable = { .method_call = on_call };

static void
on_name(GDBusConnection *bus, const char *name, gpointer user_data)
{
    Fixture *f = user_data;

    f->is_over = TRUE;
}

static void
turn_until_over(Fixture *f)
{
    while (!f->is_over)
        g_main_context_iteration(NULL, TRUE);
    f->is_over = FALSE;
}

static void
set_up(Fixture *f, const char *answer)
{
    memset(f, 0, sizeof(*f));
    f->answer = answer;
    f->dbus = g_test_dbus_new(G_TEST_DBUS_NONE);
    g_test_dbus_up(f->dbus);
    f->bus =
        g_dbus_connection_new_for_address_sync(g_test_dbus_get_bus_address(f->dbus),
                                               G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                   G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                               NULL, NULL, NULL);
    g_assert_nonnull(f->bus);
    f->node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
    g_dbus_connection_register_object(f->bus, "/org/freedesktop/PolicyKit1/Authority",
                                      f->node->interfaces[0], &vtable, f, NULL, NULL);
    f->name = g_bus_own_name_on_connection(f->bus, "org.freedesktop.PolicyKit1",
                                           G_BUS_NAME_OWNER_FLAGS_NONE, on_name, NULL, f, NULL);
    turn_until_over(f);
}

static void
tear_down(Fixture *f)
{
    g_bus_unown_name(f->name);
    g_dbus_connection_close_sync(f->bus, NULL, NULL);
    g_object_unref(f->bus);
    g_dbus_node_info_unref(f->node);
    g_test_dbus_stop(f->dbus);
    g_object_unref(f->dbus);
    g_clear_error(&f->error);
    g_free(f->asked);
    g_free(f->taken_back);
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Fixture *f = user_data;

    f->ok = hvr_daemon_polkit_check_finish(result, &f->error);
    f->is_over = TRUE;
}

static void
check(Fixture *f, HvrAccess access, GCancellable *cancellable)
{
    g_autoptr(HvrDaemonPolkit) polkit = hvr_daemon_polkit_new(f->bus);
    g_autoptr(HvrDomain) domain = hvr_domain_new("11111111-1111-4111-8111-AAAAAAAAAAAA", "web01");
    HvrDaemonPeer peer = {
        TRUE, 1000, 1000, 4711, 424242, NULL, (char *)"user 1000 (process 4711)"
    };
    const HvrRpcWish wish = { access, "replication-commit", "hv01", domain, NULL };

    hvr_daemon_polkit_check_async(polkit, &peer, &wish, cancellable, on_checked, f);
}

static void
test_question(void)
{
    Fixture f;

    set_up(&f, "((true, false, @a{ss} {}),)");
    check(&f, HVR_ACCESS_COMMIT, NULL);
    turn_until_over(&f);
    g_assert_no_error(f.error);
    g_assert_true(f.ok);
    g_assert_cmpstr(f.asked, ==,
                    "(('unix-process', {'pid': <uint32 4711>, 'start-time': <uint64 424242>, "
                    "'uid': <1000>}), 'org.libvirt.virthypervd.commit', "
                    "{'operation': 'replication-commit', 'host': 'hv01', 'domain_name': 'web01', "
                    "'domain_uuid': '11111111-1111-4111-8111-aaaaaaaaaaaa'}, 1, 'virthypervd-0')");
    tear_down(&f);
}

typedef struct {
    const char *name;
    const char *answer;
    HvrAccess access;
    int code;
    const char *message;
} Case;

#define WHO "user 1000 (process 4711) may not 'replication-commit': "

/* clang-format off */
static const Case refusals[] = {
    { "login-no",        "((false, false, @a{ss} {}),)",                    HVR_ACCESS_READ,   VIR_ERR_AUTH_FAILED,      "access denied by policy" },
    { "login-nobody",    "((false, true, @a{ss} {}),)",                     HVR_ACCESS_READ,   VIR_ERR_AUTH_UNAVAILABLE, "no polkit agent is there to ask, start pkttyagent" },
    { "login-dismissed", "((false, true, {'polkit.dismissed': 'true'}),)",  HVR_ACCESS_READ,   VIR_ERR_AUTH_CANCELLED,   "user cancelled authentication process" },
    { "no",              "((false, false, @a{ss} {}),)",                    HVR_ACCESS_COMMIT, VIR_ERR_ACCESS_DENIED,    WHO "access denied by policy (action 'org.libvirt.virthypervd.commit')" },
    { "nobody",          "((false, true, @a{ss} {}),)",                     HVR_ACCESS_MANAGE, VIR_ERR_ACCESS_DENIED,    WHO "no polkit agent is there to ask, start pkttyagent (action 'org.libvirt.virthypervd.manage')" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Case *c = data;
    Fixture f;

    set_up(&f, c->answer);
    check(&f, c->access, NULL);
    turn_until_over(&f);
    g_assert_false(f.ok);
    g_assert_error(f.error, HVR_RPC_ERROR, c->code);
    g_assert_cmpstr(f.error->message, ==, c->message);
    tear_down(&f);
}

/* Who cannot be asked has not said yes. */
static void
test_broken(void)
{
    Fixture f;

    set_up(&f, "error");
    check(&f, HVR_ACCESS_COMMIT, NULL);
    turn_until_over(&f);
    g_assert_false(f.ok);
    g_assert_error(f.error, HVR_RPC_ERROR, VIR_ERR_ACCESS_DENIED);
    tear_down(&f);
}

/* A client that goes away takes its question from the screen. */
static void
test_cancel(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    Fixture f;

    set_up(&f, NULL);
    check(&f, HVR_ACCESS_COMMIT, cancellable);
    while (f.asked == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_cancellable_cancel(cancellable);
    turn_until_over(&f);
    g_assert_false(f.ok);
    g_assert_error(f.error, HVR_ERROR, HVR_ERROR_CANCELLED);
    while (f.taken_back == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpstr(f.taken_back, ==, "('virthypervd-0',)");
    tear_down(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/daemon/polkit/question", test_question);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/daemon/polkit/refusal/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    g_test_add_func("/daemon/polkit/broken", test_broken);
    g_test_add_func("/daemon/polkit/cancel", test_cancel);

    return g_test_run();
}
