/* repl_form.c: what a setting's text looks like
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LABEL     63
#define MAX_IPV4_BITS 32
#define MAX_IPV6_BITS 128

/* Windows' certificate dialogue copies this unseen before the first digit. */
#define LEFT_TO_RIGHT_MARK "\xe2\x80\x8e"

static char *
parse_thumbprint(const char *text)
{
    g_autoptr(GString) digits = g_string_new(NULL);

    while (*text != '\0') {
        if (g_str_has_prefix(text, LEFT_TO_RIGHT_MARK)) {
            text += strlen(LEFT_TO_RIGHT_MARK);
            continue;
        }
        if (g_ascii_isxdigit(*text))
            g_string_append_c(digits, g_ascii_toupper(*text));
        else if (*text != ' ' && *text != ':')
            return NULL;
        text++;
    }

    return digits->len % 2 == 0 ? g_string_free(g_steal_pointer(&digits), FALSE) : NULL;
}

/* Letters of any script: Windows takes international names as they are. */
static gboolean
is_label(const char *label)
{
    glong length = g_utf8_strlen(label, -1);

    if (length < 1 || length > MAX_LABEL || label[0] == '-' || g_str_has_suffix(label, "-"))
        return FALSE;
    for (; *label != '\0'; label = g_utf8_next_char(label)) {
        gunichar c = g_utf8_get_char(label);

        if (!g_unichar_isalnum(c) && c != '-' && c != '_')
            return FALSE;
    }

    return TRUE;
}

/* Set-VMReplicationAuthorizationEntry asks for full names; whether a host takes
 * one without a domain, as of a workgroup, is left to that host. */
static char *
parse_servers(const char *text)
{
    gboolean has_wildcard = g_str_has_prefix(text, "*.");
    g_auto(GStrv) labels = NULL;

    if (g_str_equal(text, "*"))
        return g_strdup(text);

    labels = g_strsplit(has_wildcard ? text + 2 : text, ".", -1);
    for (guint i = 0; i < MAX(1, g_strv_length(labels)); i++) {
        if (labels[i] == NULL || !is_label(labels[i]))
            return NULL;
    }

    return g_strdup(text);
}

static char *
parse_address(const char *text)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);

    /* A scope means something to one machine alone. */
    return address != NULL && strchr(text, '%') == NULL ? g_strdup(text) : NULL;
}

static gboolean
parse_mask(const char *text, guint *out_bits)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);
    guint32 mask;

    if (address == NULL || g_inet_address_get_family(address) != G_SOCKET_FAMILY_IPV4)
        return FALSE;
    memcpy(&mask, g_inet_address_to_bytes(address), sizeof(mask));
    mask = GUINT32_FROM_BE(mask);
    *out_bits = 0;
    for (; (mask & 0x80000000u) != 0; mask <<= 1)
        (*out_bits)++;

    return mask == 0;
}

gboolean
hvr_repl_form_get_bits(const char *subnet, GSocketFamily family, guint *out_bits)
{
    guint maximum = family == G_SOCKET_FAMILY_IPV4 ? MAX_IPV4_BITS : MAX_IPV6_BITS;
    guint64 bits;

    if (family == G_SOCKET_FAMILY_IPV4 && parse_mask(subnet, out_bits))
        return TRUE;
    if (!g_ascii_string_to_unsigned(subnet, 10, 0, maximum, &bits, NULL))
        return FALSE;
    *out_bits = (guint)bits;

    return TRUE;
}

static char *
parse_subnet(const char *text)
{
    guint bits;
    gboolean is_some = hvr_repl_form_get_bits(text, G_SOCKET_FAMILY_IPV4, &bits) ||
                       hvr_repl_form_get_bits(text, G_SOCKET_FAMILY_IPV6, &bits);

    return is_some ? g_strdup(text) : NULL;
}

/* clang-format off */
static const struct {
    char *(*parse)(const char *text);
    const char *description;
} forms[] = {
    [HVR_REPL_FORM_LINE]       = { g_strdup,         N_("one line of text, %1$u to %2$u characters") },
    [HVR_REPL_FORM_THUMBPRINT] = { parse_thumbprint, N_("a certificate's thumbprint, pairs of hexadecimal digits") },
    [HVR_REPL_FORM_SERVERS]    = { parse_servers,    N_("a server's name, '*' instead of its first label, or '*' alone") },
    [HVR_REPL_FORM_ADDRESS]    = { parse_address,    N_("an IPv4 or IPv6 address") },
    [HVR_REPL_FORM_SUBNET]     = { parse_subnet,     N_("an IPv4 mask or the length of a prefix, 0 to 128") },
};
/* clang-format on */

char *
hvr_repl_form_parse(HvrReplForm form, const char *text)
{
    return forms[form].parse(text);
}

char *
hvr_repl_form_describe(HvrReplForm form, guint minimum, guint maximum)
{
    const char *description = _(forms[form].description);

    return form == HVR_REPL_FORM_LINE ? g_strdup_printf(description, minimum, maximum)
                                      : g_strdup(description);
}
