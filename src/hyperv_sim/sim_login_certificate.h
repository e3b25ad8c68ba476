/* sim_login_certificate.h: whom a client certificate names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** hvs_login_certificate_has_subject: whether its only common name is @subject, in any case; not if
 * that is %NULL */
gboolean hvs_login_certificate_has_subject(GTlsCertificate *certificate, const char *subject);

G_END_DECLS
