/* test_rpc_subscription.c: which events one client has asked for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>

#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_subscription.h"

static const guchar web01[16] = { 0x11 };
static const guchar db01[16] = { 0x22 };

typedef struct {
    const char *name;
    const char *pattern;
    guint flags; /* 1 regular expression, 2 ignoring case */
    const char *event;
    gboolean matches;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "all",                 NULL,             0, "REPLICATION_STATE", TRUE },
    { "all-flags",           NULL,             3, "REPLICATION_STATE", TRUE },
    { "exact",               "REPLICATION",    0, "REPLICATION",       TRUE },
    { "exact-not-prefix",    "REPLICATION",    0, "REPLICATION_STATE", FALSE },
    { "exact-case",          "replication",    0, "REPLICATION",       FALSE },
    { "exact-no-regex",      "R.*",            0, "REPLICATION",       FALSE },
    { "nocase",              "replication",    2, "REPLICATION",       TRUE },
    { "nocase-not-prefix",   "replication",    2, "REPLICATION_STATE", FALSE },
    { "regex-searches",      "STATE",          1, "REPLICATION_STATE", TRUE },
    { "regex-anchored",      "^STATE",         1, "REPLICATION_STATE", FALSE },
    { "regex-case",          "rep.*",          1, "REPLICATION_STATE", FALSE },
    { "regex-nocase",        "rep.*",          3, "REPLICATION_STATE", TRUE },
    { "empty",               "",               0, "REPLICATION_STATE", FALSE },
    { "empty-regex",         "",               1, "REPLICATION_STATE", TRUE },
};
/* clang-format on */

static guint
count(HvrRpcSubscriptions *subscriptions, int event, const guchar *uuid, const char *name)
{
    g_autoptr(GArray) found = hvr_rpc_subscriptions_list(subscriptions, event, uuid, name);

    return found->len;
}

static void
test_pattern(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    int callback = 0;

    g_assert_true(hvr_rpc_subscriptions_add_monitor(subscriptions, NULL, c->pattern, c->flags,
                                                    &callback, NULL));
    g_assert_cmpint(callback, ==, 1);
    g_assert_cmpuint(count(subscriptions, HVR_RPC_MONITOR, web01, c->event), ==, c->matches);
}

static void
test_bad_pattern(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    g_autoptr(GError) error = NULL;
    int callback = 0;

    g_assert_false(
        hvr_rpc_subscriptions_add_monitor(subscriptions, NULL, "a(", 1, &callback, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_true(g_str_has_prefix(error->message, "failed to compile regex 'a(': "));
    g_assert_cmpuint(count(subscriptions, HVR_RPC_MONITOR, web01, "a("), ==, 0);
}

/* go-libvirt tells events apart by the callback id alone. */
static void
test_one_counter(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    int callback = 0;

    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 0, NULL, &callback, NULL));
    g_assert_cmpint(callback, ==, 1);
    g_assert_true(hvr_rpc_subscriptions_add_monitor(subscriptions, NULL, NULL, 0, &callback, NULL));
    g_assert_cmpint(callback, ==, 2);
    g_assert_true(hvr_rpc_subscriptions_remove(subscriptions, TRUE, 2, NULL));
    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 0, NULL, &callback, NULL));
    g_assert_cmpint(callback, ==, 3);
}

static void
test_domain_filter(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    g_autoptr(GArray) found = NULL;
    int callback = 0;

    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 21, web01, &callback, NULL));
    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 22, NULL, &callback, NULL));
    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 21, NULL, &callback, NULL));
    found = hvr_rpc_subscriptions_list(subscriptions, 21, web01, NULL);
    g_assert_cmpuint(found->len, ==, 2);
    g_assert_cmpint(g_array_index(found, int, 0), ==, 1);
    g_assert_cmpint(g_array_index(found, int, 1), ==, 3);
    g_assert_cmpuint(count(subscriptions, 21, db01, NULL), ==, 1);
    g_assert_cmpuint(count(subscriptions, HVR_RPC_MONITOR, web01, "X"), ==, 0);
}

static void
test_numbers(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    g_autoptr(GError) error = NULL;
    int callback = 0;

    for (int event = 0; event < 64; event++)
        g_assert_true(hvr_rpc_subscriptions_add(subscriptions, event, NULL, &callback, NULL));
    g_assert_false(hvr_rpc_subscriptions_add(subscriptions, 64, NULL, &callback, &error));
    g_assert_error(error, HVR_RPC_ERROR, VIR_ERR_INTERNAL_ERROR);
    g_assert_cmpstr(error->message, ==, "unsupported event ID 64");
    g_assert_false(hvr_rpc_subscriptions_add(subscriptions, -1, NULL, &callback, NULL));
}

static void
test_remove(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) error_monitor = NULL;
    int callback = 0;

    g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 0, NULL, &callback, NULL));
    g_assert_false(hvr_rpc_subscriptions_remove(subscriptions, TRUE, 1, &error_monitor));
    g_assert_cmpstr(error_monitor->message, ==, "qemu monitor event callback 1 not registered");
    g_assert_true(hvr_rpc_subscriptions_remove(subscriptions, FALSE, 1, NULL));
    g_assert_cmpuint(count(subscriptions, 0, web01, NULL), ==, 0);
    g_assert_false(hvr_rpc_subscriptions_remove(subscriptions, FALSE, 1, &error));
    g_assert_error(error, HVR_RPC_ERROR, VIR_ERR_INTERNAL_ERROR);
    g_assert_cmpstr(error->message, ==, "domain event callback 1 not registered");
}

static void
test_too_many(void)
{
    g_autoptr(HvrRpcSubscriptions) subscriptions = hvr_rpc_subscriptions_new();
    g_autoptr(GError) error = NULL;
    int callback = 0;

    for (guint i = 0; i < 4096; i++)
        g_assert_true(hvr_rpc_subscriptions_add(subscriptions, 0, NULL, &callback, NULL));
    g_assert_false(hvr_rpc_subscriptions_add(subscriptions, 0, NULL, &callback, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_BUSY);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/subscription/pattern/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_pattern);
    }
    g_test_add_func("/rpc/subscription/bad-pattern", test_bad_pattern);
    g_test_add_func("/rpc/subscription/one-counter", test_one_counter);
    g_test_add_func("/rpc/subscription/domain-filter", test_domain_filter);
    g_test_add_func("/rpc/subscription/numbers", test_numbers);
    g_test_add_func("/rpc/subscription/remove", test_remove);
    g_test_add_func("/rpc/subscription/too-many", test_too_many);

    return g_test_run();
}
