/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "accounts.h"

#include "state-blocks.h"

#define MANY_DEAD 64 /* sub-arenas: a view lets go of so many at once */

static void
carried_free (gpointer data)
{
  TroveCarried *carried = data;

  trove_view_clear (&carried->view);
  g_free (carried);
}

void
trove_accounts_init (TroveAccounts *self)
{
  *self = (TroveAccounts){ .accounts = NULL };
}

void
trove_accounts_clear (TroveAccounts *self)
{
  GPtrArray *carried = g_steal_pointer (&self->carried);

  g_clear_pointer (&self->accounts, g_hash_table_unref);
  g_clear_pointer (&self->dead_carried, g_array_unref);
  trove_dead_clear (&self->dead);
  *self = (TroveAccounts){ .accounts = NULL };
  g_clear_pointer (&carried, g_ptr_array_unref); /* last: elements that are cleared may call back */
}

/* Accounts */

static gsize
sub_size (const TroveSub *sub)
{
  gsize size = sizeof *sub + sub->blocks.n_bytes;

  TROVE_SUB_FOREACH_SEGMENT (sub, segment)
  size += sizeof *segment;
  return size;
}

static TroveAccount *
find (const TroveAccounts *self, guint64 id)
{
  return g_hash_table_lookup (self->accounts, &id);
}

static TroveAccount *
add_account (TroveAccounts *self, const TroveSub *sub)
{
  TroveAccount *account = g_new0 (TroveAccount, 1);

  account->id = sub->id;
  account->size = sub_size (sub);
  g_hash_table_add (self->accounts, account);
  return account;
}

/* The account of a sub-arena that one of the views has. */
static TroveAccount *
find_or_add (TroveAccounts *self, const TroveView *view, guint64 id)
{
  TroveAccount *account = find (self, id);

  if (account == NULL)
    account = add_account (self, trove_view_lookup (view, id));
  return account;
}

static inline gboolean
is_used (const TroveAccount *account)
{
  return account->n_current > 0 || account->n_carried > 0;
}

/* Changes a count. Returns TRUE if it became 0. */
static gboolean
change (TroveAccounts *self, TroveAccount *account, guint *n, int by)
{
  gboolean was_used = is_used (account);

  g_assert (by > 0 || *n >= (guint) -by);
  *n += (guint) by;
  if (is_used (account) && !was_used)
    self->held += account->size;
  else if (was_used && !is_used (account))
    self->held -= account->size;
  return *n == 0;
}

/* Removes an account that no count needs. */
static void
forget (TroveAccounts *self, TroveAccount *account)
{
  if (!is_used (account))
    g_hash_table_remove (self->accounts, &account->id);
}

/* The latest carried state, or NULL. */
static TroveCarried *
latest (const TroveAccounts *self)
{
  return self->carried->len > 0 ? g_ptr_array_index (self->carried, self->carried->len - 1) : NULL;
}

/* The current state */

typedef struct
{
  TroveAccounts *accounts;
  const TroveView *view;
  gboolean goes; /* to another version: its own dead sub-arenas are known */
  TroveTally tally;
} Follow;

static void
follow_block (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Follow *follow = data;
  TroveAccounts *self = follow->accounts;
  TroveAccount *account = find_or_add (self, follow->view, place);
  TroveCarried *carried = latest (self);

  if (change (self, account, &account->n_current, sign))
    {
      if (follow->goes)
        forget (self, account);
      else
        trove_dead_append (&self->dead, place);
    }

  size = sign > 0 ? size : -size;
  self->alive += size;
  if (carried != NULL && content <= carried->state.objects->content)
    carried->shared += size;
  if (sign > 0 && content > self->last)
    follow->tally.written += size;
  else
    follow->tally.replaced -= size; /* less what was only moved */
}

/* A new sub-arena of the core. */
static void
look_at (TroveSub *sub, gpointer data)
{
  TroveAccounts *self = data;

  self->last = sub->id;
  if (find (self, sub->id) == NULL)
    trove_dead_append (&self->dead, sub->id);
}

TroveTally
trove_accounts_follow (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                       const TroveKeyMap *after)
{
  Follow follow = { .accounts = self, .view = view };

  trove_state_compare_blocks (before, after, follow_block, &follow);
  trove_view_foreach_from (view, self->last + 1, look_at, self);
  return follow.tally;
}

