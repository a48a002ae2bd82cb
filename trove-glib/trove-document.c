/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: making one, its thread, and its properties. */

#include "document.h"

#include "state/editor-data.h"

#include "document-auto-commit.h"
#include "document-file.h"
#include "trove-document-autosave-private.h"
#include "trove-document-objects-private.h"

/**
 * TroveDocument:
 *
 * Objects with identity, whose properties and lists have versions.
 *
 * A document has one root object. Every other object has one owner: another object that has it in an owned property
 * or an owned list. Objects also refer to each other, by properties and lists of references. An object is named by
 * its [alias@Trove.Key], which it keeps over all versions.
 *
 * Edits change the current state at once. [method@Trove.Document.commit] makes a step of all edits since the last
 * one: a [class@Trove.Version]. The versions are a tree. [method@Trove.Document.undo] goes to the version before,
 * [method@Trove.Document.redo] back, [method@Trove.Document.go_to] to any other. [method@Trove.Document.branch] makes a second
 * document of a version, and [method@Trove.Document.merge] brings the versions of one into the other.
 *
 * A version shares with its neighbours all objects that do not differ. It takes memory for the objects that were
 * changed, and time that does not depend on the number of objects. All versions stay, unless
 * [property@Trove.Document:max-versions] or [property@Trove.Document:max-history-bytes] limits the history.
 *
 * A document belongs to one thread, as an arena does: the thread that made it, until
 * [method@Trove.Document.transfer]. Versions are read by any number of threads.
 *
 * Objects are used as instances of their classes, derived from [class@Trove.Object]: [method@Trove.Document.get_root]
 * returns the root, and g_object_new() with the property `document` makes others. Their properties are set as those of any
 * GObject, and lists are [class@Trove.List]. Undo notifies the properties and lists that it changes.
 *
 * The functions that take keys are for C and need no instance of an object's type: their data is the struct that the
 * class was installed with.
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE (TroveDocument, trove_document, G_TYPE_OBJECT)

static void
trove_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveDocument *self = TROVE_DOCUMENT (object);

  switch (id)
    {
    case TROVE_DOCUMENT_PROP_ROOT_TYPE:
      g_value_set_gtype (value, trove_document_get_root_type (self));
      break;
    case TROVE_DOCUMENT_PROP_ROOT:
      g_value_set_object (value, trove_document_get_root (self));
      break;
    case TROVE_DOCUMENT_PROP_RESTORING:
      g_value_set_boolean (value, trove_document_get_restoring (self));
      break;
    case TROVE_DOCUMENT_PROP_HISTORY:
      g_value_set_object (value, trove_document_get_history (self));
      break;
    case TROVE_DOCUMENT_PROP_CURRENT:
      g_value_take_object (value, trove_document_dup_current (self));
      break;
    case TROVE_DOCUMENT_PROP_SAVED:
      g_value_take_object (value, trove_document_dup_saved (self));
      break;
    case TROVE_DOCUMENT_PROP_FILE:
      g_value_set_object (value, trove_document_get_file (self));
      break;
    case TROVE_DOCUMENT_PROP_MODIFIED:
      g_value_set_boolean (value, trove_document_get_modified (self));
      break;
    case TROVE_DOCUMENT_PROP_CAN_UNDO:
      g_value_set_boolean (value, trove_document_get_can_undo (self));
      break;
    case TROVE_DOCUMENT_PROP_CAN_REDO:
      g_value_set_boolean (value, trove_document_get_can_redo (self));
      break;
    case TROVE_DOCUMENT_PROP_UNDO_LABEL:
      g_value_set_string (value, trove_document_get_undo_label (self));
      break;
    case TROVE_DOCUMENT_PROP_REDO_LABEL:
      g_value_set_string (value, trove_document_get_redo_label (self));
      break;
    case TROVE_DOCUMENT_PROP_VIEW_STATE:
      g_value_set_variant (value, trove_document_get_view_state (self));
      break;
    case TROVE_DOCUMENT_PROP_AUTO_COMMIT:
      g_value_set_boolean (value, trove_document_get_auto_commit (self));
      break;
    case TROVE_DOCUMENT_PROP_MAX_VERSIONS:
      g_value_set_uint (value, trove_document_get_max_versions (self));
      break;
    case TROVE_DOCUMENT_PROP_MAX_HISTORY_BYTES:
      g_value_set_uint64 (value, trove_document_get_max_history_bytes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_document_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TroveDocument *self = TROVE_DOCUMENT (object);

  switch (id)
    {
    case TROVE_DOCUMENT_PROP_VIEW_STATE:
      trove_document_set_view_state (self, g_value_get_variant (value));
      break;
    case TROVE_DOCUMENT_PROP_AUTO_COMMIT:
      trove_document_set_auto_commit (self, g_value_get_boolean (value));
      break;
    case TROVE_DOCUMENT_PROP_MAX_VERSIONS:
      trove_document_set_max_versions (self, g_value_get_uint (value));
      break;
    case TROVE_DOCUMENT_PROP_MAX_HISTORY_BYTES:
      trove_document_set_max_history_bytes (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
clear_group (gpointer group)
{
  trove_view_clear (&((TroveGroup *) group)->savepoint.view);
}

static TroveHandles *
make_handles (TroveDocument *self)
{
  TroveHandles *handles = trove_handles_new (&self->editor.state);

  handles->document = self;
  handles->funcs = &trove_document_handles_funcs;
  handles->owner = &self->owner;
  handles->n_changes = ++self->n_changes;
  return handles;
}

/* A handler may take a new reference on the document, which then has other handles. A handler of a list may call
 * g_object_run_dispose(): lists that still have to emit cannot be told of another change. */
