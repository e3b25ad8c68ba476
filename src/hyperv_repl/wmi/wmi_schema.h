/* wmi_schema.h: what the generated class tables are made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * schemas/ has the classes as MOF; scripts/mof-tables.py turns them into rows of
 * these types (msvm_tables.h).  Codec, session and simulator read the rows; no
 * code is generated.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrCimType:
 *
 * How a property is kept in its class's struct:
 * boolean gboolean; uintN/sintN guintN/gintN; string and ref char *;
 * datetime HvrCimDatetime; object HvrWmiObject *.  An array of strings or refs
 * is a GStrv, of objects a GPtrArray, of anything else a GArray.
 *
 * A ref is an object path as text (see wmi_path.h).
 */
typedef enum {
    HVR_CIM_BOOLEAN,
    HVR_CIM_UINT8,
    HVR_CIM_SINT8,
    HVR_CIM_UINT16,
    HVR_CIM_SINT16,
    HVR_CIM_UINT32,
    HVR_CIM_SINT32,
    HVR_CIM_UINT64,
    HVR_CIM_SINT64,
    HVR_CIM_STRING,
    HVR_CIM_DATETIME,
    HVR_CIM_REF,
    HVR_CIM_OBJECT,
} HvrCimType;

/**
 * HvrCimFlags:
 * @HVR_CIM_ARRAY: several values
 * @HVR_CIM_KEY: part of the instance's path
 * @HVR_CIM_EMBEDDED: a string that holds an instance of @class_name as text
 */
typedef enum {
    HVR_CIM_ARRAY = 1 << 0,
    HVR_CIM_KEY = 1 << 1,
    HVR_CIM_EMBEDDED = 1 << 2,
} HvrCimFlags;

typedef struct _HvrWmiClass HvrWmiClass;
typedef struct _HvrWmiMethod HvrWmiMethod;

/**
 * HvrWmiField:
 * @name: as the schema spells it
 * @class_name: (nullable): what a ref, object or embedded instance is
 * @offset: in the class's struct
 * @since: (nullable): first Windows Server that has it, e.g. "2012 R2"; %NULL
 *   where it is as old as its class or method
 *
 * A property of a class, or a parameter of a method.
 */
typedef struct {
    const char *name;
    HvrCimType type;
    HvrCimFlags flags;
    const char *class_name;
    guint16 offset;
    const char *since;
} HvrWmiField;

/**
 * HvrWmiClass:
 * @name: e.g. "Msvm_ConcreteJob"; a method's parameter list is called
 *   "CommitFailover_INPUT" or "CommitFailover_OUTPUT"
 * @parent: (nullable): superclass
 * @fields: all of them, inherited ones included, in the order of the schema
 * @size: of the struct
 * @methods: its own and inherited ones; the very rows that msvm_tables.h names
 * @since: (nullable): first Windows Server that has it, e.g. "2012 R2"
 */
struct _HvrWmiClass {
    const char *name;
    const HvrWmiClass *parent;
    const HvrWmiField *fields;
    guint n_fields;
    gsize size;
    const HvrWmiMethod *const *methods;
    guint n_methods;
    const char *since;
};

/**
 * HvrWmiMethod:
 * @input: in parameters in the order of the schema
 * @output: out parameters, then ReturnValue
 */
struct _HvrWmiMethod {
    const char *name;
    const HvrWmiClass *owner;
    const HvrWmiClass *input;
    const HvrWmiClass *output;
    const char *since;
};

/** HVR_WMI_MAX_FIELDS: as many as an object's presence bits can note */
#define HVR_WMI_MAX_FIELDS 128

/** hvr_cim_type_get_name: as MOF and CIM-XML spell it, e.g. "uint16"; "reference" for a ref */
const char *hvr_cim_type_get_name(HvrCimType type);

/** hvr_wmi_schema_find: (nullable): a class by name, any case */
const HvrWmiClass *hvr_wmi_schema_find(const char *name);

/** hvr_wmi_schema_list: all classes of the schema, by name; not the parameter lists */
const HvrWmiClass *const *hvr_wmi_schema_list(guint *out_n_classes);

/** hvr_wmi_class_find_field: (nullable): by name, any case */
const HvrWmiField *hvr_wmi_class_find_field(const HvrWmiClass *type, const char *name);

/** hvr_wmi_class_find_method: (nullable): by name, any case */
const HvrWmiMethod *hvr_wmi_class_find_method(const HvrWmiClass *type, const char *name);

/** hvr_wmi_class_is_a: whether @type is @ancestor or derives from it */
gboolean hvr_wmi_class_is_a(const HvrWmiClass *type, const HvrWmiClass *ancestor);

/** hvr_wmi_method_is_query: whether it changes nothing */
gboolean hvr_wmi_method_is_query(const HvrWmiMethod *method);

G_END_DECLS
