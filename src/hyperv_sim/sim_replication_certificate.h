/* sim_replication_certificate.h: the personal store of a simulated host's computer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Certificates are made, not shipped: the same host, number and dates give the
 * same bytes.  They say whose they are and how long they are good for; their
 * signature is none, as nothing here verifies it.
 */

#pragma once

#include "sim_types.h"

G_BEGIN_DECLS

/** hvs_certificate_add: a new one at the end of @host's store, for its present FQDN; whole seconds
 * count */
HvsCertificate *hvs_certificate_add(HvsHost *host, gint64 not_before, gint64 not_after);

/** hvs_certificate_free: for the host's array */
void hvs_certificate_free(gpointer certificate);

/** hvs_certificate_find: (nullable): by thumbprint, any case, blanks ignored; %NULL finds nothing
 */
const HvsCertificate *hvs_certificate_find(const HvsHost *host, const char *thumbprint);

/** hvs_certificate_is_valid: at the world's present time */
gboolean hvs_certificate_is_valid(const HvsHost *host, const HvsCertificate *certificate);

/** hvs_certificate_add_default: one that is good from 2020 to 2120 */
void hvs_certificate_add_default(HvsHost *host);

/** hvs_certificate_get_first: (nullable): what a listener is opened with */
const HvsCertificate *hvs_certificate_get_first(const HvsHost *host);

G_END_DECLS
