/* sim_replication_certificate.c: the certificate in a simulated host's personal store
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_certificate.h"

#include "sim_replication_method.h"
#include "wmi_object.h"

/* Self-signed, CN=simulated.host.invalid, 2020 to 2120.  All simulated hosts
 * have the same one: nothing here checks whose it is. */
static const char certificate[] =
    "MIIBLDCB0gIBATAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZzaW11bGF0ZWQuaG9zdC5pbnZhbGlk"
    "MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAhMR8wHQYDVQQDDBZzaW11bGF0ZWQu"
    "aG9zdC5pbnZhbGlkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9fcoJc9NVVY0YD7af18SSHXw"
    "cj7jYUANhIQjACgvqxfptZS88kA9V3UvOk9n9aByiCpCVhCklS2qax8fWjJ+pTAKBggqhkjOPQQD"
    "AgNJADBGAiEA8PyBius0ym25Ao06x5SsjzWG3PWtiZ2HbmrINuoNJYYCIQDInFgd1nbGCttLX1Fx"
    "u/fBr8UBqIsutvm/ghBNB3ofRw==";

char *
hvs_certificate_dup_thumbprint(void)
{
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(certificate, &length);
    g_autofree char *digits = g_compute_checksum_for_data(G_CHECKSUM_SHA1, bytes, length);

    return g_ascii_strup(digits, -1);
}

/* No page says whether its 4096 ever comes: there is no Job parameter. */
guint32
hvs_replication_get_system_certificates(HvsCall *call)
{
    const char *texts[] = { certificate, NULL };

    hvr_wmi_object_set_strv(call->output, "EncodedCertificates", texts);

    return HVS_RESULT_DONE;
}
