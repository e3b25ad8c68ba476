/* test_command_settings.c: sets of settings side by side
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_settings.h"

#include <string.h>

#include "command_adapter.h"

/* "name=value name=value"; a list has its name several times. */
static HvrReplSettings *
parse(HvrReplSubject subject, const char *text)
{
    HvrReplSettings *settings = hvr_repl_settings_new(subject);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        g_auto(GStrv) pair = g_strsplit(words[i], "=", 2);

        if (pair[0] != NULL)
            g_assert_true(hvr_repl_settings_set(settings, pair[0], pair[1], NULL));
    }

    return settings;
}

/* The same in the table's order. */
static char *
format(const HvrReplSettings *settings)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint n_settings;
    const HvrReplSetting *table =
        hvr_repl_setting_list(hvr_repl_settings_get_subject(settings), &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        const char *const *list = hvr_repl_settings_get_list(settings, &table[i]);
        g_autofree char *value = hvr_repl_settings_dup_text(settings, &table[i]);

        for (guint j = 0; list != NULL && list[j] != NULL; j++)
            g_string_append_printf(text, " %s=%s", table[i].name, list[j]);
        if (value != NULL)
            g_string_append_printf(text, " %s=%s", table[i].name, value);
    }

    return g_strdup(text->len > 0 ? text->str + 1 : "");
}

typedef struct {
    const char *name;
    HvrReplSubject subject;
    const char *wanted;
    const char *present;
    const char *differing; /* (nullable) */
    const char *merged;    /* present, with wanted over it */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "same",    HVR_REPL_SERVICE,       "http-port=80 enabled=yes", "enabled=yes http-port=80",  NULL,            "enabled=yes http-port=80" },
    { "less",    HVR_REPL_SERVICE,       "enabled=yes",              "enabled=yes http-port=80",  NULL,            "enabled=yes http-port=80" },
    { "more",    HVR_REPL_SERVICE,       "http-port=81 enabled=no",  "enabled=yes",               "enabled=no http-port=81", "enabled=no http-port=81" },
    { "choice",  HVR_REPL_SERVICE,       "authentication=both",      "authentication=kerberos",   "authentication=both", "authentication=both" },
    { "time",    HVR_REPL_SERVICE,       "monitoring-start=09:30",   "monitoring-start=09:00",    "monitoring-start=09:30", "monitoring-start=09:30" },
    { "empty",   HVR_REPL_SERVICE,       "",                         "enabled=yes",               NULL,            "enabled=yes" },
    { "list",    HVR_REPL_RELATIONSHIP,  "included-disks=a included-disks=b", "included-disks=a port=80", "included-disks=a included-disks=b", "port=80 included-disks=a included-disks=b" },
    { "order",   HVR_REPL_RELATIONSHIP,  "included-disks=a included-disks=b", "included-disks=a included-disks=b", NULL, "included-disks=a included-disks=b" },
    { "entry",   HVR_REPL_AUTHORIZATION, "allowed-primary=a trust-group=x", "allowed-primary=a storage-location=D trust-group=y", "trust-group=x", "allowed-primary=a storage-location=D trust-group=x" },
};
/* clang-format on */

static void
test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrReplSettings) wanted = parse(c->subject, c->wanted);
    g_autoptr(HvrReplSettings) present = parse(c->subject, c->present);
    g_autoptr(HvrReplSettings) differing = hvr_command_settings_diff(wanted, present);
    g_autoptr(HvrReplSettings) merged = hvr_command_settings_merge(present, wanted);
    g_autofree char *difference = differing != NULL ? format(differing) : NULL;
    g_autofree char *merger = format(merged);

    g_assert_cmpstr(difference, ==, c->differing);
    g_assert_cmpstr(merger, ==, c->merged);
}

static void
test_is(void)
{
    g_autoptr(HvrReplSettings) entry = parse(HVR_REPL_AUTHORIZATION, "allowed-primary=HV-1.lan");

    g_assert_true(hvr_command_settings_is(entry, "allowed-primary", "hv-1.LAN"));
    g_assert_true(hvr_command_settings_is(entry, "allowed-primary", NULL));
    g_assert_false(hvr_command_settings_is(entry, "allowed-primary", "hv-1"));
    g_assert_false(hvr_command_settings_is(entry, "trust-group", "x"));
    g_assert_true(hvr_command_settings_is(entry, "trust-group", NULL));
}