static void
trove_document_dispose (GObject *object)
{
  TroveDocument *self = TROVE_DOCUMENT (object);

  trove_document_leave_loop (self);
  if (self->notes.locked->len == 0)
    trove_document_remove_handles (self, make_handles (self));
  if (self->version_list != NULL)
    {
      TroveVersionList *list = g_steal_pointer (&self->version_list);

      trove_version_list_end (list);
      g_object_unref (list);
    }

  G_OBJECT_CLASS (trove_document_parent_class)->dispose (object);
}

static void
trove_document_finalize (GObject *object)
{
  TroveDocument *self = TROVE_DOCUMENT (object);

  trove_document_leave_loop (self);
  trove_document_remove_handles (self, NULL);
  self->is_changing = TRUE;
  g_array_unref (self->groups);
  trove_document_clear_autosave (self);
  g_clear_pointer (&self->saves, g_queue_free);
  g_clear_pointer (&self->older, g_array_unref);
  g_clear_pointer (&self->auto_file, trove_document_file_free);
  g_clear_pointer (&self->file, trove_document_file_free);
  trove_upkeep_clear (&self->upkeep);
  trove_history_clear (&self->history);
  g_clear_pointer (&self->self_ref, trove_marks_release);
  trove_editor_clear (&self->editor);
  g_clear_pointer (&self->view_state, g_variant_unref);
  g_clear_pointer (&self->first_view_state, g_variant_unref);
  g_clear_pointer (&self->group_view_state, g_variant_unref);
  trove_document_clear_status (&self->told);
  g_free (self->group_label);
  g_free (self->merge_id);
  g_ptr_array_unref (self->merges);
  g_clear_pointer (&self->merged, trove_step_unref);
  trove_core_clear (&self->core);
  trove_notes_clear (&self->notes);
  g_weak_ref_clear (&self->frozen);
  g_clear_pointer (&self->origin, trove_origin_unref);

  G_OBJECT_CLASS (trove_document_parent_class)->finalize (object);
}

