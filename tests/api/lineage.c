/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "step.h"

#include "test-support.h"

#define MOST 64

static const TroveView no_view = TROVE_VIEW_INIT;
static const TroveState no_state = { 0 };

/* Versions 0, 1, …, as steps; those that are gone are NULL. The lineages are kept. */
typedef struct
{
  TroveOrigin *origin;
  TroveStep *steps[MOST];
  TroveLineage *lineages[MOST];
  guint n;
} Family;

static TroveLineage *
lineage_of (const Family *self, int i)
{
  return i >= 0 ? self->lineages[i] : NULL;
}

static guint
take (Family *self, TroveLineage *lineage)
{
  const TroveStepInfo info = {
    .origin = self->origin, .view = &no_view, .state = &no_state, .lineage = lineage
  };

  self->lineages[self->n] = trove_lineage_ref (lineage);
  self->steps[self->n] = trove_step_new (&info);
  return self->n++;
}

/* parent, merged: numbers of versions; -1: none. */
static guint
add (Family *self, int parent, int merged)
{
  const guint64 id[2] = { 1, self->n };

  return take (self, trove_lineage_new (id, lineage_of (self, parent), lineage_of (self, merged)));
}

static void
drop_step (Family *self, guint i)
{
  trove_step_unref (g_steal_pointer (&self->steps[i]));
}

static void
init (Family *self)
{
  *self = (Family){ .origin = trove_origin_new (G_TYPE_OBJECT) };
}

static void
clear (Family *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      trove_lineage_unref (self->lineages[i]);
      g_clear_pointer (&self->steps[i], trove_step_unref);
    }
  trove_origin_unref (self->origin);
}

/* base: number of a version; -1: none. */
static void
assert_base (const Family *self, guint a, guint b, int base)
{
  trove_lineage_lock ();
  for (guint i = 0; i < 2; i++)
    {
      TroveStep *step =
          trove_lineage_find_base (self->lineages[i == 0 ? a : b], self->lineages[i == 0 ? b : a]);

      g_assert_true (step == (base >= 0 ? self->steps[base] : NULL));
    }
  trove_lineage_unlock ();
}

static void
test_new (void)
{
  Family self;
  guint first, second, merge;

  init (&self);
  first = add (&self, -1, -1);
  self.lineages[first]->time = G_MAXINT64 - 5; /* the clock goes back */
  second = add (&self, (int) first, -1);
  g_assert_cmpint (self.lineages[second]->time, ==, G_MAXINT64 - 4);
  merge = add (&self, (int) first, (int) second);
  g_assert_cmpint (self.lineages[merge]->time, ==, G_MAXINT64 - 3);
  g_assert_true (self.lineages[merge]->parents[0] == self.lineages[first]);
  g_assert_true (self.lineages[merge]->parents[1] == self.lineages[second]);
  g_assert_true (self.lineages[merge]->step == self.steps[merge]);
  clear (&self);
}

/* 0 ─ 1 ─ 2 ─ 5    3 and 4 descend from 1, and 5 has merged 4 */
static void
test_base (void)
{
  Family self;

  init (&self);
  add (&self, -1, -1);
  add (&self, 0, -1);
  add (&self, 1, -1);
  add (&self, 1, -1);
  add (&self, 3, -1);
  add (&self, 2, 4);
  add (&self, 4, -1);
  add (&self, -1, -1);

  assert_base (&self, 2, 4, 1);
  assert_base (&self, 2, 2, 2);
  assert_base (&self, 0, 4, 0);
  assert_base (&self, 5, 6, 4);
  assert_base (&self, 5, 3, 3);
  assert_base (&self, 5, 2, 2);
  assert_base (&self, 7, 5, -1);
  clear (&self);
}

/* Two versions have merged each other's parents: both parents are nearest common ones, and the later one is taken. */
static void
test_criss_cross (void)
{
  Family self;

  init (&self);
  add (&self, -1, -1);
  add (&self, 0, -1);
  add (&self, 0, -1);
  add (&self, 1, 2);
  add (&self, 2, 1);
  self.lineages[1]->time = 1;
  self.lineages[2]->time = 2;
  self.lineages[0]->time = 0;
  assert_base (&self, 3, 4, 2);
  self.lineages[1]->time = 3;
  assert_base (&self, 3, 4, 1);
  clear (&self);
}

