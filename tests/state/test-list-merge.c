/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging lists, which are written as words. All small words are merged with all others, from both sides. */

#include "state/list-merge.h"

#include "check-sequence.h"
#include "test-support.h"

/* Words */

typedef struct
{
  char *text;
  TroveSequenceNode *list;
} Word;

typedef struct
{
  Document document;
  GArray *words; /* Word */
} Fixture;

static TroveSequenceNode *
make_list (Fixture *self, const char *text)
{
  const guint32 n = (guint32) strlen (text);
  g_autofree TroveKey *keys = g_new (TroveKey, n);

  for (guint32 i = 0; i < n; i++)
    keys[i] = (TroveKey) (guchar) text[i];
  g_assert_true (trove_core_prepare_blocks (&self->document.core, trove_sequence_build_bytes (n), NULL));
  return trove_sequence_build (&self->document.core, keys, n);
}

/* Adds a word and all that are made of it by letters behind it. repeated: a letter may be there twice. */
static void
add_words (Fixture *self, const char *text, const char *letters, guint most, gboolean repeated)
{
  const Word word = { g_strdup (text), make_list (self, text) };

  g_array_append_val (self->words, word);
  for (const char *letter = letters; strlen (text) < most && *letter != '\0'; letter++)
    if (repeated || strchr (text, *letter) == NULL)
      {
        g_autofree char *longer = g_strdup_printf ("%s%c", text, *letter);

        add_words (self, longer, letters, most, repeated);
      }
}

static void
clear_word (gpointer word)
{
  g_free (((Word *) word)->text);
}

static void
fixture_init (Fixture *self)
{
  document_init (&self->document);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->words, clear_word);
}

static void
fixture_clear (Fixture *self)
{
  g_array_unref (self->words);
  document_clear (&self->document);
}

static const Word *
word_at (const Fixture *self, guint i)
{
  return &g_array_index (self->words, Word, i);
}

static gboolean
has (const char *text, char letter)
{
  return strchr (text, letter) != NULL;
}

/* Merging */

typedef struct
{
  const char *staying;   /* letters that theirs cannot remove */
  const char *refused;   /* letters that cannot be inserted */
  const char *returning; /* letters that ours has removed in vain */
  GString *conflicts;    /* the letters with a conflict, sorted */
} Caller;

static gboolean
leaves (TroveKey key, gpointer data)
{
  return !has (((const Caller *) data)->staying, (char) key);
}

static gboolean
arrives (TroveKey key, gpointer data)
{
  return !has (((const Caller *) data)->refused, (char) key);
}

static gboolean
returns (TroveKey key, gpointer data)
{
  return has (((const Caller *) data)->returning, (char) key);
}

static void
conflict (TroveKey key, gpointer data)
{
  GString *conflicts = ((Caller *) data)->conflicts;
  gsize at = 0;

  while (at < conflicts->len && conflicts->str[at] < (char) key)
    at++;
  g_string_insert_c (conflicts, (gssize) at, (char) key);
}

/* Makes the edits, which are in the order of the word. */
static char *
edit (const char *word, const GArray *edits)
{
  GString *result = g_string_new (NULL);
  guint32 at = 0;

  for (guint i = 0; i < edits->len; i++)
    {
      TroveListEdit edit = g_array_index (edits, TroveListEdit, i);

      g_assert_cmpuint (edit.position, >=, at);
      g_string_append_len (result, word + at, edit.position - at);
      at = edit.position;
      if (edit.key != 0)
        g_string_append_c (result, (char) edit.key);
      else
        at++;
    }
  g_string_append (result, word + at);
  return g_string_free (result, FALSE);
}

/* Merges with all that the caller decides. */
static char *
merge_for (Caller *caller, const Word *base, const Word *ours, const Word *theirs)
{
  const TroveListMergeFuncs funcs = { leaves, arrives, caller->returning[0] != '\0' ? returns : NULL,
                                      conflict, caller };
  g_autoptr (GArray) edits = trove_list_merge (base->list, ours->list, theirs->list, &funcs);

  return edit (ours->text, edits);
}

/* Merges where nothing is in the way. conflicts gets the letters with a conflict. */
static char *
merge (const Word *base, const Word *ours, const Word *theirs, char **conflicts)
{
  Caller caller = { "", "", "", g_string_new (NULL) };
  char *result = merge_for (&caller, base, ours, theirs);

  *conflicts = g_string_free (caller.conflicts, FALSE);
  return result;
}

static void
check_merge (const Word *base, const Word *ours, const Word *theirs, const char *expected)
{
  g_autofree char *conflicts = NULL;
  g_autofree char *result = merge (base, ours, theirs, &conflicts);

  g_assert_cmpstr (result, ==, expected);
  g_assert_cmpstr (conflicts, ==, "");
}

