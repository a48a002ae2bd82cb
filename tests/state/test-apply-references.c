/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying changes of one list of references to another version of the list. A list is written as a word, whose letters are its
 * objects. */

#include "class-types.h"
#include "state-program.h"
#include "state/editor-drop.h"
#include "state/sequence-compare.h"
#include "state/state-apply.h"

#define MOST_LETTERS 6

typedef struct
{
  StateProgram program;
  TroveKey owner, first; /* of the list, and the object of the letter a */
  ProgramVersion *empty;
} Fixture;

static void
fixture_init (Fixture *self)
{
  state_program_init (&self->program);
  self->owner = state_program_create_in (&self->program, MODEL_NODE, self->program.model.root, MODEL_KIDS);
  self->first = self->program.next_key;
  for (guint i = 0; i < MOST_LETTERS; i++)
    state_program_create_in (&self->program, MODEL_NODE, self->program.model.root, MODEL_KIDS);
  state_program_do (&self->program, &(Operation){ .kind = OPERATION_DROP });
  self->empty = state_program_freeze (&self->program);
}

static void
fixture_clear (Fixture *self)
{
  state_program_clear (&self->program);
}

/* A version that has the list. */
static ProgramVersion *
make (Fixture *self, const char *word)
{
  Operation splice = {
    .kind = OPERATION_SPLICE,
    .key = self->owner,
    .field = model_field (MODEL_NODE, MODEL_LINKS),
  };

  for (; word[splice.n_keys] != '\0'; splice.n_keys++)
    splice.keys[splice.n_keys] = self->first + (TroveKey) (word[splice.n_keys] - 'a');
  state_program_go_to (&self->program, self->empty);
  if (splice.n_keys > 0)
    state_program_do (&self->program, &splice);
  state_program_do (&self->program, &(Operation){ .kind = OPERATION_DROP });
  return state_program_freeze (&self->program);
}

static char *
read_word (const Fixture *self)
{
  const TroveRecord *record = trove_state_get (&self->program.editor.state, self->owner);
  const TroveSequenceNode *list = record->lists[model_field (MODEL_NODE, MODEL_LINKS)->offset];
  GString *word = g_string_new (NULL);

  for (guint32 i = 0; i < trove_sequence_length (list); i++)
    g_string_append_c (word, (char) ('a' + (trove_sequence_get (list, i) - self->first)));
  return g_string_free (word, FALSE);
}

/* Applies the changes from one version to another. backwards: they are found in the other direction, which may give other runs.
 * Returns the number of obstacles. */
static guint
apply (Fixture *self, const ProgramVersion *before, const ProgramVersion *after, gboolean backwards)
{
  TroveEditor *editor = &self->program.editor;
  GArray *obstacles = trove_obstacles_new ();
  guint n;
  TroveStateChanges changes;
  TroveChangeSet set = {
    .from = &before->state, .to = &after->state, .changes = &changes, .backwards = backwards
  };

  g_assert_true (trove_state_changes_init (&changes, backwards ? &after->state : &before->state,
                                           backwards ? &before->state : &after->state));
  g_assert_true (trove_state_apply (editor, &set, obstacles, NULL));
  check_editor (editor);
  n = obstacles->len;
  g_array_unref (obstacles);
  trove_state_changes_clear (&changes);
  return n;
}

/* A second application changes nothing. */
static void
apply_again (Fixture *self, const ProgramVersion *before, const ProgramVersion *after, gboolean backwards)
{
  const TroveKeyMap *objects;

  g_assert_true (trove_editor_drop_and_freeze (&self->program.editor, NULL));
  objects = self->program.editor.state.objects;
  apply (self, before, after, backwards);
  g_assert_true (self->program.editor.state.objects == objects);
}

typedef struct
{
  const char *before, *after, *now, *result;
} Example;