/* The first step of a branch is of the version that it was branched from, whichever of the two is there. */
static void
test_branch (void)
{
  for (guint first = 0; first < 2; first++)
    {
      Family self;
      guint branch;

      init (&self);
      add (&self, -1, -1);
      branch = take (&self, trove_lineage_ref (self.lineages[0]));
      add (&self, 0, -1);
      add (&self, (int) branch, -1);
      drop_step (&self, first == 0 ? branch : 0);
      assert_base (&self, 2, 3, first == 0 ? 0 : (int) branch);
      drop_step (&self, 2); /* nothing is taken out of its way */
      g_assert_true (self.lineages[2]->parents[0] == self.lineages[0]);
      assert_base (&self, 2, 3, first == 0 ? 0 : (int) branch);
      drop_step (&self, first == 0 ? 0 : branch);
      assert_base (&self, 2, 3, -1);
      clear (&self);
    }
}

/* Two lineages of one version, as in documents that were loaded from the same file. */
static void
test_same (void)
{
  for (guint gone = 0; gone < 2; gone++)
    {
      Family self;
      guint same;

      init (&self);
      add (&self, -1, -1);
      same = take (&self, trove_lineage_new (self.lineages[0]->id, NULL, NULL));
      self.lineages[same]->time = self.lineages[0]->time;
      add (&self, 0, -1);
      add (&self, (int) same, -1);
      g_assert_true (trove_lineage_is_in (self.lineages[same], self.lineages[2]));
      g_assert_true (trove_lineage_is_in (self.lineages[0], self.lineages[3]));
      drop_step (&self, gone == 0 ? 0 : same);
      assert_base (&self, 2, 3, gone == 0 ? (int) same : 0);
      clear (&self);
    }
}

/* Versions whose steps are gone are passed over. */
static void
test_gaps (void)
{
  Family self;

  init (&self);
  add (&self, -1, -1);
  for (int i = 0; i < 4; i++)
    add (&self, i, -1);
  add (&self, 0, -1);
  drop_step (&self, 2);
  drop_step (&self, 3);
  g_assert_true (self.lineages[3]->parents[0] == self.lineages[1]); /* past 2 */
  assert_base (&self, 4, 1, 1);
  assert_base (&self, 4, 5, 0);
  drop_step (&self, 1);
  assert_base (&self, 4, 5, 0);
  g_assert_true (trove_lineage_is_in (self.lineages[0], self.lineages[4]));
  g_assert_false (trove_lineage_is_in (self.lineages[5], self.lineages[4]));
  drop_step (&self, 0);
  drop_step (&self, 4);
  g_assert_null (self.lineages[4]->parents[0]); /* nothing is left there */
  clear (&self);
}

/* A version that is kept stays among the ancestors, although its step is gone. */
static void
test_keep (void)
{
  enum
  {
    NEVER,
    NO_MORE,
    KEPT,
  };

  for (guint how = NEVER; how <= KEPT; how++)
    {
      Family self;

      init (&self);
      add (&self, -1, -1);
      add (&self, 0, -1);
      add (&self, 1, -1);
      add (&self, 2, -1);
      if (how != NEVER)
        trove_lineage_keep (self.lineages[1]);
      if (how == NO_MORE)
        trove_lineage_let_go (self.lineages[1]);
      drop_step (&self, 1);
      drop_step (&self, 2);
      g_assert_cmpint (trove_lineage_is_in (self.lineages[1], self.lineages[3]), ==, how == KEPT);
      if (how == KEPT)
        trove_lineage_let_go (self.lineages[1]);
      clear (&self);
    }
}

