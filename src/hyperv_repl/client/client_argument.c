/* client_argument.c: which arguments and settings are no strings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_argument.h"

#include <string.h>

#include "libvirt-hyperv-repl.h"

/* A filter's "state" is a word, that of a service a number: the caller's type tells. */
/* clang-format off */
static const struct {
    const char *name;
    HvrClientType type;
} arguments[] = {
    { VIR_HYPERV_REPL_PARAM_INCLUDED_DISKS,           HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_EXCLUDED_DISKS,           HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_ADDRESSES,                HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_SUBNETS,                  HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_GATEWAYS,                 HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_DNS_SERVERS,              HVR_CLIENT_LIST },
    { VIR_HYPERV_REPL_PARAM_TIMEOUT,                  HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_LIMIT,                    HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_PORT,                     HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_FREQUENCY,                HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_RECOVERY_HISTORY,         HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_CONSISTENT_INTERVAL,      HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_HTTP_PORT,                HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_HTTPS_PORT,               HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_MONITORING_INTERVAL,      HVR_CLIENT_NUMBER },
    { VIR_HYPERV_REPL_PARAM_COMPRESSION,              HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_BYPASS_PROXY,             HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_REPLICATE_KVP,            HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_AUTO_RESYNC,              HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_WRITE_ORDER,              HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_ACKNOWLEDGE_PRIMARY_DOWN, HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_FORCE,                    HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_DHCP,                     HVR_CLIENT_BOOLEAN },
    { VIR_HYPERV_REPL_PARAM_ENABLED,                  HVR_CLIENT_BOOLEAN },
};
/* clang-format on */

HvrClientType
hvr_client_argument_get_type(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++) {
        if (strcmp(arguments[i].name, name) == 0)
            return arguments[i].type;
    }

    return HVR_CLIENT_STRING;
}
