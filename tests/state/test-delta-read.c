/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Damaged and forged deltas: each rule broken alone, each byte changed, each length cut, and bytes at random. */

#include "version-random.h"

#include "class-types.h"
#include "state/delta-apply.h"
#include "state/delta-write.h"
#include "state/editor-drop.h"
#include "state/packed-variant.h"
#include "state/row.h"

/* A state of a root 1, which is a group and owns the nodes 2 and 3; 2 owns 4, refers to 3, and has it in its links twice. */
typedef struct
{
  StateProgram program;
  TroveRowLayouts layouts; /* 1: nodes; 2: groups */
  const ProgramVersion *version;
} Fixture;

static void
fixture_init (Fixture *self)
{
  StateProgram *program = &self->program;
  Operation set = { .kind = OPERATION_SET_DATA, .key = 2, .klass = model_class (MODEL_NODE) };
  Operation link = { .kind = OPERATION_INSERT_REFERENCE,
                     .key = 2,
                     .field = model_field (MODEL_NODE, MODEL_LINKS),
                     .keys = { 3 },
                     .n_keys = 1 };
  const Operation put = {
    .kind = OPERATION_PUT, .key = 4, .owner = 2, .field = model_field (MODEL_NODE, MODEL_CHILD)
  };

  trove_row_layouts_init (&self->layouts);
  trove_row_layouts_for_class (&self->layouts, model_class (MODEL_NODE));
  trove_row_layouts_for_class (&self->layouts, model_class (MODEL_GROUP));
  state_program_init (program);
  g_assert_cmpuint (program->model.root, ==, 1);
  state_program_create_in (program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_create_in (program, MODEL_NODE, 1, MODEL_KIDS);
  state_program_create (program, MODEL_NODE);
  set.values[MODEL_NUMBER] = 7;
  set.values[MODEL_TARGET] = 3;
  state_program_do (program, &set);
  state_program_do (program, &put);
  state_program_do (program, &link);
  state_program_do (program, &link);
  self->version = version_random_commit (program);
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
  trove_row_layouts_clear (&self->layouts);
}

/* Deltas as text */

static void
append_bytes (GString *text, GVariant *value)
{
  g_autoptr (GVariant) floating = g_variant_ref_sink (value);
  g_autoptr (GVariant) bytes = g_variant_ref_sink (trove_packed_bytes_new (floating));

  g_string_append_c (text, '[');
  for (gsize i = 0; i < g_variant_get_size (bytes); i++)
    g_string_append_printf (text, "%s0x%02x", i > 0 ? ", " : "",
                            ((const guint8 *) g_variant_get_data (bytes))[i]);
  g_string_append_c (text, ']');
}

/* {7} stands for the bytes of a number, <7> for the row of a node with this number, and <7:3> for one that refers to 3. */
static char *
expand (const char *text)
{
  GString *expanded = g_string_new (NULL);

  while (*text != '\0')
    {
      char *end = (char *) text + 1;
      guint64 number = *text == '{' || *text == '<' ? g_ascii_strtoull (text + 1, &end, 10) : 0, target = 0;

      if (*text == '{')
        append_bytes (expanded, g_variant_new_uint64 (number));
      else if (*text == '<')
        {
          if (*end == ':')
            target = g_ascii_strtoull (end + 1, &end, 10);
          append_bytes (expanded, g_variant_new ("(tms@m(say)tt)", number, NULL,
                                                 g_variant_new_maybe (G_VARIANT_TYPE ("(say)"), NULL), target,
                                                 (guint64) 0));
        }
      else
        {
          g_string_append_c (expanded, *text++);
          continue;
        }
      text = end + 1;
    }
  return g_string_free (expanded, FALSE);
}

static GVariant *
parse (const char *text)
{
  g_autofree char *expanded = expand (text);
  GError *error = NULL;
  g_autoptr (GVariant) delta =
      g_variant_parse (G_VARIANT_TYPE (TROVE_DELTA_TYPE), expanded, NULL, NULL, &error);

  g_assert_no_error (error);
  return trove_packed_swap (delta);
}

/* The error, or NULL: then the state is a good one. */
static GError *
apply (Fixture *f, GVariant *delta, gboolean backwards)
{
  const CheckHolder holder = check_holder_of_core (&f->program.core);
  TroveEditor *editor = &f->program.editor;
  const TroveKeyMap *objects = editor->state.objects;
  GError *error = NULL;

  if (trove_delta_apply (&f->layouts, delta, backwards, editor, &error))
    {
      check_editor (editor);
      g_assert_true (trove_editor_drop_and_freeze (editor, NULL));
      check_state (&holder, &editor->state, TRUE);
      return NULL;
    }
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  g_assert_true (editor->state.objects == objects);
  g_assert_cmpuint (editor->ownerless->len, ==, 0);
  return error;
}

#define NONE "[[], [], [], []]"
/* A node that is put into the root, in front of the others, and which has such a row. */
#define ADD(row) "([(9, 1, " row ", " NONE ")], [], [(1, 2, [], [(7, [(0, [], [9])])])])"
#define CHANGE(key, values, lists) "([], [], [(" key ", 1, [" values "], [" lists "])])"
#define KIDS(runs) "([], [], [(1, 2, [], [(7, [" runs "])])])"
#define LINKS(runs) CHANGE ("2", "", "(8, [" runs "])")

/* text; NULL: it is good, else words of the message. */
static const struct
{
  const char *text, *words;
} cases[] = {
  { "([], [], [])", NULL },
  /* Objects */
  { ADD ("<5>"), NULL },
  { ADD ("<5:3>"), NULL },
  { ADD ("<5:9>"), NULL },
  { ADD ("<5:8>"), "object 9: No object has the key 8" },
  { ADD ("<5:9007199254740992>"), "refers to 9007199254740992" },
  { ADD ("[1]"), "9 is in no normal form" },
  { "([(9, 1, <0>, " NONE ")], [], [])", "object 9 has no owner" },
  { "([(2, 1, <0>, " NONE ")], [], [])", "object 2 is added, and is there" },
  { "([(0, 1, <0>, " NONE ")], [], [])", "0 is no key" },
  { "([(9007199254740992, 1, <0>, " NONE ")], [], [])", "9007199254740992 is no key" },
  { "([(9, 1, <0>, " NONE "), (8, 1, <0>, " NONE ")], [], [])", "object 8 stands behind object 9" },
  { "([(9, 1, <0>, " NONE "), (9, 1, <0>, " NONE ")], [], [])", "object 9 stands behind object 9" },
  { "([(9, 3, <0>, " NONE ")], [], [])", "object 9 has the layout 3, which is not there" },
  { "([(9, 0, <0>, " NONE ")], [], [])", "object 9 has the layout 0" },
  { "([(9, 1, <0>, [[], [], []])], [], [])", "object 9 has 3 lists, and its layout 4" },
  { "([(9, 1, <0>, [[], [], [], [], []])], [], [])", "object 9 has 5 lists" },
  { "([(9, 1, <0>, [[3, 4], [], [], []])], [], [(1, 2, [], [(7, [(0, [], [9])])])])",
    "object 3 has no place" },
  { "([(9, 1, <0>, [[], [], [], [8]])], [], [(1, 2, [], [(7, [(0, [], [9])])])])",
    "links\342\200\235 of object 9: No object" },
  { "([(9, 1, <0>, [[], [], [], [2, 9, 2]])], [], [(1, 2, [], [(7, [(0, [], [9])])])])", NULL },
  { "([(8, 1, <0>, [[9], [], [], []]), (9, 1, <0>, [[8], [], [], []])], [], [])", "has no owner" },
  { "([(8, 1, <0>, [[], [9], [], []]), (9, 1, <0>, " NONE ")], [], [(1, 2, [], [(5, [(0, [], [8])])])])",
    NULL },
  /* Removed objects */
  { "([], [(3, 1, [], " NONE ")], [])", "3 is in no normal form" },
  { "([], [(9, 1, <0>, " NONE ")], [])", "9 is not there" },
  { "([], [(2, 2, <0>, [[], [], [], [], [], [], []])], [])", "object 2 is KitType" },
  { "([], [(1, 1, <0>, " NONE ")], [])", "the root 1 is removed" },
  { "([], [(3, 1, <1>, " NONE ")], [])", "object 3 is removed, and object 1 owns it" /* 1: a default */ },
  { "([], [(2, 1, <8:3>, [[4], [], [], [3, 3]])], [])", "number\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:4>, [[4], [], [], [3, 3]])], [])", "target\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:3>, [[3], [], [], [3, 3]])], [])", "child\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:3>, [[], [], [], [3, 3]])], [])", "child\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3]])], [])", "links\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3, 2]])], [])", "links\342\200\235 of KitType2 2 is not as it was" },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3, 3]])], [])", "object 4 has no owner" },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3, 3]]), (4, 1, <0>, " NONE ")], [])",
    "object 2 is removed, and object 1 owns it" },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3, 3]]), (4, 1, <0>, " NONE
    ")], [(1, 2, [], [(7, [(0, [2], [])])])])",
    NULL },
  { "([], [(2, 1, <7:3>, [[4], [], [], [3, 3]])], [(1, 2, [], [(7, [(0, [2], [4])])])])", NULL },
  { "([], [(3, 1, <0>, " NONE ")], [(1, 2, [], [(7, [(1, [3], [])])])])",
    "object 3 is removed, and is referred to" },
  { "([], [(3, 1, <0>, " NONE ")], [(1, 2, [], [(5, [(0, [], [3])]), (7, [(1, [3], [])])])])",
    "object 3 has no place" },
  { "([], [(3, 1, <0>, " NONE ")], [(3, 1, [(0, {0}, {1})], [])])", "3 changes and is removed" },
  /* Values */
  { CHANGE ("2", "(0, {7}, {8})", ""), NULL },
  { CHANGE ("2", "(0, {7}, {8}), (3, {3}, {2}), (4, {0}, {1})", ""), NULL },
  { CHANGE ("3", "(0, {5}, {8})", ""), NULL /* a default */ },
  { CHANGE ("2", "(0, {6}, {8})", ""), "number\342\200\235 of KitType2 2 is not as it was" },
  { CHANGE ("9", "(0, {6}, {8})", ""), "9 is not there" },
  { CHANGE ("1", "(0, {6}, {8})", ""), "object 1 is KitType" },
  { CHANGE ("0", "", ""), "0 is no key" },
  { "([], [], [(3, 1, [], []), (2, 1, [], [])])", "object 2 stands behind object 3" },
  { "([], [], [(3, 9, [], [])])", "object 3 has the layout 9" },
  { CHANGE ("2", "(0, [1], {8})", ""), "number\342\200\235 of KitType2 2 is in no normal form" },
  { CHANGE ("2", "(0, {7}, [])", ""), "number\342\200\235 of KitType2 2 is in no normal form" },
  { CHANGE ("2", "(99, {7}, {8})", ""), "2 has no value in column 99" },
  { CHANGE ("2", "(5, {7}, {8})", ""), "2 has no value in column 5" },
  { CHANGE ("2", "(0, {7}, {8}), (0, {7}, {9})", ""), "2 has column 0 twice" },
  { CHANGE ("2", "(3, {3}, {99})", ""), "object 2: No object has the key 99" },
  { CHANGE ("2", "(3, {0}, {2})", ""), "target\342\200\235 of KitType2 2 is not as it was" },
  { CHANGE ("2", "(3, {3}, {9007199254740992})", ""), "target\342\200\235 of object 2: " },
  /* Lists */
  { KIDS (""), NULL },
  { KIDS ("(0, [2], []), (2, [], [2])"), NULL },
  { KIDS ("(0, [], [3]), (1, [3], [])"), NULL },
  { KIDS ("(0, [2, 3], [3, 2])"), NULL },
  { KIDS ("(0, [2], [])"), "object 2 has no owner" },
  { KIDS ("(0, [3], [3])"), "kids\342\200\235 of KitType2 1 is not as it was" },
  { KIDS ("(1, [3, 2], [])"), "kids\342\200\235 of KitType2 1 is not as it was" },
  { KIDS ("(4294967295, [3], [])"), "stand in no order" },
  { KIDS ("(4294967294, [3], [])"), "is not as it was" },
  { KIDS ("(4294967294, [], [3])"), "is not as it was" },
  { KIDS ("(1, [3], []), (0, [2], [])"), "stand in no order" },
  { KIDS ("(0, [2], []), (0, [2], [])"), "stand in no order" },
  { KIDS ("(0, [], [2])"), "object 2 has no place to leave" },
  { KIDS ("(0, [], [1])"), "object 1 has no place to leave" },
  { KIDS ("(0, [], [9])"), "kids\342\200\235 of object 1: No object has the key 9" },
  { KIDS ("(0, [2], []), (2, [], [2, 2])"), "object 2 has no place to leave" },
  { KIDS ("(0, [2], []), (3, [], [2])"), "is not as it was" },
  { CHANGE ("2", "", "(0, [])"), "2 has no list in column 0" },
  { CHANGE ("2", "", "(9, [])"), "2 has no list in column 9" },
  { CHANGE ("2", "", "(7, []), (7, [])"), "2 has column 7 twice" },
  { CHANGE ("2", "", "(7, [(0, [], [4])])"), "object 4 has no place to leave" },
  { CHANGE ("2", "", "(5, [(0, [4], [])]), (7, [(0, [], [4])])"), NULL },
  { CHANGE ("2", "", "(5, [(0, [4], [])]), (6, [(0, [], [4])])"), NULL },
  { CHANGE ("2", "", "(5, [(0, [3], [])])"), "child\342\200\235 of KitType2 2 is not as it was" },
  { CHANGE ("3", "", "(5, [(0, [4], [])])"), "child\342\200\235 of KitType2 3 is not as it was" },
  { "([], [], [(1, 2, [], [(7, [(1, [3], [])])]), (2, 1, [], [(5, [(0, [], [3])])])])",
    "child\342\200\235 of KitType2 2 is not as it was" },
  { "([], [], [(1, 2, [], [(7, [(1, [3], [])]), (11, [(0, [], [3])])])])",
    "parts\342\200\235 of object 1: " },
  { "([], [], [(1, 2, [], [(7, [(0, [2], [])])]), (4, 1, [], [(7, [(0, [], [2])])])])",
    "kids\342\200\235 of object 4: KitType2 4 cannot own KitType2 2" },
  { LINKS ("(0, [3], [4]), (2, [], [2])"), NULL },
  { LINKS ("(0, [3], []), (1, [3], [4])"), NULL },
  { LINKS ("(0, [4], [])"), "links\342\200\235 of KitType2 2 is not as it was" },
  { LINKS ("(1, [3, 3], [])"), "links\342\200\235 of KitType2 2 is not as it was" },
  { LINKS ("(0, [], [9])"), "links\342\200\235 of object 2: No object has the key 9" },
  { LINKS ("(3, [], [2])"), "is not as it was" },
  { LINKS ("(1, [], []), (0, [], [])"), "stand in no order" },
};

