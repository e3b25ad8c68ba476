/* capabilities.h: what a Hyper-V host can do, as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "host.h"

G_BEGIN_DECLS

/** hvr_capabilities_format: (transfer full) */
char *hvr_capabilities_format(HvrHost *host);

G_END_DECLS
