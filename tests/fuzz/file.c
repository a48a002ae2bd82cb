/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files of any bytes, and files of documents that were forged: an error, or a document that can be read, edited, and saved to other files,
 * from which the same document is loaded.
 *
 *   input ─► the file itself, if it begins as one
 *       └──► changes of a sound file */

#include <glib/gstdio.h>
#include <string.h>

#include "file-forge.h"
#include "things.h"

#define MAGIC "SQLite format 3"

/* Errors of what is in a file, or of a value that cannot be written. */
static void
assert_expected (const GError *error)
{
  gboolean expected = error->domain == TROVE_ERROR ?
                          error->code == TROVE_ERROR_DAMAGED || error->code == TROVE_ERROR_TYPE_MISMATCH ||
                              error->code == TROVE_ERROR_FULL || error->code == TROVE_ERROR_READ_ONLY ||
                              error->code == TROVE_ERROR_CHANGED || error->code == TROVE_ERROR_FOREIGN :
                          error->domain == G_IO_ERROR;

  if (!expected)
    g_error ("%s", error->message);
  if (!g_utf8_validate (error->message, -1, NULL))
    g_error ("“%s” is no UTF-8", error->message);
}

/* Sound files */

typedef struct
{
  GFile *sound, *forged, *copy;
  GBytes *seeds[2]; /* with a history, and with the current version alone */
} Files;

static Files files;

static TroveKey
add (TroveDocument *document, TroveKey owner, const char *property)
{
  g_autoptr (GError) error = NULL;
  TroveKey key;

  g_assert_true (trove_document_begin (document, "Add", &error));
  trove_document_add (document, fuzz_thing_get_type (), NULL, owner, property, 0, &key, &error);
  g_assert_no_error (error);
  g_assert_true (trove_document_end (document, &error));
  return key;
}

static void
set_values (TroveObject *thing, TroveObject *target)
{
  const char *strings[] = { "a", "b", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new ("bytes", 5);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed ("(1, {'a': <2.5>})"));
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 2, 3, 4, 5, 6);
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/file");
  g_autoptr (GIcon) icon =
      g_file_icon_new (file); /* the names of themed ones are written in another order each time */

  g_object_set (thing, "string", "text", "strv", strings, "bytes", bytes, "variant", variant, "date", date,
                "file", file, "icon", icon, "target", target, "double", 2.5, NULL);
}

static void
commit (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_commit (document, "Step", &error));
}

/* Steps, a branch of them, lists of references, and a version that was merged. */
static TroveDocument *
make_sound (void)
{
  TroveDocument *document = trove_document_new (fuzz_thing_get_type (), NULL, 0);
  TroveKey root = trove_document_get_root_key (document), a = add (document, root, "children");
  TroveKey b = add (document, root, "children"), c = add (document, a, "part"), links[2] = { a, c };
  g_autoptr (TroveObject) thing = trove_document_lookup (document, a);
  g_autoptr (TroveObject) other = trove_document_lookup (document, b);
  g_autoptr (TroveDocument) branch = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveMerge) merge = NULL;

  trove_document_set_view_state (document, g_variant_new_string ("view"));
  set_values (thing, other);
  commit (document);
  trove_document_splice (document, b, "links", 0, 0, links, 2, NULL);
  commit (document);
  version = trove_document_dup_current (document);
  trove_version_set_kept (version, TRUE);
  trove_version_set_name (version, "A name");
  trove_document_remove (document, b, NULL);
  commit (document);
  trove_document_undo (document, NULL);
  branch = trove_document_branch (document, version, NULL);
  add (branch, a, "children");
  commit (branch);
  g_clear_object (&version);
  version = trove_document_dup_current (branch);
  trove_document_move (document, b, a, "children", 0, NULL);
  commit (document);
  merge = trove_document_merge (document, version, NULL);
  g_assert_nonnull (merge);
  commit (document);
  g_object_set (thing, "string", "another", NULL);
  commit (document);
  trove_document_undo (document, NULL);
  return document;
}

static GBytes *
make_seed (TroveDocument *document, TroveSaveFlags flags)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize n;

  trove_document_save (document, files.sound, flags, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (g_file_peek_path (files.sound), &bytes, &n, NULL));
  return g_bytes_new_take (bytes, n);
}