static void
check_case (Fixture *f, const char *text, const char *words)
{
  g_autoptr (GVariant) delta = parse (text);
  g_autoptr (GError) error = apply (f, delta, FALSE);

  if (words == NULL ? error != NULL : error == NULL || strstr (error->message, words) == NULL)
    {
      g_test_message ("%s: %s, not %s", text, error != NULL ? error->message : "good",
                      words != NULL ? words : "good");
      g_test_fail ();
    }
  if (error != NULL)
    state_program_check (&f->program);
  state_program_go_to (&f->program, f->version);
}

static void
test_cases (void)
{
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&f, cases[i].text, cases[i].words);
  fixture_clear (&f);
}

/* Items that a good delta inserts are not there before it was applied. */
static void
test_backwards (void)
{
  g_autoptr (GVariant) delta = parse (ADD ("<5:3>"));
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f);
  error = apply (&f, delta, TRUE);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "9 is not there"));
  g_assert_null (apply (&f, delta, FALSE));
  g_assert_null (apply (&f, delta, TRUE));
  state_model_check (&f.version->model, &f.program.editor.state);
  state_program_go_to (&f.program, f.version);
  fixture_clear (&f);
}

/* A layout without the field that owns 4. */
static void
test_older_layout (void)
{
  const TroveClass *klass = model_class (MODEL_NODE);
  TroveRowLayout *own = trove_row_layout_new (1, klass);
  TroveRowColumn *columns = g_new (TroveRowColumn, klass->n_fields);
  guint n = 0;
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < klass->n_fields; i++)
    if (i != MODEL_CHILD)
      columns[n++] = own->columns[i];
  trove_row_layout_free (own);
  trove_row_layouts_add (&f.layouts, trove_row_layout_new_for_columns (3, klass, columns, n), FALSE);
  check_case (&f, "([], [(2, 3, <7:3>, [[], [], [3, 3]])], [(1, 2, [], [(7, [(0, [2], [])])])])",
              "object 2 is removed, and owns others");
  check_case (&f,
              "([], [(2, 3, <7:3>, [[], [], [3, 3]]), (4, 1, <0>, " NONE
              ")], [(1, 2, [], [(7, [(0, [2], [])])])])",
              NULL);
  fixture_clear (&f);
}

