/* sim_console.c: the keyboard and the screen of a simulated virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_console.h"

#include "sim_values.h"
#include "sim_vm.h"
#include "sim_vm_method.h"

#define DEFAULT_WIDTH  1024
#define DEFAULT_HEIGHT 768

/* winuser.h */
#define VK_SHIFT    16
#define VK_CONTROL  17
#define VK_MENU     18
#define VK_DELETE   46
#define VK_LSHIFT   160
#define VK_LCONTROL 162
#define VK_LMENU    164

/* clang-format off */
static const HvsValue keyboard_values[] = {
    { "Caption",                 "Keyboard" },
    { "Description",             "Microsoft Virtual Keyboard" },
    { "ElementName",             "Keyboard" },
    { "Name",                    "Keyboard" },
    { "EnabledState",            "5" },
    { "CreationClassName",       "Msvm_Keyboard" },
    { "IsLocked",                "false" },
    { "Layout",                  "00000409" },
    { "NumberOfFunctionKeys",    "12" },
    { "Password",                "5" },
    { NULL }
};

static const HvsValue head_values[] = {
    { "Caption",                 "Video Head" },
    { "Description",             "Microsoft Virtual Video Head" },
    { "ElementName",             "Video Head" },
    { "Name",                    "Video Head" },
    { "CreationClassName",       "Msvm_VideoHead" },
    { NULL }
};

static const HvsValue device_values[] = {
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "HealthState",             "5" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "TransitioningToState",    "12" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "Availability",            "6" },
    { "AdditionalAvailability",  "6" },
    { NULL }
};
/* clang-format on */

HvsConsole *
hvs_console_new(void)
{
    HvsConsole *console = g_new0(HvsConsole, 1);

    console->width = DEFAULT_WIDTH;
    console->height = DEFAULT_HEIGHT;
    console->typed = g_string_new(NULL);

    return console;
}

void
hvs_console_free(HvsConsole *console)
{
    g_string_free(console->typed, TRUE);
    g_free(console);
}

/* Their ids after the machine's are inferred, and always the same for one machine. */
static gpointer
new_device(const HvsVm *vm, const HvrWmiClass *type, const HvsValue *values, const char *seed)
{
    gpointer device = hvs_values_new(type, device_values);
    g_autofree char *text = g_strconcat(vm->guid, "/", seed, NULL);
    g_autofree char *guid = hvs_guid_from_text(text);
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s", vm->guid, guid);

    hvs_values_set(device, values);
    hvr_wmi_object_set_string(device, "DeviceID", id);
    hvr_wmi_object_set_string(device, "SystemName", vm->guid);

    return device;
}

/* "One instance is always present in a virtual computer system." */
static void
list_keyboards(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++)
        g_ptr_array_add(objects, new_device(host->vms->pdata[i], &hvr_wmi_class_Msvm_Keyboard,
                                            keyboard_values, "keyboard"));
}

static void
append_head(const HvsVm *vm, const char *seed, gboolean is_on, GPtrArray *objects)
{
    gpointer head = new_device(vm, &hvr_wmi_class_Msvm_VideoHead, head_values, seed);

    hvr_wmi_object_set_uint(head, "EnabledState", is_on ? 2 : 3);
    if (is_on) {
        hvr_wmi_object_set_uint(head, "CurrentBitsPerPixel", 32);
        hvr_wmi_object_set_uint(head, "CurrentHorizontalResolution", vm->console->width);
        hvr_wmi_object_set_uint(head, "CurrentVerticalResolution", vm->console->height);
    }
    g_ptr_array_add(objects, head);
}

/* Generation 1 has an emulated screen besides, which the guest leaves for the
 * other once it has its driver (libvirt's Hyper-V driver). */
static void
list_heads(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = host->vms->pdata[i];

        if (vm->generation == 1)
            append_head(vm, "emulated-head", FALSE, objects);
        append_head(vm, "head", hvs_vm_has_process(vm), objects);
    }
}

/* The three that stand for either side mean the left one (presskey-msvm-keyboard.md). */
static guint
get_real_key(guint key)
{
    switch (key) {
    case VK_SHIFT:
        return VK_LSHIFT;
    case VK_CONTROL:
        return VK_LCONTROL;
    case VK_MENU:
        return VK_LMENU;
    default:
        return key;
    }
}

/* A machine that does not run has nobody to type to (inferred). */
static guint32
find_console(HvsCall *call, guint key, HvsConsole **out_console)
{
    HvsVm *vm = hvs_host_find_vm(call->host, hvr_wmi_path_get(call->target, "SystemName"));

    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    if (key == 0 || key >= HVS_CONSOLE_N_KEYS - 1)
        return HVS_RESULT_INVALID_PARAMETER;
    if (vm->enabled_state != HVS_VM_RUNNING)
        return HVS_RESULT_INVALID_STATE;

    *out_console = vm->console;

    return HVS_RESULT_DONE;
}

