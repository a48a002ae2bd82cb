/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Records: every type of field and strings of every length, changed over many versions that are read again; copies that
 * fail; all that a record owns is freed once. */

#include "check-record.h"
#include "class-types.h"
#include "core/core-version.h"
#include "failing-memory.h"
#include "test-support.h"

static void
core_init_records (TroveCore *core)
{
  trove_core_init (core, trove_schema_new_of_blocks (trove_record_clear_linked));
}

static TroveRecord *
set_data (TroveCore *core, TroveRecord *record, gconstpointer data)
{
  TroveRecord *replaced, *changed = trove_record_set_data (core, record, data, &replaced, NULL);

  g_assert_nonnull (changed);
  trove_record_discard (core, replaced);
  return changed;
}

/* A struct of an application. */
typedef struct
{
  const TroveClass *klass;
  GValue values[KIT_N_TYPES]; /* which its strings are of */
  gpointer data;
} Struct;

static void
struct_init (Struct *self, const TroveClass *klass, guint64 numbers)
{
  *self = (Struct){ .klass = klass, .data = g_malloc0 (klass->data_size) };
  for (guint i = 0; i < klass->n_fields; i++)
    {
      kit_init_value (i, &self->values[i], numbers >> i & 1);
      g_assert_true (trove_class_value_set (&klass->fields[i], self->data, &self->values[i], NULL));
    }
}

static void
struct_clear (Struct *self)
{
  trove_class_clear (self->klass, self->data);
  g_free (self->data);
  for (guint i = 0; i < self->klass->n_fields; i++)
    g_value_unset (&self->values[i]);
}

/* Invariants */

static void
check_data (const TroveCore *core, const TroveRecord *record, gconstpointer data)
{
  const CheckHolder holder = check_holder_of_core (core);
  const TroveClass *klass = record->klass;

  check_record (&holder, record);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];
      gconstpointer mine = trove_class_field_at (field, trove_record_data (record));

      /* Each copy of a counting element has bytes of its own. Its value 0 is no copy. */
      if (field->kind == TROVE_KIND_INLINE && field->layout->copy != NULL)
        {
          const CountingElement *element = trove_class_field_at (field, data);

          if (trove_class_field_is_zero (field, element))
            g_assert_true (trove_class_field_is_zero (field, mine));
          else
            counting_check (&kit_counting, mine, element->value);
        }
      else if (!trove_class_field_is_list (field) && field->kind != TROVE_KIND_BOXED)
        g_assert_true (trove_class_field_equal (field, trove_record_data (record), data));
    }
}

static void
prepare (TroveCore *core, const TroveClass *klass, gconstpointer data)
{
  g_assert_true (trove_core_prepare_blocks (core, trove_record_bytes (klass, data), NULL));
}

/* Changes records at random. Each version keeps what it had. */
static void
test_versions (void)
{
  enum
  {
    N = 400
  };
  const TroveClass *klass = kit_new_class (NULL, "v");
  g_autofree TroveRecord **versions = g_new (TroveRecord *, N);
  g_autofree guint64 *numbers = g_new (guint64, N);
  TroveRecord *record;
  TestRandom random;
  TroveCore core;
  Struct all;

  test_random_init (&random);
  core_init_records (&core);
  struct_init (&all, klass, 0);
  prepare (&core, klass, all.data);
  record = trove_record_new (&core, klass, 7, all.data, NULL);
  g_assert_nonnull (record);
  record->owner = 5;
  struct_clear (&all);

  for (guint i = 0; i < N; i++)
    {
      numbers[i] = i > 0 ? numbers[i - 1] : 0;
      for (guint n = (guint) test_random_below (&random, 4); n > 0; n--)
        {
          numbers[i] ^= (guint64) 1 << test_random_below (&random, KIT_N_TYPES);
          struct_init (&all, klass, numbers[i]);
          prepare (&core, klass, trove_record_data (record));
          record = trove_record_own (&core, record, NULL);
          g_assert_cmpuint (record->place, ==, trove_core_own_id (&core));
          prepare (&core, klass, all.data);
          record = set_data (&core, record, all.data);
          check_data (&core, record, all.data);
          g_assert_cmpuint (record->content, ==, trove_core_own_id (&core));
          struct_clear (&all);
        }
      g_assert_true (trove_core_freeze (&core, NULL));
      versions[i] = record;
    }

  for (guint i = 0; i < N; i++)
    {
      struct_init (&all, klass, numbers[i]);
      check_data (&core, versions[i], all.data);
      g_assert_cmpuint (versions[i]->key, ==, 7);
      g_assert_cmpuint (versions[i]->owner, ==, 5);
      struct_clear (&all);
    }
  trove_core_clear (&core);
}