static void
test_type (void)
{
  g_autoptr (GVariant) delta = g_variant_ref_sink (g_variant_new_uint64 (7));
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f);
  error = apply (&f, delta, FALSE);
  g_assert_nonnull (error);
  fixture_clear (&f);
}

/* Bytes */

typedef struct
{
  StateProgram program;
  TroveRowLayouts layouts;
  const ProgramVersion *versions[2];
  GByteArray *bytes;
  guint n_good;
} Bytes;

static void
bytes_init (Bytes *self, TestRandom *numbers, guint n_objects, guint n_edits)
{
  StateRandom random = { &self->program, numbers, n_objects, FALSE };
  g_autoptr (GVariant) delta = NULL;

  *self = (Bytes){ .bytes = g_byte_array_new () };
  trove_row_layouts_init (&self->layouts);
  state_program_init (&self->program);
  self->versions[0] = version_random_make (&random, n_objects);
  self->versions[1] = version_random_edit (&random, n_edits);
  delta = trove_delta_new (&self->layouts, &self->versions[0]->state, &self->versions[1]->state, NULL);
  g_byte_array_append (self->bytes, g_variant_get_data (delta), (guint) g_variant_get_size (delta));
}

static void
bytes_clear (Bytes *self)
{
  state_program_go_to (&self->program, self->versions[0]);
  state_program_clear (&self->program);
  trove_row_layouts_clear (&self->layouts);
  g_byte_array_unref (self->bytes);
}

