/* test_sim_cim.c: what WMI shows of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_vm.h"

#define GUID  "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define OTHER "0A1B2C3D-0000-4000-8000-000000000002"

/* 2026-05-01T03:00:00Z */
#define START (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)

typedef struct {
    HvsWorld *world;
    HvsHost *host;
    HvsVm *vm;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(START);

    f->world = hvs_world_new(clock, START, 0, 1);
    f->host = hvs_host_new(f->world, "HV-PRIMARY");
    f->vm = hvs_vm_new(f->host, "web", GUID);
    hvs_vm_add_disk(f->vm, "C:\\VHDs\\web.vhdx", 1 << 30);
    hvs_vm_new(f->host, "db", OTHER);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    hvs_world_free(f->world);
}

typedef struct {
    const char *name;
    const char *path;
    const char *expect; /* the class found, NULL for nothing */
} FindCase;

/* clang-format off */
static const FindCase find_cases[] = {
    { "whole",           "\\\\HV-PRIMARY\\root\\virtualization\\v2:Msvm_ComputerSystem.CreationClassName=\"Msvm_ComputerSystem\",Name=\"" GUID "\"", "Msvm_ComputerSystem" },
    { "any-case",        "\\\\hv-primary\\ROOT\\Virtualization\\V2:msvm_computersystem.NAME=\"6ddc63c1-0135-40ca-b998-a606d91080e9\"", "Msvm_ComputerSystem" },
    { "fqdn",            "\\\\hv-primary.sim.test\\root\\virtualization\\v2:Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_ComputerSystem" },
    { "dot",             "\\\\.\\root\\virtualization\\v2:Msvm_ComputerSystem.Name=\"" GUID "\"", "Msvm_ComputerSystem" },
    { "relative",        "Msvm_ComputerSystem.Name='" GUID "'",                                   "Msvm_ComputerSystem" },
    { "base-class",      "CIM_ComputerSystem.Name='" GUID "'",                                    "Msvm_ComputerSystem" },
    { "libvirt-service", "Msvm_VirtualSystemManagementService.CreationClassName='Msvm_VirtualSystemManagementService'", "Msvm_VirtualSystemManagementService" },
    { "backslash-key",   "Msvm_ProcessorSettingData.InstanceID=\"Microsoft:" GUID "\\\\b637f346-6a0e-4dec-af52-bd70cb80a21d\\\\0\"", "Msvm_ProcessorSettingData" },
    { "cimv2",           "\\\\.\\root\\cimv2:Win32_ComputerSystem.Name='HV-PRIMARY'",             "Win32_ComputerSystem" },
    { "singleton",       "\\\\.\\root\\cimv2:Win32_OperatingSystem=@",                            "Win32_OperatingSystem" },
    { "other-host",      "\\\\HV-REPLICA\\root\\virtualization\\v2:Msvm_ComputerSystem.Name=\"" GUID "\"", NULL },
    { "other-namespace", "\\\\.\\root\\cimv2:Msvm_ComputerSystem.Name=\"" GUID "\"",              NULL },
    { "no-namespace",    "\\\\.\\root\\virtualization:Msvm_ComputerSystem.Name=\"" GUID "\"",     NULL },
    { "absent",          "Msvm_ComputerSystem.Name='x'",                                          NULL },
    { "ambiguous",       "Msvm_ProcessorSettingData",                                             NULL },
    { "no-key",          "Msvm_ComputerSystem.ElementName='web'",                                 NULL },
    { "no-property",     "Msvm_ComputerSystem.Nope='web'",                                        NULL },
    { "other-class",     "Msvm_ConcreteJob.InstanceID='" GUID "'",                                NULL },
    { "unknown-class",   "Msvm_NoSuchThing.Name='x'",                                             NULL },
};
/* clang-format on */

static void
test_find(Fixture *f, gconstpointer data)
{
    const FindCase *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(c->path, &error);
    g_autoptr(HvrWmiObject) object = NULL;

    g_assert_no_error(error);
    object = hvs_cim_find(f->host, path);
    g_assert_cmpstr(object != NULL ? object->type->name : NULL, ==, c->expect);
}

typedef struct {
    const char *name;
    const char *wmi_namespace;
    const char *class_name;
    gboolean expect;
} ClassCase;

