/* cli_options.h: options of a command: how they are described, parsed and read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An option is a row.  Parser, help, completion, and the parameters that go to
 * the library read the same rows.
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * HvrCliKind:
 * @HVR_CLI_FLAG: --NAME, no value
 * @HVR_CLI_TEXT: --NAME VALUE; if there are @words, one of them
 * @HVR_CLI_NUMBER: --NAME NUMBER, not negative
 * @HVR_CLI_SWITCH: --NAME yes|no
 * @HVR_CLI_DURATION: --NAME 90, 90s, 30m, 2h or 7d; read as seconds
 * @HVR_CLI_LIST: --NAME VALUE, may be repeated
 *
 * What value an option takes.
 */
typedef enum {
    HVR_CLI_FLAG,
    HVR_CLI_TEXT,
    HVR_CLI_NUMBER,
    HVR_CLI_SWITCH,
    HVR_CLI_DURATION,
    HVR_CLI_LIST,
} HvrCliKind;

/**
 * HvrCliOffer:
 *
 * What completion offers for a value, besides @words.
 */
typedef enum {
    HVR_CLI_OFFER_NOTHING,
    HVR_CLI_OFFER_MACHINES,
    HVR_CLI_OFFER_HOSTS,
    HVR_CLI_OFFER_POINTS,
    HVR_CLI_OFFER_FILES,
    HVR_CLI_OFFER_COMMANDS,
} HvrCliOffer;

/**
 * HvrCliOptionTraits:
 * @HVR_CLI_PARAM: becomes a parameter of the same name for the library, see
 * hvr_cli_options_list_params()
 * @HVR_CLI_REQUIRED: the command cannot do without
 * @HVR_CLI_OPERAND: is not written with its name but by its place, after the
 *   machines if the command takes one machine, else first (@value is what help calls it)
 */
typedef enum {
    HVR_CLI_PARAM = 1 << 0,
    HVR_CLI_REQUIRED = 1 << 1,
    HVR_CLI_OPERAND = 1 << 2,
} HvrCliOptionTraits;

/**
 * HvrCliOption:
 * @name: without dashes
 * @letter: its short form, or 0
 * @kind: what value it takes
 * @traits: of #HvrCliOptionTraits
 * @value: what help calls its value, translatable; %NULL for flags and where @words stand
 * @words: the values it takes, separated by '|', or %NULL
 * @offer: what completion offers for its value
 * @summary: one translatable clause, small letter first, no full stop
 *
 * A row without a name ends a table.
 */
typedef struct {
    const char *name;
    char letter;
    HvrCliKind kind;
    guint traits;
    const char *value;
    const char *words;
    HvrCliOffer offer;
    const char *summary;
} HvrCliOption;

/** HvrCliOptions: the options that one command line gives */
typedef struct _HvrCliOptions HvrCliOptions;

/**
 * hvr_cli_options_parse:
 * @tables: tables of options that may occur, ended by %NULL; of two with one name the first counts
 * @words: (array zero-terminated=1): the command line without the program's and the command's name
 * @stop_at_operand: what follows the first operand is left alone, as a command's own words
 *
 * Returns: what was given, or %NULL with an error
 */
HvrCliOptions *hvr_cli_options_parse(const HvrCliOption *const *tables,
                                     const char *const *words,
                                     gboolean stop_at_operand,
                                     GError **error);
void hvr_cli_options_free(HvrCliOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliOptions, hvr_cli_options_free)

/** hvr_cli_options_get_operands: words that belong to no option, %NULL-terminated */
const char *const *hvr_cli_options_get_operands(const HvrCliOptions *self);

/** hvr_cli_options_set: give an option a value as if it stood on the command line; operands of one
 * command use it */
gboolean
hvr_cli_options_set(HvrCliOptions *self, const char *name, const char *value, GError **error);

/** hvr_cli_options_has: was it given at all */
gboolean hvr_cli_options_has(const HvrCliOptions *self, const char *name);

/** hvr_cli_options_is_set: a flag that was given, or a switch that was given as "yes" */
gboolean hvr_cli_options_is_set(const HvrCliOptions *self, const char *name);

/** hvr_cli_options_get_text: (nullable): the value as written, the last if repeated; %NULL if not
 * given */
const char *hvr_cli_options_get_text(const HvrCliOptions *self, const char *name);

/** hvr_cli_options_get_number: of a number, or the seconds of a duration; @otherwise if not given
 */
guint64 hvr_cli_options_get_number(const HvrCliOptions *self, const char *name, guint64 otherwise);

/** hvr_cli_options_get_list: all values of an option, %NULL-terminated, empty if not given */
const char *const *hvr_cli_options_get_list(const HvrCliOptions *self, const char *name);

/**
 * hvr_cli_options_list_params:
 * @out_params: (out): of each option marked %HVR_CLI_PARAM that was given; flags and
 *   switches are booleans, numbers and durations ullong, a list is one string after another
 * @out_n_params: (out): how many
 *
 * Free them with virTypedParamsFree().  virTypedParamsAdd*() may add more, with @out_n_params as
 * maximum too.
 */
void hvr_cli_options_list_params(const HvrCliOptions *self,
                                 virTypedParameterPtr *out_params,
                                 int *out_n_params);

G_END_DECLS
