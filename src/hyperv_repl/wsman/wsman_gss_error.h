/* wsman_gss_error.h: what Kerberos and GSSAPI fail with, in words of ours
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table from their numbers to who must do what.  Their own words are kept in
 * brackets, what the reader can do goes into the error's remedy.
 */

#pragma once

#include <glib.h>
#include <gssapi/gssapi.h>
#include <krb5.h>

#include "hvr_error.h"

G_BEGIN_DECLS

/** hvr_wsman_gss_error_fail_krb5: for libkrb5's @number; always %FALSE */
gboolean
hvr_wsman_gss_error_fail_krb5(GError **error, krb5_context context, krb5_error_code number);

/**
 * hvr_wsman_gss_error_fail:
 * @code: what it means for the caller, whatever the table says
 * @minor: of the mechanism @oid
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_gss_error_fail(
    GError **error, HvrErrorCode code, OM_uint32 major, OM_uint32 minor, gss_OID oid);

/** hvr_wsman_gss_error_dup_words: (transfer full): the library's own, in one line */
char *hvr_wsman_gss_error_dup_words(OM_uint32 major, OM_uint32 minor, gss_OID oid);

/**
 * hvr_wsman_gss_error_is_refusal:
 *
 * Returns: whether a KDC has judged an account or its password, as the detail's
 *   fault_subcode tells: its name in RFC 4120 7.5.9
 */
gboolean hvr_wsman_gss_error_is_refusal(const GError *error);

G_END_DECLS
