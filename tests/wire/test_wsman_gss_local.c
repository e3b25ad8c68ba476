/* test_wsman_gss_local.c: what can be lacking before a host is asked anything
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "gss_world.h"
#include "hvr_error.h"

typedef struct {
    const char *name;
    HvrAuthScheme scheme;
    HvrEndpoint endpoint;
    int code;
    const char *message;
} Lack;

/* clang-format off */
static const Lack lacks[] = {
    { "ntlm-no-user",        HVR_AUTH_NTLM,     { .address = GSS_HOST },                                     HVR_ERROR_CONFIG, "needs a user and a password" },
    { "ntlm-no-password",    HVR_AUTH_NTLM,     { .address = GSS_HOST, .user = "u" },                        HVR_ERROR_CONFIG, "needs a user and a password" },
    { "kerberos-no-tickets", HVR_AUTH_KERBEROS, { .address = GSS_HOST },                                     HVR_ERROR_AUTH,   "there are no tickets" },
    { "kerberos-address",    HVR_AUTH_KERBEROS, { .address = "192.0.2.1" },                                  HVR_ERROR_CONFIG, "'192.0.2.1' is an address" },
    { "kerberos-no-keytab",  HVR_AUTH_KERBEROS, { .address = GSS_HOST, .user = GSS_USER, .keytab = "/none" }, HVR_ERROR_CONFIG, "'/none'" },
};
/* clang-format on */

static void
test_lacks(gconstpointer data)
{
    const Lack *lack = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wsman_gss_new(&lack->endpoint, lack->scheme, NULL, &error));
    g_assert_error(error, HVR_ERROR, lack->code);
    g_assert_nonnull(strstr(error->message, lack->message));
    g_assert_true(hvr_wsman_gss_is_local_failure(error));
}

static void
test_password_unreadable(void)
{
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_file("/none/password");
    HvrEndpoint endpoint = { .address = GSS_HOST, .user = "u", .password = password };
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wsman_gss_new(&endpoint, HVR_AUTH_NTLM, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "'/none/password'"));
    g_assert_true(hvr_wsman_gss_is_local_failure(error));
}

/* The library looks for plug-ins once, so this is a process of its own. */
static void
test_no_plugin(void)
{
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text(GSS_PASSWORD);
    HvrEndpoint endpoint = { .address = GSS_HOST, .user = "u", .password = password };
    g_autoptr(GError) error = NULL;

    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_passed();
        return;
    }

    g_setenv("GSS_MECH_CONFIG", "/dev/null", TRUE);
    g_assert_null(hvr_wsman_gss_new(&endpoint, HVR_AUTH_NTLM, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "install the package gss-ntlmssp"));
    g_assert_true(hvr_wsman_gss_is_local_failure(error));
}

int
main(int argc, char **argv)
{
    gss_world_enter();
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(lacks); i++) {
        g_autofree char *path = g_strconcat("/wsman/gss-local/", lacks[i].name, NULL);

        g_test_add_data_func(path, &lacks[i], test_lacks);
    }
    g_test_add_func("/wsman/gss-local/password-unreadable", test_password_unreadable);
    g_test_add_func("/wsman/gss-local/plugin", test_no_plugin);

    return gss_world_leave(g_test_run());
}
