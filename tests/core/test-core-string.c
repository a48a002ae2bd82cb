/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings, whose bytes lie in the sub-arena: appended, set in place and elsewhere, copied on write, replaced. */

#include "check-core.h"
#include "core-fixture.h"
#include "failing-memory.h"

static const char *
string_at (TroveCore *core, const TroveRef *ref)
{
  const char *const *element = trove_core_get (core, 0, ref, NULL);

  g_assert_nonnull (element);
  return *element;
}

static void
set_string (TroveCore *core, TroveRef *ref, const char *string)
{
  g_autofree char *copy = g_strdup (string);

  g_assert_true (trove_core_set (core, 0, ref, &string, NULL));
  g_assert_cmpstr (string_at (core, ref), ==, copy);
  check_core (core);
}

static void
test_strings (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *bytes, *null = NULL;
  TroveRef ref, other, nothing, old;
  TroveCore core;
  guint n_requests;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append_string (&core, 0, "a\0b45", 5, &ref, NULL));
  bytes = string_at (&core, &ref);
  g_assert_cmpmem (bytes, 6, "a\0b45", 6);
  g_assert_cmpuint (trove_string_header (bytes)->length, ==, 5);
  g_assert_true (trove_core_append (&core, 0, &null, &nothing, NULL));
  g_assert_null (string_at (&core, &nothing));
  g_assert_true (trove_core_append_string (&core, 0, "", 0, &other, NULL));
  g_assert_cmpstr (string_at (&core, &other), ==, "");
  check_core (&core);

  /* In place where it fits, else in new bytes; the old ones serve the next. */
  set_string (&core, &ref, "1234567");
  g_assert_true (string_at (&core, &ref) == bytes);
  set_string (&core, &ref, "a longer one");
  g_assert_true (string_at (&core, &ref) != bytes);
  set_string (&core, &other,
              "12345678"); /* its own 8 bytes, NUL included, are not enough; nor are the free ones */
  set_string (&core, &nothing, "7654321");
  set_string (&core, &ref, string_at (&core, &ref) + 2);
  g_assert_cmpstr (string_at (&core, &ref), ==, "longer one");
  set_string (&core, &ref, string_at (&core, &ref));
  set_string (&core, &ref, NULL);
  set_string (&core, &ref, NULL);
  set_string (&core, &ref, "back");
  g_assert_cmpstr (string_at (&core, &other), ==, "12345678");
  g_assert_cmpstr (string_at (&core, &nothing), ==, "7654321");

  /* A value that is set to and fro takes no more memory. */
  failing_memory_start (FAILING_NONE, 0);
  for (guint i = 0; i < 20000; i++)
    {
      const char *text = i % 2 ? "twenty bytes of text" : NULL;

      g_assert_true (trove_core_set (&core, 0, &ref, &text, NULL));
    }
  n_requests = (guint) failing_memory_n_requests ();
  failing_memory_stop ();
  g_assert_cmpuint (n_requests, <=, 2);
  set_string (&core, &ref, "last");

  /* Frozen: the old value stays, with bytes of any value. */
  core_freeze (&core);
  old = ref;
  set_string (&core, &ref, "new");
  g_assert_cmpstr (string_at (&core, &old), ==, "last");
  set_string (&core, &nothing, NULL);
  g_assert_null (string_at (&core, &nothing));
  trove_core_clear (&core);
}

/* Bytes that a value has outgrown are the next one's that they fit. */
static void
test_outgrown (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *bytes, *null = NULL;
  TroveRef ref, other;
  TroveCore core;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append_string (&core, 0, "1234567", 7, &ref, NULL));
  g_assert_true (trove_core_append (&core, 0, &null, &other, NULL));
  bytes = string_at (&core, &ref);
  set_string (&core, &ref, "longer than that");
  g_assert_true (string_at (&core, &ref) != bytes);
  set_string (&core, &other, "7654321");
  g_assert_true (string_at (&core, &other) == bytes);
  g_assert_cmpstr (string_at (&core, &ref), ==, "longer than that");

  /* Those of a sub-arena that is frozen are nobody's. */
  set_string (&core, &other, NULL);
  core_freeze (&core);
  g_assert_true (trove_core_append_string (&core, 0, "1234567", 7, &other, NULL));
  g_assert_true (string_at (&core, &other) != bytes);
  check_core (&core);
  trove_core_clear (&core);
}

/* Copied on write, NULs inside and NULL included. */
static void
test_copies (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *bytes, *null = NULL;
  TroveRef ref, nothing;
  TroveCore core;

  core_init (&core, &info, 1);
  g_assert_true (trove_core_append_string (&core, 0, "a\0b", 3, &ref, NULL));
  g_assert_true (trove_core_append (&core, 0, &null, &nothing, NULL));
  bytes = string_at (&core, &ref);
  core_freeze (&core);
  g_assert_nonnull (trove_core_get_mut (&core, 0, &ref, NULL));
  g_assert_nonnull (trove_core_get_mut (&core, 0, &nothing, NULL));
  g_assert_cmpuint (ref.sub_arena, ==, core.own_id);
  g_assert_true (string_at (&core, &ref) != bytes);
  g_assert_cmpmem (string_at (&core, &ref), 4, "a\0b", 4);
  g_assert_cmpuint (trove_string_header (string_at (&core, &ref))->length, ==, 3);
  g_assert_null (string_at (&core, &nothing));
  check_core (&core);
  trove_core_clear (&core);
}

