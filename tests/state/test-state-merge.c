/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging: by examples, by its laws in random programs, and while memory or copies fail. Compiled a second time with small nodes. */

#include "version-random.h"

#include "class-types.h"
#include "failing-memory.h"
#include "state/editor-drop.h"
#include "state/state-merge.h"

/* A merged state, which is a version without a model. */
typedef struct
{
  TroveState state;
  TroveView view;
  GArray *obstacles;
} Merged;

static void
merged_clear (Merged *self)
{
  trove_view_clear (&self->view);
  g_array_unref (self->obstacles);
}

/* Merges a version into another one. The program is at that again afterwards. */
static Merged
merge (StateProgram *program, const ProgramVersion *base, const ProgramVersion *ours,
       const ProgramVersion *theirs)
{
  const CheckHolder holder = check_holder_of_core (&program->core);
  g_autoptr (GError) error = NULL;
  Merged merged = { .obstacles = trove_obstacles_new () };

  state_program_go_to (program, ours);
  trove_state_merge (&program->editor, &base->state, &theirs->state, merged.obstacles, &error);
  g_assert_no_error (error);
  check_editor (&program->editor);
  g_assert_true (trove_editor_drop_and_freeze (&program->editor, NULL));
  check_state (&holder, &program->editor.state, TRUE);
  merged.state = program->editor.state;
  trove_view_copy (&program->core.view, &merged.view);
  state_program_go_to (program, ours);
  return merged;
}

static guint
differences (const TroveState *a, const TroveState *b)
{
  TroveStateChanges changes;
  guint n;

  g_assert_true (trove_state_changes_init (&changes, a, b));
  n = trove_state_changes_n (&changes);
  trove_state_changes_clear (&changes);
  return n;
}

/* Laws */

/* One side alone has changed something, or both the same. */
static void
check_one_side (StateProgram *program, const ProgramVersion *base, const ProgramVersion *ours,
                const ProgramVersion *theirs, const ProgramVersion *expected)
{
  Merged merged = merge (program, base, ours, theirs);

  g_assert_cmpuint (merged.obstacles->len, ==, 0);
  g_assert_cmpuint (differences (&merged.state, &expected->state), ==, 0);
  if (expected == ours)
    g_assert_true (merged.state.objects == ours->state.objects);
  merged_clear (&merged);
}

static gboolean
has_obstacle (const GArray *obstacles, TroveKey key)
{
  for (guint i = 0; i < obstacles->len; i++)
    {
      const TroveObstacle *obstacle = &g_array_index (obstacles, TroveObstacle, i);

      if (trove_entry_key (obstacle->entry) == key || obstacle->other == key)
        return TRUE;
    }
  return FALSE;
}

/* Every object that neither side has removed is there. */
static void
check_objects (const ProgramVersion *base, const ProgramVersion *a, const ProgramVersion *b,
               const Merged *merged)
{
  const ProgramVersion *sides[] = { a, b };

  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < sides[i]->model.objects->len; j++)
      {
        TroveKey key = ((const ModelObject *) g_ptr_array_index (sides[i]->model.objects, j))->key;
        gboolean is_new = state_model_find (&base->model, key) == NULL;

        if (is_new || state_model_find (&sides[1 - i]->model, key) != NULL)
          g_assert_true (trove_state_peek (&merged->state, key) != NULL ||
                         has_obstacle (merged->obstacles, key));
      }
}

typedef struct
{
  guint n, n_obstacles;
} Counts;

static void
check_both_sides (StateProgram *program, const ProgramVersion *base, const ProgramVersion *a,
                  const ProgramVersion *b, Counts *counts)
{
  Merged merged = merge (program, base, a, b), mirrored = merge (program, base, b, a);

  check_objects (base, a, b, &merged);
  check_objects (base, b, a, &mirrored);
  if (!version_random_repeats (&base->model) && !version_random_repeats (&a->model) &&
      !version_random_repeats (&b->model))
    {
      g_assert_cmpint (merged.obstacles->len == 0, ==, mirrored.obstacles->len == 0);
      if (merged.obstacles->len == 0)
        g_assert_cmpuint (differences (&merged.state, &mirrored.state), ==, 0);
    }
  counts->n++;
  counts->n_obstacles += merged.obstacles->len > 0;
  merged_clear (&merged);
  merged_clear (&mirrored);
}

