/* sysinfo_xml.h: a host's firmware as a document of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "reading.h"

G_BEGIN_DECLS

/** hvr_sysinfo_xml_format: (transfer full): a <sysinfo type="smbios"> */
char *hvr_sysinfo_xml_format(const HvrSystem *system);

G_END_DECLS
