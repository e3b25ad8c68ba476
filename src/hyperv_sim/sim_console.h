/* sim_console.h: the keyboard and the screen of a simulated virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_types.h"

G_BEGIN_DECLS

#define HVS_CONSOLE_N_KEYS 256 /* virtual-key codes */

/**
 * HvsConsole:
 * @width: of the screen, pixels
 * @is_down: which keys are held
 * @typed: "+17 +46 -46 -17 ": what was pressed and released so far, virtual-key codes
 */
struct _HvsConsole {
    guint width, height;
    gboolean is_down[HVS_CONSOLE_N_KEYS];
    GString *typed;
};

HvsConsole *hvs_console_new(void);
void hvs_console_free(HvsConsole *console);

G_END_DECLS