static void
run_program (TestRandom *numbers, guint n_objects, guint n_edits, Counts *counts)
{
  StateProgram program;
  StateRandom random = { &program, numbers, n_objects, FALSE };
  ProgramVersion *base, *a, *b;

  state_program_init (&program);
  base = version_random_make (&random, n_objects);
  a = version_random_edit_version (&random, base, 1 + (guint) test_random_below (numbers, n_edits));
  b = version_random_edit_version (&random, base, 1 + (guint) test_random_below (numbers, n_edits));
  check_one_side (&program, base, base, a, a);
  check_one_side (&program, base, a, base, a);
  check_one_side (&program, base, a, a, a);
  check_both_sides (&program, base, a, b, counts);
  state_program_clear (&program);
}

static void
test_random_programs (void)
{
  TestRandom random;
  Counts counts = { 0 };

  test_random_init (&random);
  for (guint n_objects = 4; n_objects <= 64; n_objects *= 2)
    for (guint n_edits = 1; n_edits <= 16; n_edits *= 4)
      for (guint i = 0; i < test_count (60, 30); i++)
        run_program (&random, n_objects, n_edits, &counts);
  g_test_message ("%u merged, %u with obstacles", counts.n, counts.n_obstacles);
  g_assert_cmpuint (counts.n_obstacles, >, 0);
}

/* Examples. A state is written as a word: each letter is an object, with its number, its target behind ">", its links in "<>", the
 * object in its single field in "[]", and the objects in its list in "()". */

typedef struct
{
  StateProgram program;
  ProgramVersion *empty;
  TroveKey keys[26]; /* of the letters; 0: not yet made */
} Words;

static TroveKey *
key_of (Words *self, char letter)
{
  g_assert_true (letter >= 'a' && letter <= 'z');
  return &self->keys[letter - 'a'];
}

static void
make_objects (Words *self, const char *word)
{
  for (; *word != '\0'; word++)
    if (g_ascii_isalpha (*word) && *key_of (self, *word) == 0)
      *key_of (self, *word) = state_program_create (&self->program, MODEL_NODE);
    else if (g_ascii_isalpha (*word) &&
             state_model_find (&self->program.model, *key_of (self, *word)) == NULL)
      {
        const Operation create = { .kind = OPERATION_CREATE,
                                   .key = *key_of (self, *word),
                                   .klass = model_class (MODEL_NODE) };

        state_program_do (&self->program, &create);
      }
}

static void
set_links (Words *self, TroveKey key, const char **word)
{
  Operation splice = { .kind = OPERATION_SPLICE, .key = key, .field = model_field (MODEL_NODE, MODEL_LINKS) };

  splice.n_removed = state_model_find (&self->program.model, key)->lists[MODEL_LINKS]->len;
  if (**word == '<')
    {
      for (++*word; **word != '>'; ++*word)
        splice.keys[splice.n_keys++] = *key_of (self, **word);
      ++*word;
    }
  if (splice.n_removed + splice.n_keys > 0)
    state_program_do (&self->program, &splice);
}

static const char *put_objects (Words *self, TroveKey owner, const char *word);

/* Puts the first object of a word into an owner. Returns the rest of the word. */
static const char *
put_object (Words *self, TroveKey owner, ModelField field, guint32 position, const char *word)
{
  TroveKey key = *key_of (self, *word++);
  Operation set = { .kind = OPERATION_SET_DATA, .key = key, .klass = model_class (MODEL_NODE) };
  const Operation put = { .kind = OPERATION_PUT,
                          .key = key,
                          .owner = owner,
                          .field = model_field (MODEL_NODE, field),
                          .position = position };

  state_program_do (&self->program, &put);
  if (g_ascii_isdigit (*word))
    set.values[MODEL_NUMBER] = (guint64) (*word++ - '0');
  if (*word == '>')
    {
      set.values[MODEL_TARGET] = *key_of (self, word[1]);
      word += 2;
    }
  state_program_do (&self->program, &set); /* its child leaves */
  set_links (self, key, &word);
  if (*word == '[')
    word = put_object (self, key, MODEL_CHILD, 0, word + 1) + 1;
  if (*word == '(')
    return put_objects (self, key, word + 1) + 1;
  put_objects (self, key, "");
  return word;
}

