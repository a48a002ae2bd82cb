/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "step.h"

#include "thread-serial.h"

/* Versions one after the other often have the same label, and share it. g_ref_string_new_intern() is not used: in GLib 2.74 a
 * thread may find a string in its table whose last reference another thread drops. */
static char *
take_label (const char *label, const TroveStep *before)
{
  if (label == NULL)
    return NULL;
  if (before != NULL && g_strcmp0 (label, before->label) == 0)
    return g_ref_string_acquire (before->label);
  return g_ref_string_new (label);
}

static void
note_follower (TroveStep *self)
{
  trove_lineage_lock ();
  if (self->n_followers < G_MAXUINT8)
    self->n_followers++;
  trove_lineage_unlock ();
}

/* Very many stay that. */
static void
forget_follower (TroveStep *self)
{
  trove_lineage_lock ();
  if (self->n_followers < G_MAXUINT8)
    self->n_followers--;
  trove_lineage_unlock ();
}

static void
take_state (TroveStep *self, const TroveStepInfo *info)
{
  if (info->source != NULL)
    {
      atomic_init (&self->reading, TROVE_STEP_UNREAD);
      self->source = *info->source;
      note_follower (self->source.from);
      return;
    }
  trove_view_copy (info->view, &self->view);
  self->state = *info->state;
}

TroveStep *
trove_step_new (const TroveStepInfo *info)
{
  TroveStep *self = g_new0 (TroveStep, 1);

  atomic_init (&self->count, 1);
  self->origin = trove_origin_ref (info->origin);
  take_state (self, info);
  self->lineage = info->lineage;
  self->label = take_label (info->label, info->before);
  if (info->view_state_before != NULL)
    self->view_state_before = g_variant_ref (info->view_state_before);
  if (info->view_state != NULL)
    self->view_state = g_variant_ref (info->view_state);
  g_weak_ref_init (&self->version, NULL);

  trove_lineage_lock ();
  trove_lineage_add_step (self->lineage, self);
  trove_lineage_unlock ();
  return self;
}

TroveStep *
trove_step_ref (TroveStep *self)
{
  trove_count_add (&self->count);
  return self;
}

static void
forget_way_back (TroveStep *self)
{
  if (self->way_back == NULL)
    return;
  trove_dead_clear (&self->way_back->dead);
  g_free (self->way_back);
}

/* Drops a reference that is not the last one. FALSE for the last one, which is left. */
static gboolean
drop_if_more (TroveStep *self)
{
  guint n = atomic_load_explicit (&self->count, memory_order_relaxed);

  while (n != 1)
    if (trove_count_is_stuck (n) || atomic_compare_exchange_weak_explicit (
                                        &self->count, &n, n - 1, memory_order_release, memory_order_relaxed))
      return TRUE;
  return FALSE;
}

/* TRUE for the last reference. The lineage may give others a reference until then, under the lock. */
static gboolean
drop (TroveStep *self)
{
  gboolean is_last;

  if (drop_if_more (self))
    return FALSE;

  trove_lineage_lock ();
  is_last = trove_count_drop (&self->count);
  if (is_last)
    trove_lineage_forget_step (self->lineage, self);
  trove_lineage_unlock ();
  return is_last;
}

/* Lets go of a source but for the reference on the step that it is from, which is returned. */
static TroveStep *
clear_but_from (TroveStepSource *source)
{
  if (source->funcs->free_data != NULL)
    source->funcs->free_data (source->data);
  forget_follower (source->from);
  return g_steal_pointer (&source->from);
}

void
trove_step_source_clear (TroveStepSource *source)
{
  trove_step_unref (clear_but_from (source));
}

/* Takes the state, source or error from a step that is freed. Returns the view in "view", and a reference on the step that it was to
 * be read from, or NULL. */
