/* libvirt-hyperv-repl.h: Hyper-V Replica for programs that use libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Functions over libvirt's own virDomainPtr and virConnectPtr, in the manner of
 * libvirt-qemu.h.  They work on any connection to virthypervd, whatever it goes
 * over: hyperv+unix, hyperv+ssh, hyperv+tls, hyperv+ext ...
 *
 * Answers are lists of typed parameters whose names are paths: members are
 * joined by '.', a list NAME has NAME.count, and its elements are NAME.0,
 * NAME.1 ... ("relationships.0.settings.replica-server").  What has no value is
 * left out.  Truth is a boolean; a whole number is a ULLONG, or a LLONG if it is
 * negative; other numbers are doubles; the rest are strings, times among them
 * (RFC 3339, UTC).  Where a state has a name, its number stands beside it as
 * NAME-number, so that one nobody has heard of is not lost.  What would make a
 * name longer than libvirt allows is one string, the JSON text of it.  The
 * caller frees an answer with virTypedParamsFree().
 *
 * Arguments are typed parameters, too, see VIR_HYPERV_REPL_PARAM_*; a name that
 * is given more than once makes a list.  Numbers may have any type of a whole
 * number.  An argument that a function does not take is refused.
 *
 * Functions that change something return when the host's job has ended, unless
 * VIR_HYPERV_REPL_NO_WAIT is given.  Failure is libvirt's: virGetLastError()
 * has the code and a sentence with what to do.  Besides what each function says:
 * VIR_ERR_INVALID_ARG for wrong arguments or flags, VIR_ERR_OPERATION_DENIED
 * where the right is lacking or the connection is read-only, VIR_ERR_NO_SUPPORT
 * where the other end is no virthypervd or an older one, VIR_ERR_RESOURCE_BUSY
 * where another job runs, VIR_ERR_NO_CONNECT where the host cannot be reached,
 * VIR_ERR_RPC where it did not answer any more (what was asked may have been
 * done), VIR_ERR_OPERATION_TIMEOUT where waiting, not the job, has ended,
 * VIR_ERR_OPERATION_FAILED for a job that failed; hyperv-replication-errors(7)
 * has all of them.
 *
 * What this library refuses itself is told to libvirt's error function first as
 * a call without a domain (libvirt lets nobody else raise errors); the last
 * error has the true code and sentence.
 */

#ifndef LIBVIRT_HYPERV_REPL_H
#define LIBVIRT_HYPERV_REPL_H

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
/**
 * VIR_HYPERV_REPL_NAMESPACE:
 *
 * The namespace of the replication element in a domain's metadata, and of the
 * documents here.
 *
 * Since: 0.1.0
 */
#define VIR_HYPERV_REPL_NAMESPACE "https://libvirt.org/schemas/domain/hyperv/replication/1.0"

/**
 * virHypervReplFlags:
 *
 * Since: 0.1.0
 */
typedef enum {
    VIR_HYPERV_REPL_EXTENDED = (1 << 0), /* the extended relationship instead of the primary one (Since: 0.1.0) */
    VIR_HYPERV_REPL_NO_WAIT  = (1 << 1), /* return when the job was started (Since: 0.1.0) */
    VIR_HYPERV_REPL_SHUTDOWN = (1 << 2), /* shut a running guest down, and start it at its new place (Since: 0.1.0) */
    VIR_HYPERV_REPL_BEFORE   = (1 << 3), /* no point that is later than the time asked for (Since: 0.1.0) */
} virHypervReplFlags;

/**
 * virHypervReplState:
 *
 * What a "state-number" is (Msvm_ReplicationRelationship.ReplicationState).
 *
 * Since: 0.1.0
 */
typedef enum {
    VIR_HYPERV_REPL_STATE_DISABLED                   = 0,  /* "disabled" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_READY                      = 1,  /* "ready": for the initial replication (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_INITIAL_REPLICATION        = 2,  /* "initial-replication": it waits or runs (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_REPLICATING                = 3,  /* "replicating" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_PREPARED                   = 4,  /* "prepared": for a planned failover (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_FAILED_OVER                = 5,  /* "failed-over", not committed (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_COMMITTED                  = 6,  /* "committed" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_SUSPENDED                  = 7,  /* "suspended" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_CRITICAL                   = 8,  /* "critical": stopped by an error (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_RESYNC_REQUIRED            = 9,  /* "resync-required" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_RESYNCHRONIZING            = 10, /* "resynchronizing" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_RESYNC_SUSPENDED           = 11, /* "resync-suspended" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_FAILING_OVER               = 12, /* "failing-over" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_FAILING_BACK               = 13, /* "failing-back" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_FAILED_BACK                = 14, /* "failed-back" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_UPDATING_DISKS             = 15, /* "updating-disks" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_DISK_UPDATE_CRITICAL       = 16, /* "disk-update-critical" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_UNKNOWN                    = 17, /* "unknown", in the host's own words (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_REPURPOSING                = 18, /* "repurposing" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_PREPARED_FOR_SYNC          = 19, /* "prepared-for-sync" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_PREPARED_FOR_GROUP_REVERSE = 20, /* "prepared-for-group-reverse" (Since: 0.1.0) */
    VIR_HYPERV_REPL_STATE_FIRE_DRILL                 = 21, /* "fire-drill" (Since: 0.1.0) */
} virHypervReplState;

/**
 * virHypervReplHealth:
 *
 * What a "health-number" is (Msvm_ReplicationRelationship.ReplicationHealth).
 *
 * Since: 0.1.0
 */
