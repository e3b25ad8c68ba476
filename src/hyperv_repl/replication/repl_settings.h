/* repl_settings.h: what an administrator sets
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table a subject: our word, Microsoft's property, type, range, unit.
 * Parsing, checking, showing and the documentation all read it; the object
 * underneath is of the subject's WMI class, which callers above never see.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrReplSubject:
 * @HVR_REPL_RELATIONSHIP: one leg of a VM's replication, Msvm_ReplicationSettingData
 * @HVR_REPL_SERVICE: a host as replication server, Msvm_ReplicationServiceSettingData
 * @HVR_REPL_AUTHORIZATION: who may replicate to a host, Msvm_ReplicationAuthorizationSettingData
 * @HVR_REPL_ADAPTER: a network adapter after failover, Msvm_FailoverNetworkAdapterSettingData
 *
 * What a set of settings is about.
 */
typedef enum {
    HVR_REPL_RELATIONSHIP,
    HVR_REPL_SERVICE,
    HVR_REPL_AUTHORIZATION,
    HVR_REPL_ADAPTER,
} HvrReplSubject;

#define HVR_REPL_N_SUBJECTS (HVR_REPL_ADAPTER + 1)

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
 * HvrReplForm:
 * @HVR_REPL_FORM_LINE: any line
 * @HVR_REPL_FORM_THUMBPRINT: of a certificate; kept as upper case hex digits without the spaces,
 *   colons and marks that certutil and others show it with
 * @HVR_REPL_FORM_SERVERS: a server's name, one with "*" for its first label, or "*" alone
 * @HVR_REPL_FORM_ADDRESS: IPv4 or IPv6
 * @HVR_REPL_FORM_SUBNET: an IPv4 mask, or a prefix's length in bits
 *
 * What a text, or an element of a list, looks like.
 */
typedef enum {
    HVR_REPL_FORM_LINE,
    HVR_REPL_FORM_THUMBPRINT,
    HVR_REPL_FORM_SERVERS,
    HVR_REPL_FORM_ADDRESS,
    HVR_REPL_FORM_SUBNET,
} HvrReplForm;

/** HVR_REPL_MAX_ELEMENTS: of one list; more than any machine has disks */
#define HVR_REPL_MAX_ELEMENTS 1024

/**
 * HvrReplSetting:
 * @name: ours, e.g. "recovery-history"
 * @property: Microsoft's, e.g. "RecoveryHistory"
 * @type: how it is written
 * @form: of a text or a list
 * @minimum: of a number; of a text, in characters
 * @maximum: the same
 * @choices: (nullable): words; a word's value is its index, an empty one cannot
 *   be chosen.  Of a number: the only ones allowed
 * @unit: (nullable): e.g. "s", "h"
 * @read_only: shown, never set
 * @summary: one line for whoever sets it; to be translated
 */
typedef struct {
    const char *name;
    const char *property;
    HvrReplSettingType type;
    HvrReplForm form;
    guint minimum;
    guint maximum;
    const char *const *choices;
    const char *unit;
    gboolean read_only;
    const char *summary;
} HvrReplSetting;

/** hvr_repl_setting_list: the subject's table */
const HvrReplSetting *hvr_repl_setting_list(HvrReplSubject subject, guint *out_n_settings);

/** hvr_repl_setting_find: (nullable): by our name */
const HvrReplSetting *hvr_repl_setting_find(HvrReplSubject subject, const char *name);

typedef struct _HvrReplSettings HvrReplSettings;

/** hvr_repl_settings_new: nothing set */
HvrReplSettings *hvr_repl_settings_new(HvrReplSubject subject);
HvrReplSettings *hvr_repl_settings_ref(HvrReplSettings *settings);
void hvr_repl_settings_unref(HvrReplSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplSettings, hvr_repl_settings_unref)

/** hvr_repl_settings_get_subject: as given to hvr_repl_settings_new() */
HvrReplSubject hvr_repl_settings_get_subject(const HvrReplSettings *settings);

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
