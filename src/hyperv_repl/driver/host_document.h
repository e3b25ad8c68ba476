/* host_document.h: what an edited document asks of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "domain.h"
#include "repl_document.h"
#include "repl_request.h"

G_BEGIN_DECLS

/**
 * hvr_host_list_document_requests:
 * @text: a <replication> document
 *
 * Returns: (transfer full) (element-type HvrReplRequest): a MODIFY for each leg that the
 *   document wants otherwise; %NULL with %HVR_ERROR_XML
 */
GPtrArray *
hvr_host_list_document_requests(const HvrDomain *domain, const char *text, GError **error);

G_END_DECLS