typedef enum {
    VIR_HYPERV_REPL_HEALTH_NONE     = 0, /* "none": not replicated (Since: 0.1.0) */
    VIR_HYPERV_REPL_HEALTH_OK       = 1, /* "ok" (Since: 0.1.0) */
    VIR_HYPERV_REPL_HEALTH_WARNING  = 2, /* "warning" (Since: 0.1.0) */
    VIR_HYPERV_REPL_HEALTH_CRITICAL = 3, /* "critical" (Since: 0.1.0) */
} virHypervReplHealth;

/**
 * virHypervReplRole:
 *
 * What a "role-number" is (Msvm_ComputerSystem.ReplicationMode).
 *
 * Since: 0.1.0
 */
typedef enum {
    VIR_HYPERV_REPL_ROLE_NONE     = 0, /* "none" (Since: 0.1.0) */
    VIR_HYPERV_REPL_ROLE_PRIMARY  = 1, /* "primary" (Since: 0.1.0) */
    VIR_HYPERV_REPL_ROLE_REPLICA  = 2, /* "replica" (Since: 0.1.0) */
    VIR_HYPERV_REPL_ROLE_TEST     = 3, /* "test": a test replica (Since: 0.1.0) */
    VIR_HYPERV_REPL_ROLE_EXTENDED = 4, /* "extended": an extended replica (Since: 0.1.0) */
} virHypervReplRole;

/* Arguments: their names, with type and unit. */

/* Of any function that changes something. */
#define VIR_HYPERV_REPL_PARAM_TIMEOUT "timeout" /* UINT, s: how long to wait; ends the waiting, not the job */

/* Settings of a relationship. */
#define VIR_HYPERV_REPL_PARAM_REPLICA_SERVER         "replica-server"         /* STRING: a host's name, or the replica broker's of a cluster */
#define VIR_HYPERV_REPL_PARAM_PORT                   "port"                   /* UINT: the port that the replica server listens on */
#define VIR_HYPERV_REPL_PARAM_AUTHENTICATION         "authentication"         /* STRING: "kerberos", "certificate"; of a service also "both" */
#define VIR_HYPERV_REPL_PARAM_CERTIFICATE_THUMBPRINT "certificate-thumbprint" /* STRING, hex: of the host's computer store */
#define VIR_HYPERV_REPL_PARAM_COMPRESSION            "compression"            /* BOOLEAN: compress what is sent */
#define VIR_HYPERV_REPL_PARAM_BYPASS_PROXY           "bypass-proxy"           /* BOOLEAN: go past the host's proxy server */
#define VIR_HYPERV_REPL_PARAM_REPLICATE_KVP          "replicate-kvp"          /* BOOLEAN: replicate the host's key-value pairs, too */
#define VIR_HYPERV_REPL_PARAM_FREQUENCY              "frequency"              /* UINT, s: 30, 300 or 900, the time between two cycles */
#define VIR_HYPERV_REPL_PARAM_RECOVERY_HISTORY       "recovery-history"       /* UINT: hourly recovery points besides the latest, 0 to 24 */
#define VIR_HYPERV_REPL_PARAM_CONSISTENT_INTERVAL    "consistent-interval"    /* UINT, h: between application-consistent points, 0 for none */
#define VIR_HYPERV_REPL_PARAM_AUTO_RESYNC            "auto-resync"            /* BOOLEAN: resynchronize unasked when that is needed */
#define VIR_HYPERV_REPL_PARAM_AUTO_RESYNC_START      "auto-resync-start"      /* STRING, hh:mm of the host: from when on it may do so */
#define VIR_HYPERV_REPL_PARAM_AUTO_RESYNC_END        "auto-resync-end"        /* STRING, hh:mm of the host: until when it may do so */
#define VIR_HYPERV_REPL_PARAM_WRITE_ORDER            "write-order"            /* BOOLEAN: keep the order of writes across disks */
#define VIR_HYPERV_REPL_PARAM_INCLUDED_DISKS         "included-disks"         /* STRING, list: the disks to replicate, by image path or id */
#define VIR_HYPERV_REPL_PARAM_EXCLUDED_DISKS         "excluded-disks"         /* STRING, list: all disks but these */
#define VIR_HYPERV_REPL_PARAM_PROVIDER               "provider"               /* STRING: object path of another replication provider */
#define VIR_HYPERV_REPL_PARAM_ADDITIONAL_SETTINGS    "additional-settings"    /* STRING: what such a provider needs besides */

/* Of single verbs. */
#define VIR_HYPERV_REPL_PARAM_START_TIME                "start-time"                /* STRING, RFC 3339 with offset: at most 7 days ahead */
#define VIR_HYPERV_REPL_PARAM_TRANSFER                  "transfer"                  /* STRING: "network", "export", "seeded" */
#define VIR_HYPERV_REPL_PARAM_EXPORT_LOCATION           "export-location"           /* STRING: folder on the host to export to */
#define VIR_HYPERV_REPL_PARAM_LOCATION                  "location"                  /* STRING: the machine's own folder in the exported one */
#define VIR_HYPERV_REPL_PARAM_POINT                     "point"                     /* STRING: its name, where no virDomainSnapshotPtr is at hand */
#define VIR_HYPERV_REPL_PARAM_ACKNOWLEDGE_PRIMARY_DOWN  "acknowledge-primary-down"  /* BOOLEAN: somebody has made sure of it */
#define VIR_HYPERV_REPL_PARAM_FORCE                     "force"                     /* BOOLEAN: although the primary is running */
#define VIR_HYPERV_REPL_PARAM_REASON                    "reason"                    /* STRING: why; is recorded */
#define VIR_HYPERV_REPL_PARAM_RECOVERY_POINT_IDENTIFIER "recovery-point-identifier" /* STRING: handed to the provider as it is */
#define VIR_HYPERV_REPL_PARAM_DOCUMENT                  "document"                  /* STRING: an XML document instead of settings */
#define VIR_HYPERV_REPL_PARAM_STATE                     "state"                     /* UINT: a RequestedState; of a filter STRING */

