/* sim_types.h: what a world of simulated hosts consists of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Plain data, for sim_world.h to work on.  Times are world time in microseconds
 * since 1970 UTC.
 */

#pragma once

#include <gio/gio.h>

#include "hvr_clock.h"
#include "msvm_tables.h"
#include "sim_switches.h"
#include "sim_version.h"
#include "sim_winrm.h"

G_BEGIN_DECLS

typedef struct _HvsWorld HvsWorld;
typedef struct _HvsHost HvsHost;
typedef struct _HvsVm HvsVm;
typedef struct _HvsDisk HvsDisk;
typedef struct _HvsNic HvsNic;
typedef struct _HvsConsole HvsConsole;
typedef struct _HvsSnapshot HvsSnapshot;
typedef struct _HvsRelationship HvsRelationship;
typedef struct _HvsAuthorization HvsAuthorization;
typedef struct _HvsCertificate HvsCertificate;
typedef struct _HvsJob HvsJob;

struct _HvsWorld {
    HvrClock *clock;     /* drives world time when not stepped */
    gint64 start;        /* world time at creation, microseconds since 1970 UTC */
    gint64 now;          /* world time reached so far */
    double speed;        /* world seconds per second of @clock; 0: only stepped */
    gint64 clock_mark;   /* monotonic time of @clock when @now was last brought up */
    GSequence *timeline; /* HvsEvent, by due time then order of scheduling */
    guint64 n_scheduled;
    GRand *rand; /* the one source of chance: GUIDs, sizes */
    GPtrArray *hosts;
    GPtrArray *cut_links; /* GStrv of two host names */
    HvsSwitches switches;
};

/* HvsHost.fail_next_call: an answer without a ReturnValue. */
#define HVS_NO_VALUE G_MAXUINT

struct _HvsHost {
    HvsWorld *world;
    char *name;    /* what the world calls it, its NetBIOS name at first */
    char *netbios; /* what it calls itself since it started; upper case compares equal */
    char *fqdn;
    char *new_name;          /* (nullable): its NetBIOS name from its next start on */
    GPtrArray *former_names; /* NetBIOS names and FQDNs that it had */
    const HvsVersion *version;
    guint n_processors; /* logical */
    guint64 memory;     /* bytes */
    char *user;         /* the account that may use WinRM */
    char *password;
    HvsWinrm winrm;
    guint16 http_port, https_port; /* 0: pick one; afterwards the one bound */
    gboolean up;                   /* vmms and listener answer */
    gint64 installed;
    gint64 booted;
    guint n_restarts, n_free_disks; /* the latter are its own, offered to machines */
    GPtrArray *vms;
    GPtrArray *jobs;
    guint64 n_background; /* background jobs so far; their ids are made of it */
    GPtrArray *authorizations;
    GPtrArray *certificates; /* the computer's personal store */
    GPtrArray *switches;     /* HvsSwitch: what the world file says of them */
    Msvm_ReplicationServiceSettingData *service_settings;
    gint timezone;        /* minutes east of UTC */
    guint64 initial_rate; /* bytes per second of an initial replication or resync */
    guint64 delta_rate;   /* bytes per second of what a cycle sends */
    guint64 storage_free; /* bytes left for replicas */
    GTimeSpan quick_job;  /* how long all other jobs take */
    /* Faults that tests inject; the server and the job runner consume them. */
    guint fail_next_job;    /* ErrorCode for the next job that ends; 0: none */
    guint fail_next_state;  /* the JobState it ends in; 0: 10 if it has an ErrorCode */
    guint fail_next_errors; /* Msvm_Errors that it gives, at least one */
    guint fail_next_call;   /* ReturnValue of the next method call, which has no effect; 0: none */
    guint n_requests;       /* WS-Man envelopes answered so far */
    GQueue upsets;          /* what happens to the requests to come, see sim_upset.h */
    HvsTraffic traffic;
};

struct _HvsDisk {
    char *path;
    char *instance_id; /* of its Msvm_StorageAllocationSettingData */
    guint64 size;
    gboolean included; /* in replication */
};

struct _HvsNic {
    char *name;
    char *instance_id;
    gboolean legacy;   /* an emulated card */
    char *mac;         /* 12 hex digits */
    char *switch_name; /* NULL: not connected */
    char *pool;        /* (nullable): the resource pool it is connected to instead */
    char *test_switch; /* (nullable): what a test failover connects it to */
    char *test_pool;   /* (nullable): the same, a resource pool */
};

