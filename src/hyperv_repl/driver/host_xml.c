/* host_xml.c: the XML of a host's machines, kept while it holds
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_xml.h"

#include "domain_xml.h"
#include "host_private.h"

/* Texts are some kilobytes each; whoever reads those of thousands reads each once. */
#define MAX_DOCUMENTS 256

/* Domains and machines are values: while they are the same ones, so is the text. */
typedef struct {
    HvrDomain *domain;
    HvrMachine *machine; /* (nullable) */
    guint flags;
    char *text;
} Document;

static void
document_free(gpointer data)
{
    Document *document = data;

    hvr_domain_unref(document->domain);
    g_clear_pointer(&document->machine, hvr_machine_unref);
    g_free(document->text);
    g_free(document);
}

GHashTable *
hvr_host_documents_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, document_free);
}

static Document *
document_new(HvrDomain *domain, const HvrMachine *machine, guint flags)
{
    Document *document = g_new0(Document, 1);

    document->domain = hvr_domain_ref(domain);
    document->machine = machine != NULL ? hvr_machine_ref((HvrMachine *)machine) : NULL;
    document->flags = flags;
    document->text = hvr_domain_xml_format(domain, machine, flags);

    return document;
}

const char *
hvr_host_get_xml(HvrHost *host, HvrDomain *domain, const HvrMachine *machine, guint flags)
{
    Document *document = g_hash_table_lookup(host->documents, domain->guid);

    g_assert(hvr_host_is_confined(host));
    if (document != NULL && document->domain == domain && document->machine == machine &&
        document->flags == flags)
        return document->text;

    if (g_hash_table_size(host->documents) >= MAX_DOCUMENTS)
        g_hash_table_remove_all(host->documents);
    document = document_new(domain, machine, flags);
    g_hash_table_replace(host->documents, g_strdup(domain->guid), document);

    return document->text;
}
