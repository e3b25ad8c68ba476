/* cli_phrase.c: the daemon's sentences in this program's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_verb.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz-"
#define IS_TRUE "\": true"

#define NO_BREAK_SPACE 0xa0

/* Most verbs have a table of their own, which is looked at after this one. */
/* clang-format off */
static const struct {
    const char *daemon;
    const char *ours;
} others[] = {
    { "query-replication",               "status"       },
    { "query-recovery-points",           "points"       },
    { "query-replication-statistics",    "stats"        },
    { "query-failover-network",          "net"          },
    { "query-job",                       "jobs"         },
    { "query-replication-service",       "service"      },
    { "query-replication-authorization", "auth"         },
    { "query-system-certificates",       "certs"        },
    { "query-hosts",                     "hosts"        },
    { "query-host",                      "hosts"        },
    { "query-operations",                "jobs-history" },
    { "query-replications",              "list"         },
    { "query-planned-failover",          "failover --planned --dry-run" },
    { "replication-failover",            "failover"     },
    { "replication-test-failover",       "failover --test" },
    { "replication-reset-statistics",    "stats --reset" },
};
/* clang-format on */

/* Returns: (transfer full) (nullable): what to type instead */
static char *
find_ours(const char *word)
{
    guint n_verbs;
    const HvrCliVerb *verbs = hvr_cli_verb_list(&n_verbs);

    /* "refresh" may just as well be a word of the sentence. */
    if (!g_str_has_prefix(word, "replication-") && !g_str_has_prefix(word, "query-"))
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        if (g_str_equal(others[i].daemon, word))
            return g_strdup(others[i].ours);
    }
    for (guint i = 0; i < n_verbs; i++) {
        if (g_strcmp0(verbs[i].name, word) == 0)
            return verbs[i].option != NULL
                       ? g_strdup_printf("%s --%s", verbs[i].command, verbs[i].option)
                       : g_strdup(verbs[i].command);
    }

    return NULL;
}

/* Returns: how long a flag of the daemon's is that stands here, like "force": true; else 0 */
static gsize
measure_flag(const char *text)
{
    gsize n_word = *text == '"' ? strspn(text + 1, LETTERS) : 0;

    return n_word > 0 && g_str_has_prefix(text + 1 + n_word, IS_TRUE) ? 1 + n_word + strlen(IS_TRUE)
                                                                      : 0;
}

/* The word of it is an option here. */
static void
append_flag(GString *phrase, const char *text, gsize n_flag)
{
    g_autofree char *option =
        g_strdup_printf("--%.*s", (int)(n_flag - 1 - strlen(IS_TRUE)), text + 1);

    g_string_append_printf(phrase, _("'%s'"), option);
}

/* The daemon may speak another language: any quotation mark will do, with the blank that French
 * has behind it. */
static gboolean
is_quoted(const GString *phrase)
{
    const char *end = phrase->str + phrase->len;
    const char *at = g_utf8_find_prev_char(phrase->str, end);
    GUnicodeType type;

    if (at != NULL && g_utf8_get_char(at) == NO_BREAK_SPACE)
        at = g_utf8_find_prev_char(phrase->str, at);
    if (at == NULL || *at == '\'')
        return at != NULL;
    type = g_unichar_type(g_utf8_get_char(at));

    return !g_ascii_isprint(*at) &&
           (type == G_UNICODE_INITIAL_PUNCTUATION || type == G_UNICODE_OPEN_PUNCTUATION);
}

static void
append_command(GString *phrase, const char *ours)
{
    g_autofree char *command = g_strconcat("virt-replica ", ours, NULL);

    if (is_quoted(phrase))
        g_string_append(phrase, command);
    else
        g_string_append_printf(phrase, _("'%s'"), command);
}

char *
hvr_cli_phrase(const char *text)
{
    GString *phrase = g_string_new(NULL);

    while (*text != '\0') {
        gsize n_word = strspn(text, LETTERS);
        gsize n_flag = measure_flag(text);
        gsize n_taken = MAX(MAX(n_word, n_flag), 1);
        g_autofree char *word = g_strndup(text, n_taken);
        g_autofree char *ours = n_word > 0 ? find_ours(word) : NULL;

        if (n_flag > 0)
            append_flag(phrase, text, n_flag);
        else if (ours != NULL)
            append_command(phrase, ours);
        else
            g_string_append(phrase, word);
        text += n_taken;
    }

    return g_string_free(phrase, FALSE);
}