static const Example examples[] = {
  /* An item goes behind the one in front of it, wherever that is now, */
  { "abc", "adbc", "abc", "adbc" },
  { "abc", "adbc", "bca", "bcad" },
  /* else in front of the one behind it, */
  { "abc", "adbc", "bec", "dbec" },
  { "abc", "abdc", "aec", "aedc" },
  /* else at the end, if it was there, */
  { "abc", "abcd", "abe", "abed" },
  { "", "d", "abc", "abcd" },
  /* else behind the nearest one in front of it, */
  { "abcd", "abced", "abf", "abef" },
  { "abcd", "abcfd", "eba", "ebfa" },
  { "abcd", "acfd", "eb", "fe" },
  /* else at the start. */
  { "abc", "adbc", "c", "dc" },
  { "abc", "dabc", "ebc", "debc" },
  /* Of two items in one gap the first is the one that goes behind another one. */
  { "abcd", "aebcfd", "cb", "cfeb" },
  /* An item that was moved since is removed, or moved where the changes move it. */
  { "abc", "bc", "bca", "bc" },
  { "abc", "bca", "bac", "bca" },
  /* Of two references that were added since the first one is removed. */
  { "abc", "bc", "bacda", "bcda" },
  /* An item that was inserted since is moved where the changes insert it. */
  { "abc", "abcd", "dabc", "abcd" },
  { "abc", "abcd", "abce", "abcde" },
};

static gboolean
repeats (const char *word)
{
  for (; *word != '\0'; word++)
    if (strchr (word + 1, *word) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_examples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const Example *example = &examples[i];
      Fixture f;
      ProgramVersion *before, *after;
      g_autofree char *word = NULL;

      fixture_init (&f);
      before = make (&f, example->before);
      after = make (&f, example->after);
      make (&f, example->now);
      apply (&f, before, after, FALSE);
      word = read_word (&f);
      g_assert_cmpstr (word, ==, example->result);
      if (!repeats (example->now))
        apply_again (&f, before, after, FALSE);
      fixture_clear (&f);
    }
}

/* All lists of so many letters, and at most so many items. repeated: they may name an object several times. */
static void
add_words (GPtrArray *words, const char *word, guint n_letters, guint most, gboolean repeated)
{
  g_ptr_array_add (words, g_strdup (word));
  for (char letter = 'a'; letter < (char) ('a' + n_letters) && strlen (word) < most; letter++)
    if (repeated || strchr (word, letter) == NULL)
      {
        g_autofree char *longer = g_strdup_printf ("%s%c", word, letter);

        add_words (words, longer, n_letters, most, repeated);
      }
}

static ProgramVersion **
make_all (Fixture *self, const GPtrArray *words)
{
  ProgramVersion **versions = g_new (ProgramVersion *, words->len);

  for (guint i = 0; i < words->len; i++)
    versions[i] = make (self, g_ptr_array_index (words, i));
  return versions;
}

static gboolean
has_letter (const char *word, char letter)
{
  return strchr (word, letter) != NULL;
}

/* An item that the changes insert is there, one that they remove is not, and the others are as they were. */
static void
check_items (const char *before, const char *after, const char *now, const char *result)
{
  for (char letter = 'a'; letter < 'a' + MOST_LETTERS; letter++)
    {
      gboolean was = has_letter (before, letter), is = has_letter (after, letter);

      g_assert_cmpint (has_letter (result, letter), ==, was == is ? has_letter (now, letter) : is);
    }
  g_assert_false (repeats (result));
}

static void
test_all (gconstpointer backwards)
{
  const guint n_letters = test_count (4, 3);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree ProgramVersion **versions = NULL;
  Fixture f;
  ProgramVersion *before;

  fixture_init (&f);
  add_words (words, "", n_letters, n_letters, FALSE);
  versions = make_all (&f, words);
  before = make (&f, "abc");
  for (guint i = 0; i < words->len; i++)
    for (guint j = 0; j < words->len; j++)
      {
        g_autofree char *result = NULL;

        state_program_go_to (&f.program, versions[j]);
        apply (&f, before, versions[i], backwards != NULL);
        result = read_word (&f);
        check_items ("abc", g_ptr_array_index (words, i), g_ptr_array_index (words, j), result);
        apply_again (&f, before, versions[i], backwards != NULL);
        state_program_go_to (&f.program, before);
      }
  fixture_clear (&f);
}

