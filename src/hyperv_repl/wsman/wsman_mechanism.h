/* wsman_mechanism.h: the GSS mechanisms that WinRM speaks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which they are, and how to find out which one a context has come to.
 */

#pragma once

#include <glib.h>
#include <gssapi/gssapi.h>

G_BEGIN_DECLS

static inline void
hvr_gss_buffer_clear(gss_buffer_desc *buffer)
{
    OM_uint32 minor;

    gss_release_buffer(&minor, buffer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gss_buffer_desc, hvr_gss_buffer_clear)

static inline void
hvr_gss_name_free(gss_name_t name)
{
    OM_uint32 minor;

    gss_release_name(&minor, &name);
}
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gss_name_t, hvr_gss_name_free, GSS_C_NO_NAME)

static inline void
hvr_gss_cred_free(gss_cred_id_t credential)
{
    OM_uint32 minor;

    gss_release_cred(&minor, &credential);
}
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gss_cred_id_t, hvr_gss_cred_free, GSS_C_NO_CREDENTIAL)

/**
 * HvrWsmanMechanism:
 * @HVR_MECHANISM_OTHER: what nobody here has asked for
 * @HVR_MECHANISM_SPNEGO: the envelope around one of the others (RFC 4178)
 * @HVR_MECHANISM_KERBEROS: RFC 4121
 * @HVR_MECHANISM_NTLM: MS-NLMP, a plug-in of MIT's library
 */
typedef enum {
    HVR_MECHANISM_OTHER,
    HVR_MECHANISM_SPNEGO,
    HVR_MECHANISM_KERBEROS,
    HVR_MECHANISM_NTLM,
} HvrWsmanMechanism;

/** hvr_wsman_mechanism_get_oid: (transfer none): its name on the wire, %NULL for the first */
gss_OID hvr_wsman_mechanism_get_oid(HvrWsmanMechanism mechanism);

/** hvr_wsman_mechanism_has_plugin: whether this machine's library can speak it */
gboolean hvr_wsman_mechanism_has_plugin(HvrWsmanMechanism mechanism);

/**
 * hvr_wsman_mechanism_find:
 * @context: established
 * @out_flags: (out) (optional): GSS_C_*_FLAG that were granted
 *
 * Returns: what is inside SPNEGO, where SPNEGO is around it
 */
HvrWsmanMechanism hvr_wsman_mechanism_find(gss_ctx_id_t context, OM_uint32 *out_flags);

G_END_DECLS
