/* cli_editor.c: let a person change a text in the editor of his choice
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_editor.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* POSIX's crontab(1) and friends choose in this order. */
static const char *
get_editor(void)
{
    const char *names[] = { "VISUAL", "EDITOR" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *editor = g_getenv(names[i]);

        if (editor != NULL && *editor != '\0')
            return editor;
    }

    return "vi";
}

static gboolean
run(const char *editor, const char *path, GError **error)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GStrvBuilder) arguments = g_strv_builder_new();
    g_auto(GStrv) argv = NULL;
    int status;

    if (!g_shell_parse_argv(editor, NULL, &words, error))
        return FALSE;

    g_strv_builder_addv(arguments, (const char **)words);
    g_strv_builder_add(arguments, path);
    argv = g_strv_builder_end(arguments);

    return g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL,
                        NULL, NULL, NULL, &status, error) &&
           g_spawn_check_wait_status(status, error);
}

/* Editors that write a new file and rename it are read, too: the name counts. */
static char *
edit_file(const char *editor, const char *path, const char *text, GError **error)
{
    g_autofree char *left = NULL;

    if (!g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, error) ||
        !run(editor, path, error) || !g_file_get_contents(path, &left, NULL, error))
        return NULL;
    if (!g_utf8_validate(left, -1, NULL)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("the editor left no UTF-8 text"));
        return NULL;
    }

    return g_steal_pointer(&left);
}

char *
hvr_cli_editor_run(const char *text, const char *suffix, GError **error)
{
    const char *editor = get_editor();
    g_autofree char *pattern = g_strconcat("virt-replica-XXXXXX", suffix, NULL);
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp(pattern, &path, error);
    char *left;

    if (fd < 0)
        return NULL;

    close(fd);
    left = edit_file(editor, path, text, error);
    if (left == NULL)
        g_prefix_error(error, _("editor '%s': "), editor);
    (void)g_unlink(path);

    return left;
}