/* Examples */

typedef struct
{
  const char *base, *ours, *theirs, *result, *conflicts;
} Example;

static const Example examples[] = {
  /* Each side has inserted, removed or moved an item. */
  { "abcde", "abXce", "eabYcd", "eabXYc", "" },
  { "abc", "abcX", "Yabc", "YabcX", "" },
  { "abc", "ac", "ab", "a", "" },
  { "abc", "cab", "bca", "cba", "" },
  /* In one gap, the items of one side stay together. */
  { "ab", "aXYb", "aWZb", "aWZXYb", "" },
  { "ab", "aWZb", "aXYb", "aWZXYb", "" },
  /* An item keeps its gap, even if all around it is gone. */
  { "abcd", "ad", "abXcd", "aXd", "" },
  { "abcd", "aYd", "abXcYd", "aYXd", "Y" },
  /* Both have inserted the same item. */
  { "ab", "aXb", "aXb", "aXb", "" },
  { "ab", "aXYb", "aXZb", "aXYZb", "" },
  { "ab", "aXZb", "aXYb", "aXYZb", "" },
  { "ab", "aXb", "abX", "aXb", "X" },
  /* Both have moved the same item. */
  { "abc", "cab", "cab", "cab", "" },
  { "abcd", "dabc", "adbc", "dabc", "d" },
  /* One side has moved an item, and the other has removed it. */
  { "abc", "ab", "cab", "ab", "c" },
  { "abc", "cab", "ab", "cab", "c" },
  /* Items that are there several times. */
  { "aab", "b", "ba", "b", "a" },
  { "ab", "XaXb", "aXb", "XaXb", "" },
  { "aba", "ba", "abaX", "baX", "" },
  { "aab", "ab", "aba", "ab", "a" },
  { "ab", "aab", "ba", "aba", "" },
  { "", "X", "XX", "XX", "" },
  { "", "XX", "X", "XX", "" },
  { "ab", "aXb", "aXXb", "aXXb", "" },
};

static void
test_examples (void)
{
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const Example *example = &examples[i];
      const Word base = { (char *) example->base, make_list (&f, example->base) };
      const Word ours = { (char *) example->ours, make_list (&f, example->ours) };
      const Word theirs = { (char *) example->theirs, make_list (&f, example->theirs) };
      g_autofree char *conflicts = NULL;
      g_autofree char *result = merge (&base, &ours, &theirs, &conflicts);

      g_test_message ("%s: %s and %s", example->base, example->ours, example->theirs);
      g_assert_cmpstr (result, ==, example->result);
      g_assert_cmpstr (conflicts, ==, example->conflicts);
    }
  fixture_clear (&f);
}

/* Laws */

/* An item that one side has inserted or removed is so; others are as in base. One with a conflict is as in ours. */
static void
check_items (const char *base, const char *ours, const char *theirs, const char *result,
             const char *conflicts)
{
  for (const char *letter = "abcdef"; *letter != '\0'; letter++)
    {
      gboolean was = has (base, *letter), is = has (ours, *letter);

      if (is == was && !has (conflicts, *letter))
        is = has (theirs, *letter);
      g_assert_cmpint (has (result, *letter), ==, is);
    }
  for (const char *at = result; *at != '\0'; at++)
    g_assert_null (strchr (at + 1, *at));
}

static void
check_pair (const Word *base, const Word *a, const Word *b)
{
  g_autofree char *conflicts = NULL;
  g_autofree char *mirrored_conflicts = NULL;
  g_autofree char *result = merge (base, a, b, &conflicts);
  g_autofree char *mirrored = merge (base, b, a, &mirrored_conflicts);

  check_items (base->text, a->text, b->text, result, conflicts);
  g_assert_cmpstr (conflicts, ==, mirrored_conflicts);
  if (conflicts[0] == '\0')
    g_assert_cmpstr (result, ==, mirrored);
}

static void
test_laws (void)
{
  const guint most = test_count (5, 4);
  Fixture f;
  Word base;

  fixture_init (&f);
  add_words (&f, "", most == 5 ? "abcde" : "abcd", most, FALSE);
  base = (Word){ (char *) "abc", make_list (&f, "abc") };
  for (guint i = 0; i < f.words->len; i++)
    {
      const Word *a = word_at (&f, i);

      check_merge (&base, a, a, a->text);
      check_merge (&base, &base, a, a->text);
      check_merge (&base, a, &base, a->text);
      for (guint j = 0; j < f.words->len; j++)
        check_pair (&base, a, word_at (&f, j));
    }
  fixture_clear (&f);
}