/* clang-format off */
static const ClassCase class_cases[] = {
    { "hyperv",           "root/virtualization/v2", "Msvm_ComputerSystem",   TRUE  },
    { "any-case",         "ROOT/VIRTUALIZATION/V2", "MSVM_COMPUTERSYSTEM",   TRUE  },
    { "without-instance", "root/virtualization/v2", "Msvm_DiskDrive",        TRUE  },
    { "cim-in-hyperv",    "root/virtualization/v2", "CIM_ManagedElement",    TRUE  },
    { "cim-in-cimv2",     "root/cimv2",             "CIM_ManagedElement",    TRUE  },
    { "windows",          "root/cimv2",             "Win32_OperatingSystem", TRUE  },
    { "windows-in-v2",    "root/virtualization/v2", "Win32_OperatingSystem", FALSE },
    { "hyperv-in-cimv2",  "root/cimv2",             "Msvm_ComputerSystem",   FALSE },
    { "version-1",        "root/virtualization",    "Msvm_ComputerSystem",   FALSE },
    { "unknown",          "root/virtualization/v2", "Msvm_NoSuchThing",      FALSE },
    { "parameters",       "root/virtualization/v2", "CommitFailover_INPUT",  FALSE },
};
/* clang-format on */

static void
test_class(gconstpointer data)
{
    const ClassCase *c = data;
    const HvsHost host = { .version = hvs_version_find("2022") };

    g_assert_cmpint(hvs_cim_find_class(&host, c->wmi_namespace, c->class_name) != NULL, ==,
                    c->expect);
}

static void
test_list(Fixture *f, gconstpointer data)
{
    g_autoptr(GPtrArray) exact =
        hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_StorageAllocationSettingData);
    g_autoptr(GPtrArray) base =
        hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_CIM_ResourceAllocationSettingData);
    g_autoptr(GPtrArray) elsewhere =
        hvs_cim_list(f->host, HVR_WMI_CIMV2, &hvr_wmi_class_CIM_ResourceAllocationSettingData);

    g_assert_cmpuint(exact->len, ==, 1);
    g_assert_cmpuint(base->len, >, exact->len);
    g_assert_cmpuint(elsewhere->len, ==, 0);
}

/* Two lists of the same thing are two things. */
static void
test_list_is_fresh(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse("Msvm_ComputerSystem.Name='" GUID "'", NULL);
    g_autoptr(HvrWmiObject) before = hvs_cim_find(f->host, path);
    g_autoptr(HvrWmiObject) after = NULL;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    after = hvs_cim_find(f->host, path);
    g_assert_cmpuint(((Msvm_ComputerSystem *)before)->EnabledState, ==, 3);
    g_assert_cmpuint(((Msvm_ComputerSystem *)after)->EnabledState, ==, 2);
}

static void
test_path(Fixture *f, gconstpointer data)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse("Msvm_ComputerSystem.Name='" GUID "'", NULL);
    g_autoptr(HvrWmiPath)
        service_path = hvr_wmi_path_parse("Msvm_VirtualSystemManagementService.CreationClassName="
                                          "'Msvm_VirtualSystemManagementService'",
                                          NULL);
    g_autoptr(HvrWmiObject) object = hvs_cim_find(f->host, path);
    g_autoptr(HvrWmiObject) service = hvs_cim_find(f->host, service_path);
    g_autofree char *vm = hvs_cim_dup_path(f->host, HVR_WMI_NAMESPACE, object);
    g_autofree char *same = hvs_cim_dup_vm_path(f->vm);
    g_autofree char *vsms = hvs_cim_dup_path(f->host, HVR_WMI_NAMESPACE, service);
    g_autofree char *key = hvs_cim_dup_key_path(f->host, "Msvm_ReplicationRelationship",
                                                "InstanceID", "Microsoft:" GUID "\\HVR\\0");

    g_assert_cmpstr(vm, ==,
                    "\\\\HV-PRIMARY\\root\\virtualization\\v2:Msvm_ComputerSystem."
                    "CreationClassName=\"Msvm_ComputerSystem\",Name=\"" GUID "\"");
    g_assert_cmpstr(same, ==, vm);
    g_assert_cmpstr(vsms, ==,
                    "\\\\HV-PRIMARY\\root\\virtualization\\v2:Msvm_VirtualSystemManagementService."
                    "CreationClassName=\"Msvm_VirtualSystemManagementService\",Name=\"vmms\","
                    "SystemCreationClassName=\"Msvm_ComputerSystem\",SystemName=\"HV-PRIMARY\"");
    g_assert_cmpstr(key, ==,
                    "\\\\HV-PRIMARY\\root\\virtualization\\v2:Msvm_ReplicationRelationship."
                    "InstanceID=\"Microsoft:" GUID "\\\\HVR\\\\0\"");
}

