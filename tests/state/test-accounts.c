/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The accounts beside random programs: after each call all numbers equal their recount. Compiled a second time with small nodes, and
 * few dead sub-arenas that a view may have. */

#include "check-accounts.h"
#include "check-blocks.h"
#include "failing-memory.h"
#include "state-random.h"
#include "state/hand.h"

#define MOST_CARRIED 3
#define MOST_MOVED 3000 /* bytes of a run of the hand */

#ifndef TROVE_ACCOUNTS_DEAD
#define TROVE_ACCOUNTS_DEAD 64
#endif

/* A document without the upkeep: versions, of which one is current. */
typedef struct
{
  StateProgram program;
  TestRandom random;
  StateRandom operations;
  TroveAccounts accounts;
  TroveHand hand;
  ProgramVersion *current;
  GHashTable *dead; /* TroveDead by version: noted when the version was made */
} Fixture;

static const TroveView *
view_of (const Fixture *self)
{
  return trove_core_view (&self->program.core);
}

static void
check (const Fixture *self)
{
  check_accounts (&self->accounts, view_of (self), self->program.editor.state.objects);
}

static TroveCarried *
nth_carried (const Fixture *self, guint i)
{
  return g_ptr_array_index (self->accounts.carried, i);
}

static void
free_dead (gpointer dead)
{
  trove_dead_clear (dead);
  g_free (dead);
}

/* Edits, and makes a version of the state. */
static ProgramVersion *
edit (Fixture *self)
{
  const Operation drop = { .kind = OPERATION_DROP };

  for (guint64 n = 1 + test_random_below (&self->random, 8); n > 0; n--)
    {
      const Operation operation = state_random_operation (&self->operations);

      state_program_run (&self->program, &operation);
    }
  state_program_do (&self->program, &drop);
  return state_program_freeze (&self->program);
}

static void
set_up (Fixture *self, guint most_objects)
{
  *self = (Fixture){ .current = NULL };
  test_random_init (&self->random);
  self->operations = (StateRandom){ &self->program, &self->random, most_objects, FALSE };
  state_program_init (&self->program);
  self->dead = g_hash_table_new_full (NULL, NULL, NULL, free_dead);
  trove_accounts_init (&self->accounts);
  check (self);
  self->current = edit (self);
}

static void
tear_down (Fixture *self)
{
  trove_accounts_clear (&self->accounts);
  g_assert_false (trove_accounts_are_kept (&self->accounts));
  check (self);
  trove_accounts_clear (&self->accounts);
  g_hash_table_unref (self->dead);
  state_program_clear (&self->program);
}

static void
start (Fixture *self)
{
  trove_accounts_start (&self->accounts, &self->current->view, self->current->state.objects);
  g_assert_true (trove_accounts_are_kept (&self->accounts));
  check (self);
}

/* The version that was made last gets the state and the view as they are now, and notes its dead sub-arenas. */
static void
note_version (Fixture *self)
{
  ProgramVersion *version = self->current;
  TroveDead *dead = g_new0 (TroveDead, 1);
  TroveView old = version->view;

  version->state = self->program.editor.state;
  trove_view_copy (view_of (self), &version->view);
  trove_view_clear (&old);
  trove_dead_copy (&self->accounts.dead, dead);
  g_hash_table_replace (self->dead, version, dead);
  check_dead (&version->view, version->state.objects, dead);
}

/* Bytes of a later state's blocks that are newer than a content, and of an earlier state's blocks that the later one has not. */
typedef struct
{
  guint64 last;
  TroveTally tally;
} Bytes;

static void
add_bytes (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Bytes *bytes = data;

  if (sign < 0)
    bytes->tally.replaced += size;
  else
    {
      g_assert_cmpuint (content, >, bytes->last);
      bytes->tally.written += size;
    }
}

static void
commit (Fixture *self)
{
  const TroveKeyMap *before = self->current->state.objects;
  Bytes bytes = { self->accounts.last, { 0 } };
  TroveTally tally;

  self->current = edit (self);
  trove_state_compare_blocks (before, self->current->state.objects, add_bytes, &bytes);
  tally = trove_accounts_follow (&self->accounts, view_of (self), before, self->current->state.objects);
  g_assert_cmpuint (tally.written, ==, bytes.tally.written);
  g_assert_cmpuint (tally.replaced, ==, bytes.tally.replaced);
  check_dead (view_of (self), self->current->state.objects, &self->accounts.dead);
  check (self);
}

