/* event.h: what a host tells its listeners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "domain.h"
#include "job.h"

G_BEGIN_DECLS

typedef enum {
    HVR_EVENT_LIFECYCLE,
    HVR_EVENT_METADATA_CHANGE,
    HVR_EVENT_JOB_COMPLETED,
    HVR_EVENT_MONITOR,
    HVR_EVENT_REBOOT,
    HVR_EVENT_HOST_LOST,
} HvrEventKind;

/**
 * HvrEvent:
 * @domain: whom it is about; %NULL for HOST_LOST
 * @type: LIFECYCLE: virDomainEventType; METADATA_CHANGE: virDomainMetadataType
 * @detail: LIFECYCLE: of the type's own enumeration
 * @ns_uri: (nullable): METADATA_CHANGE of an element
 * @job: JOB_COMPLETED: the job at its end
 * @name: MONITOR: e.g. "REPLICATION_STATE_CHANGE"
 * @details: MONITOR: a JSON object as text, never %NULL then
 * @usec: when, microseconds since 1970 UTC
 *
 * Only the fields of its kind are set.  Valid while the signal is emitted.
 */
typedef struct {
    HvrEventKind kind;
    HvrDomain *domain;
    int type;
    int detail;
    const char *ns_uri;
    HvrJob *job;
    const char *name;
    const char *details;
    gint64 usec;
} HvrEvent;

G_END_DECLS