static TroveStep *
clear_state (TroveStep *self, TroveView *view)
{
  TroveStep *from = NULL;

  *view = (TroveView) TROVE_VIEW_INIT;
  switch ((TroveStepReading) atomic_load_explicit (&self->reading, memory_order_relaxed))
    {
    case TROVE_STEP_UNREAD:
      from = clear_but_from (&self->source);
      break;
    case TROVE_STEP_DAMAGED:
      g_error_free (self->damage);
      break;
    case TROVE_STEP_READ:
    default:
      *view = self->view;
    }
  return from;
}

/* Returns a reference on the step that this one was to be read from, or NULL. */
static TroveStep *
free_step (TroveStep *self)
{
  TroveView view;
  TroveStep *from = clear_state (self, &view);

  if ((atomic_load_explicit (&self->marks, memory_order_relaxed) & TROVE_STEP_NAMED) != 0)
    trove_origin_set_name (self->origin, self, NULL);
  trove_lineage_unref (self->lineage);
  g_weak_ref_clear (&self->version);
  g_clear_pointer (&self->label, g_ref_string_release);
  g_clear_pointer (&self->view_state_before, g_variant_unref);
  g_clear_pointer (&self->view_state, g_variant_unref);
  forget_way_back (self);
  trove_origin_unref (self->origin);
  g_free (self);
  trove_view_clear (&view); /* last: elements that are cleared may do anything */
  return from;
}

/* The steps that are unread may be very many, in a row. */
void
trove_step_unref (TroveStep *self)
{
  for (TroveStep *next, *step = self; step != NULL; step = next)
    next = drop (step) ? free_step (step) : NULL;
}

void
trove_step_set_merged (TroveStep *self, TroveStep *merged)
{
  trove_step_ref (merged);
  trove_lineage_lock ();
  self->parents[1] = merged;
  trove_lineage_unlock ();
}

static TroveStep *
steal_merged (TroveStep *self)
{
  TroveStep *merged;

  trove_lineage_lock ();
  merged = g_steal_pointer (&self->parents[1]);
  trove_lineage_unlock ();
  return merged;
}

void
trove_step_leave (TroveStep *self)
{
  TroveStep *merged = steal_merged (self);

  trove_step_unref (self);
  if (merged != NULL)
    trove_step_unref (merged);
}

void
trove_step_leave_all (TroveStep *steps)
{
  for (TroveStep *next, *step = steps; step != NULL; step = next)
    {
      next = g_steal_pointer (&step->next_sibling);
      trove_step_leave (step);
    }
}

void
trove_step_link (TroveStep *self, TroveStep *parent)
{
  self->next_sibling = parent->first_child;
  parent->first_child = self;

  trove_lineage_lock ();
  self->parents[0] = parent;
  trove_lineage_unlock ();
}

static void
forget_parent (TroveStep *self)
{
  trove_lineage_lock ();
  self->parents[0] = NULL;
  trove_lineage_unlock ();
}

void
trove_step_forget_links (TroveStep *self)
{
  trove_lineage_lock ();
  self->parents[0] = NULL;
  atomic_store_explicit (&self->history, NULL, memory_order_relaxed); /* who has the lock may use a history */
  trove_lineage_unlock ();
  self->first_child = self->next_sibling = self->redo = NULL;
}

void
trove_step_unlink (TroveStep *self)
{
  TroveStep *parent = self->parents[0];
  TroveStep **at;

  for (TroveStep *next, *child = self->first_child; child != NULL; child = next)
    {
      next = g_steal_pointer (&child->next_sibling);
      forget_parent (child);
    }
  if (parent != NULL)
    {
      for (at = &parent->first_child; *at != self; at = &(*at)->next_sibling)
        ;
      *at = self->next_sibling;
      if (parent->redo == self)
        parent->redo = NULL;
    }
  trove_step_forget_links (self);
}

/* Marks */

/* NULL: the step is in no history. The lock of lineages is held. */
static TroveMarks *
marks_of (TroveStep *self)
{
  return (TroveMarks *) atomic_load_explicit (&self->history, memory_order_relaxed);
}

static void
count_mark (TroveStep *self)
{
  TroveMarks *marks;

  trove_lineage_lock ();
  marks = marks_of (self);
  if (marks != NULL)
    atomic_fetch_add_explicit (&marks->n, 1, memory_order_relaxed);
  trove_lineage_unlock ();
}

