/* metadata.h: the replication element in a domain's metadata
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Described by schemas/replication.rng.  Names for programs, the host's numbers
 * beside them, times in RFC 3339.
 */

#pragma once

#include <glib.h>

#include "domain.h"

G_BEGIN_DECLS

/* libxml2's, which not every reader of this header has. */
typedef struct _xmlNode xmlNode;

/** hvr_metadata_add: append the replication element to @metadata, a <metadata> element */
void hvr_metadata_add(const HvrDomain *domain, xmlNode *metadata);

/**
 * hvr_metadata_format:
 * @type: VIR_DOMAIN_METADATA_*
 * @uri: (nullable): for elements
 *
 * Returns: (transfer full): text or element, %NULL with %HVR_ERROR_NO_METADATA
 */
char *hvr_metadata_format(const HvrDomain *domain, int type, const char *uri, GError **error);

G_END_DECLS