/* Goes to a version: one that has noted its dead sub-arenas, or one that was made before the accounts were kept. */
static void
go_to (Fixture *self, ProgramVersion *version)
{
  const TroveKeyMap *before = self->current->state.objects;
  const TroveDead none = TROVE_DEAD_INIT, *noted = g_hash_table_lookup (self->dead, version);

  state_program_go_to (&self->program, version);
  self->current = version;
  trove_accounts_go_to (&self->accounts, view_of (self), before, version->state.objects,
                        noted != NULL ? noted : &none);
  if (noted == NULL)
    trove_accounts_find_dead (&self->accounts, view_of (self));
  else
    g_assert_cmpuint (self->accounts.dead.n, ==, noted->n);
  check (self);
}

static ProgramVersion *
any_version (Fixture *self)
{
  GPtrArray *versions = self->program.versions;
  ProgramVersion *version =
      g_ptr_array_index (versions, (guint) test_random_below (&self->random, versions->len));

  return version;
}

static void
carry (Fixture *self, ProgramVersion *version)
{
  guint n = self->accounts.carried->len;

  trove_accounts_carry (&self->accounts, self->current->state.objects, version, &version->view,
                        &version->state);
  g_assert_cmpuint (self->accounts.carried->len, ==, n + 1);
  g_assert_true (trove_accounts_find_carried (&self->accounts, version)->owner == version);
  check (self);
}

static void
drop (Fixture *self, TroveCarried *carried)
{
  gpointer owner = carried->owner;

  trove_accounts_drop (&self->accounts, self->current->state.objects, carried);
  g_assert_null (trove_accounts_find_carried (&self->accounts, owner));
  check (self);
}

/* Lets the hand move blocks of all states. FALSE: without memory it has stopped. */
static gboolean
move (Fixture *self, gsize n_bytes)
{
  guint n = self->accounts.carried->len;
  TroveHandState states[1 + MOST_CARRIED];
  TroveState *state = &self->program.editor.state;
  TroveFollow follow;
  gboolean done;

  states[0] = (TroveHandState){ state->objects, NULL };
  for (guint i = 0; i < n; i++)
    states[i + 1] = (TroveHandState){ nth_carried (self, n - 1 - i)->state.objects,
                                      &nth_carried (self, n - 1 - i)->view };
  trove_accounts_begin (&self->accounts, view_of (self), &follow);
  done = trove_hand_run (&self->hand, &self->program.core, states, n + 1, n_bytes,
                         trove_accounts_follow_block, &follow, NULL);
  trove_accounts_end (&follow);
  g_assert_cmpuint (follow.tally.written, ==, 0);
  state->objects = states[0].objects;
  for (guint i = 0; i < n; i++)
    trove_accounts_move_carried (&self->accounts, nth_carried (self, n - 1 - i), states[i + 1].objects,
                                 self->accounts.last);
  return done;
}

/* A view keeps fewer dead sub-arenas than are many, or loses all. */
static void
let_go (Fixture *self)
{
  TroveDead *dead = &self->accounts.dead;
  guint n = dead->n, part = self->accounts.current.counts.n / 256;

  trove_accounts_let_go (&self->accounts, &self->program.core);
  if (n >= TROVE_ACCOUNTS_DEAD + part)
    g_assert_cmpuint (dead->n, ==, 0);
  if (n > 0 && dead->n == 0)
    g_assert_cmpuint (self->accounts.current.dead, ==, 0);
  if (dead->n > 0)
    g_assert_cmpuint (dead->n, ==, n);
  for (guint i = 0; i < self->accounts.carried->len; i++)
    g_assert_cmpuint (nth_carried (self, i)->dead.n, <, TROVE_ACCOUNTS_DEAD + part + 1);
  check (self);
}

/* A step of a document: of an edit, or from one version to another. */
static void
step (Fixture *self)
{
  ProgramVersion *version = any_version (self);
  guint n_carried = self->accounts.carried->len;

  switch (test_random_below (&self->random, 10))
    {
    case 0:
      go_to (self, version);
      return;
    case 1:
    case 2:
      if (n_carried == MOST_CARRIED)
        drop (self, nth_carried (self, (guint) test_random_below (&self->random, n_carried)));
      else if (trove_accounts_find_carried (&self->accounts, version) == NULL)
        carry (self, version);
      return;
    default:
      commit (self);
    }
  if (test_random_below (&self->random, 2) == 0)
    {
      g_assert_true (move (self, 1 + test_random_below (&self->random, MOST_MOVED)));
      check (self);
    }
  let_go (self);
  note_version (self);
}

static void
test_random_programs (void)
{
  for (guint i = 0; i < test_count (20, 4); i++)
    {
      Fixture fixture;

      set_up (&fixture, i % 2 == 0 ? 12 : 60);
      for (guint n = i % 3 * 8; n > 0; n--)
        fixture.current = edit (&fixture); /* before the accounts are kept */
      start (&fixture);
      for (guint n = test_count (150, 80); n > 0; n--)
        step (&fixture);
      tear_down (&fixture);
    }
}

