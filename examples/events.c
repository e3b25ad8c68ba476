/* events.c: what happens to the replication of a host's machines, as it happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * usage: events URI        (until the connection is lost)
 */

#include <libvirt-hyperv-repl.h>

#include <stdio.h>

static const char *const names[] = {
    "", "state", "health", "job", "point added", "point removed", "failover forced"
};

/* A library that is newer than this program may tell more. */
static const char *
get_name(int eventID)
{
    return eventID < (int)(sizeof(names) / sizeof(names[0])) ? names[eventID] : "something";
}

static const char *
get(virTypedParameterPtr details, int ndetails, const char *name)
{
    const char *value = NULL;

    return virTypedParamsGetString(details, ndetails, name, &value) == 1 ? value : "";
}

static void
on_event(virConnectPtr conn,
         virDomainPtr dom,
         int eventID,
         long long seconds,
         unsigned int micros,
         virTypedParameterPtr details,
         int ndetails,
         void *opaque)
{
    (void)conn;
    (void)opaque;
    printf("%lld.%06u %s: %s", seconds, micros, virDomainGetName(dom), get_name(eventID));
    switch (eventID) {
    case VIR_HYPERV_REPL_EVENT_STATE:
        printf(" %s", get(details, ndetails, "state"));
        break;
    case VIR_HYPERV_REPL_EVENT_HEALTH:
        printf(" %s", get(details, ndetails, "health"));
        break;
    case VIR_HYPERV_REPL_EVENT_JOB:
        printf(" %s %s", get(details, ndetails, "kind"), get(details, ndetails, "status"));
        break;
    default:
        printf(" %s", get(details, ndetails, "name"));
        break;
    }
    printf("\n");
    fflush(stdout);
}

int
main(int argc, char *argv[])
{
    virConnectPtr conn;

    if (argc != 2 || virEventRegisterDefaultImpl() < 0)
        return 2;
    conn = virConnectOpen(argv[1]);
    if (conn == NULL)
        return 1;
    if (virConnectHypervReplEventRegister(conn, NULL, VIR_HYPERV_REPL_EVENT_ANY, on_event, NULL,
                                          NULL, 0) < 0) {
        virConnectClose(conn);
        return 1;
    }

    printf("listening\n");
    fflush(stdout);
    while (virConnectIsAlive(conn) == 1 && virEventRunDefaultImpl() == 0)
        ;
    virConnectClose(conn);

    return 0;
}
