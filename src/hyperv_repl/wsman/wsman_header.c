/* wsman_header.c: the header blocks of an envelope that was received
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_header.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_names.h"

/* Stores one block in the member at @offset. */
typedef gboolean (*ReadBlock)(HvrWsmanEnvelope *envelope,
                              const xmlNode *block,
                              gsize offset,
                              GError **error);

static char *
dup_stripped(const xmlNode *node)
{
    return g_strstrip(hvr_xml_dup_text(node));
}

static gboolean
fail_like_value(const xmlNode *block, GError **error)
{
    g_autofree char *text = dup_stripped(block);

    return hvr_fail(error, HVR_ERROR_PROTOCOL,
                    _("the value '%2$s' of the SOAP header '%1$s' is not valid"), block->name,
                    text);
}

static gboolean
skip(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    return TRUE;
}

static gboolean
read_text(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    char **member = G_STRUCT_MEMBER_P(envelope, offset);

    g_free(*member);
    *member = dup_stripped(block);

    return TRUE;
}

static gboolean
read_address(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    const xmlNode *address = hvr_xml_find(block, HVR_NS_A, "Address");

    return address == NULL || read_text(envelope, address, offset, error);
}

/* The selectors may stand before the URI that they belong to. */
static HvrWsmanEpr *
ensure_target(HvrWsmanEnvelope *envelope)
{
    if (envelope->target == NULL)
        envelope->target = hvr_wsman_epr_new("");

    return envelope->target;
}

static gboolean
read_resource_uri(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    HvrWsmanEpr *target = ensure_target(envelope);

    g_free(target->resource_uri);
    target->resource_uri = dup_stripped(block);

    return TRUE;
}

static gboolean
read_selectors(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    return hvr_wsman_epr_decode_selectors(ensure_target(envelope), block, error);
}

static gboolean
read_options(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    const xmlNode *option = hvr_xml_find(block, HVR_NS_W, "Option");

    for (; option != NULL; option = hvr_xml_next(option, HVR_NS_W, "Option")) {
        char *name = hvr_xml_dup_attribute(option, NULL, "Name");

        if (name == NULL)
            return hvr_fail(error, HVR_ERROR_PROTOCOL, _("an option has no name"));
        g_hash_table_replace(envelope->options, name, hvr_xml_dup_text(option));
    }

    return TRUE;
}

static gboolean
read_size(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    g_autofree char *text = dup_stripped(block);
    guint64 size;

    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT32, &size, NULL))
        return fail_like_value(block, error);
    G_STRUCT_MEMBER(guint32, envelope, offset) = (guint32)size;

    return TRUE;
}

static gboolean
read_duration(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    g_autofree char *text = dup_stripped(block);
    GTimeSpan *member = G_STRUCT_MEMBER_P(envelope, offset);

    return hvr_wsman_duration_parse(text, member) || fail_like_value(block, error);
}

static gboolean
must_understand(const xmlNode *block)
{
    g_autofree char *value = hvr_xml_dup_attribute(block, HVR_NS_S, "mustUnderstand");

    return value != NULL &&
           (g_str_equal(g_strstrip(value), "1") || g_ascii_strcasecmp(value, "true") == 0);
}

/* WinRM refuses to be bound to a language (MS-WSMV 3.1.4.1.15). */
static gboolean
read_locale(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    G_STRUCT_MEMBER(gboolean, envelope, offset) = must_understand(block);

    return TRUE;
}

static gboolean
read_fragment(HvrWsmanEnvelope *envelope, const xmlNode *block, gsize offset, GError **error)
{
    envelope->fragment_must_understand = must_understand(block);

    return read_text(envelope, block, offset, error);
}

/* clang-format off */
static const struct {
    const char *ns;
    const char *name;
    ReadBlock read;
    gsize offset;
} blocks[] = {
    { HVR_NS_A, "Action",           read_text,         offsetof(HvrWsmanEnvelope, action)                      },
    { HVR_NS_A, "MessageID",        read_text,         offsetof(HvrWsmanEnvelope, message_id)                  },
    { HVR_NS_A, "RelatesTo",        read_text,         offsetof(HvrWsmanEnvelope, relates_to)                  },
    { HVR_NS_A, "To",               read_text,         offsetof(HvrWsmanEnvelope, to)                          },
    { HVR_NS_A, "ReplyTo",          read_address,      offsetof(HvrWsmanEnvelope, reply_to)                    },
    { HVR_NS_A, "FaultTo",          read_address,      offsetof(HvrWsmanEnvelope, fault_to)                    },
    { HVR_NS_A, "From",             skip,              0                                                       },
    { HVR_NS_E, "Identifier",       read_text,         offsetof(HvrWsmanEnvelope, identifier)                  },
    { HVR_NS_W, "ResourceURI",      read_resource_uri, 0                                                       },
    { HVR_NS_W, "SelectorSet",      read_selectors,    0                                                       },
    { HVR_NS_W, "OptionSet",        read_options,      0                                                       },
    { HVR_NS_W, "MaxEnvelopeSize",  read_size,         offsetof(HvrWsmanEnvelope, max_envelope_size)           },
    { HVR_NS_W, "OperationTimeout", read_duration,     offsetof(HvrWsmanEnvelope, operation_timeout)           },
    { HVR_NS_W, "FragmentTransfer", read_fragment,     offsetof(HvrWsmanEnvelope, fragment)                    },
    { HVR_NS_W, "Locale",           read_locale,       offsetof(HvrWsmanEnvelope, locale_must_understand)      },
    { HVR_NS_P, "DataLocale",       read_locale,       offsetof(HvrWsmanEnvelope, data_locale_must_understand) },
    { HVR_NS_P, "SessionId",        skip,              0                                                       },
    { HVR_NS_P, "ActivityId",       read_text,         offsetof(HvrWsmanEnvelope, activity_id)                 },
    { HVR_NS_P, "OperationID",      skip,              0                                                       },
    { HVR_NS_P, "SequenceId",       skip,              0                                                       },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(blocks) <= 32);

static void
note_unknown(HvrWsmanEnvelope *envelope, const xmlNode *block)
{
    if (envelope->not_understood == NULL && must_understand(block))
        envelope->not_understood = g_strdup_printf(
            "{%s}%s", block->ns != NULL ? (const char *)block->ns->href : "", block->name);
}

/* What a header said twice means nobody defines, so it is refused. */
static gboolean
read_block(HvrWsmanEnvelope *envelope, const xmlNode *block, guint32 *seen, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
        guint32 bit = (guint32)1 << i;

        if (!hvr_xml_is(block, blocks[i].ns, blocks[i].name))
            continue;
        if ((*seen & bit) != 0)
            return hvr_fail(error, HVR_ERROR_PROTOCOL, _("the SOAP header '%s' stands twice"),
                            blocks[i].name);
        *seen |= bit;

        return blocks[i].read(envelope, block, blocks[i].offset, error);
    }
    note_unknown(envelope, block);

    return TRUE;
}

gboolean
hvr_wsman_header_parse(HvrWsmanEnvelope *envelope, const xmlNode *header, GError **error)
{
    const xmlNode *block = hvr_xml_first_element(header);
    guint32 seen = 0;

    for (; block != NULL; block = hvr_xml_next_element(block)) {
        if (!read_block(envelope, block, &seen, error))
            return FALSE;
    }

    /* Selectors without a class select nothing. */
    if (envelope->target != NULL && *envelope->target->resource_uri == '\0')
        g_clear_pointer(&envelope->target, hvr_wsman_epr_free);

    return TRUE;
}