static char *
without (const char *word, char letter)
{
  GString *rest = g_string_new (word);

  for (gsize i = rest->len; i-- > 0;)
    if (rest->str[i] == letter)
      g_string_erase (rest, (gssize) i, 1);
  return g_string_free (rest, FALSE);
}

/* An item of base that a has removed in vain: it returns to a, and does not leave b. */
static void
check_return (const Word *base, const Word *a, const Word *b, char letter)
{
  const char letters[] = { letter, '\0' };
  Caller caller = { "", "", letters, g_string_new (NULL) };
  Caller mirrored_caller = { letters, "", "", g_string_new (NULL) };
  g_autofree char *result = merge_for (&caller, base, a, b);
  g_autofree char *mirrored = merge_for (&mirrored_caller, base, b, a);
  g_autofree char *conflicts = NULL;
  g_autofree char *removed = merge (base, a, b, &conflicts);
  g_autofree char *rest = without (result, letter);

  g_assert_true (has (result, letter));
  if (!has (conflicts, letter))
    g_assert_cmpstr (rest, ==, removed);
  if (caller.conflicts->len == 0)
    g_assert_cmpstr (result, ==, mirrored);
  g_string_free (caller.conflicts, TRUE);
  g_string_free (mirrored_caller.conflicts, TRUE);
}

/* An item that b has inserted, and that cannot be. */
static void
check_refused (const Word *base, const Word *a, const Word *b, char letter)
{
  const char letters[] = { letter, '\0' };
  Caller caller = { "", letters, "", g_string_new (NULL) };
  g_autofree char *result = merge_for (&caller, base, a, b);
  g_autofree char *conflicts = NULL;
  g_autofree char *merged = merge (base, a, b, &conflicts);
  g_autofree char *rest = without (merged, letter);

  g_assert_cmpstr (result, ==, rest);
  g_assert_cmpstr (caller.conflicts->str, ==, conflicts);
  g_string_free (caller.conflicts, TRUE);
}

static void
check_caller (Fixture *f, Caller caller, const char *base, const char *ours, const char *theirs,
              const char *expected)
{
  const Word base_word = { (char *) base, make_list (f, base) },
             our_word = { (char *) ours, make_list (f, ours) },
             their_word = { (char *) theirs, make_list (f, theirs) };
  g_autofree char *result = NULL;

  caller.conflicts = g_string_new (NULL);
  result = merge_for (&caller, &base_word, &our_word, &their_word);
  g_assert_cmpstr (result, ==, expected);
  g_assert_cmpstr (caller.conflicts->str, ==, "");
  g_string_free (caller.conflicts, TRUE);
}

static void
test_caller_examples (void)
{
  Fixture f;

  fixture_init (&f);
  /* An item that both have inserted, and that goes elsewhere, is not put back. */
  check_caller (&f, (Caller){ "", "", "", NULL }, "ab", "aYXb", "aXZb", "aXZYb");
  check_caller (&f, (Caller){ "", "X", "", NULL }, "ab", "aYXb", "aXZb", "aZYXb");
  /* An item that theirs has moved, and that stays. */
  check_caller (&f, (Caller){ "c", "", "", NULL }, "abc", "abc", "cab", "abc");
  fixture_clear (&f);
}

static void
test_caller (void)
{
  Fixture f;
  Word base;

  fixture_init (&f);
  add_words (&f, "", "abcd", 4, FALSE);
  base = (Word){ (char *) "abc", make_list (&f, "abc") };
  for (guint i = 0; i < f.words->len; i++)
    for (guint j = 0; j < f.words->len; j++)
      {
        const Word *a = word_at (&f, i), *b = word_at (&f, j);

        for (const char *letter = "abc"; *letter != '\0'; letter++)
          if (!has (a->text, *letter) && has (b->text, *letter))
            check_return (&base, a, b, *letter);
        if (!has (a->text, 'd') && has (b->text, 'd'))
          check_refused (&base, a, b, 'd');
      }
  fixture_clear (&f);
}

/* Lists that have an item several times: a change of one side alone is made. */
static void
test_repeated (void)
{
  Fixture f;

  fixture_init (&f);
  add_words (&f, "", "ab", 5, TRUE);
  for (guint i = 0; i < f.words->len; i++)
    for (guint j = 0; j < f.words->len; j++)
      {
        const Word *base = word_at (&f, i), *a = word_at (&f, j);

        check_merge (base, base, a, a->text);
        check_merge (base, a, base, a->text);
        check_merge (base, a, a, a->text);
      }
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-merge/examples", test_examples);
  g_test_add_func ("/list-merge/laws", test_laws);
  g_test_add_func ("/list-merge/caller", test_caller);
  g_test_add_func ("/list-merge/caller/examples", test_caller_examples);
  g_test_add_func ("/list-merge/repeated", test_repeated);
  return g_test_run ();
}