/* Puts the objects of a word into a list of an owner, and removes all others from it. Returns the rest of the word. */
static const char *
put_objects (Words *self, TroveKey owner, const char *word)
{
  guint32 n = 0;

  while (*word != '\0' && *word != ')')
    word = put_object (self, owner, MODEL_KIDS, n++, word);
  while (state_model_find (&self->program.model, owner)->lists[MODEL_KIDS]->len > n)
    {
      const Operation take = {
        .kind = OPERATION_TAKE,
        .key = g_array_index (state_model_find (&self->program.model, owner)->lists[MODEL_KIDS], TroveKey, n)
      };

      state_program_do (&self->program, &take);
    }
  return word;
}

static ProgramVersion *
make (Words *self, const ProgramVersion *from, const char *word)
{
  state_program_go_to (&self->program, from);
  make_objects (self, word);
  put_objects (self, self->program.model.root, word);
  return version_random_commit (&self->program);
}

static void
words_init (Words *self)
{
  memset (self->keys, 0, sizeof self->keys);
  state_program_init (&self->program);
  self->empty = version_random_commit (&self->program);
}

static char
letter_of (const Words *self, TroveKey key)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->keys); i++)
    if (self->keys[i] == key)
      return (char) ('a' + i);
  return '?';
}

static void write_objects (const Words *self, const TroveState *state, const TroveRecord *owner,
                           GString *word);

static void
write_object (const Words *self, const TroveState *state, const TroveRecord *record, GString *word)
{
  gint64 number =
      *(gint64 *) trove_class_field_at (model_field (MODEL_NODE, MODEL_NUMBER), trove_record_data (record));
  TroveKey target = *trove_record_key_at (record, model_field (MODEL_NODE, MODEL_TARGET));
  TroveKey child = *trove_record_key_at (record, model_field (MODEL_NODE, MODEL_CHILD));
  const TroveSequenceNode *links = record->lists[model_field (MODEL_NODE, MODEL_LINKS)->offset];

  g_string_append_c (word, letter_of (self, record->key));
  if (number != 0)
    g_string_append_printf (word, "%d", (int) number);
  if (target != 0)
    g_string_append_printf (word, ">%c", letter_of (self, target));
  for (guint32 i = 0; i < trove_sequence_length (links); i++)
    g_string_append_printf (word, "%s%c", i == 0 ? "<" : "", letter_of (self, trove_sequence_get (links, i)));
  g_string_append (word, links != NULL ? ">" : "");
  if (child != 0)
    {
      g_string_append_c (word, '[');
      write_object (self, state, trove_state_get (state, child), word);
      g_string_append_c (word, ']');
    }
  if (trove_sequence_length (record->lists[model_field (MODEL_NODE, MODEL_KIDS)->offset]) > 0)
    {
      g_string_append_c (word, '(');
      write_objects (self, state, record, word);
      g_string_append_c (word, ')');
    }
}

static void
write_objects (const Words *self, const TroveState *state, const TroveRecord *owner, GString *word)
{
  const TroveSequenceNode *kids = owner->lists[model_field (MODEL_NODE, MODEL_KIDS)->offset];

  for (guint32 i = 0; i < trove_sequence_length (kids); i++)
    write_object (self, state, trove_state_get (state, trove_sequence_get (kids, i)), word);
}

static const char *const kind_names[] = { "absent-object", "absent-owner", "absent-target", "not-picked",
                                          "later-value",   "later-place",  "occupied",      "in-use",
                                          "cycle",         "exists",       "returned" };

/* The obstacles, as "a: later-value, b: returned". */
static char *
write_obstacles (const Words *self, const GArray *obstacles)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < obstacles->len; i++)
    {
      const TroveObstacle *obstacle = &g_array_index (obstacles, TroveObstacle, i);

      g_string_append_printf (text, "%s%c: %s", i > 0 ? ", " : "",
                              letter_of (self, trove_entry_key (obstacle->entry)),
                              kind_names[obstacle->kind]);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *base, *a, *b;
  const char *merged, *obstacles;            /* b into a */
  const char *mirrored, *mirrored_obstacles; /* a into b; NULL: the same */
} Example;