/* Settings of a network adapter after a failover. */
#define VIR_HYPERV_REPL_PARAM_ADAPTER     "adapter"     /* STRING: MAC address, id, or a name that only one adapter has; default: all */
#define VIR_HYPERV_REPL_PARAM_DHCP        "dhcp"        /* BOOLEAN: ask a DHCP server for IPv4 addresses */
#define VIR_HYPERV_REPL_PARAM_ADDRESSES   "addresses"   /* STRING, list: IPv4 and IPv6 addresses */
#define VIR_HYPERV_REPL_PARAM_SUBNETS     "subnets"     /* STRING, list: for each address a mask or a prefix's length in bits */
#define VIR_HYPERV_REPL_PARAM_GATEWAYS    "gateways"    /* STRING, list: at most five */
#define VIR_HYPERV_REPL_PARAM_DNS_SERVERS "dns-servers" /* STRING, list: the preferred ones first */
#define VIR_HYPERV_REPL_PARAM_CLEAR       "clear"       /* STRING: "ipv4", "ipv6", "all": forget these settings */
#define VIR_HYPERV_REPL_PARAM_SWITCH      "switch"      /* STRING: virtual switch of test machines */
#define VIR_HYPERV_REPL_PARAM_POOL        "pool"        /* STRING: resource pool instead of a switch */

/* Settings of a host as replication server, and its authorization entries. */
#define VIR_HYPERV_REPL_PARAM_ENABLED             "enabled"             /* BOOLEAN: accept replication from other hosts */
#define VIR_HYPERV_REPL_PARAM_HTTP_PORT           "http-port"           /* UINT: the port for kerberos, usually 80 */
#define VIR_HYPERV_REPL_PARAM_HTTPS_PORT          "https-port"          /* UINT: the port for certificates, usually 443 */
#define VIR_HYPERV_REPL_PARAM_MONITORING_START    "monitoring-start"    /* STRING, hh:mm UTC: when a day's first interval begins */
#define VIR_HYPERV_REPL_PARAM_MONITORING_INTERVAL "monitoring-interval" /* UINT, s: 3600 to 604800 */
#define VIR_HYPERV_REPL_PARAM_ALLOWED_PRIMARY     "allowed-primary"     /* STRING: a server's full name, "*.example.com" or "*" */
#define VIR_HYPERV_REPL_PARAM_STORAGE_LOCATION    "storage-location"    /* STRING: the folder for replicas that come from there */
#define VIR_HYPERV_REPL_PARAM_TRUST_GROUP         "trust-group"         /* STRING: who may take over each other's machines */

/* Filters and limits of reading functions, besides those above. */
#define VIR_HYPERV_REPL_PARAM_PRIMARY_SERVER "primary-server" /* STRING: relationships with this primary server */
#define VIR_HYPERV_REPL_PARAM_HEALTH         "health"         /* STRING: relationships of this health */
#define VIR_HYPERV_REPL_PARAM_ROLE           "role"           /* STRING: machines in this role */
#define VIR_HYPERV_REPL_PARAM_RELATIONSHIP   "relationship"   /* STRING: "primary", "extended" */
#define VIR_HYPERV_REPL_PARAM_LIMIT          "limit"          /* UINT: how many; default: 20 */
/* clang-format on */

/* Reading, of a machine. */

/**
 * virDomainHypervReplGetState:
 * @domain: a virtual machine
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Role, states, health and settings of the machine's replication:
 * "role", "role-number", "relationships.count", "relationships.0.state",
 * "relationships.0.health", "relationships.0.settings.replica-server" ...; all
 * members are those of the command query-replication.
 *
 * On a read-only connection, where libvirt lets no command pass, the answer is
 * made of the domain's metadata and lacks what is not there.
 *
 * Source: Msvm_ReplicationRelationship, Msvm_ReplicationSettingData
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetState(virDomainPtr domain,
                                virTypedParameterPtr *params,
                                int *nparams,
                                unsigned int flags);

/**
 * virDomainHypervReplGetXMLDesc:
 * @domain: a virtual machine
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The same as a document: the <replication> element of the domain's metadata
 * (schemas/replication.rng).  With its settings changed, it is what
 * virDomainHypervReplModify() takes.
 *
 * Source: Msvm_ReplicationRelationship, Msvm_ReplicationSettingData
 *
 * Returns the document, or NULL in case of error; the caller frees it.
 *
 * Since: 0.1.0
 */
char *virDomainHypervReplGetXMLDesc(virDomainPtr domain, unsigned int flags);

/**
 * virDomainHypervReplGetPoints:
 * @domain: a replica
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The recovery points, the oldest first: "point.count", "point.0.name",
 * "point.0.kind", "point.0.created", "point.0.title", "point.0.id".  Works on a
 * read-only connection, without the ids there.
 *
 * Source: Msvm_VirtualSystemSettingData, Msvm_SnapshotOfVirtualSystem
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetPoints(virDomainPtr domain,
                                 virTypedParameterPtr *params,
                                 int *nparams,
                                 unsigned int flags);

/**
 * virDomainHypervReplListPoints:
 * @domain: a replica
 * @points: where to put an array of snapshots, ended by NULL; may be NULL
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The recovery points as snapshots, the oldest first; other snapshots of the
 * machine are left out.  The caller frees each with virDomainSnapshotFree(), and
 * then the array.  Works on a read-only connection.
 *
 * Returns how many there are, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplListPoints(virDomainPtr domain,
                                  virDomainSnapshotPtr **points,
                                  unsigned int flags);

/**
 * virDomainHypervReplPointLookupByTime:
 * @domain: a replica
 * @seconds: a time, in seconds since 1970 UTC
 * @flags: 0 or VIR_HYPERV_REPL_BEFORE
 *
 * The recovery point that is nearest to a time; of two that are as near, the
 * earlier one.  With VIR_HYPERV_REPL_BEFORE those that are later do not count.
 * Fails with VIR_ERR_NO_DOMAIN_SNAPSHOT where there is none.  Works on a
 * read-only connection.
 *
 * Returns the point, or NULL in case of error; freed with virDomainSnapshotFree().
 *
 * Since: 0.1.0
 */
