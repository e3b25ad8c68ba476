/* hvr_uri.h: which host a connection URI names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What libvirt's client leaves of a URI when it passes it on: no transport, no
 * parameters of its own, the path still percent-encoded.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_uri_parse_host:
 * @uri: "hyperv:///HOST", "hyperv:///session?host=HOST", "hyperv://HOST/", "hyperv:///" or ""
 * @out_host: (transfer full) (nullable result): %NULL if the URI leaves it open
 *
 * Parameters and fragments that say nothing about the host are ignored, since
 * clients pass on what they do not know.
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID if it is no URI of this driver
 */
gboolean hvr_uri_parse_host(const char *uri, char **out_host, GError **error);

/** hvr_uri_format: (transfer full): the short form, "hyperv:///HOST" */
char *hvr_uri_format(const char *host);

G_END_DECLS
