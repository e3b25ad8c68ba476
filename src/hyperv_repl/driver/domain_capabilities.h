/* domain_capabilities.h: what machines of a host can have, as a document of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

/* What a machine of generation 2 may have; the host's own processors are a
 * bound, too. */
#define HVR_MAX_VCPUS 240

/**
 * hvr_domain_capabilities_format:
 * @emulator: (nullable): what is asked about; %NULL for what there is
 * @arch: (nullable): likewise
 * @machine: (nullable): likewise
 * @type: (nullable): likewise
 *
 * Returns: (transfer full): a <domainCapabilities>; %NULL with %HVR_ERROR_INVALID for what no
 *   Hyper-V host has
 */
char *hvr_domain_capabilities_format(HvrHost *host,
                                     const char *emulator,
                                     const char *arch,
                                     const char *machine,
                                     const char *type,
                                     GError **error);

G_END_DECLS
