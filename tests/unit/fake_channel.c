/* fake_channel.c: libvirt-qemu's functions, made up, for tests of the client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "fake_channel.h"

#include "client_error.h"

FakeChannel *
fake_channel(void)
{
    static FakeChannel channel;

    return &channel;
}

static void
be_quiet(void *data, virErrorPtr error)
{
}

virConnectPtr
fake_channel_open(virDomainPtr *out_domain)
{
    FakeChannel *channel = fake_channel();
    virConnectPtr conn;

    g_free(channel->sent);
    g_free(channel->event);
    g_free(channel->migrate_uri);
    g_free(channel->migrate_reason);
    *channel = (FakeChannel){ .answer = "{\"return\": {}}" };

    virSetErrorFunc(NULL, be_quiet);
    conn = virConnectOpen("test:///default");
    g_assert_nonnull(conn);
    *out_domain = virDomainLookupByName(conn, "test");
    g_assert_nonnull(*out_domain);

    return conn;
}

void
fake_channel_close(virConnectPtr conn, virDomainPtr domain)
{
    virDomainFree(domain);
    virConnectClose(conn);
}

void
fake_channel_assert_error(int code, const char *start)
{
    g_assert_cmpint(virGetLastErrorCode(), ==, code);
    if (!g_str_has_prefix(virGetLastErrorMessage(), start))
        g_assert_cmpstr(virGetLastErrorMessage(), ==, start);
}

int
virDomainQemuMonitorCommand(virDomainPtr domain, const char *cmd, char **result, unsigned int flags)
{
    FakeChannel *channel = fake_channel();

    virResetLastError();
    g_assert_nonnull(domain);
    g_assert_cmpuint(flags, ==, 0);
    g_free(channel->sent);
    channel->sent = g_strdup(cmd);
    channel->n_sent++;
    if (channel->answer == NULL)
        return hvr_client_error_set(channel->code, "the channel's own words");
    *result = g_strdup(channel->answer);

    return 0;
}

/* The host's own domain. */
virDomainPtr
virDomainLookupByID(virConnectPtr conn, int id)
{
    g_assert_cmpint(id, ==, G_MAXINT32);

    return virDomainLookupByName(conn, "test");
}

int
virConnectDomainQemuMonitorEventRegister(virConnectPtr conn,
                                         virDomainPtr dom,
                                         const char *event,
                                         virConnectDomainQemuMonitorEventCallback cb,
                                         void *opaque,
                                         virFreeCallback freecb,
                                         unsigned int flags)
{
    FakeChannel *channel = fake_channel();

    g_assert_cmpuint(flags, ==, 0);
    if (channel->refuses_events)
        return -1;
    g_free(channel->event);
    channel->event = g_strdup(event);
    channel->callback = cb;
    channel->opaque = opaque;
    channel->free_opaque = freecb;

    return 17;
}

int
virConnectDomainQemuMonitorEventDeregister(virConnectPtr conn, int callbackID)
{
    FakeChannel *channel = fake_channel();

    g_assert_cmpint(callbackID, ==, 17);
    channel->free_opaque(channel->opaque);

    return 0;
}

static void
keep_reason(virTypedParameterPtr params, unsigned int nparams)
{
    FakeChannel *channel = fake_channel();
    const char *reason = NULL;

    g_assert_cmpuint(nparams, ==, 1);
    g_assert_cmpint(virTypedParamsGetString(params, (int)nparams, "reason", &reason), ==, 1);
    g_free(channel->migrate_reason);
    channel->migrate_reason = g_strdup(reason);
}

virDomainPtr
virDomainMigrate3(virDomainPtr domain,
                  virConnectPtr dconn,
                  virTypedParameterPtr params,
                  unsigned int nparams,
                  unsigned int flags)
{
    keep_reason(params, nparams);
    fake_channel()->migrate_flags = flags;

    return virDomainLookupByName(dconn, "test");
}

int
virDomainMigrateToURI3(virDomainPtr domain,
                       const char *dconnuri,
                       virTypedParameterPtr params,
                       unsigned int nparams,
                       unsigned int flags)
{
    FakeChannel *channel = fake_channel();

    keep_reason(params, nparams);
    channel->migrate_flags = flags;
    g_free(channel->migrate_uri);
    channel->migrate_uri = g_strdup(dconnuri);

    return 0;
}
