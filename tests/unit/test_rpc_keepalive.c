/* test_rpc_keepalive.c: whether a silent client is still there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_keepalive.h"

/* "h" hears, "t" ends a turn; what the turns come to: w wait, p ping, D dead. */
typedef struct {
    const char *name;
    guint count;
    const char *script;
    const char *expected;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "silent",        2, "tttt",     "ppDD" },
    { "none-put-up",   0, "t",        "D" },
    { "answers",       1, "tht",      "pw" },
    { "answers-late",  2, "tthtttt",  "ppwppD" },
    { "talks",         1, "hththt",   "www" },
    { "then-silent",   1, "hthttt",   "wwpD" },
};
/* clang-format on */

static void
test_turns(gconstpointer data)
{
    static const char letters[] = {
        [HVR_RPC_KEEPALIVE_WAIT] = 'w',
        [HVR_RPC_KEEPALIVE_PING] = 'p',
        [HVR_RPC_KEEPALIVE_DEAD] = 'D',
    };
    const Case *c = data;
    HvrRpcKeepalive keepalive = { .count = c->count };
    g_autoptr(GString) found = g_string_new(NULL);

    for (const char *step = c->script; *step != '\0'; step++) {
        if (*step == 'h')
            hvr_rpc_keepalive_hear(&keepalive);
        else
            g_string_append_c(found, letters[hvr_rpc_keepalive_end_turn(&keepalive)]);
    }
    g_assert_cmpstr(found->str, ==, c->expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/keepalive/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_turns);
    }

    return g_test_run();
}
