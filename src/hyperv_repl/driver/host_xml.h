/* host_xml.h: the XML of a host's machines, kept while it holds
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"
#include "machine.h"

G_BEGIN_DECLS

/**
 * hvr_host_get_xml:
 * @machine: (nullable): as hvr_host_find_machine() has it
 * @flags: virDomainXMLFlags
 *
 * As hvr_domain_xml_format(), which costs ten times the rest of such a
 * call: clients ask for the same text again and again.
 *
 * Returns: (transfer none): until the next call
 */
const char *
hvr_host_get_xml(HvrHost *host, HvrDomain *domain, const HvrMachine *machine, guint flags);

G_END_DECLS
