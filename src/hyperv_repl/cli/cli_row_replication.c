/* cli_row_replication.c: commands that set up replication and keep it going
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_changing.h"

#include <glib/gi18n-lib.h>

#include "cli_edit.h"
#include "cli_verb.h"

#define JOB     (HVR_CLI_CHANGES | HVR_CLI_STARTS_JOB)
#define RISKY   (JOB | HVR_CLI_CONFIRMS)
#define SETTING HVR_CLI_PARAM
#define PATHS   HVR_CLI_OFFER_NOTHING

/* clang-format off */

/* What both partners agreed on may be changed by some commands, and has to be said by others. */
#define SETTINGS \
    { "port",                   0, HVR_CLI_NUMBER,   SETTING, N_("PORT"),     NULL,                     0, N_("port that the replica server listens on") }, \
    { "authentication",         0, HVR_CLI_TEXT,     SETTING, NULL,           "kerberos|certificate",   0, N_("how the two servers trust each other") }, \
    { "certificate-thumbprint", 0, HVR_CLI_TEXT,     SETTING, N_("HEX"),      NULL,                     0, N_("certificate of the host that has the machine") }, \
    { "compression",            0, HVR_CLI_SWITCH,   SETTING, NULL,           NULL,                     0, N_("compress what is sent") }, \
    { "bypass-proxy",           0, HVR_CLI_SWITCH,   SETTING, NULL,           NULL,                     0, N_("go past the host's proxy server") }, \
    { "replicate-kvp",          0, HVR_CLI_SWITCH,   SETTING, NULL,           NULL,                     0, N_("replicate the key-value pairs that only the host sees, too") }, \
    { "frequency",              0, HVR_CLI_DURATION, SETTING, N_("TIME"),     NULL,                     0, N_("time between two cycles: 30s, 5m or 15m") }, \
    { "recovery-history",       0, HVR_CLI_NUMBER,   SETTING, N_("NUMBER"),   NULL,                     0, N_("hourly recovery points besides the latest, 0 to 24") }, \
    { "consistent-interval",    0, HVR_CLI_NUMBER,   SETTING, N_("HOURS"),    NULL,                     0, N_("between application-consistent points, 0 for none") }, \
    { "auto-resync",            0, HVR_CLI_SWITCH,   SETTING, NULL,           NULL,                     0, N_("resynchronize without being asked when that is needed") }, \
    { "auto-resync-start",      0, HVR_CLI_TEXT,     SETTING, N_("HH:MM"),    NULL,                     0, N_("from when on it may do so, in the host's local time") }, \
    { "auto-resync-end",        0, HVR_CLI_TEXT,     SETTING, N_("HH:MM"),    NULL,                     0, N_("until when it may do so") }, \
    { "write-order",            0, HVR_CLI_SWITCH,   SETTING, NULL,           NULL,                     0, N_("keep the order of writes across disks") }, \
    { "included-disks",         0, HVR_CLI_LIST,     SETTING, N_("PATH"),     NULL,                     0, N_("a disk to replicate; may be repeated") }, \
    { "provider",               0, HVR_CLI_TEXT,     SETTING, N_("PATH"),     NULL,                     0, N_("object path of a replication provider other than Hyper-V's own") }, \
    { "additional-settings",    0, HVR_CLI_TEXT,     SETTING, N_("TEXT"),     NULL,                     0, N_("what such a provider needs besides") }
#define EXCLUDED \
    { "excluded-disks",         0, HVR_CLI_LIST,     SETTING, N_("PATH"),     NULL,                     0, N_("all disks but this one; may be repeated") }
#define EXTENDED \
    { "extended",               0, HVR_CLI_FLAG,     0,       NULL,           NULL,                     0, N_("the extended relationship, to the third site") }
#define SERVER(traits) \
    { "replica-server",         0, HVR_CLI_TEXT,     SETTING | (traits), N_("HOST"), NULL, HVR_CLI_OFFER_HOSTS, N_("server to replicate to: a host, or the replica broker of a cluster") }
#define START_TIME \
    { "start-time",             0, HVR_CLI_TEXT,     0,       N_("TIME"),     NULL,                     0, N_("when to begin, at most seven days ahead: 22:00, 'in 2h'") }
#define CANCEL(text) \
    { "cancel",                 0, HVR_CLI_FLAG,     0,       NULL,           NULL,                     0, text }

