/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

#include "state/class-field.h"

G_STATIC_ASSERT (TROVE_PARAM_OWNED == 1 << G_PARAM_USER_SHIFT);
G_STATIC_ASSERT (TROVE_PARAM_INTERNED == 1 << (G_PARAM_USER_SHIFT + 1));

GType
trove_param_spec_list_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      const GParamSpecTypeInfo info = {
        .instance_size = sizeof (TroveParamSpecList),
        .value_type = G_TYPE_LIST_MODEL,
      };

      g_once_init_leave (&type, g_param_type_register_static ("TroveParamSpecList", &info));
    }
  return type;
}

/**
 * trove_param_spec_list:
 * @name: the property's name
 * @nick: (nullable): its name for users
 * @blurb: (nullable): a description of it
 * @item_type: the type of the objects in the list: a type of objects
 * @flags: usually %G_PARAM_READABLE, with %TROVE_PARAM_OWNED where the list owns its objects
 *
 * Makes the description of a property whose value is a list of objects of a document.
 *
 * ```c
 * trove_param_spec_list ("children", NULL, NULL, SHAPE_TYPE_NODE, G_PARAM_READABLE | TROVE_PARAM_OWNED)
 * ```
 *
 * The value of such a property is a [iface@Gio.ListModel]. Any thread may call the function.
 *
 * Returns: (transfer none): a new param spec, with a floating reference
 *
 * Since: 1.0
 */
GParamSpec *
trove_param_spec_list (const char *name, const char *nick, const char *blurb, GType item_type,
                       GParamFlags flags)
{
  TroveParamSpecList *self;

  g_return_val_if_fail (name != NULL && g_param_spec_is_valid_name (name), NULL);
  g_return_val_if_fail (g_type_is_a (item_type, G_TYPE_OBJECT), NULL);

  self = g_param_spec_internal (TROVE_TYPE_PARAM_SPEC_LIST, name, nick, blurb, flags);
  if (self != NULL) /* a static name must be canonical */
    self->item_type = item_type;
  return (GParamSpec *) self;
}

/**
 * trove_param_spec_add_flags:
 * @pspec: a param spec that no class has yet
 * @flags: any of %TROVE_PARAM_OWNED, %TROVE_PARAM_INTERNED and %TROVE_PARAM_BY_ELEMENT
 *
 * Adds flags of this library to a param spec: for languages in which a function that makes a param spec takes the flags of
 * GObject alone.
 *
 * Any thread may call the function.
 *
 * Since: 1.0
 */
void
trove_param_spec_add_flags (GParamSpec *pspec, guint flags)
{
  const guint ours = TROVE_PARAM_OWNED | TROVE_PARAM_INTERNED | TROVE_PARAM_BY_ELEMENT;

  g_return_if_fail (G_IS_PARAM_SPEC (pspec));
  g_return_if_fail ((flags & ~ours) == 0);

  pspec->flags |= flags;
}

/**
 * trove_param_spec_set_type_name:
 * @pspec: a param spec for objects of type [class@Trove.Object], or for a list of them
 * @type_name: the name of a type of objects, which may be registered later
 *
 * Restricts a property to objects of a type that is known by name alone: of the class itself, or of one that is made later.
 *
 * The name is looked up when an object is set or inserted. No object is taken before the type is registered. The value type of
 * the property, and the item type of the list, stay [class@Trove.Object].
 *
 * Call the function before the class gets the property. Any thread may call it.
 *
 * Since: 1.0
 */
void
trove_param_spec_set_type_name (GParamSpec *pspec, const char *type_name)
{
  g_return_if_fail (G_IS_PARAM_SPEC (pspec));
  g_return_if_fail (type_name != NULL);

  g_param_spec_set_qdata (pspec, trove_class_field_type_name_quark (),
                          (gpointer) g_intern_string (type_name));
}

/**
 * trove_param_spec_set_together:
 * @pspec: a param spec for a value, or for a reference to an object
 * @name: a name of all that belongs together, such as "box"
 *
 * Says that a property belongs together with those of the same class that have the same name here. A merge takes them all from
 * one side: if ours has moved a box, and theirs has resized it by its left edge, then the box is not to have our y and their
 * width.
 *
 * ```c
 * static GParamSpec *
 * length (const char *name)
 * {
 *   GParamSpec *pspec = g_param_spec_double (name, NULL, NULL, 0, 1000, 0, G_PARAM_READWRITE);
 *
 *   trove_param_spec_set_together (pspec, "box");
 *   return pspec;
 * }
 * ```
 *
 * A change of one side alone is taken. If both have changed any of the properties, and do not have the same values in all of
 * them, that is one [class@Trove.Conflict]: ours stays, and a choice is of all.
 *
 * An object that is owned and a list are merged by themselves, and so is a value with %TROVE_PARAM_BY_ELEMENT: they cannot belong
 * together with others. A reference that was cleared since its object was removed is no change. A derived class inherits what belongs together, and its properties may join by the name.
 * [method@Trove.Document.apply] makes changes property by property all the same.
 *
 * Call the function before the class gets the property. Any thread may call it.
 *
 * Since: 1.0
 */
void
trove_param_spec_set_together (GParamSpec *pspec, const char *name)
{
  g_return_if_fail (G_IS_PARAM_SPEC (pspec));
  g_return_if_fail (name != NULL);

  g_param_spec_set_qdata (pspec, trove_class_field_together_quark (), (gpointer) g_intern_string (name));
}
