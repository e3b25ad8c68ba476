/* domain_xml.h: a domain as the document that libvirt clients read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Valid against libvirt's own RELAX NG.  What Hyper-V has and libvirt lacks
 * stands in elements of our own, see metadata.h and machine_metadata.h.
 */

#pragma once

#include <glib.h>

#include "host.h"
#include "machine.h"

G_BEGIN_DECLS

/**
 * hvr_domain_xml_format:
 * @machine: (nullable): %NULL for a summary of what every refresh brings
 * @flags: VIR_DOMAIN_XML_*
 *
 * Returns: (transfer full)
 */
char *hvr_domain_xml_format(const HvrDomain *domain, const HvrMachine *machine, guint flags);

G_END_DECLS
