/* sim_control.h: what tests and demonstrations tell a running simulator
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One command a line, one line of answer: "ok ..." or "error ...".  An answer
 * that lists things has "; " between them.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/**
 * hvs_control_run:
 * @line: e.g. "step 3600", "link hv-primary hv-replica down", "fail-next-job hv-replica 32768",
 *   "upset hv-primary drop-reply", "upset hv-primary delay=500 3", "host hv-primary down", "help"
 *
 * Returns: (transfer full): the answer, without line end; never %NULL
 */
char *hvs_control_run(HvsWorld *world, const char *line);

typedef struct _HvsControl HvsControl;

/** hvs_control_listen: serve hvs_control_run() on a unix socket of mode 0600 */
HvsControl *hvs_control_listen(HvsWorld *world, const char *socket_path, GError **error);
void hvs_control_free(HvsControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsControl, hvs_control_free)

/** hvs_control_send: (transfer full): send one line to a running simulator and return its answer */
char *hvs_control_send(const char *socket_path, const char *line, GError **error);

G_END_DECLS
