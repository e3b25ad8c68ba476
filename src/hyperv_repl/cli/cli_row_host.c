/* cli_row_host.c: commands that change a host as replication server, or a machine's networks
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_changing.h"

#include <glib/gi18n-lib.h>

#include "cli_edit.h"
#include "cli_verb.h"
#include "libvirt-hyperv-repl.h"

#define JOB      (HVR_CLI_CHANGES | HVR_CLI_STARTS_JOB)
#define RISKY    (JOB | HVR_CLI_CONFIRMS)
#define PARAM    HVR_CLI_PARAM
#define REQUIRED (HVR_CLI_PARAM | HVR_CLI_REQUIRED)
#define OPERAND  (HVR_CLI_PARAM | HVR_CLI_REQUIRED | HVR_CLI_OPERAND)

/* clang-format off */
#define ADAPTER \
    { "adapter",                0, HVR_CLI_TEXT,     PARAM,    N_("ADAPTER"),  NULL, 0, N_("MAC address, id, or a name that only one adapter has; default: all") }
#define CERTIFICATE \
    { "certificate-thumbprint", 0, HVR_CLI_TEXT,     PARAM,    N_("HEX"),      NULL, 0, N_("certificate of the host's computer store; 'certs' shows them") }

static const HvrCliOption net_set_options[] = {
    ADAPTER,
    { "dhcp",                   0, HVR_CLI_SWITCH,   PARAM,    NULL,           NULL, 0, N_("ask a DHCP server for IPv4 addresses") },
    { "addresses",              0, HVR_CLI_LIST,     PARAM,    N_("ADDRESS"),  NULL, 0, N_("IPv4 or IPv6 address; may be repeated") },
    { "subnets",                0, HVR_CLI_LIST,     PARAM,    N_("MASK"),     NULL, 0, N_("for each address a mask, or a prefix's length; may be repeated") },
    { "gateways",               0, HVR_CLI_LIST,     PARAM,    N_("ADDRESS"),  NULL, 0, N_("gateway; may be repeated") },
    { "dns-servers",            0, HVR_CLI_LIST,     PARAM,    N_("ADDRESS"),  NULL, 0, N_("name server, the preferred one first; may be repeated") },
    { 0 }
};
static const HvrCliOption net_clear_options[] = {
    ADAPTER,
    { "family",                 0, HVR_CLI_TEXT,     0,        NULL, "ipv4|ipv6|all", 0, N_("which addresses to forget; default: all") },
    { 0 }
};
static const HvrCliOption net_test_switch_options[] = {
    ADAPTER,
    { "switch",                 0, HVR_CLI_TEXT,     PARAM,    N_("NAME"),     NULL, 0, N_("virtual switch for test machines; default: none, not connected") },
    { "pool",                   0, HVR_CLI_TEXT,     PARAM,    N_("NAME"),     NULL, 0, N_("resource pool instead of a switch") },
    { 0 }
};
static const HvrCliOption auth_add_options[] = {
    { "allowed-primary",        0, HVR_CLI_TEXT,     OPERAND,  N_("SERVER"),   NULL, 0, N_("a server's full name, '*.example.com' or '*'") },
    { "storage-location",       0, HVR_CLI_TEXT,     REQUIRED, N_("PATH"),     NULL, 0, N_("folder on the host for replicas that come from there") },
    { "trust-group",            0, HVR_CLI_TEXT,     REQUIRED, N_("NAME"),     NULL, 0, N_("servers of one group may take over each other's machines") },
    { 0 }
};
static const HvrCliOption auth_modify_options[] = {
    { "allowed-primary",        0, HVR_CLI_TEXT,     OPERAND,  N_("SERVER"),   NULL, 0, N_("name of the entry, as 'auth' shows it") },
    { "storage-location",       0, HVR_CLI_TEXT,     PARAM,    N_("PATH"),     NULL, 0, N_("folder for new replicas; disks that exist stay where they are") },
    { "trust-group",            0, HVR_CLI_TEXT,     PARAM,    N_("NAME"),     NULL, 0, N_("the entry's new group") },
    { 0 }
};
static const HvrCliOption auth_remove_options[] = {
    { "allowed-primary",        0, HVR_CLI_TEXT,     PARAM,    N_("SERVER"),   NULL, 0, N_("name of the entry, as 'auth' shows it") },
    { "trust-group",            0, HVR_CLI_TEXT,     PARAM,    N_("NAME"),     NULL, 0, N_("all entries of a group") },
    { 0 }
};
static const HvrCliOption auth_bind_options[] = {
    { "allowed-primary",        0, HVR_CLI_TEXT,     REQUIRED, N_("SERVER"),   NULL, 0, N_("name of the entry, as 'auth' shows it") },
    { 0 }
};
static const HvrCliOption service_set_options[] = {
    { "enabled",                0, HVR_CLI_SWITCH,   PARAM,    NULL,           NULL, 0, N_("accept replication from other hosts") },
    { "authentication",         0, HVR_CLI_TEXT,     PARAM,    NULL, "kerberos|certificate|both", 0, N_("how primaries may authenticate themselves") },
    CERTIFICATE,
    { "http-port",              0, HVR_CLI_NUMBER,   PARAM,    N_("PORT"),     NULL, 0, N_("port for kerberos, usually 80") },
    { "https-port",             0, HVR_CLI_NUMBER,   PARAM,    N_("PORT"),     NULL, 0, N_("port for certificates, usually 443") },
    { "monitoring-start",       0, HVR_CLI_TEXT,     PARAM,    N_("HH:MM"),    NULL, 0, N_("when a day's first monitoring interval begins, UTC") },
    { "monitoring-interval",    0, HVR_CLI_DURATION, PARAM,    N_("TIME"),     NULL, 0, N_("length of a monitoring interval: 1h to 7d") },
    { 0 }
};
static const HvrCliOption test_connection_options[] = {
    { "replica-server",         0, HVR_CLI_TEXT,     OPERAND,  N_("SERVER"),   NULL, HVR_CLI_OFFER_HOSTS, N_("the replica server, or the replica broker of a cluster") },
    { "port",                   0, HVR_CLI_NUMBER,   PARAM,    N_("PORT"),     NULL, 0, N_("port that it listens on") },
    { "authentication",         0, HVR_CLI_TEXT,     PARAM,    NULL, "kerberos|certificate", 0, N_("how the two would trust each other") },
    CERTIFICATE,
    { "bypass-proxy",           0, HVR_CLI_SWITCH,   PARAM,    NULL,           NULL, 0, N_("go past the host's proxy server") },
    { 0 }
};
/* clang-format on */

