/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-list.h"

#include "trove-version-private.h"

struct _TroveVersionList
{
  GObject parent_instance;
  const TroveHistory *history; /* NULL: gone */
  GPtrArray *told;             /* TroveStep, borrowed from the history or from left */
  GPtrArray *left;             /* TroveStep, owned: no longer in the history, but among those told */
  gboolean is_telling;
};

enum
{
  PROP_ITEM_TYPE = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TroveVersionList, trove_version_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
trove_version_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveVersionList *self = TROVE_VERSION_LIST (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, TROVE_TYPE_VERSION);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->told->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_version_list_finalize (GObject *object)
{
  TroveVersionList *self = TROVE_VERSION_LIST (object);

  g_ptr_array_unref (self->told);
  g_ptr_array_unref (self->left);

  G_OBJECT_CLASS (trove_version_list_parent_class)->finalize (object);
}

static void
trove_version_list_class_init (TroveVersionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trove_version_list_get_property;
  object_class->finalize = trove_version_list_finalize;

  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, readable);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_version_list_init (TroveVersionList *self)
{
  self->told = g_ptr_array_new ();
  self->left = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);
}

static gpointer
trove_version_list_get_item (GListModel *model, guint position)
{
  TroveVersionList *self = TROVE_VERSION_LIST (model);

  return position < self->told->len ? trove_version_of (g_ptr_array_index (self->told, position)) : NULL;
}

static GType
trove_version_list_get_item_type (GListModel *model)
{
  return TROVE_TYPE_VERSION;
}

static guint
trove_version_list_get_n_items (GListModel *model)
{
  return TROVE_VERSION_LIST (model)->told->len;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item = trove_version_list_get_item;
  iface->get_item_type = trove_version_list_get_item_type;
  iface->get_n_items = trove_version_list_get_n_items;
}

TroveVersionList *
trove_version_list_new (const TroveHistory *history)
{
  TroveVersionList *self = g_object_new (TROVE_TYPE_VERSION_LIST, NULL);

  self->history = history;
  for (guint i = 0; i < history->n_steps; i++)
    g_ptr_array_add (self->told, trove_history_nth (history, i));
  return self;
}

void
trove_version_list_keep (TroveVersionList *self, TroveStep *step)
{
  if (self != NULL)
    g_ptr_array_add (self->left, trove_step_ref (step));
}

/* Telling */

static void
emit (TroveVersionList *self, guint position, guint n_removed, guint n_added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (n_removed != n_added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* The number of steps in the history; 0 when it is gone. */
static guint
count_steps (const TroveVersionList *self)
{
  return self->history != NULL ? self->history->n_steps : 0;
}

/* Steps that left, as runs of those told: the steps that are told and not among the history's, which has the others in the same
 * order. Most often they are the oldest ones. */
static GArray *
find_runs (const TroveVersionList *self)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (guint)); /* position, number */
  guint n = count_steps (self), at = 0;

  for (guint i = 0; i < self->told->len; i++)
    {
      if (at < n && g_ptr_array_index (self->told, i) == trove_history_nth (self->history, at))
        {
          at++;
          continue;
        }
      if (runs->len > 0 &&
          g_array_index (runs, guint, runs->len - 2) + g_array_index (runs, guint, runs->len - 1) == i)
        g_array_index (runs, guint, runs->len - 1)++;
      else
        {
          const guint run[] = { i, 1 };

          g_array_append_vals (runs, run, G_N_ELEMENTS (run));
        }
    }
  return runs;
}

/* Emits the removal of the steps that have left, from the last one on. */
static void
tell_left (TroveVersionList *self)
{
  GPtrArray *left = self->left;
  g_autoptr (GArray) runs = find_runs (self);

  self->left = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);
  for (guint i = runs->len; i > 0; i -= 2)
    {
      guint position = g_array_index (runs, guint, i - 2), n = g_array_index (runs, guint, i - 1);

      g_ptr_array_remove_range (self->told, position, n);
      emit (self, position, n, 0);
    }
  g_ptr_array_unref (left);
}

/* Emits the addition of new steps. */
static void
tell_new (TroveVersionList *self)
{
  guint n_told = self->told->len, n = count_steps (self);

  for (guint i = n_told; i < n; i++)
    g_ptr_array_add (self->told, trove_history_nth (self->history, i));
  emit (self, n_told, 0, n - n_told);
}

/* A handler may make a version: it is told when all have heard of those before. */
void
trove_version_list_tell (TroveVersionList *self)
{
  if (self == NULL || self->is_telling)
    return;

  g_object_ref (self);
  self->is_telling = TRUE;
  while (self->left->len > 0 || self->told->len < count_steps (self))
    if (self->left->len > 0)
      tell_left (self);
    else
      tell_new (self);
  self->is_telling = FALSE;
  g_object_unref (self);
}

void
trove_version_list_end (TroveVersionList *self)
{
  for (guint i = 0; i < self->told->len; i++)
    trove_version_list_keep (self, g_ptr_array_index (self->told, i));
  self->history = NULL;
  trove_version_list_tell (self);
}