/* Applied to the list before them, changes give the one after them, where they change nothing. */
static void
test_repeated (gconstpointer backwards)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree ProgramVersion **versions = NULL;
  Fixture f;

  fixture_init (&f);
  add_words (words, "", 2, 4, TRUE);
  versions = make_all (&f, words);
  for (guint i = 0; i < words->len; i++)
    for (guint j = 0; j < words->len; j++)
      {
        g_autofree char *result = NULL;

        state_program_go_to (&f.program, versions[i]);
        g_assert_cmpuint (apply (&f, versions[i], versions[j], backwards != NULL), ==, 0);
        result = read_word (&f);
        g_assert_cmpstr (result, ==, g_ptr_array_index (words, j));
        apply_again (&f, versions[i], versions[j], backwards != NULL);
        state_program_go_to (&f.program, versions[i]);
      }
  fixture_clear (&f);
}

static const TroveSequenceNode *
list_in (const Fixture *self, const TroveState *state)
{
  return trove_state_get (state, self->owner)->lists[model_field (MODEL_NODE, MODEL_LINKS)->offset];
}

static void
insert (Fixture *self, guint32 position, TroveKey target)
{
  Operation operation = {
    .kind = OPERATION_INSERT_REFERENCE,
    .key = self->owner,
    .field = model_field (MODEL_NODE, MODEL_LINKS),
    .position = position,
  };

  operation.keys[0] = target;
  state_program_do (&self->program, &operation);
}

static void
remove_first (Fixture *self)
{
  state_program_do (&self->program, &(Operation){ .kind = OPERATION_REMOVE_REFERENCE,
                                                  .key = self->owner,
                                                  .field = model_field (MODEL_NODE, MODEL_LINKS) });
}

static ProgramVersion *
commit (Fixture *self)
{
  state_program_do (&self->program, &(Operation){ .kind = OPERATION_DROP });
  return state_program_freeze (&self->program);
}

/* The list has the items that it had before the changes, and its nodes stand at other places. */
static void
test_other_nodes (void)
{
  const guint n = 6 * TROVE_SEQUENCE_LEAF;
  ProgramVersion *before, *after;
  Fixture f;

  fixture_init (&f);
  state_program_go_to (&f.program, f.empty);
  for (guint i = 0; i < n; i++)
    insert (&f, TROVE_POSITION_END, f.first);
  before = commit (&f);
  for (guint position = 1; position < n; position += 3)
    insert (&f, position, f.first + 1);
  after = commit (&f);

  state_program_go_to (&f.program, before);
  for (guint i = 0; i < TROVE_SEQUENCE_LEAF; i++)
    {
      remove_first (&f);
      insert (&f, TROVE_POSITION_END, f.first);
    }
  g_assert_cmpuint (apply (&f, before, after, FALSE), ==, 0);
  g_assert_true (trove_sequence_equal (list_in (&f, &f.program.editor.state), list_in (&f, &after->state)));
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/apply-references/examples", test_examples);
  g_test_add_data_func ("/apply-references/all/forwards", NULL, test_all);
  g_test_add_data_func ("/apply-references/all/backwards", "backwards", test_all);
  g_test_add_func ("/apply-references/other-nodes", test_other_nodes);
  g_test_add_data_func ("/apply-references/repeated/forwards", NULL, test_repeated);
  g_test_add_data_func ("/apply-references/repeated/backwards", "backwards", test_repeated);
  return g_test_run ();
}