virDomainSnapshotPtr
virDomainHypervReplPointLookupByTime(virDomainPtr domain, long long seconds, unsigned int flags);

/**
 * virDomainHypervReplGetStatistics:
 * @domain: a virtual machine
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: 0 or VIR_HYPERV_REPL_EXTENDED
 *
 * How replication went since the monitoring interval began; the members are
 * those of the command query-replication-statistics.
 *
 * Source: Msvm_ReplicationService.GetReplicationStatistics, GetReplicationStatisticsEx
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetStatistics(virDomainPtr domain,
                                     virTypedParameterPtr *params,
                                     int *nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplGetNetwork:
 * @domain: a virtual machine
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The network adapters' settings after a failover and in a test failover; the
 * members are those of the command query-failover-network.
 *
 * Source: Msvm_FailoverNetworkAdapterSettingData
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetNetwork(virDomainPtr domain,
                                  virTypedParameterPtr *params,
                                  int *nparams,
                                  unsigned int flags);

/**
 * virDomainHypervReplGetNetworkXMLDesc:
 * @domain: a virtual machine
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The same as a document: a <failovernetwork> element
 * (schemas/failovernetwork.rng), as virDomainHypervReplSetNetwork() takes it.
 *
 * Source: Msvm_FailoverNetworkAdapterSettingData
 *
 * Returns the document, or NULL in case of error; the caller frees it.
 *
 * Since: 0.1.0
 */
char *virDomainHypervReplGetNetworkXMLDesc(virDomainPtr domain, unsigned int flags);

/**
 * virDomainHypervReplGetJob:
 * @domain: a virtual machine
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The running job and the one that ended last: "running.kind",
 * "running.percent" ... and "last.status" ...; the members are those of the
 * command query-job.
 *
 * Source: Msvm_ConcreteJob
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetJob(virDomainPtr domain,
                              virTypedParameterPtr *params,
                              int *nparams,
                              unsigned int flags);

/* Changing, of a machine. */