static guint32
move_key(HvsCall *call, guint key, gboolean is_down)
{
    HvsConsole *console;
    guint32 result = find_console(call, key, &console);

    if (result != HVS_RESULT_DONE)
        return result;

    key = get_real_key(key);
    console->is_down[key] = is_down;
    g_string_append_printf(console->typed, "%c%u ", is_down ? '+' : '-', key);

    return HVS_RESULT_DONE;
}

static guint32
press_key(HvsCall *call)
{
    const Msvm_Keyboard_PressKey_INPUT *input = call->input;

    return move_key(call, input->keyCode, TRUE);
}

static guint32
release_key(HvsCall *call)
{
    const Msvm_Keyboard_ReleaseKey_INPUT *input = call->input;

    return move_key(call, input->keyCode, FALSE);
}

static guint32
type_key(HvsCall *call)
{
    const Msvm_Keyboard_TypeKey_INPUT *input = call->input;
    guint32 result = move_key(call, input->keyCode, TRUE);

    return result == HVS_RESULT_DONE ? move_key(call, input->keyCode, FALSE) : result;
}

static guint32
type_ctrl_alt_del(HvsCall *call)
{
    static const guint keys[] = { VK_CONTROL, VK_MENU, VK_DELETE };
    guint32 result = HVS_RESULT_DONE;

    for (gsize i = 0; result == HVS_RESULT_DONE && i < G_N_ELEMENTS(keys); i++)
        result = move_key(call, keys[i], TRUE);
    for (gsize i = G_N_ELEMENTS(keys); result == HVS_RESULT_DONE && i > 0; i--)
        result = move_key(call, keys[i - 1], FALSE);

    return result;
}

static guint32
is_key_pressed(HvsCall *call)
{
    const Msvm_Keyboard_IsKeyPressed_INPUT *input = call->input;
    HvsConsole *console;
    guint32 result = find_console(call, input->keyCode, &console);

    if (result == HVS_RESULT_DONE)
        hvr_wmi_object_set_boolean(call->output, "keyState",
                                   console->is_down[get_real_key(input->keyCode)]);

    return result;
}

/* Red grows to the right, green downwards, and there is much blue: RGB 565, the
 * low byte first. */
static void
set_image(gpointer output, guint width, guint height)
{
    g_autofree guint64 *bytes = g_new(guint64, (gsize)width * height * 2);
    gsize n = 0;

    for (guint y = 0; y < height; y++) {
        for (guint x = 0; x < width; x++) {
            guint pixel = (x * 32 / width) << 11 | (y * 64 / height) << 5 | 0x1f;

            bytes[n++] = pixel & 0xff;
            bytes[n++] = pixel >> 8;
        }
    }
    hvr_wmi_object_set_uints(output, "ImageData", bytes, (guint)n);
}

/* What a machine without a screen answers is inferred. */
static guint32
get_thumbnail(HvsCall *call)
{
    const Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage_INPUT *input =
        call->input;
    g_autofree char *id = input->TargetSystem != NULL
                              ? hvr_wmi_path_dup_key(input->TargetSystem, "InstanceID")
                              : NULL;
    HvsSnapshot *snapshot;
    HvsVm *vm = hvs_vm_find_by_settings(call->host, id, &snapshot);

    if (vm == NULL || input->WidthPixels == 0 || input->HeightPixels == 0)
        return HVS_RESULT_INVALID_PARAMETER;
    if (snapshot == NULL && vm->enabled_state == HVS_VM_OFF)
        return HVS_RESULT_INVALID_STATE;

    set_image(call->output, input->WidthPixels, input->HeightPixels);

    return HVS_RESULT_DONE;
}

/* clang-format off */
const HvsCimClass hvs_console_classes[] = {
    { &hvr_wmi_class_Msvm_Keyboard,  HVR_WMI_NAMESPACE, list_keyboards },
    { &hvr_wmi_class_Msvm_VideoHead, HVR_WMI_NAMESPACE, list_heads },
    { 0 }
};

const HvsCimMethod hvs_console_methods[] = {
    { &hvr_wmi_method_Msvm_Keyboard_IsKeyPressed,   is_key_pressed },
    { &hvr_wmi_method_Msvm_Keyboard_PressKey,       press_key },
    { &hvr_wmi_method_Msvm_Keyboard_ReleaseKey,     release_key },
    { &hvr_wmi_method_Msvm_Keyboard_TypeCtrlAltDel, type_ctrl_alt_del },
    { &hvr_wmi_method_Msvm_Keyboard_TypeKey,        type_key },
    { &hvr_wmi_method_Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage, get_thumbnail },
    { 0 }
};
/* clang-format on */