static void
trove_document_class_init (TroveDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  trove_document_class = klass;
  object_class->get_property = trove_document_get_property;
  object_class->set_property = trove_document_set_property;
  object_class->dispose = trove_document_dispose;
  object_class->finalize = trove_document_finalize;

  /**
   * TroveDocument:root-type:
   *
   * The type of the root object.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_ROOT_TYPE] =
      g_param_spec_gtype ("root-type", NULL, NULL, G_TYPE_NONE, readable);
  /**
   * TroveDocument:history: (getter get_history)
   *
   * The versions of the history, as a list model of [class@Trove.Version].
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_HISTORY] =
      g_param_spec_object ("history", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  /**
   * TroveDocument:current: (getter dup_current)
   *
   * The version that the document is at, without the edits that are not committed.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_CURRENT] =
      g_param_spec_object ("current", NULL, NULL, TROVE_TYPE_VERSION, readable);
  /**
   * TroveDocument:saved: (getter dup_saved)
   *
   * The version that was saved last. %NULL if none was saved, or the history does not have it any more.
   *
   * [method@Trove.Document.save] and [method@Trove.Document.set_saved] make a version the saved one. A document that is loaded has
   * that of its file.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_SAVED] =
      g_param_spec_object ("saved", NULL, NULL, TROVE_TYPE_VERSION, readable);
  /**
   * TroveDocument:file: (getter get_file)
   *
   * The file that the document was loaded from or saved to last; %NULL for none. A window takes its title from it.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_FILE] =
      g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, readable);
  /**
   * TroveDocument:modified: (getter get_modified)
   *
   * Whether there are edits that are not committed, the current version is not the saved one, or a version of the history has
   * become [property@Trove.Version:kept] or not, or got another [property@Trove.Version:name], since the last save. As long as
   * nothing was saved, a document that was made or branched is not modified at its first version, unless that was kept or named.
   *
   * If another thread than the document's changes a version so, the property is notified with the next edit or step.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_MODIFIED] =
      g_param_spec_boolean ("modified", NULL, NULL, FALSE, readable);
  /**
   * TroveDocument:can-undo: (getter get_can_undo)
   *
   * Whether [method@Trove.Document.undo] has something to take back.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_CAN_UNDO] =
      g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, readable);
  /**
   * TroveDocument:can-redo: (getter get_can_redo)
   *
   * Whether [method@Trove.Document.redo] has a version to go to. It is %FALSE while there are edits that are not
   * committed.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_CAN_REDO] =
      g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, readable);
  /**
   * TroveDocument:undo-label: (getter get_undo_label)
   *
   * The label of the step that [method@Trove.Document.undo] takes back. %NULL for edits that are not committed, and
   * for a step without a label.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_UNDO_LABEL] =
      g_param_spec_string ("undo-label", NULL, NULL, NULL, readable);
  /**
   * TroveDocument:redo-label: (getter get_redo_label)
   *
   * The label of the step that [method@Trove.Document.redo] makes again, or %NULL.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_REDO_LABEL] =
      g_param_spec_string ("redo-label", NULL, NULL, NULL, readable);
  /**
   * TroveDocument:view-state: (getter get_view_state) (setter set_view_state)
   *
   * The application's state beside the objects, such as the selection: any variant.
   *
   * Each step notes the view state before its first edit and at its end. Undo sets the one before, redo and
   * [method@Trove.Document.go_to] the one at the end. [method@Trove.Document.rollback] and cancelling the outermost
   * group set the one before the first edit. A change of the view state alone is no edit.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_VIEW_STATE] =
      g_param_spec_variant ("view-state", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, writable);
  /**
   * TroveDocument:auto-commit: (getter get_auto_commit) (setter set_auto_commit)
   *
   * Whether edits that no group has are made a step by themselves, when the main loop is idle.
   *
   * The label of the step is the nick of the property or list that was edited first. The step waits for the end of a group of
   * edits, and while somebody holds an object that has no owner: a commit would drop the object. The next edit then schedules the
   * step. The main loop is the one of [signal@Trove.Document::edited].
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_AUTO_COMMIT] =
      g_param_spec_boolean ("auto-commit", NULL, NULL, FALSE, writable);
  /**
   * TroveDocument:max-versions: (getter get_max_versions) (setter set_max_versions)
   *
   * The number of versions that the history may have; 0 for no limit.
   *
   * When a step is made and the history has more versions than that, it drops some. First those go that are on other
   * branches than the current version, the oldest ones first; then those before the current version, from the oldest
   * on; then those that redo leads to, from the last one on. The current version, the saved one and those that are
   * [property@Trove.Version:kept] stay, and count; the first one does until one is saved.
   *
   * A version that was dropped can be read as long as somebody holds it, but the document cannot go to it. It leaves a
   * gap: undo and redo stop there, [method@Trove.Document.go_to] crosses it. No object of another version is lost.
   *
   * A document that was branched from another has no limit until one is set.
   *
   * Beside the versions of the history, a document holds the version that it was branched from, or that it has merged last, for
   * the next merge.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_MAX_VERSIONS] =
      g_param_spec_uint ("max-versions", NULL, NULL, 0, G_MAXUINT, 0, writable);
  /**
   * TroveDocument:max-history-bytes: (getter get_max_history_bytes) (setter set_max_history_bytes)
   *
   * The number of bytes that the history may keep for undo and redo; 0 for no limit.
   *
   * The bytes are the sum of [property@Trove.Version:n-bytes] over the versions that may be dropped: all but the current
   * one, the saved one and those that are kept. If a step that is made leads beyond the limit, versions are dropped in the
   * order of [property@Trove.Document:max-versions]. Either limit may be set, or both.
   *
   * Bytes are counted from the first limit on: versions that were made before have none. So set the limit when the
   * document is made.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_MAX_HISTORY_BYTES] =
      g_param_spec_uint64 ("max-history-bytes", NULL, NULL, 0, G_MAXUINT64, 0, writable);
  /**
   * TroveDocument:root: (getter get_root)
   *
   * The root object.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_ROOT] =
      g_param_spec_object ("root", NULL, NULL, TROVE_TYPE_OBJECT, readable);
  /**
   * TroveDocument:restoring: (getter get_restoring)
   *
   * Whether handlers are being told of a change of the whole document: of undo, redo,
   * [method@Trove.Document.go_to], rollback, a group that was cancelled, changes that were applied, a version that was merged, a
   * conflict that was decided, or objects that a commit has dropped. Nothing can be edited meanwhile. The property is not notified.
   *
   * Since: 1.0
   */
  trove_document_pspecs[TROVE_DOCUMENT_PROP_RESTORING] =
      g_param_spec_boolean ("restoring", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, TROVE_DOCUMENT_N_PROPS, trove_document_pspecs);

  /**
   * TroveDocument::changed:
   * @self: the document
   * @changes: (nullable): the changes, or %NULL if there was no memory to find them
   *
   * Emitted after undo, redo, [method@Trove.Document.go_to], rollback, a group that was cancelled, changes that were applied,
   * a version that was merged, a conflict that was decided, and a commit that has dropped objects, if they have changed
   * anything. All lists and properties have been told before.
   *
   * Many changes are compared when a handler reads them first, so a handler that does not read @changes costs nothing of
   * them. They may also be kept, and read later. Where that needs memory that there is not, they read as none, after a
   * warning; [method@Trove.Changes.read] has an error instead.
   *
   * An edit does not emit the signal. [signal@Trove.Document::edited] tells of edits as well.
   *
   * Since: 1.0
   */
  trove_document_signal_changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 1, TROVE_TYPE_CHANGES);
  /**
   * TroveDocument::edited:
   * @self: the document
   *
   * Emitted by the main loop when the current state is another one than at the last emission: after edits, whether a group is open
   * or not, after a group that was cancelled, and after all that emits [signal@Trove.Document::changed].
   *
   * The signal is for views: a canvas connects to it alone, and queues a draw. It is emitted once for all edits of an iteration of the
   * main loop, with a priority of %G_PRIORITY_HIGH_IDLE, so GTK lays out and draws afterwards. A commit alone does not change the
   * current state, and emits nothing. Edits that were taken back before the next iteration are none. The first emission after a handler
   * was connected, where there was none, may be about nothing: there is no earlier state to compare with. So is one without memory.
   * That first one has a priority of %G_PRIORITY_LOW.
   *
   * The differences between both signals: `changed` is emitted at once, with the changes, and not after edits. `edited` is emitted
   * later, without the changes, and after each of them. [method@Trove.Document.freeze] and [method@Trove.Version.compare] find
   * them. A handler of `edited` may edit the document; it is called again in the next iteration.
   *
   * The main loop is that of the default main context if the document was made, or came to its thread, with no other context pushed,
   * or while the thread ran the default one: a context that is pushed for a while, as to wait for one task, does not get the signal.
   * A thread with a main loop of its own pushes its context before it makes or uses a document; then the main loop is that of the
   * thread-default context of each edit. Without a running main loop, and in one that another thread runs, nothing is emitted.
   * [method@Trove.Document.transfer] drops an emission that is due.
   *
   * Cost: as long as no handler is connected, one test an edit, and a source for each iteration of the main loop with edits. With a
   * handler, each emission keeps the state that it tells of, as a version does: the next edit copies the object that it changes and its
   * way in the key map, about 1 KB for one property. A document without a limit of its history
   * ([property@Trove.Document:max-versions], [property@Trove.Document:max-history-bytes]) keeps these bytes until it ends; one with a
   * limit gives them back with its commits.
   *
   * Since: 1.0
   */
  trove_document_signal_edited = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TroveDocument::autosave-failed:
   * @self: the document
   * @error: what went wrong
   *
   * Emitted when an automatic save has failed: [method@Trove.Document.set_autosave].
   *
   * Since: 1.0
   */
  trove_document_signal_autosave_failed =
      g_signal_new ("autosave-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
trove_document_init (TroveDocument *self)
{
  atomic_init (&self->owner, TROVE_THREAD_NONE); /* until it has a root */
  trove_core_init (&self->core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&self->editor, &self->core);
  trove_notes_init (&self->notes);
  self->head.handles = make_handles (self);
  trove_upkeep_init (&self->upkeep);
  for (guint i = 0; i < G_N_ELEMENTS (self->next_id); i++)
    self->next_id[i] = (guint64) g_random_int () << 32 | g_random_int ();
  self->merges = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_merge_context_unref);
  self->groups = g_array_new (FALSE, FALSE, sizeof (TroveGroup));
  g_array_set_clear_func (self->groups, clear_group);
  g_weak_ref_init (&self->frozen, NULL);
}