/**
 * virDomainHypervReplEnable:
 * @domain: a virtual machine that is not replicated, or a replica to extend
 * @params: arguments: REPLICA_SERVER (required), the other settings of a
 *          relationship, EXCLUDED_DISKS, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Create the relationship; nothing is copied yet.
 *
 * Source: Msvm_ReplicationService.CreateReplicationRelationship
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID if the machine is
 * replicated already.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplEnable(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplStart:
 * @domain: a primary
 * @params: arguments: TRANSFER, EXPORT_LOCATION, START_TIME, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Start the initial replication, at once or at a time.
 *
 * Source: Msvm_ReplicationService.StartReplication
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplStart(virDomainPtr domain,
                             virTypedParameterPtr params,
                             int nparams,
                             unsigned int flags);

/**
 * virDomainHypervReplImport:
 * @domain: a replica that waits for its initial copy
 * @params: arguments: LOCATION (required), TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Take in an initial copy that the primary exported.
 *
 * Source: Msvm_ReplicationService.ImportInitialReplica
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplImport(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplCancelInitial:
 * @domain: a primary
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Cancel the initial replication, or its schedule.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange, RequestReplicationStateChangeEx
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplCancelInitial(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplSuspend:
 * @domain: a primary or a replica
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Pause replication.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange, RequestReplicationStateChangeEx
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplSuspend(virDomainPtr domain,
                               virTypedParameterPtr params,
                               int nparams,
                               unsigned int flags);

/**
 * virDomainHypervReplResume:
 * @domain: a primary or a replica
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Resume replication that is suspended or critical.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange, RequestReplicationStateChangeEx
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplResume(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplResynchronize:
 * @domain: a primary
 * @params: arguments: START_TIME, REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Compare all disks and send the differences; deletes the recovery points.
 *
 * Source: Msvm_ReplicationService.Resynchronize
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplResynchronize(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplCancelResynchronize:
 * @domain: a primary
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Cancel the resynchronization.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange, RequestReplicationStateChangeEx
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplCancelResynchronize(virDomainPtr domain,
                                           virTypedParameterPtr params,
                                           int nparams,
                                           unsigned int flags);

/**
 * virDomainHypervReplPrepare:
 * @domain: a primary that is off
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Send the last changes for a planned failover.  virDomainHypervReplPlannedFailover()
 * does this and all that follows.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID if the machine
 * runs, or in a state that does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplPrepare(virDomainPtr domain,
                               virTypedParameterPtr params,
                               int nparams,
                               unsigned int flags);

/**
 * virDomainHypervReplCancelPrepare:
 * @domain: a primary that was prepared
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Give up the planned failover.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplCancelPrepare(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplFailover:
 * @domain: a replica
 * @point: a recovery point of it; NULL for the latest state
 * @params: arguments: ACKNOWLEDGE_PRIMARY_DOWN, FORCE, REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Fail over without the primary's help; changes not yet received are lost.  The
 * machine is not started.  If the primary's host answers and runs the machine,
 * this is refused, unless FORCE and a REASON are given; if that host does not
 * answer, somebody has to say ACKNOWLEDGE_PRIMARY_DOWN.
 *
 * Source: Msvm_ReplicationService.InitiateFailover
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it, or where two copies might run.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplFailover(virDomainPtr domain,
                                virDomainSnapshotPtr point,
                                virTypedParameterPtr params,
                                int nparams,
                                unsigned int flags);

/**
 * virDomainHypervReplRevert:
 * @domain: a failed-over replica that is off
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Undo the failover; what the machine wrote since then is lost.
 *
 * Source: Msvm_ReplicationService.RevertFailover
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID if the machine
 * runs, or in a state that does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplRevert(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplCommit:
 * @domain: a failed-over replica
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Make the failover final; deletes the recovery points.
 *
 * Source: Msvm_ReplicationService.CommitFailover
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplCommit(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplBecomeReplica:
 * @domain: the old primary, after a failover
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Make it a replica, so that replication can be reversed.
 *
 * Source: Msvm_ReplicationService.RequestReplicationStateChange
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplBecomeReplica(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplBecomePrimary:
 * @domain: a replica with an extended relationship, its failover committed
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Go on replicating to the extended replica, as its primary.
 *
 * Source: Msvm_ReplicationService.ChangeReplicationModeToPrimary
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplBecomePrimary(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplReverse:
 * @domain: a failed-over replica
 * @params: arguments: settings of a relationship that are to differ, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Replicate back to the old primary.
 *
 * Source: Msvm_ReplicationService.ReverseReplicationRelationship
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplReverse(virDomainPtr domain,
                               virTypedParameterPtr params,
                               int nparams,
                               unsigned int flags);

/**
 * virDomainHypervReplFailback:
 * @domain: a virtual machine that a replication provider took over
 * @params: arguments: RECOVERY_POINT_IDENTIFIER, settings of a relationship, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Ask the replication provider to fail back.  To go home between two Hyper-V
 * hosts, reverse and fail over the other way.
 *
 * Source: Msvm_ReplicationService.InitiateFailback
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplFailback(virDomainPtr domain,
                                virTypedParameterPtr params,
                                int nparams,
                                unsigned int flags);

/**
 * virDomainHypervReplModify:
 * @domain: a virtual machine that is replicated
 * @params: arguments: settings of a relationship, EXCLUDED_DISKS, or a DOCUMENT
 *          instead, TIMEOUT
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Change the settings that are given, keep the others.
 *
 * Source: Msvm_ReplicationService.ModifyReplicationSettings
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it, VIR_ERR_XML_ERROR for a wrong document.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplModify(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplRemove:
 * @domain: a virtual machine that is replicated
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Remove the relationship on this host; repeat it on the partner.
 *
 * Source: Msvm_ReplicationService.RemoveReplicationRelationship, RemoveReplicationRelationshipEx
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_INVALID in a state that
 * does not allow it.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplRemove(virDomainPtr domain,
                              virTypedParameterPtr params,
                              int nparams,
                              unsigned int flags);

/**
 * virDomainHypervReplTestFailover:
 * @domain: a replica
 * @point: a recovery point of it; NULL for the latest one
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Make a test machine of the replica, off and connected to nothing but what
 * virDomainHypervReplSetTestSwitch() says; replication goes on.  There is no
 * VIR_HYPERV_REPL_NO_WAIT here, as the machine exists when the job has ended.
 *
 * Source: Msvm_ReplicationService.TestReplicaSystem
 *
 * Returns the test machine, or NULL in case of error; freed with virDomainFree().
 *
 * Since: 0.1.0
 */
virDomainPtr virDomainHypervReplTestFailover(virDomainPtr domain,
                                             virDomainSnapshotPtr point,
                                             virTypedParameterPtr params,
                                             int nparams,
                                             unsigned int flags);

