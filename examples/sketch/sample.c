/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writes a drawing with a history, to look at in Trove Sketch: two branches, which are merged.
 *
 *   a morning ─▶ the sun rises ─▶ the boat sails ─▶ a cloud goes ────────▶ both
 *        └─────▶ the evening comes ─▶ the sun sets ─▶ the birds sleep ──────┘
 *
 * usage: trove-sketch-sample example.svg FILE.trove */

#include "edit/edits.h"
#include "files/svg-import.h"

/* A document, and its shapes from back to front. */
typedef struct
{
  TroveDocument *document;
  GArray *keys;
} Sample;

/* Numbers of shapes in data/example.svg. */
typedef struct
{
  guint first, n;
} Range;

static const Range sky = { 0, 3 }, sun = { 3, 3 }, cloud = { 6, 1 }, boat = { 25, 1 }, birds = { 47, 4 };

static const TroveKey *
get_keys (const Sample *self, Range range)
{
  g_assert (range.first + range.n <= self->keys->len);
  return &g_array_index (self->keys, TroveKey, range.first);
}

static gboolean
begin (Sample *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  TroveKey layer;

  trove_document_get_children (self->document, trove_document_get_root_key (self->document), "layers", 0,
                               &layer, 1);
  return sketch_import_svg (self->document, layer, file, &self->keys, NULL, error) &&
         trove_document_commit (self->document, "A morning at the lake", error);
}

static gboolean
move (Sample *self, Range range, double dx, double dy, const char *label, GError **error)
{
  return sketch_move (self->document, get_keys (self, range), range.n, dx, dy, error) &&
         trove_document_commit (self->document, label, error);
}

static gboolean
paint_sky (Sample *self, GError **error)
{
  static const guint colors[] = { 0x5e5c9eff, 0xb076a8ff, 0xf3a45cff };
  g_auto (GValue) color = G_VALUE_INIT;

  g_value_init (&color, G_TYPE_UINT);
  for (guint i = 0; i < sky.n; i++)
    {
      g_value_set_uint (&color, colors[i]);
      if (!sketch_set_style (self->document, get_keys (self, sky) + i, 1, "fill", &color, error))
        return FALSE;
    }
  return trove_document_commit (self->document, "The evening comes", error);
}

static gboolean
remove_birds (Sample *self, GError **error)
{
  return sketch_remove (self->document, get_keys (self, birds), birds.n, error) &&
         trove_document_commit (self->document, "The birds sleep", error);
}

/* Goes back to the first version, and makes another branch. */
static gboolean
make_evening (Sample *self, GError **error)
{
  for (guint i = 0; i < 3; i++)
    if (!trove_document_undo (self->document, error))
      return FALSE;
  return paint_sky (self, error) && move (self, sun, 0, 110, "The sun sets", error) &&
         remove_birds (self, error);
}

/* The sun was moved in both branches: that is a conflict, in which the place of the day stays. */
static gboolean
merge_evening (Sample *self, GError **error)
{
  g_autoptr (TroveVersion) day = trove_document_dup_current (self->document), evening = NULL;
  g_autoptr (TroveMerge) merge = NULL;

  if (!make_evening (self, error))
    return FALSE;
  evening = trove_document_dup_current (self->document);
  if (!trove_document_go_to (self->document, day, error))
    return FALSE;
  merge = trove_document_merge (self->document, evening, error);
  return merge != NULL && trove_document_commit (self->document, "The day and the evening", error);
}

int
main (int argc, char **argv)
{
  Sample sample = { NULL, NULL };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    g_error ("usage: %s example.svg FILE.trove", argv[0]);
  sample.document = sketch_document_new ();
  file = g_file_new_for_commandline_arg (argv[2]);
  if (!begin (&sample, argv[1], &error) || !move (&sample, sun, 0, -60, "The sun rises", &error) ||
      !move (&sample, boat, 130, 12, "The boat sails", &error) ||
      !move (&sample, cloud, 60, 30, "A cloud goes", &error) || !merge_evening (&sample, &error) ||
      !trove_document_save (sample.document, file, TROVE_SAVE_REPLACE, NULL, &error))
    g_error ("%s", error->message);
  g_array_unref (sample.keys);
  g_object_unref (sample.document);
  return 0;
}
