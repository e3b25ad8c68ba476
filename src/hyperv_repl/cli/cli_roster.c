/* cli_roster.c: the hosts that a daemon knows
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libvirt has no connection to a daemon without one to a host, so that a list of
 * hosts comes from one that answers.
 */

#include <config.h>

#include "cli_roster.h"

#include <glib/gi18n-lib.h>

#include "cli_cache.h"
#include "cli_error.h"
#include "cli_host.h"
#include "libvirt-hyperv-repl.h"

static char *
dup_path(const HvrCliHost *host)
{
    g_autofree char *daemon = hvr_cli_host_dup_daemon(host);
    const char *question[] = { "roster", daemon };

    return hvr_cli_cache_dup_path(question, G_N_ELEMENTS(question));
}

/* Returns: (transfer full): who could tell, the first one first; that alone if it is open already
 */
static GPtrArray *
list_witnesses(HvrCliSession *session, HvrCliHost *first, const char *const *names)
{
    GPtrArray *witnesses = g_ptr_array_new();
    gboolean is_enough = first->conn != NULL && virConnectIsAlive(first->conn) == 1;

    g_ptr_array_add(witnesses, first);
    for (guint i = 0; !is_enough && names != NULL && names[i] != NULL; i++) {
        HvrCliHost *host = hvr_cli_session_get_host(session, names[i], NULL);

        if (host != NULL && !g_ptr_array_find(witnesses, host, NULL))
            g_ptr_array_add(witnesses, host);
    }

    return witnesses;
}

static GStrv
fetch(virConnectPtr conn, GError **error)
{
    virTypedParameterPtr params = NULL;
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    int n_params = 0;

    if (virConnectHypervReplGetHosts(conn, &params, &n_params, 0) < 0) {
        hvr_cli_fail_libvirt(error);
        return NULL;
    }

    for (int i = 0; i < n_params; i++) {
        if (params[i].type == VIR_TYPED_PARAM_STRING && g_str_has_suffix(params[i].field, ".name"))
            g_strv_builder_add(builder, params[i].value.s);
    }
    virTypedParamsFree(params, n_params);

    return g_strv_builder_end(builder);
}

static GStrv
fail_unknown(HvrCliHost *first, GError **error)
{
    g_autoptr(GError) reason = NULL;

    (void)hvr_cli_host_open(first, &reason);

    return hvr_cli_fail_null(error, hvr_cli_error_get_exit(reason),
                             _("nobody can tell which hosts there are, name them like '--hosts "
                               "A,B': %s"),
                             reason != NULL ? reason->message : "");
}

GStrv
hvr_cli_roster_list(HvrCliSession *session, GError **error)
{
    HvrCliHost *first = hvr_cli_session_get_host(session, NULL, error);
    g_autofree char *path = first != NULL ? dup_path(first) : NULL;
    g_auto(GStrv) known = path != NULL ? hvr_cli_cache_read(path) : NULL;
    g_autoptr(GPtrArray) witnesses = NULL;

    if (first == NULL)
        return NULL;

    witnesses = list_witnesses(session, first, (const char *const *)known);
    hvr_cli_host_open_all(witnesses);
    for (guint i = 0; i < witnesses->len; i++) {
        const HvrCliHost *host = witnesses->pdata[i];
        GStrv names = host->conn != NULL ? fetch(host->conn, error) : NULL;

        if (names != NULL)
            (void)hvr_cli_cache_write(path, (const char *const *)names);
        if (host->conn != NULL)
            return names;
    }

    return known != NULL ? g_steal_pointer(&known) : fail_unknown(first, error);
}
