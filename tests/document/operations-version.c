/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

#include "check-changes.h"
#include "failing-memory.h"
#include "reload.h"

/* Versions */

/* A version that was frozen before and is still held has a model, to which nothing has been added but its mark. */
static void
find_model (World *world, Held *frozen)
{
  for (guint i = 0; i < N_HELD; i++)
    if (world->held[i].version == frozen->version && world->held[i].model != frozen->model)
      {
        frozen->model->kept = world->held[i].model->kept;
        world_check_held (world, frozen);
        version_model_unref (frozen->model);
        frozen->model = version_model_ref (world->held[i].model);
        return;
      }
}

void
op_freeze (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_FREEZE };

  say (world, "freeze");
  world_call (world, seat, &call);
  find_model (world, &call.frozen);
  world_check_held (world, &call.frozen);
  world_hold (world, op->other % N_HELD, call.frozen);
}

void
op_hold (World *world, Seat *seat, const Operation *op)
{
  Held version = choose_version (world, seat, op);

  say (world, "hold a version");
  version_model_ref (version.model);
  world_hold (world, op->value % N_HELD, version);
}

void
op_let_go (World *world, Seat *seat, const Operation *op)
{
  say (world, "let go of a version");
  held_clear (&world->held[op->other % N_HELD]);
}

void
op_read_held (World *world, Seat *seat, const Operation *op)
{
  const Held *held = &world->held[op->other % N_HELD];

  say (world, "read a held version");
  if (held->version != NULL)
    world_check_held (world, held);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* NULL: it is in no history. */
static Seat *
find_seat (World *world, const VersionModel *version)
{
  for (guint i = 0; i < N_SEATS; i++)
    if (version->document != NULL && world->seats[i].model == version->document)
      return &world->seats[i];
  return NULL;
}

static gboolean
is_modified (const Seat *seat)
{
  DocumentStatus status = { 0 };

  if (seat != NULL)
    {
      document_model_get_status (seat->model, &status);
      g_assert_cmpint (trove_document_get_modified (seat->document), ==, status.modified);
    }
  document_status_clear (&status);
  return status.modified;
}

void
op_keep (World *world, Seat *seat, const Operation *op)
{
  Held version = choose_version (world, seat, op);
  Seat *of = find_seat (world, version.model);
  gboolean was_modified = is_modified (of), kept = op->value % 2 == 0, differs;
  guint n_notified = 0;
  gulong handler;

  say (world, kept ? "keep a version" : "keep a version no more");
  differs = version.model->kept != kept;
  handler = g_signal_connect (version.version, "notify::kept", G_CALLBACK (count_notify), &n_notified);
  trove_version_set_kept (version.version, kept);
  g_signal_handler_disconnect (version.version, handler);
  g_assert_cmpuint (n_notified, ==, differs);
  version.model->kept = kept;
  check_version (version.version, version.model);
  if (of != NULL)
    {
      of->model->has_unsaved_marks |= differs;
      g_assert_cmpuint (of->n_notified[PROP_MODIFIED], ==, is_modified (of) != was_modified);
      of->n_notified[PROP_MODIFIED] = 0;
    }
  g_object_unref (version.version);
}

/* foreign: the versions have different origins. */
static void
check_compared (TroveChanges *changes, const GError *error, const ObjectModel *from, const ObjectModel *to,
                gboolean foreign)
{
  g_autoptr (TroveChanges) inverse = NULL;

  if (foreign)
    {
      g_assert_null (changes);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
      return;
    }

  g_assert_no_error (error);
  check_changes (changes, from, to);
  inverse = trove_changes_inverse (changes);
  check_changes (inverse, to, from);
}

TroveChanges *
compare_versions (World *world, const Seat *seat, TroveVersion *from, TroveVersion *to, GError **error)
{
  for (;;)
    {
      TroveChanges *changes = to != NULL ? trove_version_compare (from, to, error) :
                                           trove_document_compare (seat->document, from, error);

      if (!world->counts || !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY))
        return changes;
      g_assert_null (changes);
      g_clear_error (error);
      failing_memory_recover ();
    }
}

void
op_compare (World *world, Seat *seat, const Operation *op)
{
  Operation second = { .key = op->value, .other = op->position, .extra = op->property };
  Held from = choose_version (world, seat, op), to = choose_version (world, seat, &second);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other_error = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveChanges) with_current = NULL;

  say (world, "compare versions with %u and %u objects, and one with the document",
       object_model_n (&from.model->objects), object_model_n (&to.model->objects));
  changes = compare_versions (world, seat, from.version, to.version, &error);
  with_current = compare_versions (world, seat, from.version, NULL, &other_error);
  if (world->counts)
    failing_memory_pause (TRUE);
  check_compared (changes, error, &from.model->objects, &to.model->objects,
                  from.model->origin != to.model->origin);
  check_compared (with_current, other_error, &from.model->objects, &seat->model->objects,
                  from.model->origin != seat->model->origin);
  world_check_seat (world, seat);
  if (world->counts)
    failing_memory_pause (FALSE);
  g_object_unref (from.version);
  g_object_unref (to.version);
}