/* The bytes that are needed are those of all blocks, each once, if each state was made from the one before and nothing was moved. */
static void
test_needed (void)
{
  for (guint n_carried = 0; n_carried <= MOST_CARRIED; n_carried++)
    {
      g_autoptr (GHashTable) blocks = NULL;
      Fixture fixture;

      set_up (&fixture, 40);
      start (&fixture);
      for (guint i = 0; i < n_carried; i++)
        {
          carry (&fixture, fixture.current);
          for (guint j = 0; j < 5; j++)
            commit (&fixture);
        }
      blocks = check_blocks (fixture.current->state.objects);
      for (guint i = 0; i < n_carried; i++)
        check_blocks_add (blocks, nth_carried (&fixture, i)->state.objects);
      g_assert_cmpuint (trove_accounts_needed (&fixture.accounts), ==, check_blocks_n_bytes (blocks));
      if (n_carried > 2)
        {
          TroveCarried *first = nth_carried (&fixture, 0);

          drop (&fixture, nth_carried (&fixture, 1));
          g_assert_true (nth_carried (&fixture, 0) == first);
        }
      tear_down (&fixture);
    }
}

/* States are carried in the order of their contents, whatever the order in which they come. */
static void
test_order (void)
{
  ProgramVersion *versions[MOST_CARRIED];
  Fixture fixture;

  set_up (&fixture, 40);
  start (&fixture);
  for (guint i = 0; i < MOST_CARRIED; i++)
    {
      versions[i] = fixture.current;
      commit (&fixture);
      while (fixture.current->state.objects->content == versions[i]->state.objects->content)
        commit (&fixture);
    }
  carry (&fixture, versions[1]);
  carry (&fixture, versions[2]);
  carry (&fixture, versions[0]);
  for (guint i = 0; i < MOST_CARRIED; i++)
    g_assert_true (nth_carried (&fixture, i)->owner == versions[i]);
  g_assert_null (trove_accounts_find_carried (&fixture.accounts, fixture.current));
  tear_down (&fixture);
  g_assert_null (trove_accounts_find_carried (&fixture.accounts, versions[0]));
}

/* A carried state alone keeps its sub-arenas held, until it is dropped. */
static void
test_held (void)
{
  gsize held;
  Fixture fixture;

  set_up (&fixture, 40);
  start (&fixture);
  carry (&fixture, fixture.current);
  for (guint i = 0; i < 10; i++)
    commit (&fixture);
  while (fixture.hand.n_rounds < 2)
    move (&fixture, MOST_MOVED);
  check (&fixture);
  held = fixture.accounts.held;
  drop (&fixture, nth_carried (&fixture, 0));
  g_assert_cmpuint (fixture.accounts.held, <=, held);
  tear_down (&fixture);
}

/* Memory */

/* Each request for memory of a move and of letting go fails in turn, and all later ones. Blocks stay where they are, views keep their
 * dead sub-arenas, and the numbers are right. Returns FALSE: none failed. */
static gboolean
fail (Fixture *self, FailingMode mode, guint64 number)
{
  gboolean failed;

  failing_memory_start (mode, number);
  move (self, MOST_MOVED);
  trove_accounts_let_go (&self->accounts, &self->program.core);
  failed = failing_memory_has_failed ();
  failing_memory_stop ();
  check (self);
  let_go (self);
  note_version (self);
  return failed;
}

static void
test_memory (void)
{
  for (guint i = 0; i < test_count (6, 2); i++)
    {
      FailingMode mode = i % 2 == 0 ? FAILING_ONE : FAILING_REST;
      ProgramVersion *version;
      Fixture fixture;

      set_up (&fixture, 60);
      start (&fixture);
      for (guint j = 0; j < MOST_CARRIED; j++)
        {
          carry (&fixture, fixture.current);
          commit (&fixture);
          note_version (&fixture);
        }
      for (guint64 number = 0; fail (&fixture, mode, number); number++)
        {
          commit (&fixture);
          note_version (&fixture);
        }

      /* A state that is carried notes the dead sub-arenas that its view could not let go. */
      version = nth_carried (&fixture, 0)->owner;
      drop (&fixture, nth_carried (&fixture, 0));
      failing_memory_start (FAILING_REST, 0);
      carry (&fixture, version);
      failing_memory_stop ();
      tear_down (&fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/accounts/random-programs", test_random_programs);
  g_test_add_func ("/state/accounts/needed", test_needed);
  g_test_add_func ("/state/accounts/order", test_order);
  g_test_add_func ("/state/accounts/held", test_held);
  g_test_add_func ("/state/accounts/memory", test_memory);
  return g_test_run ();
}
