/* wsman_challenge.c: the ways to authenticate that a host offers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_challenge.h"

#include <string.h>

#include "hvr_error.h"

/* RFC 7230 3.2.6 and RFC 7235 2.1. */
#define TOKEN   G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "!#$%&'*+-.^_`|~"
#define TOKEN68 G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~+/"
#define BLANK   " \t"

/* Hosts name four at most, in words that fit into one line. */
#define MAX_CHALLENGES 16
#define MAX_SCHEME     64

static void
challenge_free(gpointer data)
{
    HvrWsmanChallenge *challenge = data;

    g_free(challenge->scheme);
    g_free(challenge->token);
    g_free(challenge);
}

GPtrArray *
hvr_wsman_challenge_list_new(void)
{
    return g_ptr_array_new_with_free_func(challenge_free);
}

/* Up to the next comma that is not within quotes. */
static gsize
get_element_length(const char *text)
{
    gboolean is_quoted = FALSE;
    gsize n = 0;

    for (; text[n] != '\0' && (is_quoted || text[n] != ','); n++) {
        if (text[n] == '"')
            is_quoted = !is_quoted;
        if (is_quoted && text[n] == '\\' && text[n + 1] != '\0')
            n++;
    }

    return n;
}

/* All of @text, padding included: "realm=x" is a parameter, "abc=" is a token. */
static gboolean
is_token68(const char *text)
{
    gsize n = strspn(text, TOKEN68);

    return n > 0 && text[n + strspn(text + n, "=")] == '\0';
}

/* A name that is followed by "=" is a further parameter of the challenge before. */
static void
parse_element(const char *element, GPtrArray *list)
{
    gsize n_scheme = strspn(element, TOKEN);
    const char *rest = element + n_scheme + strspn(element + n_scheme, BLANK);
    HvrWsmanChallenge *challenge;

    if (n_scheme == 0 || n_scheme > MAX_SCHEME || list->len >= MAX_CHALLENGES)
        return;
    if (*rest == '=' || (*rest != '\0' && rest == element + n_scheme))
        return;

    challenge = g_new0(HvrWsmanChallenge, 1);
    challenge->scheme = g_strndup(element, n_scheme);
    challenge->token = is_token68(rest) ? g_strdup(rest) : NULL;
    g_ptr_array_add(list, challenge);
}

void
hvr_wsman_challenge_parse(const char *header, GPtrArray *list)
{
    while (*header != '\0') {
        gsize length = get_element_length(header);
        g_autofree char *element = g_strndup(header, length);

        parse_element(g_strstrip(element), list);
        header += length + (header[length] == ',');
    }
}

const HvrWsmanChallenge *
hvr_wsman_challenge_find(const GPtrArray *list, const char *scheme)
{
    const HvrWsmanChallenge *found = NULL;

    for (guint i = 0; i < list->len; i++) {
        const HvrWsmanChallenge *challenge = g_ptr_array_index(list, i);

        if (g_ascii_strcasecmp(challenge->scheme, scheme) != 0)
            continue;
        if (challenge->token != NULL)
            return challenge;
        if (found == NULL)
            found = challenge;
    }

    return found;
}

char *
hvr_wsman_challenge_describe(const GPtrArray *list)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < list->len; i++) {
        const HvrWsmanChallenge *challenge = g_ptr_array_index(list, i);

        hvr_error_append_quoted(text, challenge->scheme);
    }

    return g_string_free(text, FALSE);
}