/* In both directions. */
static void
try (Bytes *self, gconstpointer data, gsize n)
{
  for (guint i = 0; i < 2; i++)
    {
      /* A copy, so that a byte behind it is found by a sanitizer. */
      g_autoptr (GBytes) copy = g_bytes_new (data, n);
      g_autoptr (GVariant) delta =
          g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TROVE_DELTA_TYPE), copy, FALSE));
      g_autoptr (GError) error = NULL;
      TroveEditor *editor = &self->program.editor;

      state_program_go_to (&self->program, self->versions[i]);
      if (trove_delta_apply (&self->layouts, delta, i > 0, editor, &error))
        {
          self->n_good++;
          check_editor (editor);
          g_assert_true (trove_editor_drop_and_freeze (editor, NULL));
        }
      else
        {
          g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
          g_assert_true (editor->state.objects == self->versions[i]->state.objects);
          g_assert_cmpuint (editor->ownerless->len, ==, 0);
        }
    }
}

static void
test_changed_bytes (void)
{
  static const guint8 masks[] = { 0x01, 0x02, 0x80, 0xff };
  TestRandom numbers = { 3 };
  Bytes b;

  bytes_init (&b, &numbers, 12, 12);
  for (guint i = 0; i < b.bytes->len; i++)
    for (guint j = 0; j < test_count (G_N_ELEMENTS (masks), 1); j++)
      {
        b.bytes->data[i] ^= masks[j];
        try (&b, b.bytes->data, b.bytes->len);
        b.bytes->data[i] ^= masks[j];
      }
  g_test_message ("%u bytes, %u changes were good ones", b.bytes->len, b.n_good);
  try (&b, b.bytes->data, b.bytes->len);
  g_assert_cmpuint (b.n_good, >, 1);
  bytes_clear (&b);
}

