/* sim_login_basic.c: a user's name and password with each request
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_login_basic.h"

#include <string.h>

#include "hvr_secret.h"

/* Takes the same time wherever the two differ. */
static gboolean
is_secret(const char *text, const char *secret)
{
    gsize n_text = strlen(text);
    gsize n_secret = strlen(secret);
    volatile guchar difference = n_text != n_secret;

    for (gsize i = 0; i < n_text; i++)
        difference |= (guchar)(text[i] ^ secret[n_secret > 0 ? i % n_secret : 0]);

    return difference == 0;
}

/* Account names compare in any case, and nobody logs on over the network with
 * an empty password (LimitBlankPasswordUse). */
static gboolean
is_login(const HvsHost *host, char *login)
{
    char *colon = strchr(login, ':');
    gboolean is_password;

    if (colon == NULL || host->user == NULL || host->password == NULL ||
        host->winrm.password_expired)
        return FALSE;
    *colon = '\0';
    is_password = is_secret(colon + 1, host->password);

    return g_ascii_strcasecmp(login, host->user) == 0 && is_password && *host->password != '\0';
}

gboolean
hvs_login_basic_check(const HvsHost *host, const char *text)
{
    gsize n_bytes;
    g_autofree guchar *bytes = g_base64_decode(text, &n_bytes);
    g_autofree char *login = g_strndup((const char *)bytes, n_bytes);
    gboolean ok = is_login(host, login);

    hvr_secret_wipe(bytes, n_bytes);
    hvr_secret_wipe(login, n_bytes);

    return ok;
}
