/* sim_replication_certificate.h: the certificate in a simulated host's personal store
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvs_certificate_dup_thumbprint: (transfer full): SHA-1 of it, 40 hexadecimal digits */
char *hvs_certificate_dup_thumbprint(void);

G_END_DECLS
