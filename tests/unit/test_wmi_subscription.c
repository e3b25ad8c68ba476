/* test_wmi_subscription.c: events of WMI, as Windows writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_subscription.h"

#include "canned_event.h"
#include "msvm_tables.h"
#include "wmi_path.h"

/* clang-format off */
#define OFF "<p1:EnabledState>3</p1:EnabledState><p1:Name>6DDC63C1</p1:Name>"
#define ON  "<p1:EnabledState>2</p1:EnabledState><p1:Name>6DDC63C1</p1:Name>"
/* clang-format on */

typedef struct {
    const char *name;
    const char *items;
    const char *expect; /* "KIND CLASS STATE<-CLASS STATE;" each */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "modification",          CANNED_MODIFIED("Msvm_ComputerSystem", OFF, ON), "3 Msvm_ComputerSystem 2<-Msvm_ComputerSystem 3;" },
    { "creation",              CANNED_CREATED("Msvm_ComputerSystem", OFF),      "1 Msvm_ComputerSystem 3;" },
    { "deletion",              CANNED_DELETED("Msvm_ComputerSystem", OFF),      "2 Msvm_ComputerSystem 3;" },
    { "two",                   CANNED_DELETED("Msvm_ComputerSystem", OFF)
                               CANNED_CREATED("Msvm_ConcreteJob", "<p1:JobState>4</p1:JobState>"),
                                                                                "2 Msvm_ComputerSystem 3;1 Msvm_ConcreteJob;" },
    { "other-class-before",    CANNED_EVENT("__InstanceModificationEvent",
                                            CANNED_INSIDE("PreviousInstance", "Msvm_ConcreteJob", "")
                                            CANNED_INSIDE("TargetInstance", "Msvm_ComputerSystem", ON)),
                                                                                "3 Msvm_ComputerSystem 2;" },
    { "class-nobody-knows",    CANNED_CREATED("Msvm_StorageJob", ""),           "1 -;" },
    { "value-of-another-type", CANNED_CREATED("Msvm_ComputerSystem", "<p1:EnabledState>on</p1:EnabledState>"), "1 -;" },
    { "nothing-inside",        CANNED_EVENT("__InstanceModificationEvent", ""), "3 -;" },
    { "dropped",               CANNED_EVENT("__EventQueueOverflowEvent", ""),   "0 -;" },
    { "not-an-event",          CANNED_INSTANCE("Msvm_ComputerSystem", "<p:EnabledState>2</p:EnabledState>"), "0 -;" },
    { "heartbeat",             "",                                              "" },
};
/* clang-format on */

static void
append(GString *seen, const char *separator, const HvrWmiObject *object)
{
    g_string_append_printf(seen, "%s%s", separator, object->type->name);
    if (object->type == &hvr_wmi_class_Msvm_ComputerSystem)
        g_string_append_printf(seen, " %u", ((const Msvm_ComputerSystem *)object)->EnabledState);
}

static void
on_event(const HvrWmiEvent *event, gpointer user_data)
{
    GString *seen = user_data;

    g_string_append_printf(seen, "%d ", event->kind);
    if (event->target != NULL)
        append(seen, "", event->target);
    else
        g_string_append_c(seen, '-');
    if (event->previous != NULL)
        append(seen, "<-", event->previous);
    g_string_append_c(seen, ';');
}

static HvrWmiSubscription *
open_one(HvrWmiSession *session, GError **error)
{
    return hvr_wmi_subscription_open(session, HVR_WMI_NAMESPACE, "SELECT", 30 * G_TIME_SPAN_SECOND,
                                     600 * G_TIME_SPAN_SECOND, NULL, error);
}

static void
test_event(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *pulled = g_strdup_printf(CANNED_PULLED("%s"), c->items);
    const char *const answers[] = { CANNED_GRANTED("600"), pulled, CANNED_UNSUBSCRIBED, NULL };
    CannedHost host = { .answers = answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    HvrWmiSubscription *subscription = open_one(session, &error);

    g_assert_no_error(error);
    g_assert_cmpint(hvr_wmi_subscription_get_expires(subscription), ==, 600 * G_TIME_SPAN_SECOND);
    g_assert_true(
        hvr_wmi_subscription_pull(subscription, G_TIME_SPAN_MINUTE, on_event, seen, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(seen->str, ==, c->expect);
    hvr_wmi_subscription_close(subscription);
    canned_host_assert_asked(&host, 0, ">" CANNED_V2 "*</w:ResourceURI>");
    canned_host_assert_asked(&host, 2, "885E9924");
    canned_host_close(&host);
}

/* Whoever reads the line knows which host it is about. */
static void
test_failures(void)
{
    static const char *const answers[] = {
        CANNED_FAULT("UnsupportedFeature", "2150859007", "Only pull."), CANNED_GRANTED("600"),
        CANNED_FAULT("InternalError", "2150858760", "Closed."), NULL
    };
    CannedHost host = { .answers = answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;
    HvrWmiSubscription *subscription = open_one(session, &error);

    g_assert_null(subscription);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    g_assert_cmpstr(error->message, ==,
                    "host 'hv-primary': 'Subscribe' failed: Only pull (UnsupportedFeature, code "
                    "2150859007)");
    g_clear_error(&error);

    subscription = open_one(session, &error);
    g_assert_no_error(error);
    g_assert_false(
        hvr_wmi_subscription_pull(subscription, G_TIME_SPAN_MINUTE, on_event, NULL, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': 'Pull' failed: Closed"));
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "Pull");
    hvr_wmi_subscription_close(subscription);
    canned_host_close(&host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/subscription/failures", test_failures);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wmi/subscription/event/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_event);
    }

    return g_test_run();
}
