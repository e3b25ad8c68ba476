/* planned.c: move a machine to its replica, if nothing stands against it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: planned URI DOMAIN HOST
 *
 * HOST is the replica's host as the daemon's hosts.conf calls it.
 */

#include <libvirt-hyperv-repl.h>

#include <libvirt/virterror.h>
#include <stdio.h>

static const char *
get(virTypedParameterPtr params, int nparams, int number, const char *member)
{
    char name[VIR_TYPED_PARAM_FIELD_LENGTH];
    const char *value = NULL;

    snprintf(name, sizeof(name), "findings.%d.%s", number, member);

    return virTypedParamsGetString(params, nparams, name, &value) == 1 ? value : "";
}

/* Returns 1 if it may begin, 0 if not, -1 if that cannot be found out. */
static int
check(virDomainPtr domain, const char *host)
{
    virTypedParameterPtr params = NULL;
    int nparams = 0;
    int ready = 0;
    unsigned long long count = 0;

    if (virDomainHypervReplGetPlannedFailover(domain, host, &params, &nparams,
                                              VIR_HYPERV_REPL_SHUTDOWN) < 0)
        return -1;

    virTypedParamsGetBoolean(params, nparams, "ready", &ready);
    virTypedParamsGetULLong(params, nparams, "findings.count", &count);
    for (int i = 0; i < (int)count; i++)
        printf("%-8s %s\n", get(params, nparams, i, "severity"), get(params, nparams, i, "text"));
    virTypedParamsFree(params, nparams);

    return ready;
}

int
main(int argc, char *argv[])
{
    virConnectPtr conn;
    virDomainPtr domain;
    virDomainPtr moved = NULL;
    int ready = -1;

    if (argc != 4)
        return 2;
    conn = virConnectOpen(argv[1]);
    if (conn == NULL)
        return 1;
    domain = virDomainLookupByName(conn, argv[2]);
    if (domain != NULL)
        ready = check(domain, argv[3]);
    if (ready == 1)
        moved = virDomainHypervReplPlannedFailover(domain, NULL, argv[3], NULL, 0,
                                                   VIR_HYPERV_REPL_SHUTDOWN);
    if (moved != NULL)
        printf("'%s' has moved to '%s'\n", argv[2], argv[3]);
    else if (ready != 0)
        fprintf(stderr, "%s\n", virGetLastErrorMessage());

    if (moved != NULL)
        virDomainFree(moved);
    if (domain != NULL)
        virDomainFree(domain);
    virConnectClose(conn);

    return moved == NULL;
}
