/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edit scripts: each makes b of a, and is as short as one that a table of all prefixes gives. */

#include "state/edit-script.h"

#include <string.h>

#include "failing-memory.h"
#include "test-support.h"

#define MAX_WIDTH 2

typedef struct
{
  GArray *tokens; /* width words each */
  guint width;
} Tokens;

static guint32
length (const Tokens *tokens)
{
  return tokens->tokens->len / tokens->width;
}

static const guint64 *
token (const Tokens *tokens, guint32 i)
{
  return (const guint64 *) tokens->tokens->data + (gsize) i * tokens->width;
}

static gboolean
equal (const Tokens *a, guint32 i, const Tokens *b, guint32 j)
{
  return memcmp (token (a, i), token (b, j), a->width * sizeof (guint64)) == 0;
}

static void
init (Tokens *tokens, guint width)
{
  tokens->tokens = g_array_new (FALSE, FALSE, sizeof (guint64));
  tokens->width = width;
}

/* Tokens of two words differ in either word. */
static void
add (Tokens *tokens, guint64 number)
{
  const guint64 words[MAX_WIDTH] = { tokens->width == 1 ? number : number % 3, number / 3 };

  g_array_append_vals (tokens->tokens, words, tokens->width);
}

static void
clear (Tokens *tokens)
{
  g_array_unref (tokens->tokens);
}

/* Checking */

typedef struct
{
  const Tokens *a, *b;
  guint32 at_a, at_b; /* behind the last run */
  guint32 n_calls;
  guint64 n_tokens; /* removed and inserted */
  guint32 stop;     /* the call that returns FALSE */
} Check;

static void
pass_equal (Check *check, guint32 a, guint32 b)
{
  g_assert_cmpuint (a, >=, check->at_a);
  g_assert_cmpuint (a - check->at_a, ==, b - check->at_b);
  while (check->at_a < a)
    g_assert_true (equal (check->a, check->at_a++, check->b, check->at_b++));
}

static gboolean
check_edit (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  Check *check = data;

  g_assert_cmpuint (n_removed + n_inserted, >, 0);
  if (check->n_calls > 0)
    g_assert_cmpuint (a, >, check->at_a);
  pass_equal (check, a, b);
  check->at_a = a + n_removed;
  check->at_b = b + n_inserted;
  check->n_tokens += n_removed + n_inserted;
  return ++check->n_calls != check->stop;
}

static Check
check_script (const Tokens *a, const Tokens *b)
{
  Check check = { .a = a, .b = b };

  g_assert_true (trove_edit_script ((const guint64 *) a->tokens->data, length (a),
                                    (const guint64 *) b->tokens->data, length (b), a->width, check_edit,
                                    &check));
  pass_equal (&check, length (a), length (b));
  g_assert_cmpuint (check.at_b, ==, length (b));
  return check;
}

/* The fewest tokens to remove and to insert. */
static guint64
shortest (const Tokens *a, const Tokens *b)
{
  guint32 n_b = length (b);
  g_autofree guint32 *above = g_new0 (guint32, n_b + 1);
  g_autofree guint32 *row = g_new0 (guint32, n_b + 1);

  for (guint32 i = 0; i < length (a); i++)
    {
      for (guint32 j = 0; j < n_b; j++)
        row[j + 1] = equal (a, i, b, j) ? above[j] + 1 : MAX (above[j + 1], row[j]);
      memcpy (above, row, (n_b + 1) * sizeof *row);
    }
  return (guint64) length (a) + n_b - 2 * (guint64) above[n_b];
}

/* Tests */

static void
shuffle (GArray *numbers, TestRandom *random)
{
  for (guint i = numbers->len; i > 1; i--)
    {
      guint64 *x = &g_array_index (numbers, guint64, i - 1);
      guint64 *y = &g_array_index (numbers, guint64, test_random_below (random, i));
      guint64 number = *x;

      *x = *y;
      *y = number;
    }
}

/* Of the numbers up to most, each up to repeats times, some in any order. */
static void
random_tokens (Tokens *tokens, TestRandom *random, guint most, guint repeats)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint64 number = 0; number < most; number++)
    for (guint n = (guint) test_random_below (random, repeats + 1); n > 0; n--)
      g_array_append_val (numbers, number);
  shuffle (numbers, random);
  for (guint i = 0; i < numbers->len; i++)
    add (tokens, g_array_index (numbers, guint64, i));
}

/* Some of a's tokens are removed, and others inserted that a may have. */
static void
edit_tokens (Tokens *b, const Tokens *a, TestRandom *random, guint64 most)
{
  for (guint32 i = 0; i < length (a); i++)
    {
      if (test_random_below (random, 8) == 0)
        add (b, test_random_below (random, most));
      if (test_random_below (random, 8) > 0)
        g_array_append_vals (b->tokens, token (a, i), a->width);
    }
}

static void
test_shortest (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint round = 0; round < test_count (20000, 500); round++)
    {
      guint width = 1 + round % MAX_WIDTH, most = 1 + (guint) test_random_below (&random, 40);
      Tokens a, b;

      init (&a, width);
      init (&b, width);
      random_tokens (&a, &random, most, 1 + round / 2 % (TROVE_EDIT_SCRIPT_REACH + 1));
      random_tokens (&b, &random, most, 1 + round / 2 % (TROVE_EDIT_SCRIPT_REACH + 1));
      g_assert_cmpuint (check_script (&a, &b).n_tokens, ==, shortest (&a, &b));
      clear (&a);
      clear (&b);
    }
}