/* Strings longer than a chunk, and none that do not fit a length. */
static void
test_long_strings (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  g_autoptr (GError) error = NULL;
  TroveCore core;

  core_init (&core, &info, 1);
  for (gsize length = 1; length <= 1 << 20; length *= 2)
    {
      g_autofree char *text = g_strnfill (length + 1, 'x');
      TroveRef refs[3];

      for (guint i = 0; i < 3; i++)
        g_assert_true (trove_core_append_string (&core, 0, text, length - 1 + i, &refs[i], NULL));
      for (guint i = 0; i < 3; i++)
        g_assert_cmpuint (strlen (string_at (&core, &refs[i])), ==, length - 1 + i);
      check_core (&core);
      core_freeze (&core);
    }

  g_assert_false (trove_core_append_string (
      &core, 0, "", (gsize) MIN (G_GUINT64_CONSTANT (5) << 30, G_MAXSIZE), NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  check_core (&core);
  trove_core_clear (&core);
}

/* A batch of strings: all or none. */
static void
test_many_strings (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *strings[100];
  gboolean ok = FALSE;

  for (guint i = 0; i < 100; i++)
    strings[i] = i % 7 == 0 ? NULL : i % 2 ? "odd" : "an even one that is quite a bit longer";

  for (guint fail = 0; !ok; fail++)
    {
      TroveCore core;
      TroveRef first;

      core_init (&core, &info, 1);
      g_assert_true (trove_core_append (&core, 0, &strings[1], NULL, NULL));
      failing_memory_start (FAILING_REST, fail);
      ok = trove_core_append_many (&core, 0, strings, 100, &first, NULL);
      failing_memory_stop ();
      check_core (&core);
      g_assert_cmpuint (trove_sub_n_elements (core.own), ==, ok ? 101 : 1);
      if (!ok)
        g_assert_true (trove_core_append_many (&core, 0, strings, 100, &first, NULL));
      g_assert_cmpuint (first.offset, ==, 1);
      check_core (&core);
      for (guint i = 0; i < 100; i++)
        g_assert_cmpstr (string_at (&core, &(TroveRef){ first.sub_arena, 1 + i }), ==, strings[i]);
      trove_core_clear (&core);
    }
}

/* Replacing a value that nobody else reads, past its arena. */
static void
test_replace (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *texts[] = { "some", "a longer text than before", NULL, "short",
                          "the longest of all of these texts" };
  TroveSchema *schema;
  TroveCore core;
  TroveSub *sub;
  TroveRef ref;
  char **address;

  core_init (&core, &info, 1);
  schema = trove_schema_ref (core.schema);
  g_assert_true (trove_core_append_string (&core, 0, "first", 5, &ref, NULL));
  address = trove_core_get_mut (&core, 0, &ref, NULL);
  sub = trove_sub_ref (core.own);
  trove_core_clear (&core);

  for (guint i = 0; i < 40; i++)
    {
      const char *text = texts[i % G_N_ELEMENTS (texts)];
      gboolean ok = FALSE;

      for (guint fail = 0; !ok; fail++)
        {
          g_autofree char *before = g_strdup (*address);

          failing_memory_start (FAILING_ONE, fail);
          ok = trove_sub_replace (sub, 0, address, &text, NULL, NULL, NULL);
          failing_memory_stop ();
          g_assert_true (ok || failing_memory_has_failed ());
          g_assert_cmpstr (*address, ==, ok ? text : before);
        }
    }
  trove_sub_unref (sub);
  g_assert_cmpint (schema->count, ==, 1); /* no chunk is left */
  trove_schema_unref (schema);
}

static guint
n_free_strings (const TroveCore *core)
{
  guint n = 0;

  for (TroveStringHeader *string = core->cursors[0].free_strings; string != NULL; n++)
    memcpy (&string, (const char *) (string + 1), sizeof string);
  return n;
}

/* A batch that fails half way gives back what it took, from the free strings and from the chunks: tried again, it takes
 * the same. */
static void
test_failed_batch (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  const char *strings[1000], *null = NULL;
  TroveRef refs[10];
  TroveCore core;
  guint n_free = 0;
  char *next = NULL;

  core_init (&core, &info, 1);
  for (guint i = 0; i < 10; i++)
    g_assert_true (trove_core_append_string (&core, 0, "a text of some length", 21, &refs[i], NULL));
  for (guint i = 0; i < 10; i++)
    g_assert_true (trove_core_set (&core, 0, &refs[i], &null, NULL));
  for (guint i = 0; i < 1000; i++)
    strings[i] = i % 7 == 3 ? NULL : i % 2 == 0 ? "a longer text than those before it" : "short";
  g_assert_cmpuint (n_free_strings (&core), ==, 10);

  for (guint try = 0; try < 5; try++)
    {
      failing_memory_start (FAILING_REST, try == 0 ? 7 : 0); /* rows and some chunks first, then nothing */
      g_assert_false (trove_core_append_many (&core, 0, strings, 1000, NULL, NULL));
      failing_memory_stop ();
      g_assert_cmpuint (core.cursors[0].pool->length, ==, 10);
      check_core (&core);

      if (try > 0)
        {
          g_assert_cmpuint (n_free_strings (&core), ==, n_free);
          g_assert_true (core.cursors[0].bytes.next == next);
        }
      n_free = n_free_strings (&core);
      next = core.cursors[0].bytes.next;
      g_assert_cmpuint (n_free, >, 10);
    }

  g_assert_true (trove_core_append_many (&core, 0, strings, 1000, &refs[0], NULL));
  for (guint i = 0; i < 1000; i++)
    {
      TroveRef ref = { refs[0].sub_arena, refs[0].offset + i };

      g_assert_cmpstr (string_at (&core, &ref), ==, strings[i]);
    }
  check_core (&core);
  trove_core_clear (&core);
}

/* Bytes that several strings left are all used again, the last first. */
static void
test_used_again (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  TroveRef refs[5];
  const char *bytes[G_N_ELEMENTS (refs)];
  TroveCore core;

  core_init (&core, &info, 1);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    {
      g_assert_true (trove_core_append_string (&core, 0, "some text", 9, &refs[i], NULL));
      bytes[i] = string_at (&core, &refs[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    set_string (&core, &refs[i], NULL);
  for (guint i = G_N_ELEMENTS (refs); i-- > 0;)
    {
      g_assert_true (trove_core_append_string (&core, 0, "some more", 9, &refs[i], NULL));
      g_assert_true (string_at (&core, &refs[i]) == bytes[i]);
      check_core (&core);
    }
  trove_core_clear (&core);
}

/* A text is put where the one before was if there is room for its end as well. */
static void
test_replace_sizes (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);

  for (guint before = 0; before < 40; before++)
    for (guint length = before; length < before + 6; length++)
      {
        g_autofree char *old = g_strnfill (before, 'o'), *text = g_strnfill (length, 't');
        TroveRef ref, next;
        char **address;
        TroveCore core;

        core_init (&core, &info, 1);
        g_assert_true (trove_core_append_string (&core, 0, old, before, &ref, NULL));
        g_assert_true (trove_core_append_string (&core, 0, "the next one", 12, &next, NULL));
        address = trove_core_get_mut (&core, 0, &ref, NULL);
        g_assert_true (trove_sub_replace (core.own, 0, address, &text, NULL, NULL, NULL));
        g_assert_cmpstr (*address, ==, text);
        g_assert_cmpuint (trove_string_header (*address)->length, ==, length);
        g_assert_cmpuint (trove_string_header (*address)->capacity, >, length);
        g_assert_cmpstr (string_at (&core, &next), ==, "the next one");
        g_assert_cmpuint (trove_string_header (string_at (&core, &next))->length, ==, 12);
        trove_core_clear (&core);
      }
}

/* What the arena left of its chunk is taken by the guard that goes on with one of its strings: the sub-arena holds that
 * chunk already. */
static void
test_replace_in_parked (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  g_autoptr (GString) text = g_string_new ("");
  TroveSchema *schema;
  TroveCore core;
  TroveSub *sub;
  TroveRef ref;
  char **address;
  guint n_chunks;

  core_init (&core, &info, 1);
  schema = trove_schema_ref (core.schema);
  do
    g_assert_true (trove_core_append_string (&core, 0, "some of these", 13, &ref, NULL));
  while (core.only.bytes.end - core.only.bytes.next < 1000);
  address = trove_core_get_mut (&core, 0, &ref, NULL);
  sub = trove_sub_ref (core.own);
  n_chunks = sub->n_chunks;
  trove_core_clear (&core);
  g_assert_nonnull (schema->parking.places[TROVE_PLACE_BYTES (0)].parked);

  for (guint i = 0; i < 10; i++)
    {
      g_string_append (text, "more");
      g_assert_true (trove_sub_replace (sub, 0, address, &text->str, NULL, NULL, NULL));
      g_assert_cmpstr (*address, ==, text->str);
      g_assert_cmpuint (sub->n_chunks, ==, n_chunks);
    }
  trove_sub_unref (sub);
  g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strings/strings", test_strings);
  g_test_add_func ("/strings/outgrown", test_outgrown);
  g_test_add_func ("/strings/copies", test_copies);
  g_test_add_func ("/strings/long", test_long_strings);
  g_test_add_func ("/strings/many", test_many_strings);
  g_test_add_func ("/strings/replace", test_replace);
  g_test_add_func ("/strings/failed-batch", test_failed_batch);
  g_test_add_func ("/strings/used-again", test_used_again);
  g_test_add_func ("/strings/replace-sizes", test_replace_sizes);
  g_test_add_func ("/strings/replace-in-parked", test_replace_in_parked);
  return g_test_run ();
}