/* Making */

static gboolean
check_types (GType root_type, const GType *types, guint n_types, GError **error)
{
  for (guint i = 0; i < n_types; i++)
    if (trove_class_ensure (types[i], error) == NULL)
      return FALSE;
  return trove_class_ensure (root_type, error) != NULL;
}

static void
make_root (TroveDocument *self, GType root_type)
{
  TroveEditor *editor = &self->editor;
  g_autoptr (GError) error = NULL;

  self->origin = trove_origin_new (root_type);
  editor->state.root = trove_document_make_key (self, &error);
  if (!trove_editor_create (editor, trove_class_lookup (root_type), editor->state.root, NULL, NULL, &error) ||
      !trove_core_freeze (&self->core, &error))
    g_error ("No memory for the root of a document: %s", error->message);
  g_array_set_size (editor->ownerless, 0);
}

/**
 * trove_document_new:
 * @root_type: the type of the root object: a class of [class@Trove.Object] that is not abstract
 * @types: (array length=n_types) (nullable): other types whose objects the document may have
 * @n_types: number of types
 *
 * Makes a document with a root object, whose properties have their defaults. It belongs to the calling thread.
 *
 * Objects of any class with fields may be added later. Naming a type in @types makes its class now, so that a type
 * that cannot be stored is found early.
 *
 * Returns: (transfer full): a new document; %NULL after a critical if a type has no fields registered, or the root's is
 *   abstract
 *
 * Since: 1.0
 */