static GPtrArray *
new_adapters(const char *text)
{
    GPtrArray *adapters = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);
    HvrReplAdapter *adapter = g_new0(HvrReplAdapter, 1);

    adapter->id = g_strdup("1");
    adapter->name = g_strdup("Network Adapter");
    adapter->mac = g_strdup("00155D000001");
    adapter->settings = parse(HVR_REPL_ADAPTER, text);
    g_ptr_array_add(adapters, adapter);

    return adapters;
}

static char *
format_first(GPtrArray *adapters)
{
    g_assert_cmpuint(adapters->len, ==, 1);

    return format(((const HvrReplAdapter *)adapters->pdata[0])->settings);
}

#define BOTH                                                                                       \
    "addresses=10.0.0.5 addresses=fd00::5 subnets=255.255.255.0 subnets=64 gateways=10.0.0.1 "     \
    "gateways=fd00::1 dns-servers=10.0.0.2 dns-servers=fd00::2"
#define ONLY_4 "addresses=10.0.0.5 subnets=255.255.255.0 gateways=10.0.0.1 dns-servers=10.0.0.2"
#define ONLY_6 "addresses=fd00::5 subnets=64 gateways=fd00::1 dns-servers=fd00::2"

typedef struct {
    const char *name;
    const char *present;
    const char *given;
    const char *clear; /* (nullable): instead of @given */
    const char *expect;
} AdapterCase;

/* clang-format off */
static const AdapterCase adapter_cases[] = {
    { "clear-ipv4",      BOTH,                NULL, "ipv4", ONLY_6 },
    { "clear-ipv6",      BOTH,                NULL, "ipv6", ONLY_4 },
    { "clear-all",       BOTH,                NULL, "all",  "" },
    { "clear-ipv4-dhcp", "dhcp=yes " ONLY_6,  NULL, "ipv4", ONLY_6 },
    { "clear-ipv6-dhcp", "dhcp=yes " ONLY_6,  NULL, "ipv6", "dhcp=yes" },
    { "address",         "dhcp=yes",          "addresses=10.0.0.9 subnets=255.0.0.0", NULL, "dhcp=no addresses=10.0.0.9 subnets=255.0.0.0" },
    { "gateway-stays",   ONLY_4,              "addresses=10.0.0.9", NULL, "dhcp=no addresses=10.0.0.9 subnets=255.255.255.0 gateways=10.0.0.1 dns-servers=10.0.0.2" },
    { "ipv6-address",    "dhcp=yes",          "addresses=fd00::9 subnets=64", NULL, "dhcp=yes addresses=fd00::9 subnets=64" },
    { "dhcp",            BOTH,                "dhcp=yes", NULL, "dhcp=yes " ONLY_6 },
    { "dns",             ONLY_4,              "dns-servers=8.8.8.8", NULL, "addresses=10.0.0.5 subnets=255.255.255.0 gateways=10.0.0.1 dns-servers=8.8.8.8" },
    { "explicit",        "",                  "dhcp=yes addresses=10.0.0.9 subnets=255.0.0.0", NULL, "dhcp=yes addresses=10.0.0.9 subnets=255.0.0.0" },
    { "fewer-subnets",   "addresses=10.0.0.5 addresses=fd00::5 subnets=255.255.255.0", NULL, "ipv4", "addresses=fd00::5" },
};
/* clang-format on */

static void
test_adapter(gconstpointer data)
{
    const AdapterCase *c = data;
    g_autoptr(GPtrArray) present = new_adapters(c->present);
    g_autoptr(HvrReplSettings) given = parse(HVR_REPL_ADAPTER, c->given != NULL ? c->given : "");
    g_autoptr(GPtrArray) changed = c->clear != NULL
                                       ? hvr_command_adapter_list_cleared(present, c->clear)
                                       : hvr_command_adapter_list_changed(present, given);
    g_autofree char *text = format_first(changed);
    g_autofree char *before = format_first(present);

    g_assert_cmpstr(text, ==, c->expect);
    g_assert_cmpstr(before, ==, c->present);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/command/settings/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(adapter_cases); i++) {
        g_autofree char *path = g_strconcat("/command/adapter/", adapter_cases[i].name, NULL);

        g_test_add_data_func(path, &adapter_cases[i], test_adapter);
    }
    g_test_add_func("/command/settings/is", test_is);

    return g_test_run();
}
