/* machine_nic.c: the network adapters of a virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_nic.h"

#include <string.h>

#define MAC_DIGITS    12
#define MULTICAST_BIT 1
#define USUAL_WEIGHT  100
#define USUAL_IPSEC   512

/* Defaults of msvm-ethernetswitchportoffloadsettingdata.md: what holds where the
 * host has no such object. */
HvrMachineNic *
hvr_machine_nic_new(void)
{
    HvrMachineNic *nic = g_new0(HvrMachineNic, 1);

    nic->is_monitored = TRUE;
    nic->offload.vmq_weight = USUAL_WEIGHT;
    nic->offload.ipsec_limit = USUAL_IPSEC;

    return nic;
}

void
hvr_machine_nic_free(HvrMachineNic *nic)
{
    if (nic == NULL)
        return;

    g_free(nic->id);
    g_free(nic->connection_id);
    g_free(nic->name);
    g_free(nic->mac);
    g_free(nic->switch_name);
    g_free(nic->switch_id);
    g_free(nic->pool);
    g_free(nic->test_switch);
    g_free(nic->test_pool);
    g_free(nic->vlan.id);
    g_clear_pointer(&nic->vlan.trunk, g_array_unref);
    g_clear_pointer(&nic->vlan.secondaries, g_array_unref);
    g_free(nic->bandwidth.id);
    g_free(nic->security.id);
    g_free(nic->offload.id);
    g_free(nic);
}

char *
hvr_machine_nic_format_mac(const HvrMachineNic *nic)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (nic->mac == NULL || strlen(nic->mac) != MAC_DIGITS)
        return NULL;

    for (guint i = 0; i < MAC_DIGITS; i++) {
        if (i > 0 && i % 2 == 0)
            g_string_append_c(text, ':');
        g_string_append_c(text, g_ascii_tolower(nic->mac[i]));
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

gboolean
hvr_machine_nic_parse_mac(HvrMachineNic *nic, const char *text)
{
    char digits[MAC_DIGITS + 1] = "";

    if (strlen(text) != MAC_DIGITS + 5)
        return FALSE;
    for (guint i = 0, n = 0; text[i] != '\0'; i++) {
        if (i % 3 == 2 && text[i] == ':')
            continue;
        if (i % 3 == 2 || !g_ascii_isxdigit(text[i]))
            return FALSE;
        digits[n++] = g_ascii_toupper(text[i]);
    }
    if (g_ascii_xdigit_value(digits[1]) & MULTICAST_BIT)
        return FALSE;
    g_free(nic->mac);
    nic->mac = g_strdup(digits);

    return TRUE;
}
