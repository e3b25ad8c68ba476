/* failover.c: fail a replica over to the recovery point nearest to a time
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: failover URI DOMAIN SECONDS-SINCE-1970
 */

#include <libvirt-hyperv-repl.h>

#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>

static int
failover(virDomainPtr domain, long long seconds)
{
    virDomainSnapshotPtr point = virDomainHypervReplPointLookupByTime(domain, seconds, 0);
    int result;

    if (point == NULL)
        return -1;

    printf("failing over to '%s'\n", virDomainSnapshotGetName(point));
    result = virDomainHypervReplFailover(domain, point, NULL, 0, 0);
    virDomainSnapshotFree(point);

    return result;
}

int
main(int argc, char *argv[])
{
    virConnectPtr conn;
    virDomainPtr domain;
    int result = -1;

    if (argc != 4)
        return 2;
    conn = virConnectOpen(argv[1]);
    if (conn == NULL)
        return 1;
    domain = virDomainLookupByName(conn, argv[2]);
    if (domain != NULL)
        result = failover(domain, strtoll(argv[3], NULL, 10));
    if (result < 0)
        fprintf(stderr, "%s\n", virGetLastErrorMessage());

    if (domain != NULL)
        virDomainFree(domain);
    virConnectClose(conn);

    return result < 0;
}
