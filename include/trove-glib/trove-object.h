/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-field.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_OBJECT (trove_object_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (TroveObject, trove_object, TROVE, OBJECT, GObject)

/**
 * TroveObjectClass:
 * @parent_class: the class of the parent
 *
 * The class of [class@Trove.Object].
 *
 * Since: 1.0
 */
struct _TroveObjectClass
{
  GObjectClass parent_class;

  /*< private >*/
  gconstpointer fields; /* of the class and of those above it */
  gpointer padding[12];
};

TROVE_AVAILABLE_IN_1_0
void trove_object_class_install_fields (TroveObjectClass *klass, gsize data_size, const TroveField *fields,
                                        guint n_fields);
TROVE_AVAILABLE_IN_1_0
GType trove_object_register_type (const char *name, GType parent, GParamSpec **pspecs, guint n_pspecs,
                                  GError **error);
TROVE_AVAILABLE_IN_1_0
void trove_object_register_immutable (GType type, GEqualFunc equal);

G_END_DECLS