static const Example examples[] = {
  /* Each side has changed something else. */
  { "ab", "a1b", "ab2", "a1b2", "", NULL, NULL },
  { "ab", "abc", "dab", "dabc", "", NULL, NULL },
  { "a(b)c", "ac(b)", "a(b5)c", "ac(b5)", "", NULL, NULL },
  { "abc", "cab", "ab(c)", "ab(c)", "", NULL, NULL },
  /* Both have changed it. */
  { "a", "a1", "a2", "a1", "a: later-value", "a2", "a: later-value" },
  { "a", "a1", "a1", "a1", "", NULL, NULL },
  { "abc", "ac(b)", "a(b)c", "ac(b)", "b: later-place", "a(b)c", "b: later-place" },
  { "abcd", "dabc", "adbc", "dabc", "d: later-place", "adbc", "d: later-place" },
  { "a(bc)d", "a(dbc)", "a(bcd)", "a(dbc)", "d: later-place", "a(bcd)", "d: later-place" },
  /* One has changed what the other has removed: it is there, with its owner, what it owns and what it refers to. */
  { "ab", "a", "ab1", "ab1", "b: returned", "ab1", "b: later-value" },
  { "a(b(c)d)e", "e", "a(b1(c)d)e", "a(b1(c)d)e", "a: returned, b: returned, c: returned, d: returned",
    "a(b1(c)d)e", "a: in-use, b: later-value, c: in-use, d: in-use" },
  { "abc>b", "ac", "ab1c>b", "ab1c>b", "b: returned", "ab1c>b", "b: later-value" },
  { "abc<bab>", "ac<a>", "ab1c<bab>", "ab1c<bab>", "b: returned", "ab1c<bab>", "b: later-value" },
  { "ab>cc", "a", "ab1>cc", "ab1>cc", "b: returned, c: returned", "ab1>cc", "b: later-value, c: in-use" },
  /* An object that was put into one that the other side has removed, or that refers to it. */
  { "ab", "a", "ab(c)", "ab(c)", "b: returned", "ab(c)", "b: in-use" },
  { "ab", "a", "a>bb", "a>bb", "b: returned", "a>bb", "b: in-use" },
  { "ab", "a", "a<b>b", "a<b>b", "b: returned", "a<b>b", "b: in-use" },
  { "a(b)c", "c", "ac(b)", "c(b)", "b: returned", "c(b)", "b: later-place" },
  { "ab", "a", "ba", "a", "", NULL, NULL },
  { "ab<cd>cd", "ab<d>d", "ab<dc>cd", "ab<d>d", "", NULL, NULL },
  { "abc", "ab", "cab", "ab", "", NULL, NULL },
  /* A reference that was cleared since its object was removed is no change, another one is. */
  { "a>bb", "b", "a", "", "", NULL, NULL },
  { "a<b>b", "b", "ab", "ab", "a: returned", "ab", "a: later-value" },
  { "a>bb", "a", "b1", "b1", "b: returned", "b1", "b: later-value" },
  { "abc>b", "ac>a", "ab1c>b", "ab1c>a", "b: returned", "ab1c>a", "b: later-value" },
  { "a<bcd>bcd", "a<bc>bcd", "a<dbc>bcd", "a<bc>bcd", "a: later-value", "a<dbc>bcd", "a: later-value" },
  /* Objects that are put into a new one. */
  { "ab", "ab", "c(ba)", "c(ba)", "", NULL, NULL },
  /* Circles. */
  { "ab", "a(b)", "b(a)", "b(a)", "b: cycle", NULL, NULL },
  { "abc", "b(a)c", "ac(b)", "c(b(a))", "", NULL, NULL },
  { "ab(c)", "a(c)b", "c(a)", "a(c)", "a: cycle, c: later-place", "c(a)", "c: later-place" },
  { "ca(b(d))", "c(d(b))a", "b(dc)", "c(d(b))", "c: cycle, b: later-place, d: cycle", "b(c(d))",
    "b: later-place" },
  /* Two objects that one list gets back stand in it as in base. */
  { "cp(ab)", "c(a)p", "a(c)p(b(x))", "p(a(c)b(x))", "a: cycle, b: returned", "a(c)p(b(x))",
    "a: later-place, b: in-use" },
  /* An object does not go back to a single field that theirs gives to another one. */
  { "bca[d]", "b(d)ca", "a[c]d(b)", "b(d)a[c]", "b: cycle, d: later-place", "a[c]d(b)", "d: later-place" },
  { "ba[d]", "b(d)a", "a[d(b)]", "a[d(b)]", "d: cycle", NULL, NULL },
  /* A target that one side has removed, where the other side refers to another object. */
  { "a>bb", "a", "a>ab", "a>a", "", NULL, NULL },
  /* An object that both sides have added. */
  { "", "a", "a", "a", "", NULL, NULL },
  { "", "a", "a<b>b", "ab", "a: exists", "a<b>b", "a: exists" },
  { "", "a(b)", "a(cb)", "a(bc)", "", NULL, NULL },
};

