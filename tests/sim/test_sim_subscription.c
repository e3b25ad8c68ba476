/* test_sim_subscription.c: who waits for events
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "subscription_fixture.h"

typedef struct {
    const char *name;
    const char *uri;
    const char *more;
    const char *body;
    const char *subcode;
    const char *code;
} FaultCase;

/* Numbers of wsmerror.h and wbemcli.h. */
/* clang-format off */
static const FaultCase fault_cases[] = {
    { "body",               V2 "*", "", "<e:Unsubscribe/>",                                       "w:SchemaValidationError",            "2150858817" },
    { "no-delivery",        V2 "*", "", BODY(FILTER(MODIFIED "'Msvm_ComputerSystem'")),           "w:SchemaValidationError",            "2150858817" },
    { "push",               V2 "*", "", BODY(DELIVERY(MODE_PUSH, "") FILTER(MODIFIED "'Msvm_ComputerSystem'")), "e:DeliveryModeRequestedUnavailable", "2150859007" },
    { "no-mode",            V2 "*", "", BODY("<e:Delivery/>" FILTER(MODIFIED "'Msvm_ComputerSystem'")), "e:DeliveryModeRequestedUnavailable", "2150859007" },
    { "heartbeats",         V2 "*", "", BODY(DELIVERY(MODE_PULL, "<w:Heartbeats>often</w:Heartbeats>") FILTER(MODIFIED "'Msvm_ComputerSystem'")), "w:SchemaValidationError", "2150858817" },
    { "content-encoding",   V2 "*", "", BODY(DELIVERY(MODE_PULL, "<w:ContentEncoding>ISO-8859-1</w:ContentEncoding>") FILTER(MODIFIED "'Msvm_ComputerSystem'")), "w:UnsupportedEncoding", "2150858796" },
    { "expires",            V2 "*", "", BODY(PULLED "<e:Expires>soon</e:Expires>" FILTER(MODIFIED "'Msvm_ComputerSystem'")), "e:InvalidExpirationTime", "2150858783" },
    { "expires-negative",   V2 "*", "", BODY(PULLED "<e:Expires>-PT1S</e:Expires>" FILTER(MODIFIED "'Msvm_ComputerSystem'")), "e:InvalidExpirationTime", "2150858783" },
    { "expires-at",         V2 "*", "", BODY(PULLED "<e:Expires>2026-05-01T03:00:00Z</e:Expires>" FILTER(MODIFIED "'Msvm_ComputerSystem'")), "e:UnsupportedExpirationType", "2150858784" },
    { "keys",               V2 "*", KEYS(KEY("Name", GUID)), VM_CHANGES,                          "w:InvalidSelectors",                 "2150859225" },
    { "other-namespace",    V2 "*", KEYS(KEY("__cimnamespace", "root/cimv2")), VM_CHANGES,        "w:InternalError",                    "2150859038" },
    { "no-filter",          V2 "*", "", BODY(PULLED),                                             "n:CannotProcessFilter",              "2150858778" },
    { "no-dialect",         V2 "*", "", BODY(PULLED "<w:Filter>" MODIFIED "'Msvm_ComputerSystem'</w:Filter>"), "e:FilteringRequestedUnavailable", "2150858786" },
    { "cql",                V2 "*", "", BODY(PULLED "<w:Filter Dialect=\"http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf\">x</w:Filter>"), "e:FilteringRequestedUnavailable", "2150858786" },
    { "filter-on-event",    EV,     "", VM_CHANGES,                                               "e:FilteringNotSupported",            "2150858785" },
    { "filter-on-class",    CS,     "", VM_CHANGES,                                               "n:CannotProcessFilter",              "2150859003" },
    { "event-class",        EV,     "", BODY(PULLED),                                             "w:InternalError",                    "2147753985" }, /* 0x80042001 */
    { "object-class",       CS,     "", BODY(PULLED),                                             "w:InternalError",                    "2147749977" }, /* 0x80041059 */
    { "no-query",           V2 "*", "", WANTED("hello"),                                          "n:CannotProcessFilter",              "2150858778" },
    { "associators",        V2 "*", "", WANTED("ASSOCIATORS OF {A.B='c'}"),                       "n:CannotProcessFilter",              "2150858778" },
    { "within-nothing",     V2 "*", "", WANTED("SELECT * FROM __InstanceCreationEvent WITHIN WHERE TargetInstance ISA 'Msvm_ComputerSystem'"), "n:CannotProcessFilter", "2150858778" },
    { "within-zero",        V2 "*", "", WANTED("SELECT * FROM __InstanceCreationEvent WITHIN 0 WHERE TargetInstance ISA 'Msvm_ComputerSystem'"), "n:CannotProcessFilter", "2150858778" },
    { "no-event-class",     V2 "*", "", WANTED(ON("Msvm_ComputerSystem") "'Msvm_ComputerSystem'"), "w:InternalError",                   "2147749977" },
    { "unknown-event",      V2 "*", "", WANTED(ON("__ClassCreationEvents") "'Msvm_ComputerSystem'"), "w:InternalError",                 "2147749904" }, /* 0x80041010 */
    { "unknown-target",     V2 "*", "", WANTED(MODIFIED "'Msvm_NoSuchThing'"),                    "w:InternalError",                    "2147749904" },
    { "everything",         V2 "*", "", WANTED("SELECT * FROM __InstanceCreationEvent WITHIN 1"), "w:InternalError",                    "2147753985" },
    { "anything-or",        V2 "*", "", WANTED(MODIFIED "'Msvm_ComputerSystem' OR TargetInstance.Name = 'x'"), "w:InternalError",       "2147753985" },
    { "not-a",              V2 "*", "", WANTED("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE NOT TargetInstance ISA 'Msvm_ComputerSystem'"), "w:InternalError", "2147753985" },
    { "unknown-property",   V2 "*", "", WANTED(MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.Nope = 1"), "n:CannotProcessFilter",  "2150858778" },
    { "no-previous",        V2 "*", "", WANTED(ON("__InstanceCreationEvent") "'Msvm_ComputerSystem' AND PreviousInstance.Name = 'x'"), "n:CannotProcessFilter", "2150858778" },
    { "bare-property",      V2 "*", "", WANTED(MODIFIED "'Msvm_ComputerSystem' AND Name = 'x'"),  "n:CannotProcessFilter",              "2150858778" },
    { "bad-literal",        V2 "*", "", WANTED(MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.EnabledState = 'on'"), "n:CannotProcessFilter", "2150858778" },
    { "projection-unknown", V2 "*", "", WANTED("SELECT Nope FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Msvm_ComputerSystem'"), "n:CannotProcessFilter", "2150858778" },
    { "too-precise",        WIN "*", "", WANTED(MODIFIED "'Win32_ComputerSystem'"),               "w:InternalError",                    "2147753986" }, /* 0x80042002 */
    { "too-precise-base",   V2 "*", "", WANTED(MODIFIED "'CIM_ComputerSystem'"),                  "w:InternalError",                    "2147753986" },
};
/* clang-format on */

static void
test_fault(Fixture *f, gconstpointer data)
{
    const FaultCase *c = data;
    g_auto(Answer) answer = ask(f, SUBSCRIBE, c->uri, c->more, c->body);

    assert_fault(&answer, c->subcode, c->code);
}

typedef struct {
    const char *name;
    const char *uri;
    const char *more;
    const char *body;
} GrantCase;

/* clang-format off */
static const GrantCase grant_cases[] = {
    { "operations",     V2 "*",  "", VM_OPERATIONS },
    { "polled",         V2 "*",  "", WANTED(OPERATION_POLL "'CIM_ComputerSystem'") },
    { "fraction",       V2 "*",  "", WANTED("SELECT * FROM __InstanceCreationEvent WITHIN 0.5 WHERE TargetInstance ISA 'Msvm_ComputerSystem'") },
    { "several",        V2 "*",  "", WANTED(ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' OR TargetInstance ISA 'Msvm_ReplicationRelationship' OR TargetInstance ISA 'Msvm_ConcreteJob'") },
    { "any-case",       V2 "*",  "", WANTED("select * from __instancemodificationevent within 2 where targetinstance isa 'msvm_computersystem'") },
    { "power",          V2 "*",  "", WANTED(POLLED("__InstanceModificationEvent") "'Msvm_ComputerSystem' AND TargetInstance.EnabledState &lt;> PreviousInstance.EnabledState") },
    { "bound-behind",   V2 "*",  "", WANTED("SELECT * FROM __InstanceModificationEvent WHERE (TargetInstance ISA 'CIM_System' OR TargetInstance.Name = 'x') AND TargetInstance ISA 'Msvm_ComputerSystem'") },
    { "bare-class",     V2 "*",  "", WANTED(MODIFIED "Msvm_ComputerSystem") },
    { "cimv2",          WIN "*", "", WANTED(OPERATION_POLL "'Win32_ComputerSystem'") },
    { "same-namespace", V2 "*",  KEYS(KEY("__cimnamespace", "root/virtualization/v2")), VM_OPERATIONS },
    { "no-selectors",   V2 "*",  "<w:SelectorSet/>", VM_OPERATIONS },
    { "utf-16",         V2 "*",  "", BODY(DELIVERY(MODE_PULL, "<w:ContentEncoding>UTF-16</w:ContentEncoding>") FILTER(MODIFIED "'Msvm_ComputerSystem'")) },
    { "e-filter",       V2 "*",  "", BODY(PULLED "<e:Filter Dialect=\"" WQL "\">" MODIFIED "'Msvm_ComputerSystem'</e:Filter>") },
};
/* clang-format on */

static void
test_grant(Fixture *f, gconstpointer data)
{
    const GrantCase *c = data;
    g_auto(Answer) answer = ask(f, SUBSCRIBE, c->uri, c->more, c->body);

    assert_response(&answer, HVR_NS_E, "SubscribeResponse");
}

static void
test_open(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer =
        ask(f, SUBSCRIBE, V2 "*", "",
            BODY(PULLED "<e:Expires>PT3600S</e:Expires>" FILTER(MODIFIED "'Msvm_ComputerSystem'")));
    const xmlNode *response = assert_response(&answer, HVR_NS_E, "SubscribeResponse");
    const xmlNode *manager = hvr_xml_find(response, HVR_NS_E, "SubscriptionManager");
    const xmlNode *properties = hvr_xml_find(manager, HVR_NS_A, "ReferenceProperties");
    g_autofree char *context = dup_context(response);
    g_autofree char *identifier = NULL;

    assert_text(answer.header, HVR_NS_A, "Action", SUBSCRIBE "Response");
    assert_text(response, HVR_NS_E, "Expires", "PT3600.000S");
    assert_text(manager, HVR_NS_A, "Address", "http://hv-primary.sim.test:0/wsman");
    assert_text(properties, HVR_NS_W, "ResourceURI", V2 "*");
    identifier = hvr_xml_dup_text(hvr_xml_find(properties, HVR_NS_E, "Identifier"));
    g_assert_cmpuint(strlen(identifier), ==, 36);
    g_assert_true(g_str_has_prefix(context, "uuid:"));
}

/* Without e:Expires it stays for ever, which Windows calls no time. */
static void
test_open_forever(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask(f, SUBSCRIBE, V2 "*", "", VM_CHANGES);

    assert_text(assert_response(&answer, HVR_NS_E, "SubscribeResponse"), HVR_NS_E, "Expires",
                "PT0.000S");
}

static void
test_switched_off(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = { 0 };

    f->host->winrm.events = FALSE;
    answer = ask(f, SUBSCRIBE, V2 "*", "", VM_CHANGES);
    assert_fault(&answer, "a:ActionNotSupported", "2150858771");
}

#define IDENTIFIER(text) "<e:Identifier>" text "</e:Identifier>"

static void
test_unsubscribe(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, SUBSCRIBE, V2 "*", "", VM_CHANGES);
    const xmlNode *response = assert_response(&open, HVR_NS_E, "SubscribeResponse");
    const xmlNode *manager = hvr_xml_find(response, HVR_NS_E, "SubscriptionManager");
    const xmlNode *properties = hvr_xml_find(manager, HVR_NS_A, "ReferenceProperties");
    g_autofree char *context = dup_context(response);
    g_autofree char *identifier =
        hvr_xml_dup_text(hvr_xml_find(properties, HVR_NS_E, "Identifier"));
    g_autofree char *header = g_strconcat("<e:Identifier>", identifier, "</e:Identifier>", NULL);
    g_auto(Pull) pull = pull_new(f, context, "uuid:2", "");
    g_auto(Answer) closed = { 0 };
    g_auto(Answer) again = { 0 };

    g_assert_false(pull_try(f, &pull));
    closed = ask(f, UNSUBSCRIBE, V2 "*", header, "<e:Unsubscribe/>");
    g_assert_false(closed.is_fault);
    g_assert_null(hvr_xml_first_element(closed.body));
    assert_text(closed.header, HVR_NS_A, "Action", UNSUBSCRIBE "Response");
    g_assert_true(pull_try(f, &pull));
    assert_fault(&pull.answer, "n:InvalidEnumerationContext", "2150858779");
    again = ask(f, UNSUBSCRIBE, V2 "*", header, "<e:Unsubscribe/>");
    assert_fault(&again, "e:InvalidMessage", "2150858789");
}

static void
test_release(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_autofree char *body = g_strconcat("<n:Release><n:EnumerationContext>", context,
                                        "</n:EnumerationContext></n:Release>", NULL);
    g_auto(Answer) closed = ask(f, RELEASE, V2 "*", "", body);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    g_assert_false(closed.is_fault);
    g_assert_true(pull_try(f, &pull));
    assert_fault(&pull.answer, "n:InvalidEnumerationContext", "2150858779");
}

typedef struct {
    const char *name;
    const char *action;
    const char *more;
    const char *body;
    const char *subcode;
    const char *code;
} CloseCase;

/* clang-format off */
static const CloseCase close_cases[] = {
    { "renew",               RENEW,       IDENTIFIER("x"), "<e:Renew/>",       "e:UnableToRenew",         "2150858788" },
    { "get-status",          HVR_NS_E "/GetStatus", IDENTIFIER("x"), "<e:GetStatus/>", "a:ActionNotSupported", "2150858771" },
    { "unsubscribe-body",    UNSUBSCRIBE, IDENTIFIER("x"), "<e:Renew/>",       "w:SchemaValidationError", "2150858817" },
    { "unsubscribe-nobody",  UNSUBSCRIBE, "",              "<e:Unsubscribe/>", "e:InvalidMessage",        "2150858789" },
    { "unsubscribe-unknown", UNSUBSCRIBE, IDENTIFIER("x"), "<e:Unsubscribe/>", "e:InvalidMessage",        "2150858789" },
};
/* clang-format on */

static void
test_close_fault(Fixture *f, gconstpointer data)
{
    const CloseCase *c = data;
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Answer) answer = ask(f, c->action, V2 "*", c->more, c->body);

    assert_fault(&answer, c->subcode, c->code);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/subscription/fault/", fault_cases, test_fault);
    add_cases("/sim/subscription/grant/", grant_cases, test_grant);
    add_story("/sim/subscription/open", test_open);
    add_story("/sim/subscription/open/forever", test_open_forever);
    add_story("/sim/subscription/switched-off", test_switched_off);
    add_story("/sim/subscription/unsubscribe", test_unsubscribe);
    add_story("/sim/subscription/release", test_release);
    add_cases("/sim/subscription/close/", close_cases, test_close_fault);

    return g_test_run();
}
