/* wsman_mechanism.c: the GSS mechanisms that WinRM speaks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_mechanism.h"

#include <gssapi/gssapi_ext.h>

/* DER without tag and length. */
/* clang-format off */
static const gss_OID_desc oids[] = {
    [HVR_MECHANISM_SPNEGO]   = { 6,  (void *)"\x2b\x06\x01\x05\x05\x02" },                 /* 1.3.6.1.5.5.2 */
    [HVR_MECHANISM_KERBEROS] = { 9,  (void *)"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02" },     /* 1.2.840.113554.1.2.2 */
    [HVR_MECHANISM_NTLM]     = { 10, (void *)"\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a" }, /* 1.3.6.1.4.1.311.2.2.10 */
};
/* clang-format on */

gss_OID
hvr_wsman_mechanism_get_oid(HvrWsmanMechanism mechanism)
{
    if (mechanism == HVR_MECHANISM_OTHER)
        return GSS_C_NO_OID;

    return (gss_OID)&oids[mechanism];
}

gboolean
hvr_wsman_mechanism_has_plugin(HvrWsmanMechanism mechanism)
{
    gss_OID_set mechanisms = GSS_C_NO_OID_SET;
    OM_uint32 minor;
    int is_there = 0;

    if (gss_indicate_mechs(&minor, &mechanisms) != GSS_S_COMPLETE)
        return FALSE;

    gss_test_oid_set_member(&minor, hvr_wsman_mechanism_get_oid(mechanism), mechanisms, &is_there);
    gss_release_oid_set(&minor, &mechanisms);

    return is_there != 0;
}

HvrWsmanMechanism
hvr_wsman_mechanism_find(gss_ctx_id_t context, OM_uint32 *out_flags)
{
    gss_OID oid = GSS_C_NO_OID;
    OM_uint32 minor;

    if (gss_inquire_context(&minor, context, NULL, NULL, NULL, &oid, out_flags, NULL, NULL) !=
        GSS_S_COMPLETE)
        return HVR_MECHANISM_OTHER;

    for (gsize i = HVR_MECHANISM_SPNEGO; i < G_N_ELEMENTS(oids); i++) {
        if (gss_oid_equal(oid, &oids[i]))
            return (HvrWsmanMechanism)i;
    }

    return HVR_MECHANISM_OTHER;
}
