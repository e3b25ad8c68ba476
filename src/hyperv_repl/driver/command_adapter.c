/* command_adapter.c: network adapters as JSON, and as they shall be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_adapter.h"

#include <string.h>

#include "command_settings.h"
#include "command_value.h"

static void
set_text(JsonObject *object, const char *name, const char *text)
{
    if (text != NULL)
        json_object_set_string_member(object, name, text);
    else
        json_object_set_null_member(object, name);
}

static JsonObject *
format(const HvrReplAdapter *adapter)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "name", adapter->name);
    json_object_set_string_member(object, "mac", adapter->mac);
    json_object_set_string_member(object, "id", adapter->id);
    json_object_set_member(object, "settings", hvr_command_value_settings(adapter->settings));
    set_text(object, "test-switch", adapter->test_switch);
    set_text(object, "test-pool", adapter->test_pool);

    return object;
}

JsonNode *
hvr_command_adapter_format_all(GPtrArray *adapters)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < adapters->len; i++)
        json_array_add_object_element(array, format(adapters->pdata[i]));

    return hvr_command_value_take_array(array);
}

static const char *const *
get_list(const HvrReplSettings *settings, const char *name)
{
    return hvr_repl_settings_get_list(settings, hvr_repl_setting_find(HVR_REPL_ADAPTER, name));
}

/* Of both families, only an IPv6 address has a colon. */
static gboolean
is_ipv6(const char *address)
{
    return strchr(address, ':') != NULL;
}

/* Copies the addresses of @name that are not of the family; @beside: (nullable): a
 * list whose elements belong to those of @name. */
static void
copy_others(HvrReplSettings *to,
            const HvrReplSettings *from,
            const char *name,
            const char *beside,
            gboolean drops_ipv6)
{
    const char *const *addresses = get_list(from, name);
    const char *const *others = beside != NULL ? get_list(from, beside) : NULL;
    guint n_others = others != NULL ? g_strv_length((GStrv)others) : 0;

    for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++) {
        if (is_ipv6(addresses[i]) == drops_ipv6)
            continue;
        hvr_repl_settings_set(to, name, addresses[i], NULL);
        if (i < n_others)
            hvr_repl_settings_set(to, beside, others[i], NULL);
    }
}

static gboolean
asks_dhcp(const HvrReplSettings *settings)
{
    return hvr_repl_settings_get_number(settings,
                                        hvr_repl_setting_find(HVR_REPL_ADAPTER, "dhcp")) != 0;
}

/* Returns: (transfer full): only the other family; DHCP is of IPv4. */
static HvrReplSettings *
dup_without(const HvrReplSettings *settings, gboolean drops_ipv6)
{
    HvrReplSettings *rest = hvr_repl_settings_new(HVR_REPL_ADAPTER);

    if (drops_ipv6 && asks_dhcp(settings))
        hvr_repl_settings_set(rest, "dhcp", "yes", NULL);
    copy_others(rest, settings, "addresses", "subnets", drops_ipv6);
    copy_others(rest, settings, "gateways", NULL, drops_ipv6);
    copy_others(rest, settings, "dns-servers", NULL, drops_ipv6);

    return rest;
}

/* @settings: (transfer full) */
static void
add_adapter(GPtrArray *adapters, const HvrReplAdapter *like, HvrReplSettings *settings)
{
    HvrReplAdapter *adapter = hvr_repl_adapter_copy(like);

    hvr_repl_settings_unref(adapter->settings);
    adapter->settings = settings;
    g_ptr_array_add(adapters, adapter);
}

static HvrReplSettings *
dup_cleared(const HvrReplSettings *settings, const char *family)
{
    if (strcmp(family, "all") == 0)
        return hvr_repl_settings_new(HVR_REPL_ADAPTER);

    return dup_without(settings, strcmp(family, "ipv6") == 0);
}

GPtrArray *
hvr_command_adapter_list_cleared(GPtrArray *adapters, const char *family)
{
    GPtrArray *cleared = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);

    for (guint i = 0; i < adapters->len; i++) {
        const HvrReplAdapter *adapter = adapters->pdata[i];

        add_adapter(cleared, adapter, dup_cleared(adapter->settings, family));
    }

    return cleared;
}

static gboolean
has_ipv4(const HvrReplSettings *settings)
{
    const char *const *addresses = get_list(settings, "addresses");

    for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++) {
        if (!is_ipv6(addresses[i]))
            return TRUE;
    }

    return FALSE;
}

/* A static address ends DHCP, and DHCP static addresses (inferred). */
static HvrReplSettings *
dup_changed(const HvrReplSettings *present, const HvrReplSettings *given)
{
    const HvrReplSetting *dhcp = hvr_repl_setting_find(HVR_REPL_ADAPTER, "dhcp");
    g_autoptr(HvrReplSettings) others = NULL;
    HvrReplSettings *changed;

    if (asks_dhcp(given)) {
        others = dup_without(present, FALSE);
        return hvr_command_settings_merge(others, given);
    }

    changed = hvr_command_settings_merge(present, given);
    if (has_ipv4(given) && !hvr_repl_settings_has(given, dhcp))
        hvr_repl_settings_set(changed, dhcp->name, "no", NULL);

    return changed;
}

GPtrArray *
hvr_command_adapter_list_changed(GPtrArray *adapters, const HvrReplSettings *given)
{
    GPtrArray *changed = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);

    for (guint i = 0; i < adapters->len; i++) {
        const HvrReplAdapter *adapter = adapters->pdata[i];

        add_adapter(changed, adapter, dup_changed(adapter->settings, given));
    }

    return changed;
}
