/* wsman_initiation.h: the beginning of a GSS context, which may take a while
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Getting credentials and the first token may ask a KDC, and libkrb5 waits for
 * that as long as krb5.conf says, deaf to everything.  So it happens in a thread
 * of its own, the one exception below the driver to "no threads": whoever waits
 * can walk away at once, and what is left behind ends by itself.
 */

#pragma once

#include <gio/gio.h>

#include "wsman_gss.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanInitiation HvrWsmanInitiation;

/**
 * hvr_wsman_initiation_start:
 *
 * Copies what it is given.  See hvr_wsman_gss_new().
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_INTERNAL if there is no thread to be had
 */
HvrWsmanInitiation *hvr_wsman_initiation_start(const HvrEndpoint *endpoint,
                                               HvrAuthScheme scheme,
                                               GBytes *binding,
                                               GError **error);

/** hvr_wsman_initiation_unref: does not wait; what runs goes on, to nobody's attention */
void hvr_wsman_initiation_unref(HvrWsmanInitiation *initiation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanInitiation, hvr_wsman_initiation_unref)

/**
 * hvr_wsman_initiation_wait:
 * @deadline: monotonic, microseconds
 *
 * Returns: %TRUE once it has ended, well or badly; %FALSE with
 *   %HVR_ERROR_CANCELLED or, at @deadline, %HVR_ERROR_UNREACHABLE
 */
gboolean hvr_wsman_initiation_wait(HvrWsmanInitiation *initiation,
                                   gint64 deadline,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * hvr_wsman_initiation_take:
 * @initiation: one that has ended
 * @out_token: (transfer full): the first token
 *
 * Returns: (transfer full): the context, or %NULL with why it could not begin:
 *   nothing was said to the host yet
 */
HvrWsmanGss *
hvr_wsman_initiation_take(HvrWsmanInitiation *initiation, GBytes **out_token, GError **error);

G_END_DECLS
