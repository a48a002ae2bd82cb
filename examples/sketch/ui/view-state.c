/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/view-state.h"

/* Each step holds the keys. If more are selected, nothing is noted. */
#define MOST_KEYS 1000

/* Keys name the same shapes in all versions. */
static void
selection_was_changed (SketchSelection *selection, TroveDocument *document)
{
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (selection, &n);

  trove_document_set_view_state (
      document,
      n <= MOST_KEYS ? g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, keys, n, sizeof (TroveKey)) : NULL);
}

/* Undo and redo set the view state after all else, when the shapes are there. */
static void
view_state_was_set (TroveDocument *document, GParamSpec *pspec, SketchSelection *selection)
{
  GVariant *state = trove_document_get_view_state (document);
  const TroveKey *keys;
  gsize n;

  if (state == NULL || !g_variant_is_of_type (state, G_VARIANT_TYPE ("at")))
    return;
  keys = g_variant_get_fixed_array (state, &n, sizeof (TroveKey));
  sketch_selection_set (selection, keys, n);
}

void
sketch_note_selection (TroveDocument *document, SketchSelection *selection)
{
  g_signal_connect_object (selection, "changed", G_CALLBACK (selection_was_changed), document, 0);
  g_signal_connect_object (document, "notify::view-state", G_CALLBACK (view_state_was_set), selection, 0);
}
