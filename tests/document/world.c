/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world.h"

#include "reload.h"

#include "by-handle.h"
#include "check-upkeep.h"
#include "class-types.h"
#include "failing-memory.h"

/* Notifications */

static const char *const property_names[N_PROPS] = {
  "current",    "saved",      "modified",   "can-undo",     "can-redo",
  "undo-label", "redo-label", "view-state", "max-versions",
};

static void
note_property (GObject *object, GParamSpec *pspec, gpointer data)
{
  Seat *seat = data;

  for (guint i = 0; i < N_PROPS; i++)
    if (g_str_equal (pspec->name, property_names[i]))
      {
        seat->n_notified[i]++;
        return;
      }
  if (!g_str_equal (pspec->name, "file")) /* of no model */
    g_error ("The property %s was notified, which never changes", pspec->name);
}

static void
get_changes (const DocumentStatus *a, const DocumentStatus *b, gboolean *changed)
{
  changed[PROP_CURRENT] = a->current != b->current;
  changed[PROP_SAVED] = a->saved != b->saved;
  changed[PROP_MODIFIED] = a->modified != b->modified;
  changed[PROP_CAN_UNDO] = a->can_undo != b->can_undo;
  changed[PROP_CAN_REDO] = a->can_redo != b->can_redo;
  changed[PROP_UNDO_LABEL] = g_strcmp0 (a->undo_label, b->undo_label) != 0;
  changed[PROP_REDO_LABEL] = g_strcmp0 (a->redo_label, b->redo_label) != 0;
  changed[PROP_VIEW_STATE] = !view_states_equal (a->view_state, b->view_state);
  changed[PROP_MAX_VERSIONS] = a->max_versions != b->max_versions;
}

static void
check_notified (Seat *seat, const DocumentStatus *before, const DocumentStatus *after)
{
  gboolean changed[N_PROPS];

  get_changes (before, after, changed);
  for (guint i = 0; i < N_PROPS; i++)
    {
      if (seat->n_notified[i] != (guint) changed[i])
        g_error ("The property %s has %s, and was notified %u times", property_names[i],
                 changed[i] ? "changed" : "not changed", seat->n_notified[i]);
      seat->n_notified[i] = 0;
    }
}

/* Documents and versions */

void
held_clear (Held *held)
{
  g_clear_pointer (&held->data, g_free);
  g_clear_object (&held->version);
  g_clear_pointer (&held->model, version_model_unref);
}

static void
take_document (Seat *seat, TroveDocument *document, DocumentModel *model)
{
  g_assert_null (seat->document);
  *seat = (Seat){ .document = document, .model = model, .watch = watch_new (document) };
  g_signal_connect (document, "notify", G_CALLBACK (note_property), seat);
}

void
world_new_document (World *world, Seat *seat, const TroveClass *root_class)
{
  const GType types[] = { class_get (CLASS_FULL)->type, class_get (CLASS_GROUP)->type };
  TroveDocument *document;
  TroveKey root;

  if (world->counts)
    failing_memory_pause (TRUE);
  document = trove_document_new (root_class->type, types, G_N_ELEMENTS (types));
  if (world->counts)
    failing_memory_pause (FALSE);
  root = trove_document_get_root_key (document);
  take_document (seat, document, document_model_new (++world->n_origins, root_class, root));
}

/* A document and its branches never make a key twice. */
void
world_add_key (World *world, const Seat *seat, TroveKey key)
{
  for (guint i = 0; i < world->keys->len; i++)
    g_assert_true (g_array_index (world->keys, TroveKey, i) != key ||
                   g_array_index (world->origins, guint, i) != seat->model->origin);

  g_assert_cmpuint (key, <, TROVE_KEY_LIMIT);
  if (world->keys->len < MOST_KEYS)
    {
      g_array_append_val (world->keys, key);
      g_array_append_val (world->origins, seat->model->origin);
    }
}

/* Returns the model. keeps_file: another document has the file now. */
static DocumentModel *
drop_document (Seat *seat, gboolean keeps_file)
{
  DocumentModel *model = seat->model;

  g_signal_handlers_disconnect_by_data (seat->document, seat);
  if (!keeps_file)
    reload_file_remove (seat->document);
  g_assert_finalize_object (seat->document);
  watch_check_gone (seat->watch);
  watch_free (seat->watch);
  *seat = (Seat){ 0 };
  return model;
}

