/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Step: a version of a document without its GObject, and its place in the tree of versions.
 *
 *   TroveHistory ─ steps in the order of time ─► 1   2   3   4   5
 *
 *        1 ── 2 ── 3                     first_child of 2 is 5, next_sibling of 5 is 3
 *              └── 5 ◄─ current          redo of 2 is 5: the way that was taken last
 *        └── 4 (a branch)
 *
 * A step that has merged another version holds that as its second parent while it is in its history.
 *
 * The state and the description of a step do not change once it is made; any thread that has a reference reads them. The blocks of
 * the state may be moved while the history alone has references.
 * Reading. A step of a loaded document may be unread: it has no state yet, but a source, which says how to make the state from that
 * of another step (step-read.h). A step that cannot be read has the error instead.
 *
 *   1 ┄┄► 2 ┄┄► 3 ┄┄► 4       source.from of 3 is 4, which has a state; 4 has one follower
 *   └─ unread ───┘    └ read
 *
 * The links belong to the thread of the document; parents are also read by others, under the lock of lineages. A step that left its
 * history has no links. */

#pragma once

#include <glib-object.h>

#include "core/view.h"

#include "state/dead.h"
#include "state/editor.h"
#include "state/hand.h"

#include "lineage.h"
#include "origin.h"

typedef struct _TroveHistory TroveHistory;

#define TROVE_STEP_MAX_PARENTS 2

/* The beginning of a history: how often its steps were kept, were not kept any more, or got another name, and the document that is to be
 * told. Any thread, under the lock of lineages; a history stays while it has steps. */
typedef struct
{
  _Atomic (guint) n;
  guint n_saved;                  /* at the last save; of the document's thread */
  const _Atomic (guint64) *owner; /* the thread of the document; NULL: there is none */
  GWeakRef *document;             /* an atomic reference box, which the document holds */
  void (*tell) (GObject *document);
} TroveMarks;

/* Notes for going back to a step, in a document with a limit (upkeep.h). */
typedef struct
{
  TroveDead dead;      /* sub-arenas of the view that the state does not need */
  TroveHandPlace hand; /* where the hand was */
} TroveWayBack;

/* How to read the steps of a loaded document. Any thread may call the functions, under the lock of reading (origin.h). */
typedef struct
{
  /* Brings an editor from the state of source.from to that of the step. Objects may be left without an owner, and are dropped.
   * FALSE with an error: DAMAGED if the step can never be read. */
  gboolean (*apply) (TroveEditor *editor, gpointer data, GError **error);
  void (*free_data) (gpointer data); /* nullable; not under the lock */
} TroveStepSourceFuncs;

/* Where the state of an unread step comes from. */
typedef struct
{
  const TroveStepSourceFuncs *funcs;
  gpointer data;   /* owned */
  TroveStep *from; /* owned: of the same origin */
} TroveStepSource;

typedef enum
{
  TROVE_STEP_READ,    /* has a view and a state */
  TROVE_STEP_UNREAD,  /* has a source */
  TROVE_STEP_DAMAGED, /* has an error */
} TroveStepReading;

/* Marks. */
#define TROVE_STEP_KEPT (1u << 0)     /* stays in the history whatever its limits */
#define TROVE_STEP_BRANCHED (1u << 1) /* a document was branched from it */
#define TROVE_STEP_NAMED                                                                                     \
  (1u << 2) /* a name was given to it, which the origin has; it stays when that is taken away */

struct _TroveStep
{
  TroveCount count;
  atomic_uchar marks;
  atomic_uchar reading; /* TroveStepReading; changes under the lock of reading */
  guint8 is_kept : 1;   /* kept, as the history has noted it */
  guint8 on_line : 1;   /* on the current line; see history.h */
  guint8 stored_in : 2; /* marks of the files of its document that have it; see document-file.h */
  guint8 n_followers; /* unread steps whose source it is; G_MAXUINT8: very many; under the lock of lineages */
  TroveOrigin *origin; /* owned */
  union
  {
    struct
    {
      TroveView view;
      TroveState state;
    };
    TroveStepSource source;
    GError *damage;
  };
  TroveWayBack *way_back;    /* NULL: nothing was noted */
  _Atomic (guint64) n_bytes; /* see trove_history_note_bytes (); written by the document's thread */
  TroveLineage *lineage;     /* owned; has the id and the time of the version */
  char *label;               /* a GRefString, nullable */
  GVariant *view_state_before, *view_state; /* nullable */

