/* rpc_filter.h: which domains and snapshots a list's flags ask for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libvirt's rule: flags come in groups; those of a group are alternatives, an
 * absent group does not matter.
 */

#pragma once

#include <glib.h>

#include "domain.h"

G_BEGIN_DECLS

/** HVR_RPC_FILTER_DOMAINS: every VIR_CONNECT_LIST_DOMAINS_* */
#define HVR_RPC_FILTER_DOMAINS 0xffffu

/** HVR_RPC_FILTER_SNAPSHOTS: every VIR_DOMAIN_SNAPSHOT_LIST_* */
#define HVR_RPC_FILTER_SNAPSHOTS 0x7ffu

/** hvr_rpc_filter_has_domain: @flags: VIR_CONNECT_LIST_DOMAINS_* */
gboolean hvr_rpc_filter_has_domain(const HvrDomain *domain, guint flags);

/** hvr_rpc_filter_has_snapshot: @flags: VIR_DOMAIN_SNAPSHOT_LIST_*; where the list begins is for
 * the caller */
gboolean
hvr_rpc_filter_has_snapshot(const HvrDomain *domain, const HvrSnapshot *snapshot, guint flags);

G_END_DECLS
