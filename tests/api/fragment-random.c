/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: random objects are copied within and between random documents, and compared with the originals, as a reader without
 * fragments finds them. */

#include "fragment-kit.h"
#include "test-support.h"

static const char *const owned_lists[] = { "children", "leaves" };

/* Random documents */

static TroveVersion *
freeze (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (document, &error);

  g_assert_no_error (error);
  return version;
}

static TroveKey
random_key (TestRandom *random, TroveDocument *document)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_autoptr (TroveVersion) version = freeze (document);

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    g_array_append_val (all, key);
  return g_array_index (all, TroveKey, test_random_below (random, all->len));
}

static void
add_random (TestRandom *random, TroveDocument *document)
{
  TroveKey owner = random_key (random, document);
  LeafData data = { .node = { .x = (double) test_random_below (random, 100) }, .hook = { 1 } };
  const char *const places[] = { "children", "leaves", "children", "part", "spare", "children" };
  guint place = (guint) test_random_below (random, G_N_ELEMENTS (places));
  GType type = place == 1 || test_random_below (random, 4) == 0 ? TEST_TYPE_LEAF : TEST_TYPE_NODE;

  if (test_random_below (random, 3) == 0)
    data.node.label = "a label that does not fit in the record";
  g_assert_true (trove_document_add (document, type, &data, owner, places[place], G_MAXUINT, NULL, NULL));
}

static void
edit_random (TestRandom *random, TroveDocument *document)
{
  switch (test_random_below (random, 10))
    {
    case 0:
    case 1:
      set_target (document, random_key (random, document), random_key (random, document));
      break;
    case 2:
    case 3:
      add_link (document, random_key (random, document), random_key (random, document));
      break;
    case 4:
      trove_document_remove (document, random_key (random, document), NULL); /* fails for the root */
      commit (document, "removed");
      break;
    default:
      add_random (random, document);
    }
}

/* Texts of objects: each with all that it owns. An object of the text is named by its place in it, "#3"; another one by its key. */

typedef struct
{
  TroveVersion *version;
  GHashTable *places; /* key → place + 1 */
  GArray *order;      /* TroveKey */
  TroveVersion *kept; /* which others are named; NULL: none is */
} Text;

static void
visit (Text *text, TroveKey key)
{
  const NodeData *data = trove_version_peek (text->version, key, NULL);

  if (key == 0)
    return;
  g_array_append_val (text->order, key);
  g_assert_true (
      g_hash_table_insert (text->places, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (text->order->len)));
  visit (text, data->part);
  visit (text, data->spare);
  for (guint l = 0; l < G_N_ELEMENTS (owned_lists); l++)
    for (guint i = 0; i < trove_version_get_n_children (text->version, key, owned_lists[l]); i++)
      {
        TroveKey child;

        trove_version_get_children (text->version, key, owned_lists[l], i, &child, 1);
        visit (text, child);
      }
}

static void
append_target (const Text *text, GString *string, TroveKey key)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (text->places, &key));

  if (place > 0)
    g_string_append_printf (string, " #%u", place);
  else if (key != 0 && text->kept != NULL && trove_version_peek (text->kept, key, NULL) != NULL)
    g_string_append_printf (string, " %" G_GUINT64_FORMAT, key);
}

static void
append_object (const Text *text, GString *string, TroveKey key)
{
  const char *property;
  GType type;
  const NodeData *data = trove_version_peek (text->version, key, &type);
  TroveKey owner = trove_version_get_owner (text->version, key, &property, NULL);

  if (!g_hash_table_contains (text->places, &owner))
    owner = 0;
  g_string_append_printf (string, "%s %g %s", g_type_name (type), data->x, data->label);
  if (type == TEST_TYPE_LEAF)
    g_string_append_printf (string, " %d", (int) ((const LeafData *) data)->hook.value);
  if (owner != 0)
    {
      g_string_append_printf (string, " in %s of", property);
      append_target (text, string, owner);
    }
  g_string_append (string, " target");
  append_target (text, string, data->target);
  g_string_append (string, " links");
  for (guint i = 0; i < trove_version_get_n_children (text->version, key, "links"); i++)
    {
      TroveKey link;

      trove_version_get_children (text->version, key, "links", i, &link, 1);
      append_target (text, string, link);
    }
  g_string_append_c (string, '\n');
}

static char *
text_of (TroveVersion *version, const TroveKey *roots, gsize n_roots, TroveVersion *kept)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  Text text = { version, places, order, kept };
  GString *string = g_string_new (NULL);

  for (gsize i = 0; i < n_roots; i++)
    visit (&text, roots[i]);
  for (guint i = 0; i < order->len; i++)
    append_object (&text, string, g_array_index (order, TroveKey, i));
  return g_string_free (string, FALSE);
}

static gboolean
has_key (const GArray *array, TroveKey key)
{
  for (guint i = 0; i < array->len; i++)
    if (g_array_index (array, TroveKey, i) == key)
      return TRUE;
  return FALSE;
}