static void
test_method(void)
{
    const HvrWmiMethod *own =
        hvr_wmi_class_find_method(&hvr_wmi_class_Msvm_ComputerSystem, "requeststatechange");
    const HvrWmiMethod *unplayed =
        hvr_wmi_class_find_method(&hvr_wmi_class_Msvm_Keyboard, "TypeText");
    const HvsCimMethod *row = hvs_cim_find_method(own);

    g_assert_nonnull(row);
    g_assert_true(row->method == own);
    g_assert_nonnull(row->invoke);
    g_assert_null(hvs_cim_find_method(unplayed));
}

/* Every row is sound: its objects are exactly of its class and in its
 * namespace, and the path of each one finds it and no other. */
static void
test_rows(Fixture *f, gconstpointer data)
{
    static const char *const namespaces[] = { HVR_WMI_NAMESPACE, HVR_WMI_CIMV2 };
    guint n_rows = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(namespaces); i++) {
        g_autoptr(GPtrArray) rows = hvs_cim_list_rows(f->host, namespaces[i], NULL);

        for (guint j = 0; j < rows->len; j++, n_rows++) {
            const HvsCimClass *row = rows->pdata[j];
            g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

            g_assert_true(hvs_cim_find_class(f->host, namespaces[i], row->type->name) == row->type);
            row->list(f->host, objects);
            for (guint k = 0; k < objects->len; k++) {
                const HvrWmiObject *object = objects->pdata[k];
                g_autoptr(HvrWmiPath) path = hvs_cim_new_path(f->host, namespaces[i], object);
                g_autoptr(HvrWmiObject) found = hvs_cim_find(f->host, path);
                g_autofree char *text = hvr_wmi_path_format(path);

                if (found == NULL)
                    g_test_message("%s", text);
                g_assert_true(object->type == row->type);
                g_assert_nonnull(found);
                g_assert_true(hvr_wmi_object_equal(object, found));
            }
        }
    }
    g_assert_cmpuint(n_rows, >, 20);
}

/* libvirt's driver takes the first instance of another class for the end. */
static void
test_rows_order(void)
{
    const HvsHost host = { .version = hvs_version_find("2022") };
    g_autoptr(GPtrArray) rows = hvs_cim_list_rows(&host, HVR_WMI_NAMESPACE, NULL);

    for (guint i = 0; i < rows->len; i++) {
        const HvsCimClass *row = rows->pdata[i];

        for (guint j = i + 1; j < rows->len; j++) {
            const HvsCimClass *later = rows->pdata[j];

            g_assert_false(row->type != later->type && hvr_wmi_class_is_a(row->type, later->type));
        }
    }
}

#define add(path, func) g_test_add(path, Fixture, NULL, set_up, func, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(find_cases); i++) {
        g_autofree char *path = g_strconcat("/sim/cim/find/", find_cases[i].name, NULL);

        g_test_add(path, Fixture, &find_cases[i], set_up, test_find, tear_down);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(class_cases); i++) {
        g_autofree char *path = g_strconcat("/sim/cim/class/", class_cases[i].name, NULL);

        g_test_add_data_func(path, &class_cases[i], test_class);
    }
    add("/sim/cim/list", test_list);
    add("/sim/cim/list/is-fresh", test_list_is_fresh);
    add("/sim/cim/path", test_path);
    g_test_add_func("/sim/cim/method", test_method);
    add("/sim/cim/rows", test_rows);
    g_test_add_func("/sim/cim/rows/order", test_rows_order);

    return g_test_run();
}