/**
 * virDomainHypervReplTestCleanup:
 * @domain: a replica, or a test machine
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Turn off and delete the test machines of a replica, or the test machine itself.
 *
 * Source: Msvm_VirtualSystemManagementService.DestroySystem
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplTestCleanup(virDomainPtr domain,
                                   virTypedParameterPtr params,
                                   int nparams,
                                   unsigned int flags);

/**
 * virDomainHypervReplAuthorize:
 * @domain: a replica
 * @params: arguments: ALLOWED_PRIMARY (required), TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Bind the replica to an authorization entry: only its servers may replicate to it.
 *
 * Source: Msvm_ReplicationService.SetAuthorizationEntry
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplAuthorize(virDomainPtr domain,
                                 virTypedParameterPtr params,
                                 int nparams,
                                 unsigned int flags);

/**
 * virDomainHypervReplSetNetwork:
 * @domain: a virtual machine
 * @params: arguments: ADAPTER with DHCP, ADDRESSES, SUBNETS, GATEWAYS,
 *          DNS_SERVERS, or CLEAR, or a DOCUMENT instead, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Set the addresses that the guest gets after a failover.
 *
 * Source: Msvm_ReplicationService.SetFailoverNetworkAdapterSettings
 *
 * Returns 0, or -1 in case of error: VIR_ERR_XML_ERROR for a wrong document.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplSetNetwork(virDomainPtr domain,
                                  virTypedParameterPtr params,
                                  int nparams,
                                  unsigned int flags);

/**
 * virDomainHypervReplSetTestSwitch:
 * @domain: a replica
 * @params: arguments: ADAPTER, SWITCH or POOL or neither (not connected), TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Choose what test machines are connected to.
 *
 * Source: Msvm_EthernetPortAllocationSettingData.TestReplicaSwitchName, TestReplicaPoolID
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplSetTestSwitch(virDomainPtr domain,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virDomainHypervReplResetStatistics:
 * @domain: a virtual machine that is replicated
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: of VIR_HYPERV_REPL_EXTENDED, VIR_HYPERV_REPL_NO_WAIT
 *
 * Begin a new monitoring interval.
 *
 * Source: Msvm_ReplicationService.ResetReplicationStatistics, ResetReplicationStatisticsEx
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplResetStatistics(virDomainPtr domain,
                                       virTypedParameterPtr params,
                                       int nparams,
                                       unsigned int flags);

/**
 * virDomainHypervReplGetPlan:
 * @domain: a virtual machine
 * @command: a command that changes something, e.g. "replication-failover"
 * @params: its arguments, VIR_HYPERV_REPL_PARAM_POINT among them; may be NULL
 * @nparams: how many
 * @calls: where to put the answer; freed with virTypedParamsFree()
 * @ncalls: where to put the number of elements
 * @flags: 0 or VIR_HYPERV_REPL_EXTENDED
 *
 * Which calls the command would make, in their order: "calls.count",
 * "calls.0.host", "calls.0.class", "calls.0.object", "calls.0.method",
 * "calls.0.arguments.NAME" ...  Nothing is changed.
 *
 * Returns 0, or -1 in case of error, which is the command's own where it would
 * be refused before a call is made.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetPlan(virDomainPtr domain,
                               const char *command,
                               virTypedParameterPtr params,
                               int nparams,
                               virTypedParameterPtr *calls,
                               int *ncalls,
                               unsigned int flags);

/**
 * virDomainHypervReplGetPlannedFailover:
 * @domain: a primary
 * @destination: the replica's host: a URI, or its name in hosts.conf
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: 0 or VIR_HYPERV_REPL_SHUTDOWN
 *
 * Whether a planned failover could begin, what stands against it, and which
 * calls it would make: "ready", "findings.count", "findings.0.severity" ("ok",
 * "warning", "blocking"), "findings.0.host", "findings.0.text",
 * "findings.0.remedy", "calls.count" ...  Nothing is changed.
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virDomainHypervReplGetPlannedFailover(virDomainPtr domain,
                                          const char *destination,
                                          virTypedParameterPtr *params,
                                          int *nparams,
                                          unsigned int flags);

/**
 * virDomainHypervReplPlannedFailover:
 * @domain: a primary
 * @dconn: a connection to the replica's host; NULL where @destination is given
 * @destination: the URI of the replica's host as this host's daemon reaches it,
 *               "hyperv://HOST/"; NULL where @dconn is given
 * @params: VIR_HYPERV_REPL_PARAM_REASON
 * @nparams: number of elements in @params
 * @flags: 0 or VIR_HYPERV_REPL_SHUTDOWN
 *
 * Move the machine to its replica without losing anything: prepare, fail over,
 * reverse.  It must be off, or VIR_HYPERV_REPL_SHUTDOWN be given.  This is
 * virDomainMigrate3() or virDomainMigrateToURI3(), so that virDomainGetJobStats()
 * tells how far it is and virDomainAbortJob() ends it.
 *
 * Returns the machine at its new place, or, without @dconn, another reference to
 * @domain, which is the replica now; NULL in case of error.  Freed with
 * virDomainFree().
 *
 * Since: 0.1.0
 */
virDomainPtr virDomainHypervReplPlannedFailover(virDomainPtr domain,
                                                virConnectPtr dconn,
                                                const char *destination,
                                                virTypedParameterPtr params,
                                                int nparams,
                                                unsigned int flags);

/* Reading, of a host. */

/**
 * virConnectHypervReplGetService:
 * @conn: a connection to a host
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The settings and the authorization entries of the host as replication server;
 * the members are those of the command query-replication-service.
 *
 * Source: Msvm_ReplicationServiceSettingData, Msvm_ReplicationAuthorizationSettingData
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetService(virConnectPtr conn,
                                   virTypedParameterPtr *params,
                                   int *nparams,
                                   unsigned int flags);

/**
 * virConnectHypervReplGetServiceXMLDesc:
 * @conn: a connection to a host
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The same as a document: a <replicationservice> element
 * (schemas/replicationservice.rng), as virConnectHypervReplModifyService() takes it.
 *
 * Source: Msvm_ReplicationServiceSettingData, Msvm_ReplicationAuthorizationSettingData
 *
 * Returns the document, or NULL in case of error; the caller frees it.
 *
 * Since: 0.1.0
 */
char *virConnectHypervReplGetServiceXMLDesc(virConnectPtr conn, unsigned int flags);

