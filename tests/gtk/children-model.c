/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "children-model.h"

struct _ChildrenModel
{
  GObject parent_instance;
  GListModel *model; /* owned */
  ChildrenFunc func;
  gpointer data;
};

static GType
children_model_get_item_type (GListModel *model)
{
  return G_TYPE_LIST_MODEL;
}

static guint
children_model_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (CHILDREN_MODEL (model)->model);
}

static gpointer
children_model_get_item (GListModel *model, guint position)
{
  ChildrenModel *self = CHILDREN_MODEL (model);
  g_autoptr (TroveObject) object = g_list_model_get_item (self->model, position);

  return object != NULL ? self->func (object, self->data) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = children_model_get_item_type;
  iface->get_n_items = children_model_get_n_items;
  iface->get_item = children_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ChildrenModel, children_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
children_model_dispose (GObject *object)
{
  ChildrenModel *self = CHILDREN_MODEL (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (children_model_parent_class)->dispose (object);
}

static void
children_model_class_init (ChildrenModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = children_model_dispose;
}

static void
children_model_init (ChildrenModel *self)
{
}

ChildrenModel *
children_model_new (GListModel *model, ChildrenFunc func, gpointer data)
{
  ChildrenModel *self = g_object_new (children_model_get_type (), NULL);

  self->model = g_object_ref (model);
  self->func = func;
  self->data = data;
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
  return self;
}
