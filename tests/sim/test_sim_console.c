/* test_sim_console.c: keyboards and screens of simulated virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"
#include "sim_console.h"

#define KEYBOARD "Msvm_Keyboard.CreationClassName=\"Msvm_Keyboard\",SystemName=\"" SIM_GUID "\""
#define SVC                                                                                        \
    "Msvm_VirtualSystemManagementService.CreationClassName="                                       \
    "\"Msvm_VirtualSystemManagementService\""

#define KEY(name) (&hvr_wmi_method_Msvm_Keyboard_##name)

static guint32
move(SimFixture *f, const HvrWmiMethod *method, guint key)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_uint(input, "keyCode", key);

    return sim_call(f->host, method, KEYBOARD, input, NULL);
}

static gboolean
is_pressed(SimFixture *f, guint key)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(KEY(IsKeyPressed)->input);
    g_autoptr(Msvm_Keyboard_IsKeyPressed_OUTPUT) output = NULL;
    gpointer answer = NULL;

    hvr_wmi_object_set_uint(input, "keyCode", key);
    g_assert_cmpuint(sim_call(f->host, KEY(IsKeyPressed), KEYBOARD, input, &answer), ==, 0);
    output = answer;

    return output->keyState;
}

static void
test_keys(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(move(f, KEY(PressKey), 65), ==, 0);
    g_assert_true(is_pressed(f, 65));
    g_assert_cmpuint(move(f, KEY(ReleaseKey), 65), ==, 0);
    g_assert_false(is_pressed(f, 65));
    g_assert_cmpuint(move(f, KEY(TypeKey), 13), ==, 0);
    g_assert_cmpstr(f->vm->console->typed->str, ==, "+65 -65 +13 -13 ");
}

/* presskey-msvm-keyboard.md: 16, 17 and 18 are no keys, but stand for the left ones. */
static void
test_either_side(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(move(f, KEY(PressKey), 16), ==, 0);
    g_assert_true(is_pressed(f, 160));
    g_assert_cmpuint(sim_call(f->host, KEY(TypeCtrlAltDel), KEYBOARD, NULL, NULL), ==, 0);
    g_assert_cmpstr(f->vm->console->typed->str, ==, "+160 +162 +164 +46 -46 -164 -162 ");
}

static void
test_keys_refused(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(move(f, KEY(PressKey), 65), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(move(f, KEY(PressKey), 0), ==, 32773);
    g_assert_cmpuint(move(f, KEY(PressKey), 255), ==, 32773);
    g_assert_cmpuint(move(f, KEY(ReleaseKey), G_MAXUINT32), ==, 32773);
    g_assert_cmpuint(move(f, KEY(TypeKey), 1000), ==, 32773);
    hvs_vm_set_state(f->vm, HVS_VM_PAUSED);
    g_assert_cmpuint(move(f, KEY(PressKey), 65), ==, 32775);
    g_assert_cmpstr(f->vm->console->typed->str, ==, "");
}

/* Generation 1 has two screens, one of which the guest uses. */
static void
test_heads(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) off = NULL;
    g_autoptr(GPtrArray) on = NULL;
    guint n_on = 0;

    f->vm->generation = 1;
    off = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_VideoHead);
    g_assert_cmpuint(off->len, ==, 2);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    on = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_VideoHead);
    for (guint i = 0; i < on->len; i++) {
        const Msvm_VideoHead *dark = off->pdata[i];
        const Msvm_VideoHead *head = on->pdata[i];

        g_assert_cmpuint(dark->EnabledState, ==, 3);
        if (head->EnabledState != 2)
            continue;
        g_assert_cmpuint(head->CurrentHorizontalResolution, ==, 1024);
        g_assert_cmpuint(head->CurrentVerticalResolution, ==, 768);
        n_on++;
    }
    g_assert_cmpuint(n_on, ==, 1);
    f->vm->generation = 2;
    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_VideoHead), ==, 1);
}

static guint32
take(SimFixture *f, const char *id, guint width, guint height, gpointer *out_output)
{
    const HvrWmiMethod *method =
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autofree char *path =
        hvs_cim_dup_key_path(f->host, "Msvm_VirtualSystemSettingData", "InstanceID", id);

    hvr_wmi_object_set_string(input, "TargetSystem", path);
    hvr_wmi_object_set_uint(input, "WidthPixels", width);
    hvr_wmi_object_set_uint(input, "HeightPixels", height);

    return sim_call(f->host, method, SVC, input, out_output);
}

/* RGB 565, the low byte first: blue at the upper left, white at the lower right. */
static void
test_thumbnail(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage_OUTPUT)
        output = NULL;
    gpointer answer = NULL;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(take(f, "Microsoft:" SIM_GUID, 64, 64, &answer), ==, 0);
    output = answer;
    g_assert_cmpuint(output->ImageData->len, ==, 64 * 64 * 2);
    g_assert_cmpuint(g_array_index(output->ImageData, guint8, 0), ==, 0x1f);
    g_assert_cmpuint(g_array_index(output->ImageData, guint8, 1), ==, 0);
    g_assert_cmpuint(g_array_index(output->ImageData, guint8, 64 * 64 * 2 - 2), ==, 0xff);
    g_assert_cmpuint(g_array_index(output->ImageData, guint8, 64 * 64 * 2 - 1), ==, 0xff);
}

static void
test_thumbnail_refused(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(take(f, "Microsoft:" SIM_GUID, 64, 48, NULL), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_SAVED);
    g_assert_cmpuint(take(f, "Microsoft:" SIM_GUID, 64, 48, NULL), ==, 0);
    g_assert_cmpuint(take(f, "Microsoft:" SIM_GUID, 0, 48, NULL), ==, 32773);
    g_assert_cmpuint(take(f, "Microsoft:" SIM_GUID, 64, 0, NULL), ==, 32773);
    g_assert_cmpuint(take(f, "Microsoft:x", 64, 48, NULL), ==, 32773);
}

static guint32
interrupt(SimFixture *f)
{
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);

    return sim_call(f->host, &hvr_wmi_method_Msvm_ComputerSystem_InjectNonMaskableInterrupt, path,
                    NULL, NULL);
}

static void
test_interrupt(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(interrupt(f), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(interrupt(f), ==, 0);
    g_assert_cmpuint(f->vm->n_interrupts, ==, 1);
}

/* What was saved is thrown away without the machine coming up. */
static void
test_discarded(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_vm_set_state(f->vm, HVS_VM_SAVED);
    g_assert_cmpuint(sim_request(f->vm, 3, NULL), ==, 4096);
    g_assert_cmpuint(f->vm->enabled_state, ==, HVS_VM_SAVED);
    g_assert_cmpuint(f->vm->process_id, ==, 0);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, HVS_VM_OFF);
}

int
main(int argc, char **argv)
{
    static const SimTest tests[] = {
        { "/sim/console/keys", test_keys },
        { "/sim/console/keys/either-side", test_either_side },
        { "/sim/console/keys/refused", test_keys_refused },
        { "/sim/console/heads", test_heads },
        { "/sim/console/thumbnail", test_thumbnail },
        { "/sim/console/thumbnail/refused", test_thumbnail_refused },
        { "/sim/console/interrupt", test_interrupt },
        { "/sim/console/discarded", test_discarded },
    };

    g_test_init(&argc, &argv, NULL);
    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