static const char *
warn_auth_remove(const HvrCliOptions *options)
{
    return _("Machines that are bound to the entry stop replicating.");
}

static const char *
warn_service_stop(const HvrCliOptions *options)
{
    return _("Nothing is replicated from or to the host until the service is started again.");
}

static gboolean
check_auth_remove(const HvrCliOptions *options, GError **error)
{
    if (hvr_cli_options_has(options, "allowed-primary") ==
        hvr_cli_options_has(options, "trust-group"))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("say which one: '--allowed-primary SERVER', or '--trust-group NAME' "
                              "for all of a group"));

    return TRUE;
}

/* "clear" is a word of the daemon's arguments, and the whole meaning of the command. */
static gboolean
run_net_clear(HvrCliCall *call, GError **error)
{
    const HvrCliVerb *verb = hvr_cli_verb_find(call->command->name, call->options);
    const char *family = hvr_cli_options_get_text(call->options, "family");
    g_autoptr(HvrCliErrand) errand = hvr_cli_verb_prepare(call, error);
    int maximum;

    if (errand == NULL)
        return FALSE;

    maximum = errand->n_params;
    virTypedParamsAddString(&errand->params, &errand->n_params, &maximum,
                            VIR_HYPERV_REPL_PARAM_CLEAR, family != NULL ? family : "all");

    return hvr_cli_verb_finish(call, verb, errand, error);
}

const HvrCliCommand hvr_cli_command_net_set = {
    .name = "net-set",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Set the addresses that guests get after a failover"),
    .options = net_set_options,
    .example = "net-set web01 --addresses 192.0.2.10 --subnets 255.255.255.0 --gateways 192.0.2.1",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_net_clear = {
    .name = "net-clear",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Forget the addresses for after a failover"),
    .options = net_clear_options,
    .example = "net-clear web01",
    .run = run_net_clear,
};

const HvrCliCommand hvr_cli_command_net_test_switch = {
    .name = "net-test-switch",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Set what test machines of replicas are connected to"),
    .options = net_test_switch_options,
    .example = "net-test-switch web01 --switch Test",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_auth_add = {
    .name = "auth-add",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = JOB,
    .summary = N_("Allow a server to replicate to the host"),
    .options = auth_add_options,
    .example =
        "auth-add hv-primary.example.com --storage-location 'D:\\Replica' --trust-group main",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_auth_modify = {
    .name = "auth-modify",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = JOB,
    .summary = N_("Change an authorization entry of the host"),
    .options = auth_modify_options,
    .example = "auth-modify hv-primary.example.com --trust-group main",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_auth_remove = {
    .name = "auth-remove",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = RISKY,
    .summary = N_("Remove an authorization entry, or all of a group"),
    .options = auth_remove_options,
    .example = "auth-remove --allowed-primary hv-primary.example.com",
    .check = check_auth_remove,
    .warn = warn_auth_remove,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_auth_bind = {
    .name = "auth-bind",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Let only an entry's servers replicate to these replicas"),
    .options = auth_bind_options,
    .example = "auth-bind web01 --allowed-primary hv-primary.example.com",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_service_set = {
    .name = "service-set",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = JOB,
    .summary = N_("Change the host's settings as replication server"),
    .options = service_set_options,
    .example = "service-set --enabled yes --authentication kerberos",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_service_edit = {
    .name = "service-edit",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_SESSION,
    .traits = JOB,
    .summary = N_("Change settings and entries of the host in an editor"),
    .example = "service-edit",
    .run = hvr_cli_edit_run_service,
};

const HvrCliCommand hvr_cli_command_service_start = {
    .name = "service-start",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = JOB,
    .summary = N_("Start the host's replication service"),
    .example = "service-start",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_service_stop = {
    .name = "service-stop",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = RISKY,
    .summary = N_("Stop the host's replication service"),
    .example = "service-stop",
    .warn = warn_service_stop,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_test_connection = {
    .name = "test-connection",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = JOB,
    .summary = N_("Try whether the host could replicate to a server"),
    .options = test_connection_options,
    .example = "test-connection hv-replica --port 443 --authentication certificate",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_refresh = {
    .name = "refresh",
    .group = HVR_CLI_GROUP_HOST,
    .target = HVR_CLI_ON_HOSTS,
    .traits = HVR_CLI_CHANGES,
    .summary = N_("Have the daemon read everything from the host now"),
    .example = "refresh --hosts all",
    .run = hvr_cli_verb_run,
};
