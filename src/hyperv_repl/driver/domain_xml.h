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
 * @flags: VIR_DOMAIN_XML_*
 *
 * With all that hvr_host_find_machine() knows: without it a summary.
 *
 * Returns: (transfer full)
 */
char *hvr_domain_xml_format(HvrHost *host, const HvrDomain *domain, guint flags);

/** hvr_domain_xml_format_machine: (transfer full): @machine: (nullable): %NULL for a summary */
char *
hvr_domain_xml_format_machine(const HvrDomain *domain, const HvrMachine *machine, guint flags);

G_END_DECLS
