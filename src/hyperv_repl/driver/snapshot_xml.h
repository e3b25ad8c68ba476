/* snapshot_xml.h: a recovery point or checkpoint as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "domain.h"

G_BEGIN_DECLS

/** hvr_snapshot_xml_format: (transfer full): valid against libvirt's domainsnapshot.rng */
char *hvr_snapshot_xml_format(const HvrDomain *domain, const HvrSnapshot *snapshot);

G_END_DECLS