void
trove_accounts_go_to (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                      const TroveKeyMap *after, const TroveDead *dead)
{
  Follow follow = { .accounts = self, .view = view, .goes = TRUE };
  TroveDead old = self->dead;

  trove_state_compare_blocks (before, after, follow_block, &follow);
  trove_dead_copy (dead, &self->dead);
  trove_dead_clear (&old);
}

static void
find_dead (TroveSub *sub, gpointer data)
{
  TroveAccounts *self = data;
  const TroveAccount *account = find (self, sub->id);

  if (account == NULL || account->n_current == 0)
    trove_dead_append (&self->dead, sub->id);
}

void
trove_accounts_find_dead (TroveAccounts *self, const TroveView *view)
{
  trove_dead_clear (&self->dead);
  trove_view_foreach (view, find_dead, self);
}

void
trove_accounts_start (TroveAccounts *self, const TroveView *view, const TroveKeyMap *current)
{
  g_assert (!trove_accounts_are_kept (self));
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->carried = g_ptr_array_new_with_free_func (carried_free);
  self->dead_carried = g_array_new (FALSE, FALSE, sizeof (guint64));
  trove_accounts_follow (self, view, NULL, current);
}

/* Carried states */

typedef struct
{
  TroveAccounts *accounts;
  const TroveView *view;
  int sign; /* of the change of the counts for a block that only the second state has */
  gsize alive;
} Carry;

static void
carry_block (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Carry *carry = data;
  TroveAccount *account = find_or_add (carry->accounts, carry->view, place);

  if (change (carry->accounts, account, &account->n_carried, sign * carry->sign))
    g_array_append_val (carry->accounts->dead_carried, place);
  carry->alive += sign > 0 ? size : -size;
}

typedef struct
{
  guint64 content;
  gsize bytes;
} Shared;

static void
count_shared (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Shared *shared = data;

  if (content <= shared->content)
    shared->bytes += sign > 0 ? size : -size;
}

/* Counts anew the bytes that each carried state shares with the one after it. */
static void
share (TroveAccounts *self, const TroveKeyMap *current)
{
  for (guint i = 0; i < self->carried->len; i++)
    {
      TroveCarried *carried = g_ptr_array_index (self->carried, i);
      const TroveCarried *next = i + 1 < self->carried->len ? g_ptr_array_index (self->carried, i + 1) : NULL;
      const TroveKeyMap *later = next != NULL ? next->state.objects : current;
      Shared shared = { carried->state.objects->content, carried->alive };

      trove_state_compare_blocks (carried->state.objects, later, count_shared, &shared);
      carried->shared = shared.bytes;
    }
}

/* Adds the counts of the current state to those of the carried ones, or subtracts them. */
static void
count_current (TroveAccounts *self, int sign)
{
  TroveAccount *account;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, (gpointer *) &account, NULL))
    if (account->n_current > 0 &&
        change (self, account, &account->n_carried, sign * (int) account->n_current))
      g_array_append_val (self->dead_carried, account->id);
}

typedef struct
{
  const TroveAccounts *accounts;
  GArray *ids;
} NotNeeded;

static void
find_not_needed (TroveSub *sub, gpointer data)
{
  NotNeeded *found = data;
  const TroveAccount *account = find (found->accounts, sub->id);

  if (account == NULL || account->n_carried == 0)
    g_array_append_val (found->ids, sub->id);
}

/* Lets a view go of sub-arenas, if there is memory. */
static gboolean
let_go (TroveView *view, const guint64 *ids, guint n)
{
  TroveView without, old = *view;

  if (!trove_view_without (view, ids, n, &without))
    return FALSE;
  *view = without;
  trove_view_clear (&old);
  return TRUE;
}

/* The view has sub-arenas of which the state needs nothing: those of blocks that were replaced before. */
static void
tidy (TroveAccounts *self, TroveCarried *carried)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  NotNeeded found = { self, ids };

  trove_view_foreach (&carried->view, find_not_needed, &found);
  let_go (&carried->view, (const guint64 *) ids->data, ids->len);
}

void
trove_accounts_carry (TroveAccounts *self, const TroveKeyMap *current, gpointer owner, const TroveView *view,
                      const TroveState *state)
{
  TroveCarried *carried = g_new0 (TroveCarried, 1);
  Carry carry = { self, view, 1, self->alive };
  guint at = self->carried->len;

  count_current (self, 1);
  trove_state_compare_blocks (current, state->objects, carry_block, &carry);

  carried->owner = owner;
  carried->state = *state;
  carried->alive = carry.alive;
  trove_view_copy (view, &carried->view);
  tidy (self, carried);
  while (at > 0 && ((TroveCarried *) g_ptr_array_index (self->carried, at - 1))->state.objects->content >
                       state->objects->content)
    at--;
  g_ptr_array_insert (self->carried, (int) at, carried);
  share (self, current);
}