void
world_drop_document (Seat *seat)
{
  document_model_free (drop_document (seat, FALSE));
}

void
world_replace_document (World *world, Seat *seat, TroveDocument *loaded)
{
  DocumentModel *model;

  for (guint i = 0; i < N_HELD; i++)
    if (world->held[i].version != NULL && world->held[i].model->document == seat->model)
      held_clear (&world->held[i]);
  model = drop_document (seat, trove_document_get_file (loaded) != NULL);
  document_model_reload (model, ++world->n_origins);
  trove_document_set_view_state (loaded, model->view_state);
  take_document (seat, loaded, model);
}

static gconstpointer *
peek_all (const Held *held)
{
  const ObjectModel *objects = &held->model->objects;
  guint n = object_model_n (objects);
  gconstpointer *data = g_new (gconstpointer, n);

  for (guint i = 0; i < n; i++)
    data[i] = trove_version_peek (held->version, object_model_at (objects, i)->key, NULL);
  return data;
}

void
world_hold (World *world, guint place, Held held)
{
  held.data = peek_all (&held);
  held_clear (&world->held[place]);
  world->held[place] = held;
}

/* Calls on the document */

static gboolean
call_document (TroveDocument *document, Call *call, GError **error)
{
  switch (call->kind)
    {
    case CALL_ADD:
      return trove_document_add (document, call->type, call->data, call->place.owner, call->property,
                                 call->place.position, &call->made, error);
    case CALL_SET:
      return trove_document_set (document, call->key, call->data, error);
    case CALL_REMOVE:
      return trove_document_remove (document, call->key, error);
    case CALL_MOVE:
      return trove_document_move (document, call->key, call->place.owner, call->property,
                                  call->place.position, error);
    case CALL_SPLICE:
      return trove_document_splice (document, call->key, call->property, call->from, call->n_removals,
                                    call->n_keys > 0 ? call->keys : NULL, call->n_keys, error);
    case CALL_MOVE_ITEM:
      return trove_document_move_item (document, call->key, call->property, call->from, call->to, error);
    case CALL_COMMIT:
      return trove_document_commit (document, call->label, error);
    case CALL_COMMIT_FULL:
      return trove_document_commit_full (document, call->label, call->merge_id, error);
    case CALL_ROLLBACK:
      return trove_document_rollback (document, error);
    case CALL_BEGIN:
      return trove_document_begin (document, call->label, error);
    case CALL_END:
      return trove_document_end (document, error);
    case CALL_CANCEL:
      return trove_document_cancel (document, error);
    case CALL_UNDO:
      return trove_document_undo (document, error);
    case CALL_REDO:
      return trove_document_redo (document, error);
    case CALL_GO_TO:
      return trove_document_go_to (document, call->version.version, error);
    case CALL_SET_SAVED:
      return trove_document_set_saved (document, call->version.version, error);
    case CALL_FREEZE:
      call->frozen.version = trove_document_freeze (document, error);
      return call->frozen.version != NULL;
    case CALL_BRANCH:
      call->branch = trove_document_branch (document, call->version.version, error);
      return call->branch != NULL;
    case CALL_TRANSFER:
      return trove_document_transfer (document, error);
    case CALL_SET_MAX_VERSIONS:
      trove_document_set_max_versions (document, call->max_versions);
      return TRUE;
    case CALL_SET_VIEW_STATE:
    default:
      trove_document_set_view_state (document, call->view_state);
      return TRUE;
    }
}

/* Calls on the model */

static guint
edit_model (DocumentModel *model, const Call *call)
{
  ObjectModel *objects = &model->objects;
  gboolean is_edit = FALSE;
  guint errors;

  document_model_begin_edit (model);
  switch (call->kind)
    {
    case CALL_ADD:
      errors = object_model_add (objects, call->type, call->values, &call->place, call->made, &is_edit);
      break;
    case CALL_SET:
      errors = call->field != NULL ? object_model_set_field (objects, call->key, call->field,
                                                             call->values[call->field->index], &is_edit) :
                                     object_model_set (objects, call->key, call->values, &is_edit);
      break;
    case CALL_REMOVE:
      errors = object_model_remove (objects, call->key, &is_edit);
      break;
    case CALL_MOVE:
      errors = object_model_move (objects, call->key, &call->place, &is_edit);
      break;
    case CALL_SPLICE:
      errors = object_model_splice (objects, call->key, call->list, call->from, call->n_removals, call->keys,
                                    call->n_keys, &is_edit);
      break;
    case CALL_COPY:
      errors = object_model_copy_object (objects, call->key, call->keys, call->n_keys, &is_edit);
      break;
    default:
      errors = object_model_move_item (objects, call->key, call->list, call->from, call->to, &is_edit);
      break;
    }
  document_model_end_edit (model, is_edit);
  return errors;
}

