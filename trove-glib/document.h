/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document: the private part of TroveDocument, which the sources of its methods stand on.
 *
 *   TroveDocument ├─ editor ──► the current state, edited in the core
 *                 ├─ history ─► steps: the versions
 *                 └─ groups ──► a savepoint for each group that is open
 *
 * Uncommitted edits are there if the map of the current state is not that of the current step: the first edit after a commit
 * copies the root of the map. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "core/copying.h"
#include "state/editor.h"

#include "handles.h"
#include "later.h"
#include "merge-context.h"
#include "thread-serial.h"
#include "upkeep.h"
#include "version-list.h"

/* Properties. */
enum
{
  TROVE_DOCUMENT_PROP_ROOT_TYPE = 1,
  TROVE_DOCUMENT_PROP_ROOT,
  TROVE_DOCUMENT_PROP_RESTORING,
  TROVE_DOCUMENT_PROP_HISTORY,
  TROVE_DOCUMENT_PROP_CURRENT,
  TROVE_DOCUMENT_PROP_SAVED,
  TROVE_DOCUMENT_PROP_FILE,
  TROVE_DOCUMENT_PROP_MODIFIED,
  TROVE_DOCUMENT_PROP_CAN_UNDO,
  TROVE_DOCUMENT_PROP_CAN_REDO,
  TROVE_DOCUMENT_PROP_UNDO_LABEL,
  TROVE_DOCUMENT_PROP_REDO_LABEL,
  TROVE_DOCUMENT_PROP_VIEW_STATE,
  TROVE_DOCUMENT_PROP_AUTO_COMMIT,
  TROVE_DOCUMENT_PROP_MAX_VERSIONS,
  TROVE_DOCUMENT_PROP_MAX_HISTORY_BYTES,
  TROVE_DOCUMENT_N_PROPS
};

G_GNUC_INTERNAL extern GParamSpec *trove_document_pspecs[TROVE_DOCUMENT_N_PROPS];

/* Makes keys. */
typedef struct
{
  guint32 replica;
  guint64 n_made;
  gboolean drawn; /* the replica */
} TroveKeys;

typedef struct _TroveDocumentFile TroveDocumentFile;
typedef struct _TroveAutosave TroveAutosave;

/* A group that is open. */
typedef struct
{
  TroveSavepoint savepoint;
} TroveGroup;

/* The values of properties. Steps as their addresses and times, since a new step may lie where another one was. */
typedef struct
{
  const TroveStep *current, *saved;
  gint64 current_time;
  gboolean modified, can_undo, can_redo;
  guint n_marks;                 /* of the history */
  char *undo_label, *redo_label; /* GRefString, nullable */
  GFile *file;                   /* nullable */
} TroveStatus;

struct _TroveDocument
{
  TroveDocumentHead head;

  /* The serial of the owner. TROVE_THREAD_NONE: the next thread that uses the document becomes its owner. */
  _Atomic (guint64) owner;
  TroveOrigin *origin;
  TroveCore core;
  TroveEditor editor;
  TroveNotes notes; /* of edits, while there are handles */
  TroveKeys keys;
  gboolean is_changing; /* an edit or a step is being made */
  guint64 n_changes;    /* for the handles */
  TroveHistory history;
  TroveUpkeep upkeep; /* runs while the history has a limit */
  guint64 next_id[2]; /* of a version: 128 bits that begin at random */
  char *merge_id;     /* of the last step, while another can be merged with it; nullable */
  TroveStep *merged;  /* owned: the second parent of the next step; NULL: none */
  GPtrArray *merges;  /* TroveMergeContext: those that are not committed */

  GArray *groups;    /* TroveGroup */
  char *group_label; /* of the outermost group; nullable */

  GVariant *view_state;       /* nullable */
  GVariant *first_view_state; /* before the first edit that is not committed; nullable */
  GVariant *group_view_state; /* before the first edit of the outermost group; nullable */

  TroveObject *root;              /* the handle, once it was asked for */
  TroveVersionList *version_list; /* the same for the list of the history */
  gboolean auto_commit;
  TroveLater *auto_source;   /* of the next automatic commit; NULL: none is scheduled */
  gboolean of_default_loop;  /* the default main context is that of the document's thread */
  const char *auto_label;    /* that the step will have; not owned; nullable */
  TroveLater *edited_source; /* of the next emission of "edited"; NULL: none is scheduled */
  gboolean is_heard;         /* the signal had a handler at the last one */
  GWeakRef frozen;           /* TroveVersion: that trove_document_freeze() has returned last */
  guint64 edited_content;    /* of the map of the state at the last one; 0: not known */

  guint64 id[2];                /* that its files have; 0, 0: not chosen */
  TroveDocumentFile *file;      /* NULL: it has not been loaded or saved */
  TroveDocumentFile *auto_file; /* of automatic saves, where that is another one; NULL: none */
  TroveAutosave *autosave;      /* NULL: there is none */
  GQueue *saves;                /* requests that wait for a save; NULL: none */
  GArray *older; /* TroveOlderObject: to be upgraded, of a document that is being loaded; NULL: none */

