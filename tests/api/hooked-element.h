/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counting elements whose copy and clear functions call back, and the actions of those calls. */

#pragma once

#include "check-arena.h"
#include "counting-element.h"

G_BEGIN_DECLS

/* What runs inside of the copy and clear functions, once: never inside of itself. */
typedef struct
{
  TroveArena *arena;       /* owned, unless an action dropped it */
  TroveSnapshot *snapshot; /* likewise */
  TroveBorrow *guard;      /* likewise */
  TroveSubArena *sub;      /* likewise */
  TroveRef ref, other;     /* the values 1 and 2 of the arena */
  void (*in_copy) (void);
  void (*in_clear) (void);
  gboolean after; /* the copy comes first */
  gboolean clearing;
  int n_runs;
} Hooks;

extern Hooks hooks;

/* Boxed types: stored inline, and as a pointer, which a pool of values takes as well. */
GType hooked_inline_get_type (void);
GType hooked_pointer_get_type (void);
#define HOOKED_TYPE_INLINE (hooked_inline_get_type ())
#define HOOKED_TYPE_POINTER (hooked_pointer_get_type ())

/* The type of values that the arena's first pool is for. */
GType hooked_type (void);

/* The value of that number; the caller unsets it. */
GValue hooked_value (GType type, gint64 number);
gint64 hooked_number (const GValue *value);
gint64 get_hooked (TroveArena *arena, const TroveRef *ref);

/* How many elements there are. */
int hooked_live (void);

/* Runs a hook that is set, and unsets it before. */
void run_hook (void (**hook) (void));

/* What is done inside. */
typedef struct
{
  const char *name;
  void (*run) (void);
  gboolean merges;   /* with an arena of one pool */
  gboolean releases; /* the guard */
} HookedAction;

extern const HookedAction hooked_actions[];
extern const guint n_hooked_actions;

/* Makes the arena, with its two values, and some versions behind it where they are to be frozen; drops what is left of it,
 * and no element is. */
void hooks_start (GType type, gboolean frozen);
void hooks_finish (void);

G_END_DECLS