/**
 * virConnectHypervReplGetAuthorization:
 * @conn: a connection to a host
 * @filters: ALLOWED_PRIMARY, STORAGE_LOCATION, TRUST_GROUP; may be NULL
 * @nfilters: how many
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Who may replicate to this host: "entry.count", "entry.0.allowed-primary",
 * "entry.0.storage-location", "entry.0.trust-group".
 *
 * Source: Msvm_ReplicationAuthorizationSettingData
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetAuthorization(virConnectPtr conn,
                                         virTypedParameterPtr filters,
                                         int nfilters,
                                         virTypedParameterPtr *params,
                                         int *nparams,
                                         unsigned int flags);

/**
 * virConnectHypervReplGetReplications:
 * @conn: a connection to a host
 * @filters: REPLICA_SERVER, PRIMARY_SERVER, STATE, HEALTH, ROLE, RELATIONSHIP,
 *           TRUST_GROUP; may be NULL
 * @nfilters: how many
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The relationships of all machines: "replication.count",
 * "replication.0.domain", "replication.0.uuid", "replication.0.state" ...
 *
 * Source: Msvm_ReplicationRelationship
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetReplications(virConnectPtr conn,
                                        virTypedParameterPtr filters,
                                        int nfilters,
                                        virTypedParameterPtr *params,
                                        int *nparams,
                                        unsigned int flags);

/**
 * virConnectHypervReplGetStatistics:
 * @conn: a connection to a host
 * @filters: as of virConnectHypervReplGetReplications(); may be NULL
 * @nfilters: how many
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * How replication went, for each relationship of all machines:
 * "statistics.count", "statistics.0.domain" ...
 *
 * Source: Msvm_ReplicationService.GetReplicationStatistics, GetReplicationStatisticsEx
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetStatistics(virConnectPtr conn,
                                      virTypedParameterPtr filters,
                                      int nfilters,
                                      virTypedParameterPtr *params,
                                      int *nparams,
                                      unsigned int flags);

/**
 * virConnectHypervReplGetCertificates:
 * @conn: a connection to a host
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The certificates that replication could use: "certificate.count",
 * "certificate.0.thumbprint", "certificate.0.subject" ...
 *
 * Source: Msvm_ReplicationService.GetSystemCertificates
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetCertificates(virConnectPtr conn,
                                        virTypedParameterPtr *params,
                                        int *nparams,
                                        unsigned int flags);

/**
 * virConnectHypervReplGetHost:
 * @conn: a connection to a host
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The host and how it is watched: "name", "hostname", "reachable",
 * "authentication", "events" ...; the members are those of the command query-host.
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetHost(virConnectPtr conn,
                                virTypedParameterPtr *params,
                                int *nparams,
                                unsigned int flags);

/**
 * virConnectHypervReplGetHosts:
 * @conn: a connection to a host
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The hosts of hosts.conf that this client may reach through the daemon:
 * "host.count", "host.0.name" ...
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetHosts(virConnectPtr conn,
                                 virTypedParameterPtr *params,
                                 int *nparams,
                                 unsigned int flags);

/**
 * virConnectHypervReplGetOperations:
 * @conn: a connection to a host
 * @filters: LIMIT; may be NULL
 * @nfilters: how many
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * What was changed lately, the last first, and what became of it:
 * "operation.count", "operation.0.name", "operation.0.domain",
 * "operation.0.phase" ...
 *
 * Returns 0, or -1 in case of error: VIR_ERR_NO_SUPPORT where no journal is kept.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetOperations(virConnectPtr conn,
                                      virTypedParameterPtr filters,
                                      int nfilters,
                                      virTypedParameterPtr *params,
                                      int *nparams,
                                      unsigned int flags);

/**
 * virConnectHypervReplGetCommands:
 * @conn: a connection to a host
 * @params: where to put the answer; freed with virTypedParamsFree()
 * @nparams: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * The daemon's commands with their arguments: "command.count",
 * "command.0.name", "command.0.arguments.count",
 * "command.0.arguments.0.name" ...
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetCommands(virConnectPtr conn,
                                    virTypedParameterPtr *params,
                                    int *nparams,
                                    unsigned int flags);

/* Changing, of a host. */

/**
 * virConnectHypervReplModifyService:
 * @conn: a connection to a host
 * @params: arguments: ENABLED, AUTHENTICATION, CERTIFICATE_THUMBPRINT, HTTP_PORT,
 *          HTTPS_PORT, MONITORING_START, MONITORING_INTERVAL, or a DOCUMENT
 *          instead, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Change the host's settings as replication server; if the document has
 * entries, the host gets those and no others.
 *
 * Source: Msvm_ReplicationService.ModifyServiceSettings
 *
 * Returns 0, or -1 in case of error: VIR_ERR_XML_ERROR for a wrong document.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplModifyService(virConnectPtr conn,
                                      virTypedParameterPtr params,
                                      int nparams,
                                      unsigned int flags);

/**
 * virConnectHypervReplAddAuthorization:
 * @conn: a connection to a host
 * @params: arguments: ALLOWED_PRIMARY, STORAGE_LOCATION, TRUST_GROUP (all required), TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Allow a server to replicate to this host.
 *
 * Source: Msvm_ReplicationService.AddAuthorizationEntry
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplAddAuthorization(virConnectPtr conn,
                                         virTypedParameterPtr params,
                                         int nparams,
                                         unsigned int flags);

/**
 * virConnectHypervReplModifyAuthorization:
 * @conn: a connection to a host
 * @params: arguments: ALLOWED_PRIMARY (required), STORAGE_LOCATION, TRUST_GROUP, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Change an authorization entry; disks that exist stay where they are.
 *
 * Source: Msvm_ReplicationService.ModifyAuthorizationEntry
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplModifyAuthorization(virConnectPtr conn,
                                            virTypedParameterPtr params,
                                            int nparams,
                                            unsigned int flags);

/**
 * virConnectHypervReplRemoveAuthorization:
 * @conn: a connection to a host
 * @params: arguments: ALLOWED_PRIMARY or TRUST_GROUP, REASON, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Remove an authorization entry, or all of a trust group; machines bound to it
 * stop replicating.
 *
 * Source: Msvm_ReplicationService.RemoveAuthorizationEntry
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplRemoveAuthorization(virConnectPtr conn,
                                            virTypedParameterPtr params,
                                            int nparams,
                                            unsigned int flags);

/**
 * virConnectHypervReplTestConnection:
 * @conn: a connection to a host
 * @params: arguments: REPLICA_SERVER (required), PORT, AUTHENTICATION,
 *          CERTIFICATE_THUMBPRINT, BYPASS_PROXY, TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Try whether this host could replicate to a replica server.
 *
 * Source: Msvm_ReplicationService.TestReplicationConnection
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_FAILED with the reason if
 * it could not.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplTestConnection(virConnectPtr conn,
                                       virTypedParameterPtr params,
                                       int nparams,
                                       unsigned int flags);

/**
 * virConnectHypervReplStartService:
 * @conn: a connection to a host
 * @params: arguments: TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Start the replication service.
 *
 * Source: Msvm_ReplicationService.StartService
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_UNSUPPORTED where the host
 * has no such thing, as Hyper-V says.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplStartService(virConnectPtr conn,
                                     virTypedParameterPtr params,
                                     int nparams,
                                     unsigned int flags);

/**
 * virConnectHypervReplStopService:
 * @conn: a connection to a host
 * @params: arguments: REASON, TIMEOUT; may be NULL
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Stop the replication service.
 *
 * Source: Msvm_ReplicationService.StopService
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_UNSUPPORTED where the host
 * has no such thing, as Hyper-V says.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplStopService(virConnectPtr conn,
                                    virTypedParameterPtr params,
                                    int nparams,
                                    unsigned int flags);

/**
 * virConnectHypervReplRequestServiceState:
 * @conn: a connection to a host
 * @params: arguments: STATE (required, a number: RequestedState of
 *          CIM_EnabledLogicalElement, 2 is enabled), TIMEOUT
 * @nparams: how many
 * @flags: 0 or VIR_HYPERV_REPL_NO_WAIT
 *
 * Ask the replication service to change its state.
 *
 * Source: Msvm_ReplicationService.RequestStateChange
 *
 * Returns 0, or -1 in case of error: VIR_ERR_OPERATION_UNSUPPORTED where the host
 * has no such thing, as Hyper-V says.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplRequestServiceState(virConnectPtr conn,
                                            virTypedParameterPtr params,
                                            int nparams,
                                            unsigned int flags);

/**
 * virConnectHypervReplRefresh:
 * @conn: a connection to a host
 * @params: arguments: none yet; NULL
 * @nparams: how many: 0
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Have the daemon read everything from the host now.
 *
 * Returns 0, or -1 in case of error: VIR_ERR_NO_CONNECT or VIR_ERR_RPC
 * where the host does not answer.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplRefresh(virConnectPtr conn,
                                virTypedParameterPtr params,
                                int nparams,
                                unsigned int flags);

/**
 * virConnectHypervReplGetPlan:
 * @conn: a connection to a host
 * @command: a command that changes something, e.g. "replication-service-modify"
 * @params: its arguments; may be NULL
 * @nparams: how many
 * @calls: where to put the answer; freed with virTypedParamsFree()
 * @ncalls: where to put the number of elements
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Which calls the command would make, as virDomainHypervReplGetPlan() tells it.
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplGetPlan(virConnectPtr conn,
                                const char *command,
                                virTypedParameterPtr params,
                                int nparams,
                                virTypedParameterPtr *calls,
                                int *ncalls,
                                unsigned int flags);

/* Events. */

