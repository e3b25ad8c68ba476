/* fake_gss.c: a GSS context that anybody can follow by hand
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Stands in for wsman_gss.c and wsman_seal.c, whose functions it defines, so a
 * scripted server can let a client in.  What it does is told by the endpoint:
 * "spn" is why there are no tickets ("refused by the KDC": it said so) or how long they are good
 * ("one message"), "ccache" a pipe to wait for the end of. The first token is the scheme and what
 * it was bound to; the host's are "go on", "done", and whatever makes it fail.  What is sealed is
 * counted, and each byte has four of its bits turned.
 */

#include <config.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "hvr_error.h"
#include "wsman_gss.h"
#include "wsman_seal.h"

#define MASK    0x55
#define REFUSAL "refused by the KDC"
#define SHORT   "one message"

struct _HvrWsmanGss {
    char *first;
    gboolean is_complete;
    gboolean is_short;
    guint n_sent;
    guint n_received;
};

/* Until the other end of the pipe is closed. */
static void
wait_for_end(const char *path)
{
    char byte;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return;
    while (read(fd, &byte, 1) > 0)
        continue;
    close(fd);
}

HvrWsmanGss *
hvr_wsman_gss_new(const HvrEndpoint *endpoint,
                  HvrAuthScheme scheme,
                  GBytes *binding,
                  GError **error)
{
    HvrWsmanGss *gss;
    gsize length = 0;
    const char *text = binding != NULL ? g_bytes_get_data(binding, &length) : "";

    if (endpoint->ccache != NULL)
        wait_for_end(endpoint->ccache);
    if (endpoint->spn != NULL && scheme == HVR_AUTH_KERBEROS && !g_str_equal(endpoint->spn, SHORT))
        return hvr_fail_null(
            error, g_str_equal(endpoint->spn, REFUSAL) ? HVR_ERROR_DENIED : HVR_ERROR_AUTH, "%s",
            endpoint->spn);

    gss = g_new0(HvrWsmanGss, 1);
    gss->is_short = g_strcmp0(endpoint->spn, SHORT) == 0;
    gss->first =
        g_strdup_printf("%s %.*s", hvr_auth_scheme_get_name(scheme), (int)MIN(length, 21), text);

    return gss;
}

void
hvr_wsman_gss_free(HvrWsmanGss *gss)
{
    g_free(gss->first);
    g_free(gss);
}

gboolean
hvr_wsman_gss_step(HvrWsmanGss *gss, GBytes *challenge, GBytes **out_token, GError **error)
{
    g_autofree char *text = NULL;

    if (challenge == NULL) {
        *out_token = g_bytes_new(gss->first, strlen(gss->first));
        return TRUE;
    }

    text = g_strndup(g_bytes_get_data(challenge, NULL), g_bytes_get_size(challenge));
    gss->is_complete = g_str_equal(text, "done");
    *out_token = g_str_equal(text, "go on") ? g_bytes_new_static("more", 4) : NULL;
    if (*out_token != NULL || gss->is_complete)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_AUTH, "what the host said made no sense");
}

gboolean
hvr_wsman_gss_is_local_failure(const GError *error)
{
    return !hvr_error_is_code(error, HVR_ERROR_DENIED);
}

gboolean
hvr_wsman_gss_is_complete(const HvrWsmanGss *gss)
{
    return gss->is_complete;
}

gboolean
hvr_wsman_gss_is_expired(const HvrWsmanGss *gss)
{
    return gss->is_short && gss->n_sent > 0;
}

gss_ctx_id_t
hvr_wsman_gss_get_context(const HvrWsmanGss *gss)
{
    return (gss_ctx_id_t)gss;
}

static void
turn_bits(guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++)
        bytes[i] ^= MASK;
}

GBytes *
hvr_wsman_seal_encode(gss_ctx_id_t context, const char *protocol, GBytes *plain, GError **error)
{
    HvrWsmanGss *gss = (HvrWsmanGss *)context;
    gsize length;
    const guint8 *bytes = g_bytes_get_data(plain, &length);
    GByteArray *sealed = g_byte_array_new();
    g_autofree char *head = g_strdup_printf("seal%u:", ++gss->n_sent);

    g_byte_array_append(sealed, (const guint8 *)head, (guint)strlen(head));
    g_byte_array_append(sealed, bytes, (guint)length);
    turn_bits(sealed->data + strlen(head), length);

    return g_byte_array_free_to_bytes(sealed);
}

GBytes *
hvr_wsman_seal_decode(gss_ctx_id_t context, const char *protocol, GBytes *body, GError **error)
{
    HvrWsmanGss *gss = (HvrWsmanGss *)context;
    gsize length;
    const char *bytes = g_bytes_get_data(body, &length);
    g_autofree char *head = g_strdup_printf("seal%u:", ++gss->n_received);
    guint8 *plain;

    if (length < strlen(head) || memcmp(bytes, head, strlen(head)) != 0)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, "the seal is broken");

    length -= strlen(head);
    plain = g_memdup2(bytes + strlen(head), length);
    turn_bits(plain, length);

    return g_bytes_new_take(plain, length);
}
