/* client_metadata.h: what a read-only connection tells of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * There libvirt's client sends no command, not even one that only reads.  The
 * domain's metadata has most of what query-replication and
 * query-recovery-points answer.
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/** hvr_client_metadata_fetch_document: (transfer full) (nullable): the element, a string */
JsonNode *hvr_client_metadata_fetch_document(virDomainPtr domain);

/** hvr_client_metadata_fetch_state: (transfer full) (nullable): in the shape of query-replication
 */
JsonNode *hvr_client_metadata_fetch_state(virDomainPtr domain);

/** hvr_client_metadata_fetch_points: (transfer full) (nullable): in the shape of
 * query-recovery-points */
JsonNode *hvr_client_metadata_fetch_points(virDomainPtr domain);

G_END_DECLS