static guint
call_model (World *world, Seat *seat, Call *call)
{
  DocumentModel *model = seat->model, *branch;
  VersionModel *version = call->version.model != NULL ? call->version.model : model->current;
  guint errors = 0, i = 0;

  switch (call->kind)
    {
    case CALL_COMMIT:
    case CALL_COMMIT_FULL:
      return document_model_commit (model, world->options->is_wrong ? NULL : call->label, call->merge_id);
    case CALL_ROLLBACK:
      return document_model_rollback (model);
    case CALL_BEGIN:
      document_model_begin (model, call->label);
      return 0;
    case CALL_END:
      document_model_end (model);
      return 0;
    case CALL_CANCEL:
      document_model_cancel (model);
      return 0;
    case CALL_UNDO:
      return document_model_undo (model);
    case CALL_REDO:
      return document_model_redo (model);
    case CALL_GO_TO:
      return document_model_go_to (model, version);
    case CALL_SET_SAVED:
      return document_model_set_saved (model, version);
    case CALL_FREEZE:
      call->frozen.model = document_model_freeze (model);
      return 0;
    case CALL_BRANCH:
      branch = document_model_branch (model, version, &errors);
      if (branch != NULL && call->branch != NULL)
        {
          while (world->seats[i].document != NULL)
            i++;
          take_document (&world->seats[i], call->branch, branch);
        }
      return errors;
    case CALL_TRANSFER:
      return document_model_transfer (model);
    case CALL_SET_VIEW_STATE:
      document_model_set_view_state (model, call->view_state);
      return 0;
    case CALL_SET_MAX_VERSIONS:
      document_model_set_max_versions (model, call->max_versions);
      return 0;
    default:
      return edit_model (model, call);
    }
}

/* Failing */

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == TROVE_ERROR);
  g_assert_true (error->message[0] != '\0' && g_utf8_validate (error->message, -1, NULL));
}

/* The document is as before the call, but for the next key. */
static void
check_unchanged (World *world, Seat *seat, const DocumentStatus *before)
{
  failing_memory_pause (TRUE);
  check_notified (seat, before, before);
  watch_check (seat->watch, TRUE);
  world_check_seat (world, seat);
  failing_memory_pause (!world->counts);
}

