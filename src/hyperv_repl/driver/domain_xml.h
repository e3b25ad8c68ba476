/* domain_xml.h: a domain as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Valid against libvirt's own RELAX NG.  What Hyper-V has and libvirt lacks
 * stands in the replication element, see metadata.h.
 */

#pragma once

#include <glib.h>

#include "host.h"

G_BEGIN_DECLS

/** hvr_domain_xml_format: (transfer full): @flags: VIR_DOMAIN_XML_* */
char *hvr_domain_xml_format(HvrHost *host, const HvrDomain *domain, guint flags);

G_END_DECLS
