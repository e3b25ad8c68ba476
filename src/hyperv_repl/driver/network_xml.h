/* network_xml.h: virtual switches and network ports as documents of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "reading.h"

G_BEGIN_DECLS

/** hvr_network_xml_format: (transfer full): a <network>; machines name it as their bridge */
char *hvr_network_xml_format(const HvrNetwork *network);

/** hvr_interface_xml_format: (transfer full): an <interface> of the host */
char *hvr_interface_xml_format(const HvrInterface *interface);

G_END_DECLS