/* Tokens that occur more often: the script may be longer, but not by much where few were edited. */
static void
test_repeated (void)
{
  TestRandom random;
  guint64 n_tokens = 0, n_shortest = 0;

  test_random_init (&random);
  for (guint round = 0; round < test_count (5000, 200); round++)
    {
      guint width = 1 + round % MAX_WIDTH, most = 1 + (guint) test_random_below (&random, 4);
      Tokens a, b;

      init (&a, width);
      init (&b, width);
      for (guint i = (guint) test_random_below (&random, 100); i > 0; i--)
        add (&a, test_random_below (&random, most));
      edit_tokens (&b, &a, &random, most);
      n_tokens += check_script (&a, &b).n_tokens;
      n_shortest += shortest (&a, &b);
      clear (&a);
      clear (&b);
    }
  g_test_message ("%" G_GUINT64_FORMAT " tokens, at least %" G_GUINT64_FORMAT, n_tokens, n_shortest);
  g_assert_cmpuint (n_tokens, <=, 2 * n_shortest);
}

/* The numbers from first to last, up or down. */
static void
add_range (Tokens *tokens, gint64 first, gint64 last)
{
  gint64 step = first <= last ? 1 : -1;

  for (gint64 i = first; i != last + step; i += step)
    add (tokens, (guint64) i);
}

static void
test_large (void)
{
  const gint64 n = test_count (300000, 10000);
  TestRandom random;
  Tokens a, b;

  test_random_init (&random);
  init (&a, 1);
  init (&b, 1);
  add_range (&a, 1, n);
  add_range (&b, n, 1);
  g_assert_cmpuint (check_script (&a, &b).n_tokens, ==, 2 * (n - 1));

  shuffle (b.tokens, &random);
  check_script (&a, &b);

  /* The same token again and again. */
  g_array_set_size (a.tokens, 0);
  g_array_set_size (b.tokens, 0);
  for (gint64 i = 0; i < n; i++)
    {
      add (&a, i % 2 == 0 ? 5 : 7);
      add (&b, i % 3 == 0 ? 5 : 7);
    }
  g_assert_cmpuint (check_script (&a, &b).n_tokens, <=, 2 * n);
  clear (&a);
  clear (&b);
}

/* The example of the header. */
static void
test_example (void)
{
  Tokens a, b;
  Check check;

  init (&a, 1);
  init (&b, 1);
  add_range (&a, 1, 6);
  add_range (&b, 1, 1);
  add_range (&b, 4, 5);
  add_range (&b, 7, 8);
  check = check_script (&a, &b);
  g_assert_cmpuint (check.n_calls, ==, 2);
  g_assert_cmpuint (check.n_tokens, ==, 5);
  g_assert_cmpuint (check_script (&a, &a).n_calls, ==, 0);
  g_array_set_size (b.tokens, 0);
  g_assert_cmpuint (check_script (&a, &b).n_calls, ==, 1);
  g_assert_cmpuint (check_script (&b, &a).n_calls, ==, 1);
  g_assert_cmpuint (check_script (&b, &b).n_calls, ==, 0);
  clear (&a);
  clear (&b);
}

static void
test_stop (void)
{
  Tokens a, b;

  init (&a, 1);
  init (&b, 1);
  add_range (&a, 1, 20);
  for (guint64 i = 1; i <= 20; i++)
    add (&b, i % 3 == 0 ? 100 + i : i);
  for (guint32 stop = 1; stop <= 6; stop++)
    {
      Check check = { .a = &a, .b = &b, .stop = stop };

      g_assert_false (trove_edit_script (token (&a, 0), 20, token (&b, 0), 20, 1, check_edit, &check));
      g_assert_cmpuint (check.n_calls, ==, stop);
    }
  g_assert_cmpuint (check_script (&a, &b).n_calls, ==, 6);
  clear (&a);
  clear (&b);
}

/* Each allocation fails in turn: then nothing is called. */
static void
test_no_memory (void)
{
  gboolean ok = FALSE;
  Tokens a, b;

  init (&a, 1);
  init (&b, 1);
  add_range (&a, 1, 20);
  add_range (&b, 20, 1);
  for (guint i = 0; !ok; i++)
    {
      Check check = { .a = &a, .b = &b };

      failing_memory_start (FAILING_ONE, i);
      ok = trove_edit_script (token (&a, 0), 20, token (&b, 0), 20, 1, check_edit, &check);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
      g_assert_true (ok == (check.n_calls > 0));
      g_assert_cmpuint (i, <, 10);
    }
  clear (&a);
  clear (&b);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-script/example", test_example);
  g_test_add_func ("/edit-script/shortest", test_shortest);
  g_test_add_func ("/edit-script/repeated", test_repeated);
  g_test_add_func ("/edit-script/large", test_large);
  g_test_add_func ("/edit-script/stop", test_stop);
  g_test_add_func ("/edit-script/no-memory", test_no_memory);
  return g_test_run ();
}
