/* test_daemon_conf.c: the language of libvirt's configuration files
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "daemon_conf.h"
#include "hvr_error.h"

typedef struct {
    const char *name;
    const char *text;
    const char *expected; /* entries in our words, or the error */
} Case;

/* clang-format off */
static const Case good[] = {
    { "empty",         "",                                      "" },
    { "comment",       "# nothing = 1\n\n  # more",             "" },
    { "number",        "max_clients = 20",                      "1 max_clients 20;" },
    { "negative",      "keepalive_interval=-1\n",               "1 keepalive_interval -1;" },
    { "text",          "a = \"b c\"",                           "1 a <b c>;" },
    { "single-quotes", "a = 'say \"hi\"'",                      "1 a <say \"hi\">;" },
    { "no-escapes",    "a = \"C=DE\\,x\"",                      "1 a <C=DE\\,x>;" },
    { "hash-in-text",  "a = \"b # c\" # d",                     "1 a <b # c>;" },
    { "after",         "\n\n a = 1 # why\nb = 2\r\n",           "3 a 1;4 b 2;" },
    { "list",          "a = [ \"x\", 'y' ]",                    "1 a [x,y,];" },
    { "list-empty",    "a = []",                                "1 a [];" },
    { "list-lines",    "a = [ # those\n \"x\", # one\n \"y\",\n]\nb = 1", "1 a [x,y,];5 b 1;" },
    { "text-empty",    "a = \"\"",                              "1 a <>;" },
};

static const Case bad[] = {
    { "no-key",        "= 1",                   "FILE:1: here should be a line like 'key = value', not '= 1'" },
    { "section",       "\n[host]",              "FILE:2: here should be a line like 'key = value', not '[host]'" },
    { "no-equals",     "key value",             "FILE:1: here should be '=', not 'value'" },
    { "no-value",      "key =\nother = 1",      "FILE:1: here should be a number, a text in quotes or a list in brackets, not ''" },
    { "bare-word",     "key = yes",             "FILE:1: here should be a number, a text in quotes or a list in brackets, not 'yes'" },
    { "open-text",     "key = \"a\nb\"",        "FILE:1: here should be a text that ends within the line, not '\"a'" },
    { "open-list",     "key = [ \"a\"",         "FILE:1: here should be a ',' or the list's ']', not ''" },
    { "open-list-2",   "key = [ \"a\",\n",      "FILE:2: here should be a text in quotes or the list's ']', not ''" },
    { "list-numbers",  "key = [ 1 ]",           "FILE:1: here should be a text in quotes or the list's ']', not '1 ]'" },
    { "list-commas",   "key = [ \"a\" \"b\" ]", "FILE:1: here should be a ',' or the list's ']', not '\"b\" ]'" },
    { "two-on-a-line", "a = 1 b = 2",           "FILE:1: here should be the end of the line, not 'b = 2'" },
    { "minus",         "a = -",                 "FILE:1: here should be a number, a text in quotes or a list in brackets, not '-'" },
    { "huge",          "a = 99999999999999999999", "FILE:1: here should be a number, a text in quotes or a list in brackets, not '99999999999999999999'" },
    { "twice",         "a = 1\nb = 2\na = 3",   "FILE:3: 'a' stands in line 1 already" },
};
/* clang-format on */

static void
format_entry(const HvrDaemonConfEntry *entry, GString *out)
{
    g_string_append_printf(out, "%u %s ", entry->line, entry->key);
    if (entry->type == HVR_DAEMON_CONF_NUMBER)
        g_string_append_printf(out, "%" G_GINT64_FORMAT, entry->number);
    if (entry->type == HVR_DAEMON_CONF_TEXT)
        g_string_append_printf(out, "<%s>", entry->texts[0]);
    if (entry->type == HVR_DAEMON_CONF_LIST) {
        g_string_append_c(out, '[');
        for (gsize i = 0; entry->texts[i] != NULL; i++)
            g_string_append_printf(out, "%s,", entry->texts[i]);
        g_string_append_c(out, ']');
    }
    g_string_append_c(out, ';');
}

static void
test_good(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) entries = hvr_daemon_conf_parse(c->text, "FILE", &error);
    g_autoptr(GString) found = g_string_new(NULL);

    g_assert_no_error(error);
    for (guint i = 0; i < entries->len; i++)
        format_entry(g_ptr_array_index(entries, i), found);
    g_assert_cmpstr(found->str, ==, c->expected);
}

static void
test_bad(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_conf_parse(c->text, "FILE", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, c->expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *path = g_strconcat("/daemon/conf/good/", good[i].name, NULL);

        g_test_add_data_func(path, &good[i], test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/daemon/conf/bad/", bad[i].name, NULL);

        g_test_add_data_func(path, &bad[i], test_bad);
    }

    return g_test_run();
}
