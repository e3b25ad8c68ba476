/* client_channel.h: commands to the daemon over libvirt's pass-through channel
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * hvr_client_channel_run:
 *
 * Returns: (transfer full) (nullable): the command's 'return'; %NULL with
 * libvirt's last error set, which is the daemon's own where it was asked
 */
JsonNode *hvr_client_channel_run(virDomainPtr domain, const char *command, JsonObject *arguments);

/** hvr_client_channel_parse: (transfer full) (nullable): JSON of somebody else's; %NULL if it is
 * none */
JsonNode *hvr_client_channel_parse(const char *text);

G_END_DECLS
