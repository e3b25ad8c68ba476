/* test_cli_phrase.c: the daemon's sentences in this program's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_phrase.h"

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    const char *phrase;
} cases[] = {
    { "nothing",     "",                                         "" },
    { "none",        "check the cable",                          "check the cable" },
    { "verb",        "use replication-resume now",               "use 'virt-replica resume' now" },
    { "quoted",      "waits for 'replication-commit'",           "waits for 'virt-replica commit'" },
    { "query",       "look first: query-replication",            "look first: 'virt-replica status'" },
    { "longer",      "query-replication-service for a host",     "'virt-replica service' for a host" },
    { "with-option", "use replication-cancel-initial",           "use 'virt-replica start --cancel'" },
    { "plain-word",  "refresh the page",                         "refresh the page" },
    { "unknown",     "use replication-frobnicate",               "use replication-frobnicate" },
    { "german",      "wartet auf „replication-commit“",          "wartet auf „virt-replica commit“" },
    { "french",      "attend «\u00a0replication-commit\u00a0»",   "attend «\u00a0virt-replica commit\u00a0»" },
    { "chinese",     "請用「replication-commit」",               "請用「virt-replica commit」" },
    { "in-brackets", "(replication-suspend)",                    "('virt-replica suspend')" },
    { "not-ascii",   "Übung: replication-suspend",               "Übung: 'virt-replica suspend'" },
    { "flag",        "give \"force\": true and a \"reason\"",     "give '--force' and a '--reason'" },
    { "no-flag",     "is \"force\": false, \"\": true, \"",       "is \"force\": false, \"\": true, \"" },
    { "not-ours",    "in \"reason\": \"x\", \"web\"",             "in \"reason\": \"x\", \"web\"" },
    { "virsh",       "with 'virsh list --all' or",               "with 'virt-replica list' or" },
    { "virsh-fr",    "(«\u00a0virsh migrate\u00a0»)",            "(«\u00a0virt-replica failover --planned\u00a0»)" },
    { "virsh-only",  "with 'virsh destroy', or",                 "with 'virsh destroy', or" },
    { "unquoted",    "virsh has replication-commit",             "virsh has 'virt-replica commit'" },
    { "argument",    "'web01' needs a 'replica-server'",         "'web01' needs a '--replica-server'" },
    { "argument-de", "geben Sie „replica-server“ an",            "geben Sie „--replica-server“ an" },
    { "short-verb",  "'service-modify' needs a setting",         "'virt-replica service-set' needs a setting" },
    { "same-verb",   "'enable' of 'modify01'",                   "'enable' of 'modify01'" },
    { "setting",     "setting 'frequency' cannot be '17'",       "setting '--frequency' cannot be '17'" },
    { "shutdown",    "or allow that with 'shutdown'",            "or allow that with '--shutdown'" },
    { "machine",     "'replica-server1' is no 'reason'",         "'replica-server1' is no 'reason'" },
    { "part",        "my-replication-resume",                    "my-replication-resume" },
};
/* clang-format on */

static void
test_phrase(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *phrase = hvr_cli_phrase(cases[i].text);

    g_assert_cmpstr(phrase, ==, cases[i].phrase);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/phrase/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_phrase);
    }

    return g_test_run();
}
