/* fake_channel.h: libvirt-qemu's functions, made up, for tests of the client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Connections and domains are those of libvirt's own test driver, which has no
 * channel; the program's functions come before the library's.
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

G_BEGIN_DECLS

/**
 * FakeChannel:
 * @answer: what the next command is answered; %NULL fails with @code
 * @code: a virErrorNumber
 * @sent: the last command, %NULL before the first one
 * @n_sent: how many were sent
 * @event: the name that was registered last
 * @callback: as it was registered
 * @migrate_flags: of the last migration, also those of a URI
 */
typedef struct {
    const char *answer;
    int code;
    char *sent;
    guint n_sent;
    char *event;
    virConnectDomainQemuMonitorEventCallback callback;
    void *opaque;
    virFreeCallback free_opaque;
    gboolean refuses_events;
    unsigned int migrate_flags;
    char *migrate_uri;
    char *migrate_reason;
} FakeChannel;

/** fake_channel: the only one */
FakeChannel *fake_channel(void);

/** fake_channel_open: a connection and its domain 'test'; the channel as new */
virConnectPtr fake_channel_open(virDomainPtr *out_domain);

/** fake_channel_close: ends both */
void fake_channel_close(virConnectPtr conn, virDomainPtr domain);

/** fake_channel_assert_error: holds the last error against a code and the beginning of its sentence
 */
void fake_channel_assert_error(int code, const char *start);

G_END_DECLS