static void
check_example (const Example *example, gboolean mirrored)
{
  Words words;
  ProgramVersion *base, *a, *b;
  Merged merged;
  GString *word = g_string_new (NULL);
  g_autofree char *obstacles = NULL;

  words_init (&words);
  base = make (&words, words.empty, example->base);
  a = make (&words, base, example->a);
  b = make (&words, base, example->b);
  merged = merge (&words.program, base, mirrored ? b : a, mirrored ? a : b);
  write_objects (&words, &merged.state, trove_state_get (&merged.state, merged.state.root), word);
  obstacles = write_obstacles (&words, merged.obstacles);
  g_test_message ("%s: %s and %s give %s, %s", example->base, mirrored ? example->b : example->a,
                  mirrored ? example->a : example->b, word->str, obstacles);
  g_assert_cmpstr (word->str, ==,
                   mirrored && example->mirrored != NULL ? example->mirrored : example->merged);
  g_assert_cmpstr (obstacles, ==,
                   mirrored && example->mirrored_obstacles != NULL ? example->mirrored_obstacles :
                                                                     example->obstacles);
  g_string_free (word, TRUE);
  merged_clear (&merged);
  state_program_clear (&words.program);
}

static void
test_examples (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (examples); i++)
    check_example (&examples[i / 2], i % 2);
}

/* Failing */

typedef enum
{
  FAIL_REQUESTS,
  FAIL_COPIES,
} Failing;

/* Merges while a request for memory and all later ones fail, or a copy fails. Returns whether one has failed. Then the state is as
 * before. */
static gboolean
merge_failing (StateProgram *program, const ProgramVersion *base, const ProgramVersion *theirs, Failing what,
               guint number)
{
  const TroveKeyMap *objects = program->editor.state.objects;
  GArray *obstacles = trove_obstacles_new ();
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (what == FAIL_COPIES)
    counting_fail_copy (&kit_counting, number);
  else
    failing_memory_start (FAILING_REST, number);
  done = trove_state_merge (&program->editor, &base->state, &theirs->state, obstacles, &error);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  failing_memory_stop ();
  g_array_unref (obstacles);

  if (done)
    return FALSE;
  g_assert_cmpint (error->code, ==,
                   what == FAIL_COPIES ? (int) TROVE_ERROR_COPY_FAILED : (int) TROVE_ERROR_NO_MEMORY);
  g_assert_true (program->editor.state.objects == objects);
  state_program_check (program);
  return TRUE;
}

static void
test_failing (gconstpointer data)
{
  const Failing what = GPOINTER_TO_UINT (data);
  TestRandom numbers = { 12 };
  StateProgram program;
  StateRandom random = { &program, &numbers, 100, what == FAIL_COPIES };
  ProgramVersion *base, *ours, *theirs;
  guint n_failed = 0;

  state_program_init (&program);
  base = version_random_edit (&random, 300);
  theirs = version_random_edit (&random, 60);
  ours = version_random_edit_version (&random, base, 60);
  while (merge_failing (&program, base, theirs, what, n_failed))
    {
      n_failed++;
      state_program_go_to (&program, ours);
    }
  g_test_message ("%u failed", n_failed);
  g_assert_cmpuint (n_failed, >, 0);
  state_program_go_to (&program, ours);
  state_program_clear (&program);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-merge/examples", test_examples);
  g_test_add_func ("/state-merge/random-programs", test_random_programs);
  g_test_add_data_func ("/state-merge/no-memory", GUINT_TO_POINTER (FAIL_REQUESTS), test_failing);
  g_test_add_data_func ("/state-merge/copy-failed", GUINT_TO_POINTER (FAIL_COPIES), test_failing);
  return g_test_run ();
}
