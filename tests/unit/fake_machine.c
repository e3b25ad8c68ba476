/* fake_machine.c: the machines of a host that a test makes up, as documents
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Implements host_machine.h, host_configure.h and host_xml.h (see fake_host.h).
 */

#include <config.h>

#include "domain_xml.h"
#include "fake_host.h"
#include "host_configure.h"
#include "host_machine.h"
#include "host_reading.h"
#include "host_xml.h"

/* Nothing is known before somebody asks. */
HvrMachine *
hvr_host_find_machine(HvrHost *self G_GNUC_UNUSED, const HvrDomain *domain G_GNUC_UNUSED)
{
    return NULL;
}

/* The test's own array has no count of references. */
GPtrArray *
hvr_host_list_disks(HvrHost *self, const HvrDomain *domain, GError **error)
{
    GPtrArray *storage = hvr_host_get_reading(self, HVR_READING_STORAGE, error);
    const HvrStorage *own = storage != NULL ? hvr_storage_find(storage, domain->guid) : NULL;
    GPtrArray *disks = storage != NULL ? g_ptr_array_new() : NULL;

    for (guint i = 0; own != NULL && i < own->disks->len; i++)
        g_ptr_array_add(disks, own->disks->pdata[i]);

    return disks;
}

void
hvr_host_fetch_machine_async(HvrHost *self,
                             HvrDomain *domain,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("machine %s", domain->name);

    fake_host_begin(self, work, cancellable, callback, user_data);
}

HvrMachine *
hvr_host_fetch_machine_finish(HvrHost *self G_GNUC_UNUSED, GAsyncResult *result, GError **error)
{
    HvrMachine *machine = fake_host_end(result, error) ? hvr_machine_new() : NULL;

    if (machine != NULL)
        machine->generation = 2;

    return machine;
}

const char *
hvr_host_get_xml(HvrHost *self, HvrDomain *domain, const HvrMachine *machine, guint flags)
{
    g_object_set_data_full(G_OBJECT(self), "xml", hvr_domain_xml_format(domain, machine, flags),
                           g_free);

    return g_object_get_data(G_OBJECT(self), "xml");
}

void
hvr_host_configure_async(HvrHost *self,
                         HvrDomain *domain,
                         HvrMachineWish *wish,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("configure %s", domain->name);

    hvr_machine_wish_free(wish);
    fake_host_begin(self, work, cancellable, callback, user_data);
}

gboolean
hvr_host_configure_finish(HvrHost *self G_GNUC_UNUSED, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

void
hvr_host_define_async(HvrHost *self,
                      const char *xml G_GNUC_UNUSED,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    fake_host_begin(self, "define", cancellable, callback, user_data);
}

HvrDomain *
hvr_host_define_finish(HvrHost *self, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error) ? fake_host_get_domain(self, 0) : NULL;
}

void
hvr_host_undefine_async(HvrHost *self,
                        HvrDomain *domain,
                        gboolean takes_saved,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autofree char *work =
        g_strdup_printf("undefine %s%s", domain->name, takes_saved ? " saved" : "");

    fake_host_begin(self, work, cancellable, callback, user_data);
}

gboolean
hvr_host_undefine_finish(HvrHost *self G_GNUC_UNUSED, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}