/* Strings */

typedef struct
{
  const char *text;
  const char *other;
  const char *name; /* interned */
} Texts;

static const TroveClass *
new_texts (void)
{
  const TroveField specs[] = {
    { g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE), G_STRUCT_OFFSET (Texts, text),
      sizeof (char *) },
    { g_param_spec_string ("other", NULL, NULL, NULL, G_PARAM_READWRITE), G_STRUCT_OFFSET (Texts, other),
      sizeof (char *) },
    { g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | TROVE_PARAM_INTERNED),
      G_STRUCT_OFFSET (Texts, name), sizeof (char *) },
  };
  GError *error = NULL;
  const TroveClass *klass = trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (),
                                             sizeof (Texts), specs, G_N_ELEMENTS (specs), &error);

  g_assert_no_error (error);
  return klass;
}

static void
test_strings (void)
{
  const char *const letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
  const TroveClass *klass = new_texts ();
  TroveRecord *record;
  TroveCore core;
  Texts texts = { NULL, NULL };

  core_init_records (&core);
  prepare (&core, klass, &texts);
  record = trove_record_new (&core, klass, 1, &texts, NULL);
  for (guint i = 0; i < 40; i++)
    for (guint j = 0; j < 40; j += 1 + i % 3)
      {
        g_autofree char *text = g_strndup (letters, i),
                        *other = j > 0 ? g_strndup (letters + j, j - 1) : NULL;

        if (j % 4 == 0)
          g_assert_true (trove_core_freeze (&core, NULL));
        prepare (&core, klass, trove_record_data (record));
        record = trove_record_own (&core, record, NULL);
        texts = (Texts){ text, other };
        prepare (&core, klass, &texts);
        record = set_data (&core, record, &texts);
        check_data (&core, record, &texts);
      }
  trove_core_clear (&core);
}

/* The new struct may have strings of the record itself, in other fields than before. */
static void
test_own_strings (void)
{
  const char *const words[] = { "a", "short", "a string that is too long for the record" };
  const TroveClass *klass = new_texts ();
  TroveRecord *record;
  TroveCore core;

  core_init_records (&core);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (words); j++)
      {
        const Texts texts = { words[i], words[j] };
        const Texts swapped = { words[j], words[i] };
        Texts mine;

        prepare (&core, klass, &texts);
        record = trove_record_new (&core, klass, 1, &texts, NULL);
        for (guint round = 0; round < 3; round++)
          {
            mine = *(const Texts *) trove_record_data (record);
            mine = (Texts){ mine.other, mine.text };
            prepare (&core, klass, &mine);
            record = set_data (&core, record, &mine);
            check_data (&core, record, round % 2 == 0 ? &swapped : &texts);
          }
      }
  trove_core_clear (&core);
}

/* A record of the own sub-arena that is set again and again takes no more bytes. */
static void
test_in_place (void)
{
  const TroveClass *klass = new_texts ();
  Texts texts = { "0123", NULL };
  TroveRecord *record;
  guint64 n_bytes;
  TroveCore core;

  core_init_records (&core);
  prepare (&core, klass, &texts);
  record = trove_record_new (&core, klass, 1, &texts, NULL);
  n_bytes = core.own->blocks.n_bytes;
  for (guint i = 0; i < 1000; i++)
    {
      char text[8];

      g_snprintf (text, sizeof text, "%04u", i);
      texts.text = text;
      prepare (&core, klass, &texts);
      g_assert_true (set_data (&core, record, &texts) == record);
      check_data (&core, record, &texts);
    }
  g_assert_cmpuint (core.own->blocks.n_bytes, ==, n_bytes);
  trove_core_clear (&core);
}

