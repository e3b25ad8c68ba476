/* status.c: role, state and health of every replicated machine of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: status URI
 */

#include <libvirt-hyperv-repl.h>

#include <libvirt/virterror.h>
#include <stdio.h>

static const char *
get(virTypedParameterPtr params, int nparams, int number, const char *member)
{
    char name[VIR_TYPED_PARAM_FIELD_LENGTH];
    const char *value = NULL;

    snprintf(name, sizeof(name), "replication.%d.%s", number, member);

    return virTypedParamsGetString(params, nparams, name, &value) == 1 ? value : "-";
}

int
main(int argc, char *argv[])
{
    virConnectPtr conn = virConnectOpen(argc == 2 ? argv[1] : NULL);
    virTypedParameterPtr params = NULL;
    int nparams = 0;
    unsigned long long count = 0;

    if (conn == NULL)
        return 1;
    if (virConnectHypervReplGetReplications(conn, NULL, 0, &params, &nparams, 0) < 0) {
        fprintf(stderr, "%s\n", virGetLastErrorMessage());
        virConnectClose(conn);
        return 1;
    }

    virTypedParamsGetULLong(params, nparams, "replication.count", &count);
    for (int i = 0; i < (int)count; i++)
        printf("%-20s %-10s %-22s %s\n", get(params, nparams, i, "domain"),
               get(params, nparams, i, "role"), get(params, nparams, i, "state"),
               get(params, nparams, i, "health"));

    virTypedParamsFree(params, nparams);
    virConnectClose(conn);

    return 0;
}