TroveDocument *
trove_document_new (GType root_type, const GType *types, guint n_types)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *self;
  TroveOrigin *origin;

  g_return_val_if_fail (types != NULL || n_types == 0, NULL);
  g_return_val_if_fail (!G_TYPE_IS_ABSTRACT (root_type), NULL);

  if (!check_types (root_type, types, n_types, &error))
    {
      g_critical ("%s", error->message);
      return NULL;
    }

  self = g_object_new (TROVE_TYPE_DOCUMENT, NULL);
  make_root (self, root_type);
  origin = self->origin;
  trove_document_start (self, trove_document_make_step (self, NULL, NULL));
  trove_origin_unref (origin); /* the document has that of the step */
  return self;
}

/**
 * trove_document_transfer:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Gives up the ownership of the document: the next thread that uses the document owns it. A thread that ends, or calls
 * [func@Trove.thread_leave], gives up all its documents.
 *
 * Pointers that were taken from the document must not be used afterwards.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a group of edits is open, a value is copied or the document is
 *   being saved, or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_document_transfer (TroveDocument *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_step (self, error))
    return FALSE;

  if (trove_document_file_is_saving (self->file) || trove_document_file_is_saving (self->auto_file))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_BUSY, "The document is being saved");
      return FALSE;
    }
  trove_document_leave_loop (self); /* the next edit schedules on its thread */
  atomic_store_explicit (&self->owner, TROVE_THREAD_NONE, memory_order_release);
  return TRUE;
}

/* Properties */

/**
 * trove_document_get_root_type:
 * @self: a document
 *
 * Returns the type of the root object.
 *
 * Returns: the type of the root object
 *
 * Since: 1.0
 */
GType
trove_document_get_root_type (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), G_TYPE_INVALID);

  return self->origin != NULL ? trove_origin_root_type (self->origin) : G_TYPE_NONE;
}

/**
 * trove_document_get_modified: (get-property modified)
 * @self: a document
 *
 * Returns whether there is something to save.
 *
 * Cost: constant.
 *
 * Returns: %TRUE if there are edits that are not committed, or the current version is not the saved one
 *
 * Since: 1.0
 */
