/* command_filter.h: the relationships of a host that a command is about
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include "command_row.h"
#include "repl_relationship.h"

G_BEGIN_DECLS

/** HvrCommandRelationship: one leg of one machine; both referenced */
typedef struct {
    HvrDomain *domain;
    HvrReplRelationship *leg;
} HvrCommandRelationship;

/**
 * HvrCommandFound:
 * @found: (transfer full) (element-type HvrCommandRelationship)
 */
typedef void (*HvrCommandFound)(HvrCommandCall *call, GPtrArray *found);

/**
 * hvr_command_filter_run:
 * @take: gets those that all filters among the arguments let through
 *
 * Reads the known state; only the trust group has to be asked for.  Fails the call
 * itself.
 */
void hvr_command_filter_run(HvrCommandCall *call, HvrCommandFound take);

G_END_DECLS
