/* test_machine_nic.c: addresses of network adapters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_nic.h"

static void
test_mac(void)
{
    g_autoptr(HvrMachineNic) nic = hvr_machine_nic_new();
    g_autofree char *text = NULL;

    g_assert_null(hvr_machine_nic_format_mac(nic));
    g_assert_true(hvr_machine_nic_parse_mac(nic, "00:15:5d:0A:bc:01"));
    g_assert_cmpstr(nic->mac, ==, "00155D0ABC01");
    text = hvr_machine_nic_format_mac(nic);
    g_assert_cmpstr(text, ==, "00:15:5d:0a:bc:01");
}

static void
test_no_mac(void)
{
    static const char *const no_macs[] = {
        "",
        "00155D0ABC01",
        "00:15:5d:0a:bc",
        "00:15:5d:0a:bc:01:02",
        "00:15:5d:0a:bc:0g",
        "00-15-5d-0a-bc-01",
        "0:015:5d:0a:bc:01",
        "01:15:5d:0a:bc:01", /* multicast */
    };
    g_autoptr(HvrMachineNic) nic = hvr_machine_nic_new();

    for (gsize i = 0; i < G_N_ELEMENTS(no_macs); i++)
        g_assert_false(hvr_machine_nic_parse_mac(nic, no_macs[i]));
    g_assert_null(nic->mac);
    nic->mac = g_strdup("0015");
    g_assert_null(hvr_machine_nic_format_mac(nic));
}

/* What holds where the host has no object that says so. */
static void
test_defaults(void)
{
    g_autoptr(HvrMachineNic) nic = hvr_machine_nic_new();

    g_assert_false(nic->is_connected);
    g_assert_true(nic->is_monitored);
    g_assert_cmpuint(nic->offload.vmq_weight, ==, 100);
    g_assert_cmpuint(nic->offload.ipsec_limit, ==, 512);
    g_assert_cmpuint(nic->vlan.mode, ==, HVR_VLAN_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/machine/nic/mac", test_mac);
    g_test_add_func("/machine/nic/no-mac", test_no_mac);
    g_test_add_func("/machine/nic/defaults", test_defaults);

    return g_test_run();
}
