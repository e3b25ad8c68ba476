/* rpc_subscription.c: which events one client has asked for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_subscription.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_error.h"

typedef struct {
    int callback;
    int event;
    gboolean of_domain;
    guchar uuid[16];
    gboolean ignore_case;
    char *pattern; /* %NULL with regex */
    GRegex *regex;
} Subscription;

struct _HvrRpcSubscriptions {
    int last_callback;
    GPtrArray *rows;
};

static void
subscription_free(Subscription *row)
{
    g_free(row->pattern);
    g_clear_pointer(&row->regex, g_regex_unref);
    g_free(row);
}

HvrRpcSubscriptions *
hvr_rpc_subscriptions_new(void)
{
    HvrRpcSubscriptions *self = g_new0(HvrRpcSubscriptions, 1);

    self->rows = g_ptr_array_new_with_free_func((GDestroyNotify)subscription_free);

    return self;
}

void
hvr_rpc_subscriptions_free(HvrRpcSubscriptions *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->rows);
    g_free(self);
}

static Subscription *
add(HvrRpcSubscriptions *self, int event, const guchar *uuid, GError **error)
{
    Subscription *row;

    if (self->rows->len >= HVR_RPC_SUBSCRIPTIONS_MAX || self->last_callback == G_MAXINT)
        return hvr_fail_null(error, HVR_ERROR_BUSY,
                             _("this connection has too many event callbacks"));

    row = g_new0(Subscription, 1);
    row->callback = ++self->last_callback;
    row->event = event;
    row->of_domain = uuid != NULL;
    if (uuid != NULL)
        memcpy(row->uuid, uuid, sizeof(row->uuid));
    g_ptr_array_add(self->rows, row);

    return row;
}

gboolean
hvr_rpc_subscriptions_add(
    HvrRpcSubscriptions *self, int event, const guchar *uuid, int *out_callback, GError **error)
{
    const Subscription *row;

    if (event < 0 || event >= HVR_RPC_EVENTS_MAX)
        return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR, "unsupported event ID %d", event);

    row = add(self, event, uuid, error);
    if (row == NULL)
        return FALSE;

    *out_callback = row->callback;

    return TRUE;
}

static gboolean
compile(const char *pattern, guint flags, GRegex **out_regex, GError **error)
{
    gboolean nocase = flags & VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE;
    g_autoptr(GError) reason = NULL;

    *out_regex = g_regex_new(pattern, nocase ? G_REGEX_CASELESS : 0, 0, &reason);
    if (*out_regex == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("failed to compile regex '%1$s': %2$s"),
                        pattern, reason->message);

    return TRUE;
}

gboolean
hvr_rpc_subscriptions_add_monitor(HvrRpcSubscriptions *self,
                                  const guchar *uuid,
                                  const char *pattern,
                                  guint flags,
                                  int *out_callback,
                                  GError **error)
{
    gboolean is_regex = pattern != NULL &&
                        (flags & VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX);
    g_autoptr(GRegex) regex = NULL;
    Subscription *row;

    if (is_regex && !compile(pattern, flags, &regex, error))
        return FALSE;

    row = add(self, HVR_RPC_MONITOR, uuid, error);
    if (row == NULL)
        return FALSE;

    row->ignore_case = flags & VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE;
    row->regex = g_steal_pointer(&regex);
    if (!is_regex)
        row->pattern = g_strdup(pattern);
    *out_callback = row->callback;

    return TRUE;
}

gboolean
hvr_rpc_subscriptions_remove(HvrRpcSubscriptions *self,
                             gboolean monitor,
                             int callback,
                             GError **error)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const Subscription *row = g_ptr_array_index(self->rows, i);

        if (row->callback == callback && (row->event == HVR_RPC_MONITOR) == monitor) {
            g_ptr_array_remove_index(self->rows, i);
            return TRUE;
        }
    }

    return hvr_rpc_fail(error, VIR_ERR_INTERNAL_ERROR,
                        monitor ? "qemu monitor event callback %d not registered"
                                : "domain event callback %d not registered",
                        callback);
}

static gboolean
matches_name(const Subscription *row, const char *name)
{
    if (row->regex != NULL)
        return g_regex_match(row->regex, name, 0, NULL);
    if (row->pattern == NULL)
        return TRUE;
    if (row->ignore_case)
        return g_ascii_strcasecmp(row->pattern, name) == 0;

    return strcmp(row->pattern, name) == 0;
}

static gboolean
matches(const Subscription *row, int event, const guchar *uuid, const char *name)
{
    if (row->event != event)
        return FALSE;
    if (row->of_domain && memcmp(row->uuid, uuid, sizeof(row->uuid)) != 0)
        return FALSE;

    return name == NULL || matches_name(row, name);
}

GArray *
hvr_rpc_subscriptions_list(HvrRpcSubscriptions *self,
                           int event,
                           const guchar *uuid,
                           const char *name)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(int));

    for (guint i = 0; i < self->rows->len; i++) {
        const Subscription *row = g_ptr_array_index(self->rows, i);

        if (matches(row, event, uuid, name))
            g_array_append_val(found, row->callback);
    }

    return found;
}
