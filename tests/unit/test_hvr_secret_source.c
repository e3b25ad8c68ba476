/* test_hvr_secret_source.c: where a password comes from
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_secret_source.h"

typedef struct {
    char *directory;
    char *path;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    f->directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    f->path = g_build_filename(f->directory, "secret", NULL);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
}

static void
write_secret(const Fixture *f, const char *text, gssize length, int mode)
{
    g_assert_true(g_file_set_contents(f->path, text, length, NULL));
    g_assert_cmpint(g_chmod(f->path, mode), ==, 0);
}

static void
assert_reads(HvrSecretSource *source, const char *password)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrSecret) secret = hvr_secret_source_read(source, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(hvr_secret_get_text(secret), ==, password);
}

static void
assert_refuses(HvrSecretSource *source, const char *message)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_secret_source_read(source, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, message));
}

/* What was changed is used from the next connection on, and is known to be new. */
static void
test_changed(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrSecretSource) source = hvr_secret_source_new_file(f->path);
    g_autofree char *absent = hvr_secret_source_dup_version(source);
    g_autofree char *first = NULL;
    g_autofree char *again = NULL;
    g_autofree char *second = NULL;

    write_secret(f, "one\r\n", -1, 0600);
    assert_reads(source, "one");
    first = hvr_secret_source_dup_version(source);
    again = hvr_secret_source_dup_version(source);
    write_secret(f, "two", -1, 0400);
    assert_reads(source, "two");
    second = hvr_secret_source_dup_version(source);

    g_assert_cmpstr(absent, !=, first);
    g_assert_cmpstr(first, ==, again);
    g_assert_cmpstr(first, !=, second);
}

typedef struct {
    const char *name;
    const char *text;
    gssize length;
    int mode;
    const char *message;
} Case;

/* clang-format off */
static const Case refused[] = {
    { "group",  "x",        -1, 0640, "others can read" },
    { "others", "x",        -1, 0602, "its mode is 0602 and must be 0600" },
    { "empty",  "",          0, 0600, "has no password" },
    { "blank",  "\r\n\n",   -1, 0600, "has no password" },
    { "lines",  "one\ntwo", -1, 0600, "has more than one line" },
    { "nul",    "one\0two",  7, 0600, "has more than one line" },
};
/* clang-format on */

static void
test_refused(Fixture *f, gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrSecretSource) source = hvr_secret_source_new_file(f->path);

    write_secret(f, c->text, c->length, c->mode);
    assert_refuses(source, c->message);
}

/* The longest is taken whole, one byte more not at all. */
static void
test_long(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrSecretSource) source = hvr_secret_source_new_file(f->path);
    g_autofree char *longest = g_strnfill(1024, 'x');
    g_autofree char *longer = g_strnfill(1025, 'x');

    write_secret(f, longest, -1, 0600);
    assert_reads(source, longest);
    write_secret(f, longer, -1, 0600);
    assert_refuses(source, "is too long");
}

/* systemd shows its ACL as the group's rights; the directory is what shields it. */
static void
test_credential(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrSecretSource) source = NULL;
    g_autoptr(HvrSecretSource) nowhere = NULL;

    nowhere = hvr_secret_source_new_credential("secret");
    assert_refuses(nowhere, "'$CREDENTIALS_DIRECTORY/secret'");
    g_setenv("CREDENTIALS_DIRECTORY", f->directory, TRUE);
    source = hvr_secret_source_new_credential("secret");
    g_unsetenv("CREDENTIALS_DIRECTORY");
    write_secret(f, "sealed\n", -1, 0440);
    assert_reads(source, "sealed");
}

/* libvirt's "auth.conf" as its page has it, with blanks and without. */
static const char auth_conf[] = "# credentials of two\n"
                                "[credentials-test]\n"
                                "username=fred\n"
                                "password=123456 =x\n"
                                "[credentials-prod]\n"
                                " password = not this one\n"
                                "username = LAB\\bar\n"
                                "password\t=\tletmein \r\n"
                                "\n"
                                "[auth-libvirt-hv01]\n"
                                "credentials=prod\n"
                                "[auth-hyperv-hv01]\n"
                                "credentials=test\n"
                                "[auth-hyperv-default]\n"
                                "credentials=prod";

static void
test_auth_file(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrSecretSource) own = hvr_secret_source_new_auth_file(f->path, "hv01");
    g_autoptr(HvrSecretSource) other = hvr_secret_source_new_auth_file(f->path, "hv0");
    g_autofree char *fred = NULL;
    g_autofree char *bar = NULL;

    write_secret(f, auth_conf, -1, 0600);
    assert_reads(own, "123456 =x");
    fred = hvr_secret_source_read_user(own, NULL);
    g_assert_cmpstr(fred, ==, "fred");
    assert_reads(other, "letmein");
    bar = hvr_secret_source_read_user(other, NULL);
    g_assert_cmpstr(bar, ==, "LAB\\bar");

    g_assert_cmpint(g_chmod(f->path, 0644), ==, 0);
    assert_refuses(own, "others can read");
}

static void
test_private_file(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_secret_check_file(f->path, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_clear_error(&error);
    write_secret(f, "keys", -1, 0600);
    g_assert_true(hvr_secret_check_file(f->path, &error));
    g_assert_no_error(error);
    g_assert_cmpint(g_chmod(f->path, 0660), ==, 0);
    g_assert_false(hvr_secret_check_file(f->path, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_clear_error(&error);
    g_assert_false(hvr_secret_check_file(f->directory, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
}

#define ADD(path, test) g_test_add("/secret-source/" path, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_unsetenv("CREDENTIALS_DIRECTORY");

    ADD("changed", test_changed);
    ADD("long", test_long);
    ADD("credential", test_credential);
    ADD("auth-file", test_auth_file);
    ADD("private-file", test_private_file);
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strconcat("/secret-source/refused/", refused[i].name, NULL);

        g_test_add(path, Fixture, &refused[i], set_up, test_refused, tear_down);
    }

    return g_test_run();
}