static void
remove_folder (void)
{
  g_autoptr (GFile) folder = g_file_get_parent (files.sound);

  g_file_delete (files.sound, NULL, NULL);
  g_file_delete (files.forged, NULL, NULL);
  g_file_delete (files.copy, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static void
make_files (void)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autofree char *path = g_dir_make_tmp ("trove-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  g_random_set_seed (1); /* ids */
  files.sound = g_file_get_child (folder, "sound");
  files.forged = g_file_get_child (folder, "forged");
  files.copy = g_file_get_child (folder, "copy");
  document = make_sound ();
  files.seeds[1] = make_seed (document, TROVE_SAVE_CURRENT_ONLY | TROVE_SAVE_REPLACE);
  files.seeds[0] = make_seed (document, TROVE_SAVE_REPLACE);
  atexit (remove_folder);
}

static void
set_contents (GFile *file, gconstpointer bytes, gsize n)
{
  FILE *stream = g_fopen (g_file_peek_path (file), "wb");

  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (bytes, 1, n, stream), ==, n);
  fclose (stream);
}

/* Using a document */

static TroveDocument *
load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document = trove_document_load (file, NULL, 0, NULL, &error);

  g_assert_true ((document != NULL) == (error == NULL));
  if (error != NULL)
    assert_expected (error);
  return document;
}

/* Loads a file that the library has written. */
static TroveDocument *
load_sound (GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document = trove_document_load (file, NULL, 0, NULL, &error);

  if (document == NULL)
    g_error ("%s", error->message);
  return document;
}

/* NULL: the version or a value cannot be read. */
static char *
text_of (TroveVersion *version)
{
  g_autoptr (GError) error = NULL;
  char *text = trove_version_read (version, &error) ? trove_version_to_json (version, &error) : NULL;

  if (error != NULL)
    assert_expected (error);
  return text;
}

static void
check_same (TroveDocument *document, TroveDocument *other)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autoptr (TroveVersion) same = trove_document_dup_current (other);
  g_autofree char *text = text_of (version), *expected = text_of (same);

  g_assert_cmpstr (text, ==, expected);
}

static void
go_everywhere (TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);

  for (guint i = 0; i < versions->len; i++)
    {
      TroveVersion *version = g_ptr_array_index (versions, i);
      g_autoptr (GError) error = NULL;
      TroveChanges *changes = trove_version_compare (version, current, NULL);

      g_free (text_of (version));
      g_clear_object (&changes);
      if (!trove_document_go_to (document, version, &error))
        assert_expected (error);
    }
  while (trove_document_get_can_undo (document) && trove_document_undo (document, NULL))
    ;
  while (trove_document_get_can_redo (document) && trove_document_redo (document, NULL))
    ;
}

/* Saves the document as a whole: what was saved is loaded. FALSE: it could not be saved. */
static void
save_copy (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) loaded = NULL;

  if (!trove_document_save (document, files.copy, TROVE_SAVE_COPY, NULL, &error))
    {
      assert_expected (error);
      return;
    }
  loaded = load_sound (files.copy);
  check_same (loaded, document);
}

/* Edits, and saves what was edited to the file. */
static void
save_edits (TroveDocument *document, FuzzInput *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) loaded = NULL;
  TroveKey root = trove_document_get_root_key (document);

  if (fuzz_below (input, 2) == 0)
    trove_document_set_max_versions (document, 1 + fuzz_below (input, 3));
  if (trove_document_get_root_type (document) == fuzz_thing_get_type ())
    {
      trove_document_add (document, fuzz_thing_get_type (), NULL, root, "children", 0, NULL, NULL);
      trove_document_splice (document, root, "links", 0, 0, &root, 1, NULL);
    }
  trove_document_commit (document, "Edit", NULL);
  if (!trove_document_save (document, NULL, TROVE_SAVE_NONE, NULL, &error))
    {
      assert_expected (error);
      return;
    }
  loaded = load_sound (files.forged);
  check_same (loaded, document);
}

/* Merges the forged file into a sound document. */
static void
merge_forged (void)
{
  g_autoptr (TroveDocument) document = load_sound (files.sound);
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;

  merge = trove_document_merge_file (document, files.forged, NULL, &error);
  g_assert_true ((merge != NULL) == (error == NULL));
  if (error != NULL)
    assert_expected (error);
  else if (trove_document_commit (document, "Merge", NULL))
    save_copy (document);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, data + size };
  g_autoptr (TroveDocument) document = NULL;

  fuzz_begin ();
  if (files.sound == NULL)
    make_files ();
  if (size >= sizeof MAGIC && memcmp (data, MAGIC, sizeof MAGIC) == 0)
    set_contents (files.forged, data, size);
  else
    {
      GBytes *seed = files.seeds[fuzz_below (&input, G_N_ELEMENTS (files.seeds))];

      set_contents (files.forged, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
      fuzz_forge (g_file_peek_path (files.forged), &input);
    }
  merge_forged ();
  document = load (files.forged);
  if (document == NULL)
    return 0;
  save_copy (document);
  go_everywhere (document);
  input = (FuzzInput){ data, data + size };
  save_edits (document, &input);
  return 0;
}
