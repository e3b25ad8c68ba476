/* repl_network.c: a VM's network adapters after failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "repl_form.h"
#include "repl_setting.h"

#define MAC_DIGITS 12

/* msvm-failovernetworkadaptersettingdata.md. */
#define MAX_GATEWAYS 5

HvrReplAdapter *
hvr_repl_adapter_copy(const HvrReplAdapter *adapter)
{
    HvrReplAdapter *copy = g_new0(HvrReplAdapter, 1);

    copy->id = g_strdup(adapter->id);
    copy->failover_id = g_strdup(adapter->failover_id);
    copy->name = g_strdup(adapter->name);
    copy->mac = g_strdup(adapter->mac);
    copy->settings = hvr_repl_settings_ref(adapter->settings);
    copy->switch_name = g_strdup(adapter->switch_name);
    copy->test_switch = g_strdup(adapter->test_switch);
    copy->test_pool = g_strdup(adapter->test_pool);

    return copy;
}

void
hvr_repl_adapter_free(HvrReplAdapter *adapter)
{
    if (adapter == NULL)
        return;

    g_free(adapter->id);
    g_free(adapter->failover_id);
    g_free(adapter->name);
    g_free(adapter->mac);
    g_clear_pointer(&adapter->settings, hvr_repl_settings_unref);
    g_free(adapter->switch_name);
    g_free(adapter->test_switch);
    g_free(adapter->test_pool);
    g_free(adapter);
}

/* Returns: (transfer full) (nullable): 12 digits, upper case; %NULL for what is no MAC address. */
static char *
parse_mac(const char *text)
{
    g_autoptr(GString) digits = g_string_new(NULL);

    for (; *text != '\0'; text++) {
        if (g_ascii_isxdigit(*text))
            g_string_append_c(digits, g_ascii_toupper(*text));
        else if (strchr(":-.", *text) == NULL)
            return NULL;
    }

    return digits->len == MAC_DIGITS ? g_string_free(g_steal_pointer(&digits), FALSE) : NULL;
}

static gboolean
has_mac(const HvrReplAdapter *adapter, const char *which)
{
    g_autofree char *mac = parse_mac(which);

    return mac != NULL && g_str_equal(adapter->mac, mac);
}

static gboolean
has_id(const HvrReplAdapter *adapter, const char *which)
{
    return g_ascii_strcasecmp(adapter->id, which) == 0;
}

static gboolean
has_name(const HvrReplAdapter *adapter, const char *which)
{
    return g_str_equal(adapter->name, which);
}

/* Returns: (transfer full): "'Network Adapter' (00155D000001), ..." */
static char *
join_adapters(GPtrArray *adapters)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < adapters->len; i++) {
        const HvrReplAdapter *adapter = adapters->pdata[i];

        g_string_append_printf(text, "%s'%s' (%s)", i > 0 ? ", " : "", adapter->name,
                               adapter->mac[0] != '\0' ? adapter->mac : adapter->id);
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean
fail_unknown(GPtrArray *adapters, const char *which, GError **error)
{
    g_autofree char *shown = hvr_repl_setting_dup_shown(which);
    g_autofree char *all = join_adapters(adapters);

    if (adapters->len == 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("the machine has no network adapter"));

    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("there is no network adapter '%1$s', there are: %2$s"), shown, all);
}

static gboolean
fail_several(GPtrArray *adapters, const char *which, GError **error)
{
    g_autofree char *all = join_adapters(adapters);

    return hvr_fail(error, HVR_ERROR_AMBIGUOUS,
                    _("several network adapters are '%1$s', say which by its MAC address: %2$s"),
                    which, all);
}

HvrReplAdapter *
hvr_repl_network_find(GPtrArray *adapters, const char *which, GError **error)
{
    static gboolean (*const matches[])(const HvrReplAdapter *, const char *) = { has_mac, has_id,
                                                                                 has_name };
    HvrReplAdapter *found = NULL;

    for (guint i = 0; found == NULL && i < G_N_ELEMENTS(matches); i++) {
        for (guint j = 0; j < adapters->len; j++) {
            if (!matches[i](adapters->pdata[j], which))
                continue;
            if (found != NULL) {
                fail_several(adapters, which, error);
                return NULL;
            }
            found = adapters->pdata[j];
        }
    }
    if (found == NULL)
        fail_unknown(adapters, which, error);

    return found;
}

static const char *const *
get_list(const HvrReplAdapter *adapter, const char *name)
{
    static const char *const none[] = { NULL };
    const char *const *elements = hvr_repl_settings_get_list(
        adapter->settings, hvr_repl_setting_find(HVR_REPL_ADAPTER, name));

    return elements != NULL ? elements : none;
}

static gboolean
check_subnet(const HvrReplAdapter *adapter, const char *text, const char *subnet, GError **error)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);
    guint bits;

    if (address == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("network adapter '%1$s': '%2$s' is no IPv4 or IPv6 address"),
                        adapter->name, text);

    return hvr_repl_form_get_bits(subnet, g_inet_address_get_family(address), &bits) ||
           hvr_fail(error, HVR_ERROR_INVALID,
                    _("network adapter '%1$s': '%2$s' is no subnet for address '%3$s'"),
                    adapter->name, subnet, text);
}

static gboolean
check_addresses(const HvrReplAdapter *adapter, GError **error)
{
    const char *const *addresses = get_list(adapter, "addresses");
    const char *const *subnets = get_list(adapter, "subnets");
    guint n_addresses = g_strv_length((GStrv)addresses);
    guint n_subnets = g_strv_length((GStrv)subnets);

    if (n_addresses != n_subnets)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        g_dngettext(GETTEXT_PACKAGE,
                                    "network adapter '%1$s': each address needs one of 'subnets', "
                                    "there are %2$u for %3$u address",
                                    "network adapter '%1$s': each address needs one of 'subnets', "
                                    "there are %2$u for %3$u addresses",
                                    n_addresses),
                        adapter->name, n_subnets, n_addresses);
    for (guint i = 0; i < n_addresses; i++) {
        if (!check_subnet(adapter, addresses[i], subnets[i], error))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_repl_network_check(const HvrReplAdapter *adapter, GError **error)
{
    const HvrReplSetting *dhcp = hvr_repl_setting_find(HVR_REPL_ADAPTER, "dhcp");
    guint n_gateways = g_strv_length((GStrv)get_list(adapter, "gateways"));

    if (n_gateways > MAX_GATEWAYS)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        g_dngettext(GETTEXT_PACKAGE,
                                    "network adapter '%1$s': it can have %2$d 'gateways', not %3$u",
                                    "network adapter '%1$s': it can have %2$d 'gateways', not %3$u",
                                    MAX_GATEWAYS),
                        adapter->name, MAX_GATEWAYS, n_gateways);
    if (!check_addresses(adapter, error))
        return FALSE;

    return get_list(adapter, "addresses")[0] != NULL ||
           !hvr_repl_settings_has(adapter->settings, dhcp) ||
           hvr_repl_settings_get_number(adapter->settings, dhcp) != 0 ||
           hvr_fail(error, HVR_ERROR_INVALID,
                    _("network adapter '%s': without 'dhcp' it needs 'addresses'"), adapter->name);
}