void
trove_accounts_drop (TroveAccounts *self, const TroveKeyMap *current, TroveCarried *carried)
{
  Carry carry = { self, &carried->view, -1, 0 };

  trove_state_compare_blocks (current, carried->state.objects, carry_block, &carry);
  count_current (self, -1);
  g_ptr_array_set_free_func (self->carried, NULL);
  g_ptr_array_remove (self->carried, carried);
  g_ptr_array_set_free_func (self->carried, carried_free);
  share (self, current);
  carried_free (carried); /* last: elements that are cleared may call back */
}

TroveCarried *
trove_accounts_find_carried (const TroveAccounts *self, gpointer owner)
{
  for (guint i = 0; self->carried != NULL && i < self->carried->len; i++)
    {
      TroveCarried *carried = g_ptr_array_index (self->carried, i);

      if (carried->owner == owner)
        return carried;
    }
  return NULL;
}

void
trove_accounts_move_carried (TroveAccounts *self, TroveCarried *carried, TroveKeyMap *after)
{
  Carry carry = { self, &carried->view, 1, carried->alive };

  trove_state_compare_blocks (carried->state.objects, after, carry_block, &carry);
  carried->alive = carry.alive;
  carried->state.objects = after;
}

void
trove_accounts_note_carried (TroveAccounts *self, guint64 id)
{
  const TroveAccount *account = find (self, id);

  if (account == NULL || account->n_carried == 0)
    g_array_append_val (self->dead_carried, id);
}

/* Letting go */

static int
compare_ids (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* The ids, in increasing order and each once, of sub-arenas that have no such blocks: a later state may need one again. */
static GArray *
sort_dead (const TroveAccounts *self, const guint64 *dead, guint n, gboolean carried)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof *dead, n);

  for (guint i = 0; i < n; i++)
    {
      const TroveAccount *account = find (self, dead[i]);

      if (account == NULL || (carried ? account->n_carried : account->n_current) == 0)
        g_array_append_val (ids, dead[i]);
    }
  g_array_sort (ids, compare_ids);
  for (guint i = ids->len; i-- > 1;)
    if (g_array_index (ids, guint64, i) == g_array_index (ids, guint64, i - 1))
      g_array_remove_index (ids, i);
  return ids;
}

static void
forget_all (TroveAccounts *self, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      TroveAccount *account = find (self, g_array_index (ids, guint64, i));

      if (account != NULL)
        forget (self, account);
    }
}

static void
let_current_go (TroveAccounts *self, TroveCore *core)
{
  g_autoptr (GArray) ids = sort_dead (self, trove_dead_ids (&self->dead), self->dead.n, FALSE);
  TroveView without;

  if (!trove_view_without (trove_core_view (core), (const guint64 *) ids->data, ids->len, &without))
    return;
  forget_all (self, ids);
  trove_dead_clear (&self->dead);
  trove_core_replace_view (core, without);
}

static void
let_carried_go (TroveAccounts *self)
{
  g_autoptr (GArray) ids =
      sort_dead (self, (const guint64 *) self->dead_carried->data, self->dead_carried->len, TRUE);

  for (guint i = 0; i < self->carried->len; i++)
    {
      TroveCarried *carried = g_ptr_array_index (self->carried, i);

      if (!let_go (&carried->view, (const guint64 *) ids->data, ids->len))
        return;
    }
  forget_all (self, ids);
  g_array_set_size (self->dead_carried, 0);
}

void
trove_accounts_let_go (TroveAccounts *self, TroveCore *core)
{
  if (self->dead_carried->len >= MANY_DEAD)
    let_carried_go (self);
  if (self->dead.n >= MANY_DEAD)
    let_current_go (self, core);
}

gsize
trove_accounts_needed (const TroveAccounts *self)
{
  gsize needed = self->alive;

  for (guint i = 0; i < self->carried->len; i++)
    {
      const TroveCarried *carried = g_ptr_array_index (self->carried, i);

      needed += carried->alive > carried->shared ? carried->alive - carried->shared : 0;
    }
  return needed;
}
