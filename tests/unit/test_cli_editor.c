/* test_cli_editor.c: which editor is run on what, and what comes back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_editor.h"

#include <glib/gstdio.h>
#include <string.h>

#define TEXT "<replication>\n  <frequency>300</frequency>\n</replication>\n"

typedef struct {
    const char *name;
    const char *visual;
    const char *editor;
    const char *left; /* NULL: refused */
    const char *said; /* of the refusal */
} Case;

/* clang-format off */
static const Case cases[] = {
    /* name              VISUAL               EDITOR                left                                                             said */
    { "unchanged",       NULL,                "true",               TEXT,                                                            NULL },
    { "changed",         NULL,                "sed -i s/300/30/",   "<replication>\n  <frequency>30</frequency>\n</replication>\n",  NULL },
    { "visual-first",    "sed -i s/300/900/", "sed -i s/300/30/",   "<replication>\n  <frequency>900</frequency>\n</replication>\n", NULL },
    { "empty-visual",    "",                  "sed -i s/300/30/",   "<replication>\n  <frequency>30</frequency>\n</replication>\n",  NULL },
    { "quoted-word",     NULL,                "sed -i 's/300/3 0/'", "<replication>\n  <frequency>3 0</frequency>\n</replication>\n", NULL },
    { "emptied",         NULL,                "truncate -s 0",      "",                                                              NULL },
    { "private",         NULL,                "sh -c 'test $(stat -c %a \"$0\") = 600'", TEXT,                                       NULL },
    { "suffix",          NULL,                "sh -c 'case \"$0\" in *.xml) ;; *) exit 1 ;; esac'", TEXT,                            NULL },
    { "fails",           NULL,                "false",              NULL,                                                            "editor 'false': " },
    { "missing",         NULL,                "no-such-editor",     NULL,                                                            "no-such-editor" },
    { "unbalanced",      NULL,                "sed 'x",             NULL,                                                            "editor 'sed 'x': " },
    { "removed",         NULL,                "rm",                 NULL,                                                            "editor 'rm': " },
    { "no-utf8",         NULL,                "sh -c 'printf \"\\377\" >\"$0\"'", NULL,                                              "UTF-8" },
};
/* clang-format on */

static void
set_or_unset(const char *name, const char *value)
{
    if (value != NULL)
        g_setenv(name, value, TRUE);
    else
        g_unsetenv(name);
}

static guint
count_files(void)
{
    g_autoptr(GDir) directory = g_dir_open(g_get_tmp_dir(), 0, NULL);
    guint n = 0;

    while (g_dir_read_name(directory) != NULL)
        n++;

    return n;
}

static void
test_run(gconstpointer user_data)
{
    const Case *c = user_data;
    g_autoptr(GError) error = NULL;
    g_autofree char *left = NULL;

    set_or_unset("VISUAL", c->visual);
    set_or_unset("EDITOR", c->editor);
    left = hvr_cli_editor_run(TEXT, ".xml", &error);

    g_assert_cmpstr(left, ==, c->left);
    if (c->left != NULL)
        g_assert_no_error(error);
    else
        g_assert_nonnull(strstr(error->message, c->said));
    g_assert_cmpuint(count_files(), ==, 0);
}

int
main(int argc, char **argv)
{
    g_autofree char *directory = g_strdup("/tmp/test-cli-editor-XXXXXX");
    int status;

    /* GLib asks for it once only. */
    g_assert_nonnull(g_mkdtemp(directory));
    g_setenv("TMPDIR", directory, TRUE);
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/editor/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_run);
    }
    status = g_test_run();
    (void)g_rmdir(directory);

    return status;
}