static void
test_lengths (void)
{
  TestRandom numbers = { 4 };
  Bytes b;
  gsize n;

  bytes_init (&b, &numbers, 12, 12);
  n = b.bytes->len;
  for (gsize i = 0; i < n; i++)
    try (&b, b.bytes->data, i);
  for (gsize i = 1; i < 20; i++)
    {
      g_byte_array_append (b.bytes, (const guint8 *) "", 1);
      try (&b, b.bytes->data, n + i);
    }
  /* No bytes are a delta of nothing. */
  g_assert_cmpuint (b.n_good, <=, 4);
  bytes_clear (&b);
}

/* Several places are changed, also to words from other places. */
static void
change_some (GByteArray *bytes, TestRandom *numbers)
{
  for (guint i = 0; i < 1 + test_random_below (numbers, 4); i++)
    {
      gsize to = test_random_below (numbers, bytes->len), from = test_random_below (numbers, bytes->len);
      gsize most = 1 + test_random_below (numbers, 8), n = MIN (most, bytes->len - MAX (to, from));

      if (test_random_below (numbers, 2) == 0)
        bytes->data[to] = (guint8) test_random_below (numbers, 256);
      else
        memmove (bytes->data + to, bytes->data + from, n);
    }
}

static void
test_random_bytes (void)
{
  TestRandom numbers;

  test_random_init (&numbers);
  for (guint i = 0; i < test_count (40, 4); i++)
    {
      g_autofree guint8 *good = NULL;
      Bytes b;

      bytes_init (&b, &numbers, 1 + (guint) test_random_below (&numbers, 24), 30);
      good = g_memdup2 (b.bytes->data, b.bytes->len);
      for (guint j = 0; j < 100; j++)
        {
          change_some (b.bytes, &numbers);
          try (&b, b.bytes->data, b.bytes->len);
          memcpy (b.bytes->data, good, b.bytes->len);
        }
      bytes_clear (&b);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_register_transforms ();
  g_test_add_func ("/delta-read/cases", test_cases);
  g_test_add_func ("/delta-read/backwards", test_backwards);
  g_test_add_func ("/delta-read/older-layout", test_older_layout);
  g_test_add_func ("/delta-read/type", test_type);
  g_test_add_func ("/delta-read/changed-bytes", test_changed_bytes);
  g_test_add_func ("/delta-read/lengths", test_lengths);
  g_test_add_func ("/delta-read/random-bytes", test_random_bytes);
  return g_test_run ();
}
