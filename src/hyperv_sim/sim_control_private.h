/* sim_control_private.h: what the files of the control commands share
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A command gets the words that follow its name, ended by %NULL, as many as its
 * row says, and returns the whole answer.
 */

#pragma once

#include "sim_control.h"

G_BEGIN_DECLS

char *hvs_control_dup_no_host(const char *name);

/** hvs_control_parse_count: a decimal number up to @max */
gboolean hvs_control_parse_count(const char *text, guint64 max, guint *out_count);

/**
 * hvs_control_lookup_vm:
 * @words: a host and one of its VMs
 * @out_answer: (transfer full): set where there is none
 */
HvsVm *hvs_control_lookup_vm(HvsWorld *world, char **words, char **out_answer);

/* sim_control_vm.c */
char *hvs_control_keys(HvsWorld *world, char **words);
char *hvs_control_screen(HvsWorld *world, char **words);
char *hvs_control_disk_full(HvsWorld *world, char **words);
char *hvs_control_interrupts(HvsWorld *world, char **words);

/* sim_control_name.c */
char *hvs_control_rename_host(HvsWorld *world, char **words);

/* sim_control_winrm.c */
char *hvs_control_upset(HvsWorld *world, char **words);
char *hvs_control_list_upsets(HvsWorld *world, char **words);
char *hvs_control_requests(HvsWorld *world, char **words);
char *hvs_control_counters(HvsWorld *world, char **words);
char *hvs_control_set_password(HvsWorld *world, char **words);
char *hvs_control_expire_password(HvsWorld *world, char **words);

G_END_DECLS
