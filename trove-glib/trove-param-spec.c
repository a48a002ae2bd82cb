/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

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
