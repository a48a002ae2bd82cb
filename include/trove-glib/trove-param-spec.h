/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TROVE_PARAM_OWNED:
 *
 * A [flags@GObject.ParamFlags] for a property of objects in a document, whose value is an object or a list of
 * objects: the object that has the property owns them. Without the flag it refers to them.
 *
 * Since: 1.0
 */
#define TROVE_PARAM_OWNED (1 << 8) /* the first bit that GObject leaves to others: G_PARAM_USER_SHIFT */

/**
 * TROVE_PARAM_INTERNED:
 *
 * A [flags@GObject.ParamFlags] for a string property of objects in a document: equal strings are kept once. The
 * library keeps them until the program ends, as [func@GLib.intern_string] does, so the flag is for strings of
 * which there are few, such as names of elements.
 *
 * Since: 1.0
 */
#define TROVE_PARAM_INTERNED (1 << 9)

/**
 * TROVE_PARAM_BY_ELEMENT:
 *
 * A [flags@GObject.ParamFlags] for a property of objects in a document whose value is a set or a dictionary. Changes by two
 * sides are merged element by element; without the flag, a value is one unit.
 *
 * A set is a property of type %G_TYPE_STRV: each string is in it or not, and changes of a set are never in conflict. A
 * dictionary is a [struct@GLib.Variant] of type `a{?*}`. Where both sides have changed the value of the same key, that is a
 * conflict, and ours stays.
 *
 * The library compares values in the order that they have: set the elements of a set sorted and once, and the entries of a
 * dictionary sorted by their keys, as a merge does. %NULL is empty.
 *
 * Since: 1.0
 */
#define TROVE_PARAM_BY_ELEMENT (1 << 10)

#define TROVE_TYPE_PARAM_SPEC_LIST (trove_param_spec_list_get_type ())
#define TROVE_IS_PARAM_SPEC_LIST(pspec) (G_TYPE_CHECK_INSTANCE_TYPE ((pspec), TROVE_TYPE_PARAM_SPEC_LIST))
#define TROVE_PARAM_SPEC_LIST(pspec)                                                                         \
  (G_TYPE_CHECK_INSTANCE_CAST ((pspec), TROVE_TYPE_PARAM_SPEC_LIST, TroveParamSpecList))

/**
 * TroveParamSpecList:
 * @item_type: the type of the objects in the list
 *
 * Describes a property whose value is a list of objects of a document: a [iface@Gio.ListModel].
 *
 * Since: 1.0
 */
struct _TroveParamSpecList
{
  /*< private >*/
  GParamSpec parent_instance;

  /*< public >*/
  GType item_type;
};

TROVE_AVAILABLE_IN_1_0
GType trove_param_spec_list_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
GParamSpec *trove_param_spec_list (const char *name, const char *nick, const char *blurb, GType item_type,
                                   GParamFlags flags);
TROVE_AVAILABLE_IN_1_0
void trove_param_spec_add_flags (GParamSpec *pspec, guint flags);
TROVE_AVAILABLE_IN_1_0
void trove_param_spec_set_type_name (GParamSpec *pspec, const char *type_name);
TROVE_AVAILABLE_IN_1_0
void trove_param_spec_set_together (GParamSpec *pspec, const char *name);

G_END_DECLS
