/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/reversed-list.h"

struct _SketchReversedList
{
  GObject parent_instance;
  GListModel *list;
};

static GType
get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (SKETCH_REVERSED_LIST (model)->list);
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (SKETCH_REVERSED_LIST (model)->list);
}

static gpointer
get_item (GListModel *model, guint position)
{
  const guint n = get_n_items (model);

  return position < n ? g_list_model_get_item (SKETCH_REVERSED_LIST (model)->list, n - 1 - position) : NULL;
}

static void
add_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SketchReversedList, sketch_reversed_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, add_list_model))

static void
items_were_changed (SketchReversedList *self, guint position, guint n_removed, guint n_added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), get_n_items (G_LIST_MODEL (self)) - position - n_added,
                              n_removed, n_added);
}

static void
sketch_reversed_list_finalize (GObject *object)
{
  g_object_unref (SKETCH_REVERSED_LIST (object)->list);
  G_OBJECT_CLASS (sketch_reversed_list_parent_class)->finalize (object);
}

static void
sketch_reversed_list_class_init (SketchReversedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sketch_reversed_list_finalize;
}

static void
sketch_reversed_list_init (SketchReversedList *self)
{
}

GListModel *
sketch_reversed_list_new (GListModel *list)
{
  SketchReversedList *self = g_object_new (SKETCH_TYPE_REVERSED_LIST, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_were_changed), self, G_CONNECT_SWAPPED);
  return G_LIST_MODEL (self);
}