static const HvrCliOption enable_options[] = { SERVER(HVR_CLI_REQUIRED), SETTINGS, EXCLUDED, { 0 } };
static const HvrCliOption set_options[] = { SERVER(0), SETTINGS, EXCLUDED, EXTENDED, { 0 } };
static const HvrCliOption reverse_options[] = { SERVER(0), SETTINGS, { 0 } };
static const HvrCliOption failback_options[] = {
    SERVER(0), SETTINGS,
    { "recovery-point-identifier", 0, HVR_CLI_TEXT,  SETTING, N_("ID"),       NULL,                     0, N_("handed to the provider as it is") },
    { 0 }
};
static const HvrCliOption start_options[] = {
    { "transfer",               0, HVR_CLI_TEXT,     SETTING, NULL,           "network|export|seeded",  0, N_("how the copy travels; seeded: the replica has an older copy already") },
    { "export-location",        0, HVR_CLI_TEXT,     SETTING, N_("PATH"),     NULL,                     0, N_("folder on the host to export to") },
    START_TIME, CANCEL(N_("cancel the initial replication, or its schedule")), EXTENDED,
    { 0 }
};
static const HvrCliOption import_options[] = {
    { "location",               0, HVR_CLI_TEXT,     SETTING | HVR_CLI_REQUIRED, N_("PATH"), NULL,       0, N_("the machine's own folder in the exported one, on the host") },
    { 0 }
};
static const HvrCliOption resync_options[] = { START_TIME, CANCEL(N_("cancel the resynchronization")), EXTENDED, { 0 } };
static const HvrCliOption leg_options[] = { EXTENDED, { 0 } };
static const HvrCliOption edit_options[] = {
    { "network",                0, HVR_CLI_FLAG,     0,       NULL,           NULL,                     0, N_("the addresses after a failover instead of the replication settings") },
    { 0 }
};
/* clang-format on */

static const char *
warn_resync(const HvrCliOptions *options)
{
    return hvr_cli_options_is_set(options, "cancel")
               ? NULL
               : _("The recovery points of the replica are deleted.");
}

static const char *
warn_remove(const HvrCliOptions *options)
{
    return _("Replication ends on this host; to go on later takes a new initial copy.");
}

static gboolean
check_start(const HvrCliOptions *options, GError **error)
{
    gboolean exports = g_strcmp0(hvr_cli_options_get_text(options, "transfer"), "export") == 0;

    if (exports != hvr_cli_options_has(options, "export-location"))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'--transfer export' and '--export-location' go together"));

    return TRUE;
}

const HvrCliCommand hvr_cli_command_enable = {
    .name = "enable",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Begin to replicate machines; 'start' then makes the first copy"),
    .description =
        N_("On the primary: creates the relationship with the replica server, which shows a "
           "placeholder "
           "of the machine from then on. On a replica: replicates it on, to a third site."),
    .options = enable_options,
    .example = "enable web01 --replica-server hv-replica --recovery-history 4",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_set = {
    .name = "set",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Change settings of the replication, keep the others"),
    .options = set_options,
    .example = "set 'web*' --frequency 30s",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_edit = {
    .name = "edit",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINE,
    .traits = JOB,
    .summary = N_("Change the settings of a machine's replication in an editor"),
    .description = N_("Opens the XML document in $VISUAL, $EDITOR or vi. What the daemon or the "
                      "host refuses can be "
                      "edited again; nothing is changed until all of it is accepted."),
    .options = edit_options,
    .example = "edit web01",
    .run = hvr_cli_edit_run,
};

const HvrCliCommand hvr_cli_command_start = {
    .name = "start",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Make the first copy of machines, now or later"),
    .description = N_("Copies over the network, exports to a folder that 'import' takes in on the "
                      "replica, or compares "
                      "with a copy that the replica has already."),
    .options = start_options,
    .example = "start web01 --start-time 22:00",
    .check = check_start,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_import = {
    .name = "import",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINE,
    .traits = JOB,
    .summary = N_("On the replica: take in a first copy that the primary exported"),
    .options = import_options,
    .example = "import web01 --location 'F:\\Export\\web01_11111111-1111-4111-8111-111111111111'",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_suspend = {
    .name = "suspend",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Pause replication; changes are gathered meanwhile"),
    .options = leg_options,
    .example = "suspend --all",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_resume = {
    .name = "resume",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Go on with replication that is suspended or critical"),
    .options = leg_options,
    .example = "resume web01",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_resync = {
    .name = "resync",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("Compare all disks with the replica's and send the differences"),
    .options = resync_options,
    .example = "resync web01 --start-time 22:00",
    .warn = warn_resync,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_remove = {
    .name = "remove",
    .group = HVR_CLI_GROUP_REPLICATION,
    .target = HVR_CLI_ON_MACHINES,
    .traits = RISKY,
    .summary = N_("Stop replicating machines; do it on both hosts"),
    .description = N_(
        "Each host forgets its own side only. The machine itself stays; so does the replica, as a "
        "machine that is off."),
    .options = leg_options,
    .example = "remove web01 --hosts hv-primary,hv-replica",
    .warn = warn_remove,
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_reverse = {
    .name = "reverse",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("On the failed-over replica: replicate to the old primary"),
    .options = reverse_options,
    .example = "reverse web01",
    .run = hvr_cli_verb_run,
};

const HvrCliCommand hvr_cli_command_failback = {
    .name = "failback",
    .group = HVR_CLI_GROUP_FAILOVER,
    .target = HVR_CLI_ON_MACHINES,
    .traits = JOB,
    .summary = N_("Ask a replication provider to fail back"),
    .description = N_("Hyper-V's own provider between two hosts is not known to serve this: there "
                      "the way back is "
                      "'reverse', 'start' and then 'failover --planned'."),
    .options = failback_options,
    .example = "failback web01",
    .run = hvr_cli_verb_run,
};
