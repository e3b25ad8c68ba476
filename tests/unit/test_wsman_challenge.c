/* test_wsman_challenge.c: the ways to authenticate that a host offers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_challenge.h"

typedef struct {
    const char *header;
    const char *list; /* each scheme with its token, if any */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "Negotiate",                                        "Negotiate;" },
    { "Negotiate oRMwEaADCgEAoQoGCCqGSIb3EgECAg==",       "Negotiate oRMwEaADCgEAoQoGCCqGSIb3EgECAg==;" },
    { "Negotiate YQ",                                     "Negotiate YQ;" },
    { "Negotiate,Kerberos,  Basic realm=\"WSMAN\"",       "Negotiate;Kerberos;Basic;" },
    { "Basic realm=\"WSMAN\", Negotiate YWI=",            "Basic;Negotiate YWI=;" },
    { "Basic realm=\"a, Negotiate b\", CredSSP",          "Basic;CredSSP;" },
    { "Basic realm=\"a\\\", NTLM\", CredSSP",             "Basic;CredSSP;" },
    { "Basic realm=\"open, Negotiate",                    "Basic;" },
    { "Digest realm=\"x\", nonce=abc, qop = \"auth\", Basic realm=y", "Digest;Basic;" },
    { "\tNegotiate \t YWI= ,",                            "Negotiate YWI=;" },
    { ", ,,Kerberos",                                     "Kerberos;" },
    { "Negotiate \"quoted\"",                             "Negotiate;" },
    { "Negotiate one two",                                "Negotiate;" },
    { "Neg otiate\x01, (comment), =x, \"Basic\"",         "Neg;" },
    { "Bas\xc3\xafl",                                     "" },
    { "Xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "" },
    { "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r",              "a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;" },
    { "",                                                 "" },
};
/* clang-format on */

static void
test_parse(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) list = hvr_wsman_challenge_list_new();
        g_autoptr(GString) text = g_string_new(NULL);

        hvr_wsman_challenge_parse(cases[i].header, list);
        for (guint k = 0; k < list->len; k++) {
            const HvrWsmanChallenge *challenge = g_ptr_array_index(list, k);

            g_string_append(text, challenge->scheme);
            if (challenge->token != NULL)
                g_string_append_printf(text, " %s", challenge->token);
            g_string_append_c(text, ';');
        }
        g_test_message("row %zu", i);
        g_assert_cmpstr(text->str, ==, cases[i].list);
    }
}

static void
test_find(void)
{
    g_autoptr(GPtrArray) list = hvr_wsman_challenge_list_new();
    g_autofree char *described = NULL;

    hvr_wsman_challenge_parse("Negotiate", list);
    hvr_wsman_challenge_parse("negotiate YWI=, Basic realm=\"x\"", list);

    g_assert_cmpstr(hvr_wsman_challenge_find(list, "NEGOTIATE")->token, ==, "YWI=");
    g_assert_null(hvr_wsman_challenge_find(list, "basic")->token);
    g_assert_null(hvr_wsman_challenge_find(list, "Kerberos"));
    described = hvr_wsman_challenge_describe(list);
    g_assert_cmpstr(described, ==, "'Negotiate', 'negotiate', 'Basic'");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/challenge/parse", test_parse);
    g_test_add_func("/wsman/challenge/find", test_find);

    return g_test_run();
}
