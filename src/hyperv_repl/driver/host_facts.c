/* host_facts.c: what does not change while a Hyper-V host is up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_facts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_session.h"

/* libvirt sends the model as char[32]. */
#define MAX_MODEL 31

#define MAJOR_FACTOR 100000000
#define MINOR_FACTOR 1000000

void
hvr_host_facts_free(HvrHostFacts *facts)
{
    if (facts == NULL)
        return;

    g_free(facts->hostname);
    g_free(facts->cpu_model);
    g_free(facts);
}

guint64
hvr_host_facts_parse_version(const char *version)
{
    g_auto(GStrv) parts = g_strsplit(version != NULL ? version : "", ".", 4);

    if (g_strv_length(parts) < 3)
        return 0;

    return g_ascii_strtoull(parts[0], NULL, 10) * MAJOR_FACTOR +
           g_ascii_strtoull(parts[1], NULL, 10) * MINOR_FACTOR +
           g_ascii_strtoull(parts[2], NULL, 10) % MINOR_FACTOR;
}

static GPtrArray *
list(HvrWmiSession *session,
     const HvrWmiClass *type,
     const char *properties,
     GCancellable *cancellable,
     GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(properties, type->name);
    g_autoptr(GPtrArray) objects = NULL;

    objects = hvr_wmi_session_list(session, HVR_WMI_CIMV2, type, hvr_wmi_query_get_text(query),
                                   cancellable, error);
    if (objects != NULL && objects->len == 0)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("host '%1$s' has no instance of '%2$s'"),
                             hvr_wmi_session_get_host(session), type->name);

    return g_steal_pointer(&objects);
}

static gboolean
fetch_system(HvrHostFacts *facts, HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) systems =
        list(session, &hvr_wmi_class_Win32_ComputerSystem,
             "Name,DNSHostName,NumberOfLogicalProcessors,NumberOfProcessors,TotalPhysicalMemory",
             cancellable, error);
    const Win32_ComputerSystem *system;

    if (systems == NULL)
        return FALSE;

    system = systems->pdata[0];
    facts->hostname = g_strdup(system->DNSHostName != NULL ? system->DNSHostName : system->Name);
    facts->memory_kib = system->TotalPhysicalMemory / 1024;
    facts->n_cpus = MAX(system->NumberOfLogicalProcessors, 1);
    facts->n_sockets = MAX(system->NumberOfProcessors, 1);
    if (facts->hostname == NULL)
        facts->hostname = g_strdup(hvr_wmi_session_get_host(session));

    return TRUE;
}

static gboolean
fetch_processor(HvrHostFacts *facts,
                HvrWmiSession *session,
                GCancellable *cancellable,
                GError **error)
{
    g_autoptr(GPtrArray) processors = list(
        session, &hvr_wmi_class_Win32_Processor,
        "DeviceID,Name,MaxClockSpeed,NumberOfCores,NumberOfLogicalProcessors", cancellable, error);
    const Win32_Processor *processor;

    if (processors == NULL)
        return FALSE;

    processor = processors->pdata[0];
    facts->cpu_model = g_strndup(processor->Name != NULL ? processor->Name : "x86_64", MAX_MODEL);
    g_strstrip(facts->cpu_model);
    facts->cpu_mhz = processor->MaxClockSpeed;
    facts->n_cores = MAX(processor->NumberOfCores, 1);
    facts->n_threads = MAX(processor->NumberOfLogicalProcessors / facts->n_cores, 1);

    return TRUE;
}

/* As exact as the round trip is short, which is enough to tell a clock that is wrong. */
static GTimeSpan
get_skew(const Win32_OperatingSystem *system, HvrClock *clock)
{
    return hvr_wmi_object_has(system, "LocalDateTime")
               ? system->LocalDateTime.usec - hvr_clock_get_real(clock)
               : 0;
}

static gboolean
fetch_version(HvrHostFacts *facts,
              HvrWmiSession *session,
              GCancellable *cancellable,
              GError **error)
{
    g_autoptr(GPtrArray) systems = list(session, &hvr_wmi_class_Win32_OperatingSystem,
                                        "Name,Version,LocalDateTime", cancellable, error);
    const Win32_OperatingSystem *system;

    if (systems == NULL)
        return FALSE;

    system = systems->pdata[0];
    facts->version = hvr_host_facts_parse_version(system->Version);
    facts->clock_skew = get_skew(system, hvr_wmi_session_get_clock(session));

    return TRUE;
}

/* Firmware without a UUID says all zeros or all ones (SMBIOS 7.2.1).  Clients
 * take those for no domain, so the name makes one. */
static void
set_uuid(HvrHostFacts *facts, const char *text)
{
    static const char *const blanks[] = { "00000000-0000-0000-0000-000000000000",
                                          "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", NULL };
    g_autoptr(GChecksum) checksum = NULL;
    gsize length = sizeof facts->uuid;

    if (text != NULL && !g_strv_contains(blanks, text) && hvr_domain_parse_guid(text, facts->uuid))
        return;

    checksum = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(checksum, (const guchar *)facts->hostname, -1);
    g_checksum_get_digest(checksum, facts->uuid, &length);
}

static gboolean
fetch_uuid(HvrHostFacts *facts, HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(GPtrArray) products =
        list(session, &hvr_wmi_class_Win32_ComputerSystemProduct, "Name,UUID", cancellable, error);

    if (products == NULL)
        return FALSE;

    set_uuid(facts, ((const Win32_ComputerSystemProduct *)products->pdata[0])->UUID);

    return TRUE;
}

HvrHostFacts *
hvr_host_facts_fetch(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrHostFacts) facts = g_new0(HvrHostFacts, 1);

    if (!fetch_system(facts, session, cancellable, error) ||
        !fetch_processor(facts, session, cancellable, error) ||
        !fetch_version(facts, session, cancellable, error) ||
        !fetch_uuid(facts, session, cancellable, error))
        return NULL;

    return g_steal_pointer(&facts);
}
