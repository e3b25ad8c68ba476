/* cli_selection.c: which machines, or hosts, a command is run for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_selection.h"

#include <fnmatch.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "cli_host.h"

static HvrCliChosen *
chosen_new(HvrCliHost *host, virDomainPtr domain)
{
    HvrCliChosen *self = g_new0(HvrCliChosen, 1);

    self->host = host;
    self->domain = domain;

    return self;
}

static void
chosen_free(HvrCliChosen *self)
{
    if (self->point != NULL)
        virDomainSnapshotFree(self->point);
    if (self->domain != NULL)
        virDomainFree(self->domain);
    g_free(self->detail);
    g_free(self);
}

void
hvr_cli_selection_free(HvrCliSelection *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->chosen);
    g_ptr_array_unref(self->lost);
    g_free(self);
}

static gboolean
is_named(const char *selector, virDomainPtr domain)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";

    if (g_str_equal(selector, virDomainGetName(domain)))
        return TRUE;

    return virDomainGetUUIDString(domain, uuid) == 0 && g_ascii_strcasecmp(selector, uuid) == 0;
}

/* Who names machines one by one means that order: databases first. */
static int
compare(gconstpointer a, gconstpointer b)
{
    const HvrCliChosen *one = *(const HvrCliChosen *const *)a;
    const HvrCliChosen *other = *(const HvrCliChosen *const *)b;
    int by_host = g_strcmp0(one->host->name, other->host->name);

    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;

    return by_host != 0
               ? by_host
               : g_utf8_collate(virDomainGetName(one->domain), virDomainGetName(other->domain));
}

static void
add_machines(HvrCliSelection *self, HvrCliHost *host)
{
    GError *error = NULL;
    virConnectPtr conn = hvr_cli_host_open(host, &error);
    virDomainPtr *domains = NULL;
    int n_domains = conn != NULL ? virConnectListAllDomains(conn, &domains, 0) : -1;

    if (n_domains < 0) {
        if (error == NULL)
            hvr_cli_fail_libvirt(&error);
        g_ptr_array_add(self->lost, error);
        return;
    }

    for (int i = 0; i < n_domains; i++)
        g_ptr_array_add(self->chosen, chosen_new(host, domains[i]));
    free(domains);
}

/* Marks what one selector means.  Hyper-V's names may have all that a glob is
 * made of, so a name is taken as it is if there is one. */
static gboolean
mark(const HvrCliSelection *self, const char *selector, guint rank)
{
    gboolean is_exact = FALSE;
    gboolean found = FALSE;

    for (guint i = 0; i < self->chosen->len; i++)
        is_exact |= is_named(selector, ((const HvrCliChosen *)self->chosen->pdata[i])->domain);
    for (guint i = 0; i < self->chosen->len; i++) {
        HvrCliChosen *chosen = self->chosen->pdata[i];

        if (is_exact ? !is_named(selector, chosen->domain)
                     : fnmatch(selector, virDomainGetName(chosen->domain), 0) != 0)
            continue;
        if (chosen->rank == 0)
            chosen->rank = rank;
        chosen->is_named |= is_exact;
        found = TRUE;
    }

    return found;
}

static char *
join_names(GPtrArray *hosts)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < hosts->len; i++) {
        const char *name = ((const HvrCliHost *)hosts->pdata[i])->name;
        g_autofree char *before = g_strndup(names->str, names->len);

        if (i == 0)
            g_string_printf(names, _("'%s'"), name);
        else
            g_string_printf(names, _("%1$s, '%2$s'"), before, name);
    }

    return g_string_free(names, FALSE);
}

static gboolean
fail_unmatched(GPtrArray *hosts, const char *selector, GError **error)
{
    g_autofree char *names = join_names(hosts);

    return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                        _("no machine matches '%1$s' on %2$s; 'virt-replica list' shows them"),
                        selector, names);
}

/* Who mistypes one of five names wants none of the others changed. */
static gboolean
keep_selected(HvrCliSelection *self, GPtrArray *hosts, const char *const *selectors, GError **error)
{
    for (guint i = 0; selectors[i] != NULL; i++) {
        if (mark(self, selectors[i], i + 1))
            continue;
        /* It may be where nobody could look, which is what there is to say then. */
        g_ptr_array_set_size(self->chosen, 0);
        return self->lost->len > 0 || fail_unmatched(hosts, selectors[i], error);
    }
    for (guint i = self->chosen->len; i > 0; i--) {
        if (((const HvrCliChosen *)self->chosen->pdata[i - 1])->rank == 0)
            g_ptr_array_remove_index(self->chosen, i - 1);
    }

    return TRUE;
}