  TroveStatus told;   /* when properties were notified last; owns the labels and the file */
  GWeakRef *self_ref; /* an atomic reference box */
};

G_GNUC_INTERNAL extern guint trove_document_signal_changed, trove_document_signal_edited,
    trove_document_signal_autosave_failed;
G_GNUC_INTERNAL extern gconstpointer trove_document_class; /* never NULL, not even before the class exists */

/* The precondition of a fast path: the pointer is a document, and this thread owns it. An instance of a final type has that
 * type's class. */
static inline gboolean
trove_document_ready (TroveDocument *document)
{
  const GTypeInstance *instance = (GTypeInstance *) document;

  return instance != NULL && instance->g_class == trove_document_class &&
         atomic_load_explicit (&document->owner, memory_order_relaxed) == trove_thread_serial;
}

/* A change of the state, or of what the history holds: records may be discarded. */
static inline void
trove_document_begin_change (TroveDocument *self)
{
  self->is_changing = TRUE;
  self->head.handles->n_changes = 0;
}

static inline void
trove_document_end_change (TroveDocument *self)
{
  self->head.handles->n_changes = ++self->n_changes;
  self->is_changing = FALSE;
}

gboolean trove_document_adopt (TroveDocument *self, GError **error);

/* TRUE if this thread may use the document. This thread becomes the owner of a document that has none. */
static inline gboolean
trove_document_enter (TroveDocument *self, GError **error)
{
  guint64 owner = atomic_load_explicit (&self->owner, memory_order_relaxed);

  return G_LIKELY (owner == trove_thread_serial) || trove_document_adopt (self, error);
}

/* The call will not be made, if one is due. Sets the pointer to NULL. */
void trove_document_detach (TroveLater **later);

/* Destroys all sources of the document. The next edit makes others, for the loop of its thread. */
void trove_document_leave_loop (TroveDocument *self);

/* The same for freezing the state, which handlers may do at any time. */
gboolean trove_document_enter_freeze (TroveDocument *self, GError **error);

/* The same for a change: none is made while a value is copied, or while another change is made, since values that are cleared
 * may call any function. */
gboolean trove_document_enter_edit (TroveDocument *self, GError **error);

/* The same for beginning and ending a group, which handlers of a list that emits cannot do: to take back edits, all lists emit. */
gboolean trove_document_enter_group (TroveDocument *self, GError **error);

/* The same for a change of all objects, which no group allows. */
gboolean trove_document_enter_step (TroveDocument *self, GError **error);

static inline gboolean
trove_document_has_edits (const TroveDocument *self)
{
  return self->editor.state.objects != self->history.current->state.objects;
}

/* TRUE if the calling thread may read the document; else a critical. */
gboolean trove_document_may_read (TroveDocument *self);

/* Makes a step of the current state, which is frozen. */
TroveStep *trove_document_make_step (TroveDocument *self, const char *label, GVariant *view_state_before);

/* Reads a step if it is unread. Functions that copy or clear values find the document busy meanwhile. FALSE with an error of
 * trove_step_read (). */
gboolean trove_document_read_unread (TroveDocument *self, TroveStep *step, GError **error);

static inline gboolean
trove_document_read_step (TroveDocument *self, TroveStep *step, GError **error)
{
  return G_LIKELY (trove_step_is_read (step)) || trove_document_read_unread (self, step, error);
}

/* Goes back to the current version. */
void trove_document_drop_edits (TroveDocument *self);

/* The conflicts of a merge can be decided until it is rolled back. */
void trove_document_add_merge (TroveDocument *self, TroveMergeContext *context);

/* The merges that are not committed are in a version now. */
void trove_document_commit_merges (TroveDocument *self, TroveStep *step);

/* Drops versions beyond the limits, if a step was made since the last time. */
void trove_document_trim (TroveDocument *self);

/* Starts with a step, whose state is the document's, and its view state. Takes over the reference. */
void trove_document_start (TroveDocument *self, TroveStep *first);

/* The same with a history that was started, whose current step has the document's state. */
void trove_document_start_history (TroveDocument *self);

/* Makes the next key. 0 with FULL. */
TroveKey trove_document_make_key (TroveDocument *self, GError **error);

/* The values of properties as they are. The labels and the file are borrowed. */
TroveStatus trove_document_status (TroveDocument *self);
void trove_document_clear_status (TroveStatus *status);

/* Tells the handles and lists of the notes. object: a handle that may be among them, or NULL. */
void trove_document_tell_notes (TroveDocument *self, TroveObject *object);

/* Notifies properties that have other values than before. Called last: handlers may change the document or drop it. */
void trove_document_tell (TroveDocument *self);

/* Sets the view state without notifying. TRUE if it is another value. */
gboolean trove_document_put_view_state (TroveDocument *self, GVariant *view_state);

/* As trove_document_tell (), and sets the view state, which is notified after all else. */
void trove_document_tell_view_state (TroveDocument *self, GVariant *view_state);