/* The keys that no other one of them owns, each once. */
static GArray *
roots_of (TroveVersion *version, const GArray *objects)
{
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint i = 0; i < objects->len; i++)
    {
      TroveKey key = g_array_index (objects, TroveKey, i), above = key;
      gboolean is_root = !has_key (roots, key);

      while ((above = trove_version_get_owner (version, above, NULL, NULL)) != 0)
        is_root = is_root && !has_key (objects, above);
      if (is_root)
        g_array_append_val (roots, key);
    }
  return roots;
}

/* Runs */

/* The parts of the list before and behind what was inserted are as before. */
static void
check_list (const TroveKey *before, guint n_before, TroveDocument *document, TroveKey owner,
            const TroveKey *made, guint n_made, guint position)
{
  guint n = trove_document_get_n_children (document, owner, "children");
  g_autofree TroveKey *after = g_new (TroveKey, n + 1);

  g_assert_cmpuint (n, ==, n_before + n_made);
  trove_document_get_children (document, owner, "children", 0, after, n);
  g_assert_cmpmem (after, position * sizeof *after, before, position * sizeof *after);
  g_assert_cmpmem (after + position, n_made * sizeof *after, made, n_made * sizeof *after);
  g_assert_cmpmem (after + position + n_made, (n_before - position) * sizeof *after, before + position,
                   (n_before - position) * sizeof *after);
}

/* Written and read, the objects are the same, without references to others. */
static void
check_bytes (TroveVersion *version, const GArray *roots, TroveFragment *fragment)
{
  g_autoptr (GBytes) bytes = kit_write (fragment), again = NULL;
  g_autoptr (TroveFragment) read = kit_read (bytes);
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) after = NULL;
  g_autofree char *expected = NULL, *found = NULL;
  TroveKey made[8];

  g_assert_true (trove_fragment_insert_by_key (read, document, 1, "children", 0, made, NULL));
  after = freeze (document);
  expected = text_of (version, (const TroveKey *) roots->data, roots->len, NULL);
  found = text_of (after, made, roots->len, NULL);
  g_assert_cmpstr (found, ==, expected);
  again = kit_write (read);
  g_assert_true (g_bytes_equal (again, bytes));
}

static void
copy_and_paste (TestRandom *random, TroveDocument *from, TroveDocument *to, gboolean related)
{
  g_autoptr (TroveVersion) version = freeze (from), before = freeze (to), after = NULL;
  g_autoptr (GArray) objects = g_array_new (FALSE, FALSE, sizeof (TroveKey)), roots = NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *found = NULL, *all = NULL;
  TroveKey owner = random_key (random, to), list[1000], made[8];
  guint n = trove_document_get_n_children (to, owner, "children");
  guint position = (guint) test_random_below (random, n + 1);

  g_assert_cmpuint (n, <=, G_N_ELEMENTS (list));
  trove_document_get_children (to, owner, "children", 0, list, n);
  for (guint i = (guint) test_random_below (random, G_N_ELEMENTS (made) + 1); i > 0; i--)
    {
      TroveKey key = random_key (random, from);

      g_array_append_val (objects, key);
    }
  roots = roots_of (version, objects);
  fragment = trove_fragment_new (version, (const TroveKey *) objects->data, objects->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trove_fragment_get_n_roots (fragment), ==, roots->len);
  check_bytes (version, roots, fragment);
  trove_fragment_insert_by_key (fragment, to, owner, "children", position, made, &error);
  g_assert_no_error (error);

  check_list (list, n, to, owner, made, roots->len, position);
  after = freeze (to);
  expected = text_of (version, (const TroveKey *) roots->data, roots->len, related ? before : NULL);
  found = text_of (after, made, roots->len, after);
  g_assert_cmpstr (found, ==, expected);
  all = version_text (after); /* checks positions */
  g_assert_cmpuint (trove_version_get_n_objects (after), ==,
                    trove_version_get_n_objects (before) + trove_fragment_get_n_objects (fragment));
  if (test_random_below (random, 2) == 0)
    g_assert_true (trove_document_rollback (to, NULL));
  else
    commit (to, "pasted");
}

static void
run (TestRandom *random)
{
  g_autoptr (TroveDocument) one = node_document_new (), other = node_document_new (), branch = NULL;
  g_autoptr (TroveVersion) current = NULL;
  TroveDocument *documents[3];

  for (guint i = 0; i < 30; i++)
    {
      edit_random (random, one);
      edit_random (random, other);
    }
  commit (one, "made");
  commit (other, "made");
  current = trove_document_dup_current (one);
  branch = trove_document_branch (one, current, NULL);
  documents[0] = one;
  documents[1] = branch;
  documents[2] = other;
  for (guint i = 0; i < 6; i++)
    {
      guint from = (guint) test_random_below (random, 3), to = (guint) test_random_below (random, 3);

      edit_random (random, documents[from]);
      edit_random (random, documents[to]);
      copy_and_paste (random, documents[from], documents[to], (from < 2) == (to < 2));
    }
}

static void
test_random (void)
{
  TestRandom random;

  test_random_init (&random);
  kit_object_get_type (); /* registers the functions for hooks */
  for (guint i = 0; i < test_count (1500, 60); i++)
    run (&random);
  g_assert_cmpint (test_hooks.n_live, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment-random/copies", test_random);
  return g_test_run ();
}