  _Atomic (TroveHistory *) history; /* NULL: of no history */
  TroveStep *parents
      [TROVE_STEP_MAX_PARENTS]; /* the second one is owned: the version that was merged, of any document */
  TroveStep *first_child, *next_sibling; /* of the first parent */
  TroveStep *redo;                       /* a child, or NULL */

  GWeakRef version; /* the TroveVersion, while there is one */
};

/* A history may have millions of steps. */
G_STATIC_ASSERT (GLIB_SIZEOF_VOID_P != 8 || sizeof (TroveStep) <= 160);

/* The parts of a new step. */
typedef struct
{
  TroveOrigin *origin;
  const TroveView *view;
  const TroveState *state;
  const TroveStepSource *source; /* in place of the two: the step takes over what the source owns; nullable */
  TroveLineage *lineage;         /* the step takes over the reference */
  const char *label;             /* nullable */
  const TroveStep *before;       /* shares its label where both are equal; nullable */
  GVariant *view_state_before, *view_state; /* nullable */
} TroveStepInfo;

TroveStep *trove_step_new (const TroveStepInfo *info);
TroveStep *trove_step_ref (TroveStep *self);
void trove_step_unref (TroveStep *self);

/* Lets go of what a source owns. May run any code. */
void trove_step_source_clear (TroveStepSource *source);

static inline gboolean
trove_step_is_read (const TroveStep *self)
{
  return atomic_load_explicit (&self->reading, memory_order_acquire) == TROVE_STEP_READ;
}

static inline gboolean
trove_step_is_kept (const TroveStep *self)
{
  return (atomic_load_explicit (&self->marks, memory_order_relaxed) & TROVE_STEP_KEPT) != 0;
}

static inline gboolean
trove_step_is_branched (const TroveStep *self)
{
  return (atomic_load_explicit (&self->marks, memory_order_relaxed) & TROVE_STEP_BRANCHED) != 0;
}

/* Notes that a document was branched from the step. */
static inline void
trove_step_set_branched (TroveStep *self)
{
  atomic_fetch_or_explicit (&self->marks, TROVE_STEP_BRANCHED, memory_order_relaxed);
}

/* Makes a step a child of a parent, before its other children. */
void trove_step_link (TroveStep *self, TroveStep *parent);

/* Takes a step out of the tree: its children have no parent then. */
void trove_step_unlink (TroveStep *self);

/* Clears all links of a step. */
void trove_step_forget_links (TroveStep *self);

/* Makes a version the second parent. The step gets a reference. */
void trove_step_set_merged (TroveStep *self, TroveStep *merged);

/* Drops the reference on a step that has left its history, and its own on its second parent. */
void trove_step_leave (TroveStep *self);

/* The same for each of the steps that next_sibling links. NULL: none. */
void trove_step_leave_all (TroveStep *steps);

/* Sets kept, and counts the change with the origin and the history. FALSE: it was so before. Any thread. */
gboolean trove_step_set_kept (TroveStep *self, gboolean kept);

/* The same for the name, which only the history counts. NULL or empty: none. Any thread. */
gboolean trove_step_set_name (TroveStep *self, const char *name);

/* NULL: it has none. Any thread. */
char *trove_step_dup_name (TroveStep *self);

/* Tells the document in whose history the step is that a mark of it has changed, if the calling thread owns the document. */
void trove_step_tell_mark (TroveStep *self);

/* Drops a reference on the box of a document. */
void trove_marks_release (GWeakRef *document);

/* References on the parents. Any thread. */
guint trove_step_dup_parents (TroveStep *self, TroveStep *parents[TROVE_STEP_MAX_PARENTS]);

/* A reference on the latest step that both come from, or that is one of them. NULL: none is there any more. Any thread. */
TroveStep *trove_step_find_base (TroveStep *a, TroveStep *b);

/* Notes what going back to the step needs. The document's thread. */
void trove_step_note_way_back (TroveStep *self, const TroveDead *dead, const TroveHandPlace *hand);

/* Gives a step the same state at other addresses, with its view, if nobody has references but its history, the caller and the steps
 * that are unread. Returns whether it did. */
gboolean trove_step_move (TroveStep *self, const TroveView *view, const TroveState *state);
