/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document model: an object model that is edited, and a copy of it for each version and each open group.
 *
 * The functions return the errors that the document may report, as object-model.h has them. An error of undo and redo comes after
 * the commit of the edits; else the model is as before. */

#pragma once

#include "object-model.h"

typedef struct _DocumentModel DocumentModel;
typedef struct _VersionModel VersionModel;

/* Counted, since versions outlive their documents. */
struct _VersionModel
{
  guint count;
  ObjectModel objects;
  guint origin;                             /* the same for a document and its branches */
  char *id;                                 /* NULL: not seen yet */
  gint64 time;                              /* 0: not seen yet */
  char *label;                              /* nullable */
  GVariant *view_state_before, *view_state; /* nullable */
  gboolean kept;
  gboolean is_step;     /* it was committed */
  gboolean is_branched; /* a document was branched from it */

  DocumentModel *document; /* whose history has it; NULL: none */
  VersionModel *parent, *redo;
  guint n_children;
};

typedef struct
{
  ObjectModel objects;
  gboolean is_edited;
  guint n_edits;
} GroupModel;

struct _DocumentModel
{
  guint origin;
  ObjectModel objects;
  gboolean is_edited; /* something is not committed */
  guint n_edits;      /* since the document was made, without those that a group has taken back */
  GPtrArray *versions;
  VersionModel *current;
  VersionModel *saved; /* nullable */
  gboolean is_new;     /* saved is the first one, which was not saved */
  gboolean has_unsaved_marks;
  guint max_versions; /* 0: no limit */
  char *merge_id;
  GArray *groups; /* GroupModel */
  char *group_label;
  GVariant *view_state; /* nullable */
  GVariant *first_view_state,
      *group_view_state; /* before the first edit: not committed, in the outermost group; nullable */
};

/* The values of the properties. */
typedef struct
{
  const VersionModel *current, *saved;
  gboolean modified, can_undo, can_redo;
  char *undo_label, *redo_label;
  GVariant *view_state;
  guint max_versions;
} DocumentStatus;

VersionModel *version_model_ref (VersionModel *self);
void version_model_unref (VersionModel *self);

DocumentModel *document_model_new (guint origin, const TroveClass *root_class, TroveKey root);
DocumentModel *document_model_branch (DocumentModel *self, VersionModel *version, guint *errors);

/* The document was loaded from a copy: it is of another origin, which no other document has. */
void document_model_reload (DocumentModel *self, guint origin);
void document_model_free (DocumentModel *self);

void document_model_get_status (const DocumentModel *self, DocumentStatus *status);
void document_status_clear (DocumentStatus *status);

/* Called before and after each edit. is_edit: it has changed something. */
void document_model_begin_edit (DocumentModel *self);
void document_model_end_edit (DocumentModel *self, gboolean is_edit);

guint document_model_commit (DocumentModel *self, const char *label, const char *merge_id);
guint document_model_rollback (DocumentModel *self);
void document_model_begin (DocumentModel *self, const char *label);
void document_model_end (DocumentModel *self); /* a group is open */
void document_model_cancel (DocumentModel *self);
guint document_model_undo (DocumentModel *self);
guint document_model_redo (DocumentModel *self);
guint document_model_go_to (DocumentModel *self, VersionModel *version);
guint document_model_set_saved (DocumentModel *self, VersionModel *version);
guint document_model_transfer (const DocumentModel *self);
void document_model_set_view_state (DocumentModel *self, GVariant *view_state);
void document_model_set_max_versions (DocumentModel *self, guint max_versions);

/* A reference on the current version, or on a new one of no history. */
VersionModel *document_model_freeze (DocumentModel *self);