/* Defaults; and lists, whose place is before the data. */
static void
test_defaults (void)
{
  const TroveClass *klass = kit_new_class (NULL, "d");
  TroveRecord *record;
  TroveCore core;

  core_init_records (&core);
  prepare (&core, klass, NULL);
  record = trove_record_new (&core, klass, 3, NULL, NULL);
  check_data (&core, record, klass->defaults);
  for (guint i = 0; i < klass->lists.n; i++)
    g_assert_null (*trove_record_list (record, i));
  trove_core_clear (&core);
}

/* A copy function fails: nothing is changed, and the bytes are free again. */
static void
test_copy_failed (void)
{
  TroveRecord *replaced;
  const TroveClass *klass = kit_new_class (NULL, "f");
  g_autoptr (GError) error = NULL;
  TroveRecord *record;
  guint64 n_bytes;
  TroveCore core;
  Struct all;

  core_init_records (&core);
  struct_init (&all, klass, 0);
  prepare (&core, klass, all.data);
  record = trove_record_new (&core, klass, 1, all.data, NULL);
  n_bytes = core.own->blocks.n_bytes;

  counting_fail_copy (&kit_counting, 0);
  prepare (&core, klass, all.data);
  g_assert_null (trove_record_new (&core, klass, 2, all.data, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_clear_error (&error);

  counting_fail_copy (&kit_counting, 0);
  prepare (&core, klass, all.data);
  g_assert_null (trove_record_set_data (&core, record, all.data, &replaced, &error));
  g_assert_null (replaced);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_clear_error (&error);
  check_data (&core, record, all.data);
  g_assert_cmpuint (core.own->blocks.n_bytes, ==, n_bytes);

  g_assert_true (trove_core_freeze (&core, NULL));
  prepare (&core, klass, all.data);
  counting_fail_copy (&kit_counting, 0);
  g_assert_null (trove_record_own (&core, record, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  check_data (&core, record, all.data);
  struct_clear (&all);
  trove_core_clear (&core);
}

/* Moves */

/* Lets the view of the core go of a sub-arena. */
static void
let_go (TroveCore *core, guint64 sub)
{
  TroveView without;

  g_assert_true (trove_view_without (trove_core_view (core), &sub, 1, &without));
  trove_core_replace_view (core, without);
}

static void
check_moved (const TroveCore *core, const TroveRecord *moved, const TroveRecord *record)
{
  const TroveClass *klass = record->klass;

  g_assert_true (moved != record && moved->klass == klass);
  g_assert_cmpuint (moved->place, ==, trove_core_own_id (core));
  g_assert_cmpuint (moved->content, ==, record->content);
  g_assert_cmpuint (moved->key, ==, record->key);
  g_assert_cmpuint (moved->owner, ==, record->owner);
  g_assert_cmpuint (moved->owner_field, ==, record->owner_field);
  g_assert_cmpuint (moved->label, ==, record->label);
  g_assert_true (moved->referrers == record->referrers);
  for (guint i = 0; i < klass->lists.n; i++)
    g_assert_true (moved->lists[i] == record->lists[i]);
  check_data (core, moved, trove_record_data (record));
}

/* A moved record has the same content and values of its own, which outlive those of the old one. */
static void
check_move (const TroveClass *klass, gconstpointer data)
{
  TroveRecord *record, *moved;
  guint64 content, place;
  TroveCore core;

  core_init_records (&core);
  prepare (&core, klass, data);
  record = trove_record_new (&core, klass, 7, data, NULL);
  g_assert_nonnull (record);
  record->owner = 5;
  record->owner_field = 3;
  record->label = 77;
  record->referrers = 8; /* not looked at */
  content = record->content;
  g_assert_true (trove_record_move (&core, record, NULL) == record);
  for (guint round = 0; round < 3; round++)
    {
      g_assert_true (trove_core_freeze (&core, NULL));
      place = record->place;
      moved = trove_record_move (&core, record, NULL);
      g_assert_nonnull (moved);
      check_moved (&core, moved, record);
      check_data (&core, record, data);
      let_go (&core, place);
      check_data (&core, moved, data);
      g_assert_cmpuint (moved->content, ==, content);
      record = moved;
    }
  prepare (&core, klass, data);
  record = set_data (&core, record, data);
  check_data (&core, record, data);
  g_assert_cmpuint (record->content, ==, record->place);
  trove_core_clear (&core);
}

static void
test_move (void)
{
  const TroveClass *klass = kit_new_class (NULL, "m");
  const guint64 numbers[] = { 0, G_MAXUINT64, G_GUINT64_CONSTANT (0x5555555555555555) };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      Struct all;

      struct_init (&all, klass, numbers[i]);
      check_move (klass, all.data);
      struct_clear (&all);
    }
}

static void
test_move_strings (void)
{
  const char *const words[] = {
    NULL, "", "a", "15 characters..", "16 characters...", "a string of some length"
  };
  static struct
  {
    guint64 before[2]; /* where a counted string has its count */
    char text[32];
  } interned = { .text = "an interned string of its own" };
  const TroveClass *klass = new_texts ();

  g_assert_true (g_intern_static_string (interned.text) == interned.text);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (words); j++)
      check_move (klass, &(Texts){ words[i], words[j], i % 2 == 0 ? interned.text : NULL });
  g_assert_true (interned.before[0] == 0 && interned.before[1] == 0);
}

/* Long strings are shared by all copies. */
static void
test_move_shares (void)
{
  const Texts texts = { "a string that is too long for the record", "short" };
  const TroveClass *klass = new_texts ();
  const Texts *old, *new;
  TroveRecord *record;
  TroveCore core;

  core_init_records (&core);
  prepare (&core, klass, &texts);
  record = trove_record_new (&core, klass, 1, &texts, NULL);
  old = trove_record_data (record);
  g_assert_true (trove_core_freeze (&core, NULL));
  record = trove_record_move (&core, record, NULL);
  new = trove_record_data (record);
  g_assert_true (new->text == old->text);
  g_assert_true (new->other != old->other);
  trove_core_clear (&core);
}

/* The chunk has room for some copies. */
static void
check_move_without_memory (TroveCore *core, TroveRecord *record)
{
  g_autoptr (GError) error = NULL;

  failing_memory_start (FAILING_REST, 0);
  while (trove_record_move (core, record, &error) != NULL)
    ;
  failing_memory_stop ();
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
}

/* Without memory, or when a copy function fails, nothing is moved. */
static void
test_move_failed (void)
{
  const Texts texts = { "short", "a string that is too long for the record" };
  const TroveClass *klass = kit_new_class (NULL, "mf"), *of_texts = new_texts ();
  g_autoptr (GError) error = NULL;
  TroveRecord *record, *text;
  guint64 n_bytes;
  TroveCore core;
  Struct all;

  core_init_records (&core);
  struct_init (&all, klass, 0);
  prepare (&core, klass, all.data);
  record = trove_record_new (&core, klass, 1, all.data, NULL);
  prepare (&core, of_texts, &texts);
  text = trove_record_new (&core, of_texts, 2, &texts, NULL);
  g_assert_true (trove_core_freeze (&core, NULL));

  check_move_without_memory (&core, record);
  check_move_without_memory (&core, text);

  text = trove_record_move (&core, text, NULL);
  n_bytes = core.own->blocks.n_bytes;
  counting_fail_copy (&kit_counting, 0);
  g_assert_null (trove_record_move (&core, record, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_assert_cmpuint (core.own->blocks.n_bytes, ==, n_bytes);
  check_data (&core, record, all.data);
  check_data (&core, text, &texts);
  check_moved (&core, trove_record_move (&core, record, NULL), record);
  struct_clear (&all);
  trove_core_clear (&core);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  g_test_add_func ("/record/versions", test_versions);
  g_test_add_func ("/record/strings", test_strings);
  g_test_add_func ("/record/own-strings", test_own_strings);
  g_test_add_func ("/record/in-place", test_in_place);
  g_test_add_func ("/record/defaults", test_defaults);
  g_test_add_func ("/record/copy-failed", test_copy_failed);
  g_test_add_func ("/record/move", test_move);
  g_test_add_func ("/record/move/strings", test_move_strings);
  g_test_add_func ("/record/move/shares", test_move_shares);
  g_test_add_func ("/record/move/failed", test_move_failed);
  status = g_test_run ();
  kit_finish ();
  return status;
}
