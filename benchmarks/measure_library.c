/* measure_library.c: latency and cost of single calls through libvirt.so
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "measure.h"

#include <gio/gio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "gauge.h"

#define N_WARM_UP 20

typedef int (*Ask)(virConnectPtr connection, virDomainPtr domain);

static int
ask_version(virConnectPtr connection, virDomainPtr domain)
{
    unsigned long version;

    return virConnectGetLibVersion(connection, &version);
}

static int
ask_state(virConnectPtr connection, virDomainPtr domain)
{
    int state, reason;

    return virDomainGetState(domain, &state, &reason, 0);
}

static int
ask_xml(virConnectPtr connection, virDomainPtr domain)
{
    char *xml = virDomainGetXMLDesc(domain, 0);

    if (xml == NULL)
        return -1;
    free(xml);

    return 0;
}

static int
ask_list(virConnectPtr connection, virDomainPtr domain)
{
    virDomainPtr *domains = NULL;
    int n_domains = virConnectListAllDomains(connection, &domains, 0);

    for (int i = 0; i < n_domains; i++)
        virDomainFree(domains[i]);
    free(domains);

    return n_domains;
}

/* clang-format off */
static const struct {
    const char *what;
    Ask ask;
} rows[] = {
    { "version", ask_version },
    { "state",   ask_state },
    { "xml",     ask_xml },
    { "list",    ask_list },
};
/* clang-format on */

static gboolean
fail_by_library(GError **error)
{
    const char *message = virGetLastErrorMessage();

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", message);

    return FALSE;
}

static gboolean
repeat(const MeasureTarget *target,
       Ask ask,
       virConnectPtr connection,
       virDomainPtr domain,
       GError **error)
{
    g_autofree gint64 *nsec = g_new0(gint64, MAX(target->count, 1));
    g_autoptr(Gauge) before = NULL, after = NULL;

    for (guint i = 0; i < N_WARM_UP; i++) {
        if (ask(connection, domain) < 0)
            return fail_by_library(error);
    }

    before = gauge_read(target->pid);
    for (guint i = 0; i < target->count; i++) {
        gint64 start = gauge_get_nsec();

        if (ask(connection, domain) < 0)
            return fail_by_library(error);
        nsec[i] = gauge_get_nsec() - start;
    }
    after = gauge_read(target->pid);
    measure_print_calls(nsec, target->count, after->cpu_nsec - before->cpu_nsec,
                        gauge_count_threads(before, after, target->count / 10 + 1));

    return TRUE;
}

static Ask
find_ask(const char *what)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].what, what) == 0)
            return rows[i].ask;
    }

    return ask_version;
}

/* The library finds the socket by the URI: hyperv+unix:///host?socket=PATH. */
gboolean
measure_library(const MeasureTarget *target, const char *what, const char *domain, GError **error)
{
    virConnectPtr connection = virConnectOpen(target->uri);
    virDomainPtr found = NULL;
    gboolean ok;

    if (connection == NULL)
        return fail_by_library(error);

    found = virDomainLookupByName(connection, domain);
    ok = found != NULL ? repeat(target, find_ask(what), connection, found, error)
                       : fail_by_library(error);
    if (found != NULL)
        virDomainFree(found);
    virConnectClose(connection);

    return ok;
}
