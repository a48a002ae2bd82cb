/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-field.h"
#include "trove-key.h"
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

  /**
   * TroveObjectClass::added:
   * @self: a new object
   *
   * Called once for an object that `g_object_new()` makes, when the object is in its document and has no owner yet. The
   * function gives fields other values than their defaults. Loading, undo and merging do not call it. It is not called if a handler of
   * the document's signals, which are emitted first, has dropped the object.
   *
   * The thread of the document calls it.
   *
   * Since: 1.0
   */
  void (*added) (TroveObject *self);

  /**
   * TroveObjectClass::attached:
   * @self: an object
   *
   * Called once for each handle, when the handle can be used; for a new object after [vfunc@Trove.Object.added]. Handlers of the
   * document's signals, which are emitted before both, can look up the handle already.
   *
   * The function of an object of a version is called on the thread that asked for the object.
   *
   * Since: 1.0
   */
  void (*attached) (TroveObject *self);

  /**
   * TroveObjectClass::validate:
   * @self: an object of a document
   * @pspec: the property that is to be set
   * @value: a copy of the value, which the function may change
   * @error: return location for an error
   *
   * Called before a property is set through a handle. The function may change the value, or refuse it. Edits by key,
   * [method@Trove.Object.set_data], lists, undo and merging do not call it.
   *
   * The thread of the document calls it.
   *
   * Returns: %TRUE, or %FALSE with an error, which [method@Trove.Object.set_field] returns
   *
   * Since: 1.0
   */
  gboolean (*validate) (TroveObject *self, GParamSpec *pspec, GValue *value, GError **error);

  /**
   * TroveObjectClass::upgrade:
   * @self: an object of the document
   * @from_version: the version of the class by which the object was written
   * @old_values: a variant of the type `a{sv}`: what the object has in the file and not in the class, by name
   *
   * Called for each object of a document that is being loaded if the object was written by an older version of its class:
   * [func@Trove.Object.type_set_schema_version]. The function sets the properties of the object by the old values, and may change
   * other objects. The edits of all functions are one step, with the label "Upgrade", which undo takes back. No step is made if
   * nothing is changed. Versions of the history stay as they were.
   *
   * The thread that loads the document calls it, before the document is returned, for one object after the other in the order of
   * keys. Objects that a function has removed are left out. Old values are those of [method@Trove.Object.dup_unknown_values].
   *
   * An object that was changed since has the version of the program in the file when the document is saved. For one that was not
   * changed, the function is called at the next load again.
   *
   * Since: 1.0
   */
  void (*upgrade) (TroveObject *self, guint from_version, GVariant *old_values);

  /*< private >*/
  gconstpointer fields; /* of the class and of those above it */
  gpointer padding[11];
};

/* Reading */

TROVE_AVAILABLE_IN_1_0
TroveDocument *trove_object_get_document (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_object_get_version (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_object_get_key (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_object_get_removed (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_object_get_unknown_class (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
GVariant *trove_object_dup_unknown_values (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_object_dup_owner (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
TroveList *trove_object_get_list (TroveObject *self, const char *name);
TROVE_AVAILABLE_IN_1_0
GPtrArray *trove_object_dup_referrers (TroveObject *self);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_object_dup_at (TroveObject *self, TroveVersion *version);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_object_peek_data (TroveObject *self);

/* Editing */

TROVE_AVAILABLE_IN_1_0
gboolean trove_object_set_field (TroveObject *self, const char *name, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_object_set_data (TroveObject *self, gconstpointer data, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_object_copy (TroveObject *self, TroveDocument *document, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_object_remove (TroveObject *self, GError **error);

/* Classes */

TROVE_AVAILABLE_IN_1_0
void trove_object_class_install_fields (TroveObjectClass *klass, gsize data_size, const TroveField *fields,
                                        guint n_fields);
TROVE_AVAILABLE_IN_1_0
GType trove_object_register_type (const char *name, GType parent, GParamSpec **pspecs, guint n_pspecs,
                                  GError **error);
TROVE_AVAILABLE_IN_1_0
void trove_object_class_set_schema_version (TroveObjectClass *klass, guint version);
TROVE_AVAILABLE_IN_1_0
void trove_object_type_set_schema_version (GType type, guint version);
TROVE_AVAILABLE_IN_1_0
void trove_object_register_immutable (GType type, GEqualFunc equal);

G_END_DECLS
