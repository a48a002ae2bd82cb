/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keys on the canvas. */

#include "edit/edits.h"
#include "edit/tool.h"

#define STEP 1
#define LONG_STEP 10

/* All shapes that can be selected, from back to front. */
static GArray *
find_all (SketchTools *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  TroveKey root = trove_document_get_root_key (self->document);
  guint n_layers = trove_document_get_n_children (self->document, root, "layers");

  for (guint i = 0; i < n_layers; i++)
    {
      TroveKey key;
      guint n, n_before = found->len;
      const SketchLayerData *layer;

      trove_document_get_children (self->document, root, "layers", i, &key, 1);
      layer = trove_document_peek (self->document, key, NULL);
      if (!layer->visible || layer->locked)
        continue;
      n = trove_document_get_n_children (self->document, key, "shapes");
      g_array_set_size (found, n_before + n);
      trove_document_get_children (self->document, key, "shapes", 0,
                                   &g_array_index (found, TroveKey, n_before), n);
    }
  return found;
}

void
sketch_tools_select_all (SketchTools *self)
{
  g_autoptr (GArray) all = NULL;

  g_return_if_fail (SKETCH_IS_TOOLS (self));

  all = find_all (self);
  sketch_selection_set (self->selection, (const TroveKey *) all->data, all->len);
}

/* After the last shape comes the first one. FALSE: there is none. */
static gboolean
select_next (SketchTools *self, gboolean backward)
{
  g_autoptr (GArray) all = find_all (self);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  guint next = backward ? all->len - 1 : 0;

  if (all->len == 0)
    return FALSE;
  for (guint i = 0; n > 0 && i < all->len; i++)
    if (g_array_index (all, TroveKey, i) == keys[n - 1])
      next = (i + (backward ? all->len - 1 : 1)) % all->len;
  sketch_selection_set (self->selection, &g_array_index (all, TroveKey, next), 1);
  return TRUE;
}

/* Steps in a row are one step of the document, as long as the same shapes are selected. */
static void
move_selected (SketchTools *self, double dx, double dy)
{
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  g_autofree char *merge_id = g_strdup_printf ("arrow keys %u", self->n_selections);
  GError *error = NULL;

  sketch_move (self->document, keys, n, dx, dy, &error);
  sketch_tools_commit (self, "Move", merge_id, error);
}

static void
remove_selected (SketchTools *self)
{
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  GError *error = NULL;

  sketch_remove (self->document, keys, n, &error);
  sketch_tools_commit (self, "Delete", NULL, error);
}

static gboolean
press_selection_key (SketchTools *self, guint key, double step)
{
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_selected (self, -step, 0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_selected (self, step, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selected (self, 0, -step);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selected (self, 0, step);
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace:
      remove_selected (self);
      return TRUE;
    case GDK_KEY_Escape:
      sketch_selection_clear (self->selection);
      return TRUE;
    default:
      return FALSE;
    }
}

/* In a gesture, Escape cancels it, and no other key does anything. */
gboolean
sketch_tools_press_key (SketchTools *self, guint key, GdkModifierType modifiers)
{
  const gboolean shift = (modifiers & GDK_SHIFT_MASK) != 0;
  gsize n;

  if (self->state != NULL)
    {
      if (key == GDK_KEY_Escape)
        sketch_tools_cancel (self);
      return TRUE;
    }
  modifiers &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;
  if (modifiers == GDK_CONTROL_MASK && (key == GDK_KEY_a || key == GDK_KEY_A))
    {
      sketch_tools_select_all (self);
      return TRUE;
    }
  if (modifiers != 0)
    return FALSE;
  if (key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab)
    return select_next (self, key == GDK_KEY_ISO_Left_Tab || shift);
  sketch_selection_get_keys (self->selection, &n);
  return n > 0 && press_selection_key (self, key, shift ? LONG_STEP : STEP);
}
