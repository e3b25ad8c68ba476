/* sim_ntlm_user.c: a user as the NTLM mechanism reads them from a file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_ntlm_user.h"

#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <string.h>

#include "hvr_secret.h"

#define HASH_SIZE 16

/* OpenSSL keeps MD4 among its legacy, which nobody else here is to see. */
static gboolean
digest(const char *text, gsize length, guchar *out_hash)
{
    OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
    OSSL_PROVIDER *legacy = OSSL_PROVIDER_load(library, "legacy");
    gsize n = 0;
    gboolean ok = legacy != NULL &&
                  EVP_Q_digest(library, "MD4", NULL, text, length, out_hash, &n) == 1;

    if (legacy != NULL)
        OSSL_PROVIDER_unload(legacy);
    OSSL_LIB_CTX_free(library);

    return ok && n == HASH_SIZE;
}

/* MD4 over UTF-16LE (MS-NLMP 3.3.1). */
static gboolean
hash_password(const char *password, guchar *out_hash)
{
    gsize length = 0;
    g_autofree char *text = g_convert(password, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
    gboolean ok;

    if (text == NULL)
        return FALSE;
    ok = digest(text, length, out_hash);
    hvr_secret_wipe(text, length);

    return ok;
}

static void
append_hex(GString *line, const guchar *bytes)
{
    for (guint i = 0; i < HASH_SIZE; i++)
        g_string_append_printf(line, "%02x", bytes[i]);
    g_string_append_c(line, ':');
}

/* NAME:UID:LM_HASH:NT_HASH:; the LM hash is nobody's. */
char *
hvs_ntlm_user_format(const char *user, const char *password)
{
    guchar nobody[HASH_SIZE], hash[HASH_SIZE];
    GString *line;

    if (user == NULL || password == NULL || *password == '\0' || strpbrk(user, ":\\\n") != NULL ||
        RAND_bytes(nobody, sizeof(nobody)) != 1 || !hash_password(password, hash))
        return g_strdup("");

    line = g_string_new(user);
    g_string_append(line, ":0:");
    append_hex(line, nobody);
    append_hex(line, hash);
    g_string_append_c(line, '\n');
    hvr_secret_wipe(hash, sizeof(hash));

    return g_string_free(line, FALSE);
}
