/* host_facts.h: what does not change while a Hyper-V host is up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Four queries to Windows itself, asked once.
 */

#pragma once

#include "host.h"
#include "wmi_session.h"

G_BEGIN_DECLS

void hvr_host_facts_free(HvrHostFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrHostFacts, hvr_host_facts_free)

/** hvr_host_facts_fetch: (transfer full) */
HvrHostFacts *
hvr_host_facts_fetch(HvrWmiSession *session, GCancellable *cancellable, GError **error);

/** hvr_host_facts_parse_version: "10.0.20348" to 1000020348; 0 for what is no version */
guint64 hvr_host_facts_parse_version(const char *version);

G_END_DECLS
