/* sim_winrm.c: how a simulated host's WinRM service is configured
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_winrm.h"

static const char *const bindings[] = {
    [HVS_BINDING_NONE] = "none",
    [HVS_BINDING_RELAXED] = "relaxed",
    [HVS_BINDING_STRICT] = "strict",
};

gboolean
hvs_winrm_parse_binding(const char *text, HvsBinding *out_binding)
{
    for (gsize i = 0; i < G_N_ELEMENTS(bindings); i++) {
        if (!g_str_equal(text, bindings[i]))
            continue;
        *out_binding = (HvsBinding)i;
        return TRUE;
    }

    return FALSE;
}

void
hvs_winrm_init(HvsWinrm *winrm)
{
    *winrm = (HvsWinrm){
        .negotiate = TRUE,
        .kerberos = TRUE,
        .binding = HVS_BINDING_RELAXED,
        .max_envelope_kb = 500,
        .max_items = 32000,
        .max_timeout_ms = 60000,
        .max_user_operations = 1500,
        .max_connections = 300,
        .idle_ms = 120000,
        .events = TRUE,
    };
}

void
hvs_winrm_clear(HvsWinrm *winrm)
{
    g_clear_pointer(&winrm->keytab, g_free);
    g_clear_pointer(&winrm->client_ca, g_free);
    g_clear_pointer(&winrm->client_subject, g_free);
}
