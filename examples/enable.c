/* enable.c: replicate a machine to another host, and wait for the first copy
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: enable URI DOMAIN REPLICA-SERVER
 */

#include <libvirt-hyperv-repl.h>

#include <libvirt/virterror.h>
#include <stdio.h>

static int
enable(virDomainPtr domain, const char *server)
{
    virTypedParameterPtr params = NULL;
    int nparams = 0;
    int max_params = 0;
    int result = -1;

    if (virTypedParamsAddString(&params, &nparams, &max_params,
                                VIR_HYPERV_REPL_PARAM_REPLICA_SERVER, server) == 0 &&
        virTypedParamsAddUInt(&params, &nparams, &max_params,
                              VIR_HYPERV_REPL_PARAM_RECOVERY_HISTORY, 4) == 0)
        result = virDomainHypervReplEnable(domain, params, nparams, 0);
    virTypedParamsFree(params, nparams);

    return result == 0 ? virDomainHypervReplStart(domain, NULL, 0, 0) : -1;
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
        result = enable(domain, argv[3]);
    if (result < 0)
        fprintf(stderr, "%s\n", virGetLastErrorMessage());
    else
        printf("'%s' is replicated to '%s'\n", argv[2], argv[3]);

    if (domain != NULL)
        virDomainFree(domain);
    virConnectClose(conn);

    return result < 0;
}