/* clang-format off */
/**
 * virHypervReplEventID:
 *
 * What can be told, and the details that come with it.  A state is told when it
 * or the role has changed; a job when it began, went on or ended.
 *
 * Since: 0.1.0
 */
typedef enum {
    VIR_HYPERV_REPL_EVENT_ANY             = 0, /* to register for all of them; never told (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_STATE           = 1, /* "mode", "state", "state-number", "index", "previous-mode", "previous-state" ... (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_HEALTH          = 2, /* the same details with "health", "health-number", "previous-health" (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_JOB             = 3, /* a job: "id", "kind", "status", "percent", "phase", "reason" (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_POINT_ADDED     = 4, /* a recovery point: "name", "kind", "created" (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_POINT_REMOVED   = 5, /* a recovery point: the same details (Since: 0.1.0) */
    VIR_HYPERV_REPL_EVENT_FAILOVER_FORCED = 6, /* a forced failover: "primary", "reason" (Since: 0.1.0) */

# ifdef VIR_ENUM_SENTINELS
    VIR_HYPERV_REPL_EVENT_LAST
# endif
} virHypervReplEventID;
/* clang-format on */

/**
 * virConnectHypervReplEventCallback:
 * @conn: the connection
 * @dom: the machine it is about
 * @eventID: a virHypervReplEventID
 * @seconds: when, in seconds since 1970 UTC
 * @micros: microseconds of that second
 * @details: what there is to know; valid during the call
 * @ndetails: how many
 * @opaque: as given at registration
 *
 * Called by the thread that runs libvirt's event loop.
 *
 * Since: 0.1.0
 */
typedef void (*virConnectHypervReplEventCallback)(virConnectPtr conn,
                                                  virDomainPtr dom,
                                                  int eventID,
                                                  long long seconds,
                                                  unsigned int micros,
                                                  virTypedParameterPtr details,
                                                  int ndetails,
                                                  void *opaque);

/**
 * virConnectHypervReplEventRegister:
 * @conn: a connection to a host, not read-only
 * @dom: the machine of interest; NULL for all
 * @eventID: a virHypervReplEventID
 * @cb: called for each event
 * @opaque: handed to @cb
 * @freecb: called with @opaque when nothing calls @cb any more; may be NULL
 * @flags: extra flags; not used yet, so callers should always pass 0
 *
 * Be told what happens.  Needs an event loop, virEventRegisterDefaultImpl() or
 * another, that was registered before @conn was opened.
 *
 * Returns a number for virConnectHypervReplEventDeregister(), or -1 in case of
 * error; @freecb is not called then.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplEventRegister(virConnectPtr conn,
                                      virDomainPtr dom,
                                      int eventID,
                                      virConnectHypervReplEventCallback cb,
                                      void *opaque,
                                      virFreeCallback freecb,
                                      unsigned int flags);

/**
 * virConnectHypervReplEventDeregister:
 * @conn: a connection
 * @callbackID: what virConnectHypervReplEventRegister() returned
 *
 * Not be told any more.
 *
 * Returns 0, or -1 in case of error.
 *
 * Since: 0.1.0
 */
int virConnectHypervReplEventDeregister(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_HYPERV_REPL_H */