static gboolean
is_injected (const GError *error)
{
  return g_error_matches (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED) ||
         g_error_matches (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
}

static gboolean
make_call (World *world, Seat *seat, Call *call, GError **error)
{
  gboolean done;

  return world->by_handles && by_handle_call (world, seat, call, &done, error) ?
             done :
             call_document (seat->document, call, error);
}

/* A copy or requests for memory may fail once: then nothing has changed, and the call is made again. */
static gboolean
call_and_retry (World *world, Seat *seat, Call *call, const DocumentStatus *before, GError **error)
{
  gboolean done;

  if (world->copy_fails)
    class_fail_copy_after = world->copy;
  done = make_call (world, seat, call, error);
  class_fail_copy_after = G_MAXUINT64;
  world->copy_fails = FALSE;
  if (done || !is_injected (*error))
    return done;

  check_error (*error);
  g_clear_error (error);
  if (world->counts)
    failing_memory_recover ();
  check_unchanged (world, seat, before);
  if (world->gives_up)
    {
      world->gave_up = TRUE;
      return FALSE;
    }
  return make_call (world, seat, call, error);
}

gboolean
world_call (World *world, Seat *seat, Call *call)
{
  DocumentStatus before, after;
  g_autoptr (GError) error = NULL;
  gboolean is_relaxed = world->counts || world->copy_fails;
  gboolean done;
  guint errors;

  world->n_calls++;
  document_model_get_status (seat->model, &before);
  world->gave_up = FALSE;
  done = call_and_retry (world, seat, call, &before, &error);
  if (world->gave_up)
    {
      document_status_clear (&before);
      return FALSE;
    }
  if (world->counts)
    failing_memory_pause (TRUE);
  errors = call_model (world, seat, call);
  if (errors != 0 && call->is_foreign)
    errors |= ERROR_BIT (FOREIGN);
  document_model_get_status (seat->model, &after);
  if (done != (errors == 0))
    g_error ("The errors are %x, and the document says: %s", errors,
             error != NULL ? error->message : "no error");
  if (!done)
    {
      check_error (error);
      if ((errors >> error->code & 1) == 0)
        g_error ("The errors are %x, and the document has %d: %s", errors, error->code, error->message);
    }
  else
    g_assert_no_error (error);

  check_notified (seat, &before, &after);
  watch_check (seat->watch, is_relaxed);
  document_status_clear (&before);
  document_status_clear (&after);
  world_check_seat (world, seat);
  if (world->counts)
    failing_memory_pause (FALSE);
  return done;
}

/* Checking */

void
world_check_seat (World *world, Seat *seat)
{
  gboolean all = world->options->careful || seat->model->versions->len < 16 || world->n_calls % 16 == 0;
  DocumentStatus status;

  check_document_objects (seat->document, &seat->model->objects, world->keys);
  document_model_get_status (seat->model, &status);
  check_status (seat->document, &status);
  document_status_clear (&status);
  check_upkeep (seat->document, all);
  if (all)
    check_history (seat->document, seat->model);
}

void
world_check_held (World *world, const Held *held)
{
  check_version (held->version, held->model);
  check_version_objects (held->version, held->model, world->keys);
  if (held->data != NULL)
    {
      g_autofree gconstpointer *data = peek_all (held);
      gsize size = object_model_n (&held->model->objects) * sizeof *data;

      g_assert_cmpmem (data, size, held->data, size);
    }
}

/* Reads all versions of the history. */
static void
check_versions (World *world, const Seat *seat)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (seat->document);

  for (guint i = 0; i < versions->len; i++)
    check_version_objects (g_ptr_array_index (versions, i), g_ptr_array_index (seat->model->versions, i),
                           world->keys);
}

void
world_check (World *world)
{
  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document != NULL)
      {
        world_check_seat (world, &world->seats[i]);
        check_history (world->seats[i].document, world->seats[i].model);
        check_versions (world, &world->seats[i]);
      }
  for (guint i = 0; i < N_HELD; i++)
    if (world->held[i].version != NULL)
      world_check_held (world, &world->held[i]);
}

/* Beginning and end */

void
world_init (World *world, const ProgramOptions *options)
{
  *world = (World){
    .options = options,
    .keys = g_array_new (FALSE, FALSE, sizeof (TroveKey)),
    .origins = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  class_fail_copy_after = G_MAXUINT64;
  g_random_set_seed (1); /* replica numbers of keys: a program does the same each time */
}

/* Adds an object to the root, or removes that. */
static void
commit_edit (gpointer data)
{
  TroveDocument *document = data;
  TroveKey root = trove_document_get_root_key (document), key;
  guint n = trove_document_get_n_children (document, root, "children");
  g_autoptr (GError) error = NULL;

  if (n % 2 == 0)
    trove_document_add (document, class_get (CLASS_TINY)->type, NULL, root, "children", 0, &key, &error);
  else if (trove_document_get_children (document, root, "children", 0, &key, 1) == 1)
    trove_document_remove (document, key, &error);
  g_assert_no_error (error);
  trove_document_commit (document, NULL, &error);
  g_assert_no_error (error);
}

/* A root without a list has no objects but itself. */
static void
world_check_round (Seat *seat)
{
  TroveDocument *document = seat->document;
  const ModelObject *root = object_model_at (&seat->model->objects, 0);

  if (root->klass->n_fields < 3 || seat->model->groups->len > 0)
    return;
  commit_edit (document);
  check_round (document, commit_edit, document);
  check_upkeep (document, TRUE);
}

void
world_clear (World *world)
{
  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document != NULL)
      {
        world_check_round (&world->seats[i]);
        world_drop_document (&world->seats[i]);
      }
  for (guint i = 0; i < N_HELD; i++)
    if (world->held[i].version != NULL)
      world_check_held (world, &world->held[i]);
  for (guint i = 0; i < N_HELD; i++)
    held_clear (&world->held[i]);
  g_array_unref (world->keys);
  g_array_unref (world->origins);
  class_check_no_copies ();
}
