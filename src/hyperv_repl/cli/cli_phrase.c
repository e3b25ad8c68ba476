/* cli_phrase.c: the daemon's sentences in this program's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_command.h"
#include "cli_verb.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz-"
#define IS_TRUE "\": true"
#define PREFIX  "replication-"

#define NO_BREAK_SPACE 0xa0

/* Most verbs have a table of their own, which is looked at after this one.  What only virsh has
 * stays virsh's. */
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
    { "virsh list --all",                "list"         },
    { "virsh migrate",                   "failover --planned" },
    { "virsh snapshot-list",             "points"       },
};
/* clang-format on */

/* Returns: (transfer full) (nullable): the command for a verb of the daemon's */
static char *
find_verb(const char *name)
{
    guint n_verbs;
    const HvrCliVerb *verbs = hvr_cli_verb_list(&n_verbs);

    for (guint i = 0; i < n_verbs; i++) {
        if (g_strcmp0(verbs[i].name, name) == 0)
            return verbs[i].option != NULL
                       ? g_strdup_printf("%s --%s", verbs[i].command, verbs[i].option)
                       : g_strdup(verbs[i].command);
    }

    return NULL;
}

/* Returns: (transfer full) (nullable): what to type instead */
static char *
find_ours(const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        if (g_str_equal(others[i].daemon, word))
            return g_strdup(others[i].ours);
    }

    /* "refresh" may just as well be a word of the sentence. */
    return g_str_has_prefix(word, PREFIX) ? find_verb(word) : NULL;
}

/* Between quotes, "service-modify" is a verb, too.  What is called the same here may stay, and may
 * be a machine. */
static char *
find_short(const char *word)
{
    g_autofree char *whole = g_strconcat(PREFIX, word, NULL);
    g_autofree char *ours = find_ours(whole);

    return g_strcmp0(ours, word) != 0 ? g_steal_pointer(&ours) : NULL;
}

static gboolean
has_option(const HvrCliCommand *command, const char *name, guint traits)
{
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(command);

    for (guint i = 0; tables[i] != NULL; i++) {
        for (const HvrCliOption *row = tables[i]; row->name != NULL; row++) {
            if (g_str_equal(row->name, name) && (row->traits & traits) == traits)
                return TRUE;
        }
    }

    return FALSE;
}

/* Whether some command has an option of these traits that is called so. */
static gboolean
is_option(const char *name, guint traits)
{
    g_autoptr(GPtrArray) commands = hvr_cli_command_list();

    for (guint i = 0; i < commands->len; i++) {
        if (has_option(commands->pdata[i], name, traits))
            return TRUE;
    }

    return FALSE;
}

/* Returns: how long an argument of the daemon's is that stands here, like "reason" or "force":
 * true, for which there is an option; else 0 */
static gsize
measure_argument(const char *text, char **out_name)
{
    gsize n_word = *text == '"' ? strspn(text + 1, LETTERS) : 0;
    const char *end = text + 1 + n_word;
    g_autofree char *word = n_word > 0 && *end == '"' ? g_strndup(text + 1, n_word) : NULL;

    if (word == NULL || !is_option(word, 0))
        return 0;
    if (end[1] == ':' && !g_str_has_prefix(end, IS_TRUE))
        return 0;

    *out_name = g_steal_pointer(&word);

    return n_word + (end[1] == ':' ? 1 + strlen(IS_TRUE) : 2);
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
append_quoted(GString *phrase, const char *prefix, const char *words, gboolean has_quotes)
{
    g_autofree char *whole = g_strconcat(prefix, words, NULL);

    if (has_quotes)
        g_string_append(phrase, whole);
    else
        g_string_append_printf(phrase, _("'%s'"), whole);
}

/* A command of virsh has its words in it. */
static gsize
measure_word(const char *text, gboolean is_inside)
{
    return strspn(text, is_inside && g_str_has_prefix(text, "virsh ") ? LETTERS " " : LETTERS);
}

/* Whether quotes begin before a name and end with it: then it is no part of another one. */
static gboolean
is_whole(char next)
{
    return !g_ascii_isalnum(next) && next != '.' && next != '_';
}

/* What has no quotes of the daemon's gets some. */
static void
append_word(GString *phrase, const char *word, char next)
{
    gboolean is_inside = is_quoted(phrase);
    g_autofree char *ours = find_ours(word);

    if (ours == NULL && is_inside && is_whole(next))
        ours = find_short(word);
    if (ours != NULL)
        append_quoted(phrase, "virt-replica ", ours, is_inside);
    else if (is_inside && is_whole(next) &&
             (is_option(word, HVR_CLI_PARAM) || g_str_equal(word, "shutdown")))
        append_quoted(phrase, "--", word, TRUE);
    else
        g_string_append(phrase, word);
}

char *
hvr_cli_phrase(const char *text)
{
    GString *phrase = g_string_new(NULL);

    while (*text != '\0') {
        g_autofree char *argument = NULL;
        gsize n_argument = measure_argument(text, &argument);
        gsize n_taken = MAX(MAX(measure_word(text, is_quoted(phrase)), n_argument), 1);
        g_autofree char *word = g_strndup(text, n_taken);

        if (argument != NULL)
            append_quoted(phrase, "--", argument, FALSE);
        else
            append_word(phrase, word, text[n_taken]);
        text += n_taken;
    }

    return g_string_free(phrase, FALSE);
}