gboolean
trove_document_get_modified (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);

  return trove_document_may_read (self) && trove_document_status (self).modified;
}

/**
 * trove_document_get_can_undo: (get-property can-undo)
 * @self: a document
 *
 * Returns whether undo has something to take back.
 *
 * Returns: %TRUE if there is a version before the current one, or there are edits that are not committed
 *
 * Since: 1.0
 */
gboolean
trove_document_get_can_undo (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);

  return trove_document_may_read (self) && trove_document_status (self).can_undo;
}

/**
 * trove_document_get_can_redo: (get-property can-redo)
 * @self: a document
 *
 * Returns whether redo has a version to go to.
 *
 * Returns: %TRUE if redo has a version to go to
 *
 * Since: 1.0
 */
gboolean
trove_document_get_can_redo (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);

  return trove_document_may_read (self) && trove_document_status (self).can_redo;
}

/**
 * trove_document_get_undo_label: (get-property undo-label)
 * @self: a document
 *
 * Returns the label of the step that undo takes back.
 *
 * Returns: (nullable): the label, or %NULL
 *
 * Since: 1.0
 */
const char *
trove_document_get_undo_label (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  return trove_document_may_read (self) ? trove_document_status (self).undo_label : NULL;
}

/**
 * trove_document_get_redo_label: (get-property redo-label)
 * @self: a document
 *
 * Returns the label of the step that redo makes again.
 *
 * Returns: (nullable): the label, or %NULL
 *
 * Since: 1.0
 */
const char *
trove_document_get_redo_label (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  return trove_document_may_read (self) ? trove_document_status (self).redo_label : NULL;
}

/**
 * trove_document_get_view_state: (get-property view-state)
 * @self: a document
 *
 * Returns the application's state beside the objects. See [property@Trove.Document:view-state].
 *
 * Returns: (nullable) (transfer none): the view state, or %NULL
 *
 * Since: 1.0
 */
GVariant *
trove_document_get_view_state (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  return trove_document_may_read (self) ? self->view_state : NULL;
}

/**
 * trove_document_set_view_state: (set-property view-state)
 * @self: a document of the calling thread
 * @view_state: (nullable): the view state; a floating reference is taken
 *
 * Sets the application's state beside the objects. See [property@Trove.Document:view-state].
 *
 * Since: 1.0
 */
void
trove_document_set_view_state (TroveDocument *self, GVariant *view_state)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));

  if (trove_document_may_read (self) && trove_document_put_view_state (self, view_state))
    g_object_notify_by_pspec (G_OBJECT (self), trove_document_pspecs[TROVE_DOCUMENT_PROP_VIEW_STATE]);
}

/**
 * trove_document_get_restoring: (get-property restoring)
 * @self: a document
 *
 * Returns whether handlers are being told of a change of the whole document, as undo. A handler that makes steps of what the
 * user edits asks first. See [property@Trove.Document:restoring].
 *
 * Returns: %TRUE while nothing can be edited, since handlers are being told
 *
 * Since: 1.0
 */
gboolean
trove_document_get_restoring (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);

  return trove_document_may_read (self) && self->head.handles->is_telling;
}

/**
 * trove_document_get_auto_commit: (get-property auto-commit)
 * @self: a document
 *
 * Returns whether edits are made a step when the main loop is idle. See [property@Trove.Document:auto-commit].
 *
 * Returns: whether edits are made a step by themselves
 *
 * Since: 1.0
 */
gboolean
trove_document_get_auto_commit (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);

  return trove_document_may_read (self) && self->auto_commit;
}

/**
 * trove_document_set_auto_commit: (set-property auto-commit)
 * @self: a document of the calling thread
 * @auto_commit: whether edits are made a step by themselves
 *
 * Sets whether edits are made a step when the main loop is idle. See [property@Trove.Document:auto-commit].
 *
 * Since: 1.0
 */
void
trove_document_set_auto_commit (TroveDocument *self, gboolean auto_commit)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));

  auto_commit = auto_commit != FALSE;
  if (!trove_document_may_read (self) || auto_commit == self->auto_commit)
    return;

  self->auto_commit = auto_commit;
  if (auto_commit)
    trove_document_schedule_commit (self, NULL);
  else
    trove_document_cancel_commit (self);
  g_object_notify_by_pspec (G_OBJECT (self), trove_document_pspecs[TROVE_DOCUMENT_PROP_AUTO_COMMIT]);
}