/* Documents */

void
op_branch (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_BRANCH };
  gboolean is_room = FALSE;

  for (guint i = 0; i < N_SEATS; i++)
    is_room = is_room || world->seats[i].document == NULL;
  if (!is_room)
    return;
  if (op->extra % 8 == 0)
    call_plain (world, seat, CALL_BRANCH, "branch");
  else
    call_with_version (world, seat, op, &call, "branch");

  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document != NULL)
      world_check_seat (world, &world->seats[i]);
}

void
op_new_document (World *world, Seat *seat, const Operation *op)
{
  static const ClassNumber roots[] = { CLASS_NODE, CLASS_FULL, CLASS_GROUP, CLASS_TINY };

  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document == NULL)
      {
        say (world, "new document");
        world_new_document (world, &world->seats[i], class_get (roots[op->value % G_N_ELEMENTS (roots)]));
        world_check_seat (world, &world->seats[i]);
        return;
      }
}

void
op_drop_document (World *world, Seat *seat, const Operation *op)
{
  say (world, "drop the document");
  world_drop_document (seat);
}

/* As a document that was saved and loaded: its old versions are unread. */
void
op_reload (World *world, Seat *seat, const Operation *op)
{
  TroveDocument *loaded;

  if (seat->model->groups->len > 0 || seat->model->is_edited)
    return;
  say (world, "load the document anew, with %u versions", seat->model->versions->len);
  if (world->counts)
    failing_memory_pause (TRUE);
  loaded = reload_document (seat->document, op->value % N_RELOADS);
  world_replace_document (world, seat, loaded);
  world_check_seat (world, seat);
  if (world->counts)
    failing_memory_pause (FALSE);
}

/* Saves the document, and loads it from its file, which has what earlier saves wrote. */
void
op_save (World *world, Seat *seat, const Operation *op)
{
  TroveDocument *loaded;

  if (seat->model->groups->len > 0 || seat->model->is_edited)
    return;
  say (world, "save the document with %u versions", seat->model->versions->len);
  if (world->counts)
    failing_memory_pause (TRUE);
  loaded = reload_by_file (seat->document);
  if (loaded != NULL)
    document_model_set_saved (seat->model, seat->model->current);
  memset (seat->n_notified, 0, sizeof seat->n_notified);
  world_check_seat (world, seat);
  if (loaded == NULL)
    ; /* a value cannot be written */
  else if (op->value % 2 == 0)
    world_replace_document (world, seat, loaded);
  else
    g_object_unref (loaded);
  if (world->counts)
    failing_memory_pause (FALSE);
}

/* In another thread, which owns the document until it ends. */
static gpointer
adopt (gpointer data)
{
  TroveDocument *document = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_begin (document, NULL, &error));
  g_assert_true (trove_document_cancel (document, &error));
  return NULL;
}

/* In another thread, which cannot use the document. */
static gpointer
be_refused (gpointer data)
{
  TroveDocument *document = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_document_undo (document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  return NULL;
}

void
op_transfer (World *world, Seat *seat, const Operation *op)
{
  gboolean threads = op->value % 8 == 1 && !world->counts;

  if (threads)
    g_thread_join (g_thread_new ("stranger", be_refused, seat->document));
  if (threads && seat->model->groups->len == 0)
    {
      say (world, "transfer to a thread that ends");
      g_assert_true (trove_document_transfer (seat->document, NULL));
      g_thread_join (g_thread_new ("owner", adopt, seat->document));
    }
  call_plain (world, seat, CALL_TRANSFER, "transfer");
}

/* Holds the handles of objects, or lets go of them. */
void
op_watch (World *world, Seat *seat, const Operation *op)
{
  TroveKey key = choose_key (world, seat, op->key);
  guint n = 1 + op->value % 4;

  say (world, "%s %u objects from %" G_GUINT64_FORMAT " on", op->extra % 4 == 3 ? "lend" : "watch", n, key);
  if (world->counts)
    failing_memory_pause (TRUE);
  for (guint i = 0; i < n; i++)
    if (op->extra % 4 == 3)
      watch_lend (seat->watch, key + i);
    else
      watch_toggle (seat->watch, key + i);
  watch_check (seat->watch, TRUE);
  if (world->counts)
    failing_memory_pause (FALSE);
}

void
op_fail_copy (World *world, Seat *seat, const Operation *op)
{
  if (world->counts)
    return;
  say (world, "copy %u of the next call fails", op->value % 4);
  world->copy_fails = TRUE;
  world->copy = op->value % 4;
  world->gives_up = op->extra % 2 != 0;
}