/* A merge that is gone gives both its parents to a child with one. */
static void
test_merge_is_gone (void)
{
  Family self;

  init (&self);
  add (&self, -1, -1);
  add (&self, 0, -1);
  add (&self, 0, -1);
  add (&self, 1, 2);
  add (&self, 3, -1);
  add (&self, 3, 2); /* no room for three */
  drop_step (&self, 3);
  drop_step (&self, 4);
  drop_step (&self, 5);
  g_assert_true (self.lineages[4]->parents[0] == self.lineages[1]);
  g_assert_true (self.lineages[4]->parents[1] == self.lineages[2]);
  g_assert_true (self.lineages[5]->parents[0] == self.lineages[3]);
  assert_base (&self, 4, 2, 2);
  assert_base (&self, 5, 1, 1);
  clear (&self);
}

/* A history that drops each step when the next is made has as many lineages as steps. */
static void
test_bounded (void)
{
  Family self;

  init (&self);
  add (&self, -1, -1);
  for (guint i = 1; i < MOST; i++)
    {
      add (&self, (int) i - 1, -1);
      trove_lineage_unref (g_steal_pointer (&self.lineages[i - 1]));
      self.lineages[i - 1] = trove_lineage_ref (self.lineages[i]);
      drop_step (&self, i - 1);
      if (i > 1)
        {
          TroveLineage *parent = self.steps[i]->lineage->parents[0];

          g_assert_null (parent->parents[0]);
        }
    }
  clear (&self);
}

/* Very many ancestors, and second parents, are freed without recursion. */
static void
test_long (void)
{
  const guint64 id[2] = { 0, 0 };
  TroveLineage *last = trove_lineage_new (id, NULL, NULL);

  for (guint i = 0; i < 300000; i++)
    {
      TroveLineage *side = trove_lineage_new (id, last, NULL);
      TroveLineage *next =
          i % 2 == 0 ? trove_lineage_new (id, last, side) : trove_lineage_new (id, side, last);

      trove_lineage_unref (last);
      trove_lineage_unref (side);
      last = next;
    }
  trove_lineage_unref (last);
}

/* Any tree with merges: the base is the latest version that both have, found by sets. */
static void
test_random (void)
{
  for (guint round = 0; round < 50; round++)
    {
      gboolean has[MOST][MOST] = { { FALSE } };
      Family self;

      init (&self);
      for (guint i = 0; i < MOST; i++)
        {
          int parent = i > 0 ? g_test_rand_int_range (0, (int) i) : -1;
          int merged = i > 0 && g_test_rand_bit () ? g_test_rand_int_range (0, (int) i) : -1;

          add (&self, parent, merged);
          self.lineages[i]->time = i;
          has[i][i] = TRUE;
          for (guint j = 0; j < i; j++)
            has[i][j] = has[parent][j] || (merged >= 0 && has[merged][j]);
        }
      for (guint i = 0; i < MOST / 2; i++)
        {
          guint dropped = (guint) g_test_rand_int_range (0, MOST);

          if (self.steps[dropped] != NULL)
            drop_step (&self, dropped);
        }
      for (guint i = 0; i < 200; i++)
        {
          guint a = (guint) g_test_rand_int_range (0, MOST), b = (guint) g_test_rand_int_range (0, MOST);
          int base = (int) MIN (a, b);

          while (base >= 0 && !(has[a][base] && has[b][base] && self.steps[base] != NULL))
            base--;
          assert_base (&self, a, b, base);
        }
      clear (&self);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lineage/new", test_new);
  g_test_add_func ("/lineage/base", test_base);
  g_test_add_func ("/lineage/criss-cross", test_criss_cross);
  g_test_add_func ("/lineage/branch", test_branch);
  g_test_add_func ("/lineage/same", test_same);
  g_test_add_func ("/lineage/gaps", test_gaps);
  g_test_add_func ("/lineage/keep", test_keep);
  g_test_add_func ("/lineage/merge-is-gone", test_merge_is_gone);
  g_test_add_func ("/lineage/bounded", test_bounded);
  g_test_add_func ("/lineage/long", test_long);
  g_test_add_func ("/lineage/random", test_random);

  return g_test_run ();
}
