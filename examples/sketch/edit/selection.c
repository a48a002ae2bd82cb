/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit/selection.h"

struct _SketchSelection
{
  GObject parent_instance;
  TroveDocument *document;
  GArray *keys; /* in the order in which they were selected */
};

enum
{
  PROP_N_KEYS = 1,
};

G_DEFINE_FINAL_TYPE (SketchSelection, sketch_selection, G_TYPE_OBJECT)

static GParamSpec *pspec_n_keys;
static guint signal_changed;

static gboolean
is_selectable (SketchSelection *self, TroveKey key)
{
  const char *list = NULL;
  TroveKey owner = trove_document_get_owner (self->document, key, &list, NULL);
  const SketchLayerData *layer = trove_document_peek (self->document, owner, NULL);

  return layer != NULL && strcmp (list, "shapes") == 0 && layer->visible && !layer->locked;
}

/* Takes over the array. */
static void
take_keys (SketchSelection *self, GArray *keys)
{
  g_autoptr (GArray) before = self->keys;
  const gsize size = keys->len * sizeof (TroveKey);
  const gboolean same =
      keys->len == before->len && (size == 0 || memcmp (keys->data, before->data, size) == 0);

  self->keys = keys;
  if (same)
    return;
  if (keys->len != before->len)
    g_object_notify_by_pspec (G_OBJECT (self), pspec_n_keys);
  g_signal_emit (self, signal_changed, 0);
}

const TroveKey *
sketch_selection_get_keys (SketchSelection *self, gsize *n)
{
  g_return_val_if_fail (SKETCH_IS_SELECTION (self), NULL);

  *n = self->keys->len;
  return (const TroveKey *) self->keys->data;
}

/* The position of a key; -1: it is not selected. */
static int
find (SketchSelection *self, TroveKey key)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (g_array_index (self->keys, TroveKey, i) == key)
      return (int) i;
  return -1;
}

gboolean
sketch_selection_contains (SketchSelection *self, TroveKey key)
{
  g_return_val_if_fail (SKETCH_IS_SELECTION (self), FALSE);

  return find (self, key) >= 0;
}

void
sketch_selection_set (SketchSelection *self, const TroveKey *keys, gsize n)
{
  GArray *selected = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_return_if_fail (SKETCH_IS_SELECTION (self));

  for (gsize i = 0; i < n; i++)
    if (g_hash_table_add (seen, (gpointer) &keys[i]) && is_selectable (self, keys[i]))
      g_array_append_val (selected, keys[i]);
  take_keys (self, selected);
}

void
sketch_selection_toggle (SketchSelection *self, TroveKey key)
{
  GArray *keys;
  int position;

  g_return_if_fail (SKETCH_IS_SELECTION (self));

  keys = g_array_copy (self->keys);
  position = find (self, key);
  if (position >= 0)
    g_array_remove_index (keys, position);
  else if (is_selectable (self, key))
    g_array_append_val (keys, key);
  take_keys (self, keys);
}

void
sketch_selection_clear (SketchSelection *self)
{
  sketch_selection_set (self, NULL, 0);
}

/* After a step, undo and all else: what is still there stays selected. */
static void
follow (SketchSelection *self)
{
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self, &n);

  sketch_selection_set (self, keys, n);
}

SketchSelection *
sketch_selection_new (TroveDocument *document)
{
  SketchSelection *self = g_object_new (SKETCH_TYPE_SELECTION, NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  return self;
}

static void
sketch_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, SKETCH_SELECTION (object)->keys->len);
}

static void
sketch_selection_finalize (GObject *object)
{
  SketchSelection *self = SKETCH_SELECTION (object);

  g_clear_object (&self->document);
  g_array_unref (self->keys);
  G_OBJECT_CLASS (sketch_selection_parent_class)->finalize (object);
}

static void
sketch_selection_class_init (SketchSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sketch_selection_get_property;
  object_class->finalize = sketch_selection_finalize;

  pspec_n_keys = g_param_spec_uint ("n-keys", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE);
  g_object_class_install_property (object_class, PROP_N_KEYS, pspec_n_keys);
  signal_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
sketch_selection_init (SketchSelection *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
}