static gboolean
select_machines(HvrCliSelection *self,
                GPtrArray *hosts,
                const char *const *selectors,
                GError **error)
{
    for (guint i = 0; i < hosts->len; i++)
        add_machines(self, hosts->pdata[i]);
    if (selectors[0] != NULL && !keep_selected(self, hosts, selectors, error))
        return FALSE;

    g_ptr_array_sort(self->chosen, compare);

    return TRUE;
}

/* A primary and its replica have one name: which of them, only the user knows. */
static gboolean
check_single(const HvrCliSelection *self, const char *selector, GError **error)
{
    const HvrCliChosen *first = self->chosen->len > 0 ? self->chosen->pdata[0] : NULL;
    const HvrCliChosen *second = self->chosen->len > 1 ? self->chosen->pdata[1] : NULL;

    if (second == NULL)
        return TRUE;
    if (first->host != second->host)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%1$s' is on '%2$s' and on '%3$s'; name one of them with --hosts"),
                            selector, first->host->name, second->host->name);

    return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                        _("'%1$s' stands for several machines of '%2$s', and this command takes "
                          "one; use a name, or a UUID"),
                        selector, first->host->name);
}

static gboolean
check_given(HvrCliTarget target, const char *const *selectors, gboolean all, GError **error)
{
    if (all && selectors[0] != NULL)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("--all and '%s' exclude each other; leave out one"), selectors[0]);
    if (target == HVR_CLI_ON_MACHINES && !all && selectors[0] == NULL)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("no machine is named; give names, globs like 'web*', or --all"));

    return TRUE;
}

/* Any that answers will do; the first, if none does. */
static void
keep_one(GPtrArray *hosts)
{
    for (guint i = 0; i < hosts->len; i++) {
        if (((const HvrCliHost *)hosts->pdata[i])->conn != NULL) {
            hosts->pdata[0] = hosts->pdata[i];
            break;
        }
    }
    g_ptr_array_set_size(hosts, 1);
}

static void
choose_hosts(HvrCliSelection *self, GPtrArray *hosts)
{
    for (guint i = 0; i < hosts->len; i++)
        g_ptr_array_add(self->chosen, chosen_new(hosts->pdata[i], NULL));
}

void
hvr_cli_selection_keep(HvrCliSelection *self,
                       gboolean (*suits)(const HvrCliOptions *options, virDomainPtr domain),
                       const HvrCliOptions *options)
{
    for (guint i = self->chosen->len; suits != NULL && i > 0; i--) {
        const HvrCliChosen *chosen = self->chosen->pdata[i - 1];

        if (!chosen->is_named && !suits(options, chosen->domain))
            g_ptr_array_remove_index(self->chosen, i - 1);
    }
}

HvrCliSelection *
hvr_cli_selection_new(HvrCliSession *session,
                      HvrCliTarget target,
                      const char *const *selectors,
                      gboolean all,
                      GError **error)
{
    g_autoptr(HvrCliSelection) self = g_new0(HvrCliSelection, 1);
    g_autoptr(GPtrArray) hosts = NULL;

    self->chosen = g_ptr_array_new_with_free_func((GDestroyNotify)chosen_free);
    self->lost = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    if (target == HVR_CLI_ON_NOTHING)
        return g_steal_pointer(&self);
    if (!check_given(target, selectors, all, error))
        return NULL;

    hosts = hvr_cli_session_list_hosts(session, error);
    if (hosts == NULL)
        return NULL;

    self->n_hosts = hosts->len;
    hvr_cli_host_open_all(hosts);
    if (target == HVR_CLI_ON_SESSION)
        keep_one(hosts);
    if (target == HVR_CLI_ON_SESSION || target == HVR_CLI_ON_HOSTS)
        choose_hosts(self, hosts);
    else if (!select_machines(self, hosts, selectors, error))
        return NULL;
    if (target == HVR_CLI_ON_MACHINE && !check_single(self, selectors[0], error))
        return NULL;

    return g_steal_pointer(&self);
}
