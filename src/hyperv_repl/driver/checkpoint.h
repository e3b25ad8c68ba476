/* checkpoint.h: the snapshot that a client asks for, as its document says
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "domain.h"

G_BEGIN_DECLS

/**
 * HvrCheckpoint:
 * @name: (nullable): %NULL: as the host calls it
 * @description: (nullable)
 * @has_memory: of a running machine, its memory and devices, too
 * @is_quiesced: the guest brings its files into order before
 */
typedef struct {
    char *name;
    char *description;
    gboolean has_memory;
    gboolean is_quiesced;
} HvrCheckpoint;

/**
 * hvr_checkpoint_parse:
 * @domain: whose
 * @text: a <domainsnapshot> document
 * @flags: virDomainSnapshotCreateFlags
 *
 * Returns: (transfer full): %NULL with %HVR_ERROR_XML, %HVR_ERROR_STATE if the name is taken,
 *   or %HVR_ERROR_UNSUPPORTED with what Hyper-V cannot do
 */
HvrCheckpoint *
hvr_checkpoint_parse(const HvrDomain *domain, const char *text, guint flags, GError **error);
void hvr_checkpoint_free(HvrCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCheckpoint, hvr_checkpoint_free)

G_END_DECLS
