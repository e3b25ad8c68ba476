/* repl_settings.h: what an administrator sets for one relationship
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table: our word, Microsoft's property, type, range, unit.  Parsing,
 * checking and showing all read it; the object underneath is a
 * Msvm_ReplicationSettingData, which callers above never see.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrReplSettingType:
 *
 * How a setting is written: a number in its unit; "yes"/"no"; text; a time of
 * day "HH:MM"; one of the words in @choices; a list of texts.
 */
typedef enum {
    HVR_REPL_SETTING_NUMBER,
    HVR_REPL_SETTING_BOOLEAN,
    HVR_REPL_SETTING_STRING,
    HVR_REPL_SETTING_TIME,
    HVR_REPL_SETTING_CHOICE,
    HVR_REPL_SETTING_LIST,
} HvrReplSettingType;

/**
 * HvrReplSetting:
 * @name: ours, e.g. "recovery-history"
 * @property: Microsoft's, e.g. "RecoveryHistory"
 * @minimum: of a number; of a text, in characters
 * @maximum: the same
 * @choices: (nullable): words; a word's value is its index, an empty one cannot
 *   be chosen.  Of a number: the only ones allowed
 * @unit: (nullable): e.g. "s", "h"
 * @read_only: shown, never set
 */
typedef struct {
    const char *name;
    const char *property;
    HvrReplSettingType type;
    guint minimum;
    guint maximum;
    const char *const *choices;
    const char *unit;
    gboolean read_only;
} HvrReplSetting;

/** hvr_repl_setting_list: the table */
const HvrReplSetting *hvr_repl_setting_list(guint *out_n_settings);

/** hvr_repl_setting_find: (nullable): by our name */
const HvrReplSetting *hvr_repl_setting_find(const char *name);

typedef struct _HvrReplSettings HvrReplSettings;

/** hvr_repl_settings_new: nothing set */
HvrReplSettings *hvr_repl_settings_new(void);
HvrReplSettings *hvr_repl_settings_ref(HvrReplSettings *settings);
void hvr_repl_settings_unref(HvrReplSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplSettings, hvr_repl_settings_unref)

/**
 * hvr_repl_settings_set:
 * @name: ours
 * @value: as text; elements of a list are set by calling again
 *
 * Only while @settings is being built.
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID naming setting, value and what is allowed
 */
gboolean hvr_repl_settings_set(HvrReplSettings *settings,
                               const char *name,
                               const char *value,
                               GError **error);

/** hvr_repl_settings_has: whether it is set; an empty text is not */
gboolean hvr_repl_settings_has(const HvrReplSettings *settings, const HvrReplSetting *setting);

/** hvr_repl_settings_get_number: 0 if not set; booleans and choices too, a time in minutes after
 * midnight */
guint hvr_repl_settings_get_number(const HvrReplSettings *settings, const HvrReplSetting *setting);

/**
 * hvr_repl_settings_dup_text:
 *
 * Returns: (transfer full) (nullable): as hvr_repl_settings_set() takes it, or
 *   "unknown" if the host sent what is no such choice or time of day; %NULL if
 *   not set or a list
 */
char *hvr_repl_settings_dup_text(const HvrReplSettings *settings, const HvrReplSetting *setting);

/** hvr_repl_settings_get_list: (transfer none) (nullable): a list's elements */
const char *const *hvr_repl_settings_get_list(const HvrReplSettings *settings,
                                              const HvrReplSetting *setting);

G_END_DECLS