void
trove_marks_release (GWeakRef *document)
{
  g_atomic_rc_box_release_full (document, (GDestroyNotify) g_weak_ref_clear);
}

void
trove_step_tell_mark (TroveStep *self)
{
  g_autoptr (GObject) document = NULL;
  void (*tell) (GObject *) = NULL;
  GWeakRef *ref = NULL;
  TroveMarks *marks;

  trove_lineage_lock ();
  marks = marks_of (self);
  if (marks != NULL && marks->owner != NULL &&
      atomic_load_explicit (marks->owner, memory_order_relaxed) == trove_thread_self ())
    {
      ref = g_atomic_rc_box_acquire (marks->document);
      tell = marks->tell;
    }
  trove_lineage_unlock ();

  if (ref == NULL)
    return;
  document = g_weak_ref_get (ref);
  trove_marks_release (ref);
  if (document != NULL)
    tell (document);
}

gboolean
trove_step_set_kept (TroveStep *self, gboolean kept)
{
  guchar before;

  if (kept)
    before = atomic_fetch_or_explicit (&self->marks, TROVE_STEP_KEPT, memory_order_relaxed);
  else
    before = atomic_fetch_and_explicit (&self->marks, (guchar) ~TROVE_STEP_KEPT, memory_order_relaxed);
  if (((before & TROVE_STEP_KEPT) != 0) == (kept != FALSE))
    return FALSE;
  trove_origin_note_keeping (self->origin);
  count_mark (self);
  return TRUE;
}

gboolean
trove_step_set_name (TroveStep *self, const char *name)
{
  if (name != NULL && *name == '\0')
    name = NULL;
  if (name != NULL)
    atomic_fetch_or_explicit (&self->marks, TROVE_STEP_NAMED, memory_order_relaxed);
  if (!trove_origin_set_name (self->origin, self, name))
    return FALSE;
  count_mark (self);
  return TRUE;
}

char *
trove_step_dup_name (TroveStep *self)
{
  if ((atomic_load_explicit (&self->marks, memory_order_relaxed) & TROVE_STEP_NAMED) == 0)
    return NULL;
  return trove_origin_dup_name (self->origin, self);
}

/* Relatives */

guint
trove_step_dup_parents (TroveStep *self, TroveStep *parents[TROVE_STEP_MAX_PARENTS])
{
  guint n = 0;

  trove_lineage_lock ();
  for (guint i = 0; i < TROVE_STEP_MAX_PARENTS; i++)
    if (self->parents[i] != NULL)
      parents[n++] = trove_step_ref (self->parents[i]);
  trove_lineage_unlock ();
  return n;
}

TroveStep *
trove_step_find_base (TroveStep *a, TroveStep *b)
{
  TroveStep *base;

  trove_lineage_lock ();
  base = trove_lineage_find_base (a->lineage, b->lineage);
  if (base != NULL)
    trove_step_ref (base);
  trove_lineage_unlock ();
  return base;
}

void
trove_step_note_way_back (TroveStep *self, const TroveDead *dead, const TroveHandPlace *hand)
{
  TroveWayBack *way_back = g_new (TroveWayBack, 1);

  trove_dead_copy (dead, &way_back->dead);
  way_back->hand = *hand;
  forget_way_back (self);
  self->way_back = way_back;
}

gboolean
trove_step_move (TroveStep *self, const TroveView *view, const TroveState *state)
{
  TroveView old = self->view;
  gboolean alone;

  /* Other threads get references on parents under the lock only. */
  trove_lineage_lock ();
  alone = atomic_load_explicit (&self->count, memory_order_acquire) == 2 + (guint) self->n_followers;
  if (alone)
    {
      trove_view_copy (view, &self->view);
      self->state = *state;
    }
  trove_lineage_unlock ();

  if (alone)
    trove_view_clear (&old); /* last: elements that are cleared may do anything */
  return alone;
}