struct _HvsVm {
    HvsHost *host;
    char *guid; /* upper case */
    char *name;
    char *notes;
    guint16 enabled_state; /* Msvm_ComputerSystem.EnabledState */
    guint32 process_id;    /* 0 when off */
    gint64 created;
    gint64 configured; /* when its settings last changed */
    gint64 state_changed;
    gint64 started; /* 0 when off */
    guint memory_mb;
    guint n_vcpus;
    guint generation;               /* 1 or 2 */
    guint config_version;           /* times ten, e.g. 80 */
    guint16 automatic_start_action; /* 2 none, 3 if it ran, 4 always */
    GPtrArray *disks;
    GPtrArray *nics;
    GPtrArray *overlay;                /* HvrWmiObject: see sim_vm_overlay.h */
    GHashTable *hidden;                /* InstanceIDs of parts that are gone, upper case */
    GPtrArray *snapshots;              /* checkpoints and recovery points, oldest first */
    HvsSnapshot *current;              /* (borrowed) last applied or taken checkpoint */
    guint16 replication_mode;          /* 0 none, 1 primary, 2 replica, 3 test, 4 extended */
    HvsRelationship *relationships[2]; /* \HVR\0 and \HVR\1, NULL where there is none */
    char *test_of;                     /* mode 3: the replica's GUID */
    guint16 health_state;              /* Msvm_ComputerSystem.HealthState */
    guint n_interrupts;                /* non-maskable ones so far */
    HvsConsole *console;
    guint n_vss_failures;            /* that many times the guest's VSS fails from now on */
    HvsAuthorization *authorization; /* (borrowed) bound by SetAuthorizationEntry */
};

struct _HvsSnapshot {
    char *instance_id; /* "Microsoft:GUID" */
    char *name;
    char *notes;
    char *type; /* VirtualSystemType, e.g. "Microsoft:Hyper-V:Snapshot:Replica:Standard" */
    gint64 created;
    HvsSnapshot *parent; /* (borrowed) */
    gboolean saved;      /* holds memory, so the VM ran */
};

struct _HvsRelationship {
    HvsVm *vm;
    guint index;
    gboolean sender; /* this side ships the changes */
    guint16 state;   /* Msvm_ReplicationRelationship.ReplicationState */
    guint16 health;
    guint16 failed_over_type;
    guint16 last_type;
    gint64 last_replication; /* 0: never */
    gint64 last_apply;
    gint64 last_consistent;
    gint64 last_point; /* when the last hourly recovery point was made */
    gboolean planned;  /* receiver: the sender was prepared and its last delta is here */
    Msvm_ReplicationSettingData *settings; /* as this side shows them */
    Msvm_ReplicationStatistics *statistics;
    guint n_misses;        /* cycles in a row that failed */
    guint64 cycle_event;   /* hvs_world_schedule() id of the next cycle, 0: none */
    guint64 delta_event;   /* when what a cycle sends is there, 0: nothing is on its way */
    guint64 delta_size;    /* of it, part of pending */
    gboolean delta_late;   /* the next cycle was due before it was there */
    HvsJob *transfer;      /* (borrowed) initial replication or resync, scheduled or under way */
    guint64 start_event;   /* when a scheduled transfer is due */
    guint16 transfer_type; /* InitialReplicationType; 0: resynchronization */
    double transferred;    /* share of it that is done, kept while it is paused */
    gboolean initial;      /* the initial replication is not done yet */
    gboolean exported;     /* the initial replica is on a disk, not imported yet */
    gboolean seeded;       /* receiver: the VM was there before */
    gboolean unauthorized; /* receiver: its authorization entry was removed */
    gboolean log_invalid;  /* receiver: the next log does not follow the last one */
    char *problem;         /* (nullable): sender: why the last cycle failed or a resync is needed */
    guint64 pending;       /* sender: bytes written and not sent */
    char *checkpoint;      /* (nullable): receiver: InstanceID of what failover put aside */
    GPtrArray *adapters;   /* (nullable) (element-type Msvm_FailoverNetworkAdapterSettingData) */
};

/* What it says, and all of it in DER. */
struct _HvsCertificate {
    char *subject;
    gint64 not_before;
    gint64 not_after;
    GBytes *encoded;
    char *thumbprint; /* SHA-1 of @encoded, 40 hexadecimal digits */
};

struct _HvsAuthorization {
    char *allowed_primary;
    char *storage_location;
    char *trust_group;
};

G_END_DECLS
