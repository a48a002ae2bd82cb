/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "conflict-row.h"

#include "ui/change-text.h"
#include "ui/children.h"

#define N_CHOICES 3 /* of TroveChoice */

struct _SketchConflictRow
{
  GtkWidget parent_instance;
  TroveConflict *conflict;
  GtkLabel *title;
  GtkCheckButton *choices[N_CHOICES]; /* by TroveChoice */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (SketchConflictRow, sketch_conflict_row, GTK_TYPE_WIDGET)

static guint signal_chosen;

static const char *const names[] = {
  [TROVE_CHOICE_OURS] = "Ours",
  [TROVE_CHOICE_THEIRS] = "Theirs",
  [TROVE_CHOICE_BASE] = "Before",
};

/* The object, in the first version that has it. */
static char *
describe_object (TroveConflict *conflict)
{
  const TroveChoice order[] = { TROVE_CHOICE_OURS, TROVE_CHOICE_THEIRS, TROVE_CHOICE_BASE };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (TroveObject) object = trove_conflict_dup_object (conflict, order[i]);

      if (object != NULL)
        return sketch_describe_object (trove_object_get_version (object), trove_object_get_key (object));
    }
  return g_strdup ("Shape");
}

/* The changes of the two sides. */
static char *
describe_conflict (TroveConflict *conflict)
{
  g_autoptr (TroveObject) ours = trove_conflict_dup_object (conflict, TROVE_CHOICE_OURS);
  g_autoptr (TroveObject) theirs = trove_conflict_dup_object (conflict, TROVE_CHOICE_THEIRS);
  g_auto (GStrv) properties = trove_conflict_dup_property_names (conflict);
  g_autofree char *object = describe_object (conflict);
  g_autoptr (GString) text = g_string_new (object);

  if (ours == NULL)
    g_string_append (text, ": removed by us");
  else if (theirs == NULL)
    g_string_append (text, ": removed by them");
  else if (properties[0] == NULL)
    g_string_append_printf (text, ": %s", sketch_describe_property (NULL));
  else
    for (guint i = 0; properties[i] != NULL; i++)
      g_string_append_printf (text, "%s%s", i == 0 ? ": " : ", ", sketch_describe_property (properties[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_value (TroveObject *object, const char *property)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (object), property, &value);
  return sketch_describe_value (trove_object_get_version (object), property, &value);
}

static char *
describe_version (TroveConflict *conflict, TroveChoice choice)
{
  g_autoptr (TroveObject) object = trove_conflict_dup_object (conflict, choice);
  g_autoptr (TroveObject) ours = trove_conflict_dup_object (conflict, TROVE_CHOICE_OURS);
  g_autoptr (TroveObject) theirs = trove_conflict_dup_object (conflict, TROVE_CHOICE_THEIRS);
  g_auto (GStrv) properties = trove_conflict_dup_property_names (conflict);
  g_autoptr (GString) text = g_string_new (NULL);

  if (object == NULL)
    return g_strdup ("removed");
  if (ours == NULL || theirs == NULL)
    return g_strdup ("there");
  if (properties[0] == NULL)
    return describe_value (object, "owner");
  for (guint i = 0; properties[i] != NULL; i++)
    {
      g_autofree char *value = describe_value (object, properties[i]);

      g_string_append_printf (text, "%s%s", i == 0 ? "" : ", ", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of a shape that one side has removed, what was before is no choice of its own: it would decide about the place alone. */
static gboolean
is_offered (TroveConflict *conflict, TroveChoice choice)
{
  g_autoptr (TroveObject) ours = trove_conflict_dup_object (conflict, TROVE_CHOICE_OURS);
  g_autoptr (TroveObject) theirs = trove_conflict_dup_object (conflict, TROVE_CHOICE_THEIRS);

  return choice != TROVE_CHOICE_BASE || (ours != NULL && theirs != NULL);
}

void
sketch_conflict_row_update (SketchConflictRow *self)
{
  if (self->conflict == NULL)
    return;
  self->updating = TRUE;
  gtk_check_button_set_active (self->choices[trove_conflict_get_choice (self->conflict)], TRUE);
  self->updating = FALSE;
}

static void
was_toggled (SketchConflictRow *self, GtkCheckButton *button)
{
  if (self->updating || self->conflict == NULL || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < N_CHOICES; i++)
    if (self->choices[i] == button)
      g_signal_emit (self, signal_chosen, 0, i);
}

static void
sketch_conflict_row_dispose (GObject *object)
{
  SketchConflictRow *self = SKETCH_CONFLICT_ROW (object);

  sketch_conflict_row_set_conflict (self, NULL);
  sketch_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (sketch_conflict_row_parent_class)->dispose (object);
}

static void
sketch_conflict_row_class_init (SketchConflictRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  gssize offset = G_STRUCT_OFFSET (SketchConflictRow, choices);
  const gssize size = sizeof (GtkCheckButton *);

  G_OBJECT_CLASS (klass)->dispose = sketch_conflict_row_dispose;
  signal_chosen = g_signal_new ("chosen", SKETCH_TYPE_CONFLICT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, TROVE_TYPE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/conflict-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SketchConflictRow, title);
  gtk_widget_class_bind_template_child_full (widget_class, "ours", FALSE, offset + TROVE_CHOICE_OURS * size);
  gtk_widget_class_bind_template_child_full (widget_class, "theirs", FALSE,
                                             offset + TROVE_CHOICE_THEIRS * size);
  gtk_widget_class_bind_template_child_full (widget_class, "base", FALSE, offset + TROVE_CHOICE_BASE * size);
  gtk_widget_class_bind_template_callback (widget_class, was_toggled);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sketch_conflict_row_init (SketchConflictRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sketch_conflict_row_new (void)
{
  return g_object_new (SKETCH_TYPE_CONFLICT_ROW, NULL);
}

void
sketch_conflict_row_set_conflict (SketchConflictRow *self, TroveConflict *conflict)
{
  g_autofree char *title = NULL;

  if (self->conflict != NULL)
    g_signal_handlers_disconnect_by_data (self->conflict, self);
  g_set_object (&self->conflict, conflict);
  if (conflict == NULL)
    return;
  title = describe_conflict (conflict);
  gtk_label_set_markup (self->title, title);
  for (guint i = 0; i < N_CHOICES; i++)
    {
      g_autofree char *version = describe_version (conflict, i);
      g_autofree char *text = g_strdup_printf ("%s: %s", names[i], version);

      gtk_label_set_markup (GTK_LABEL (gtk_check_button_get_child (self->choices[i])), text);
      gtk_widget_set_visible (GTK_WIDGET (self->choices[i]), is_offered (conflict, i));
    }
  g_signal_connect_swapped (conflict, "notify::choice", G_CALLBACK (sketch_conflict_row_update), self);
  sketch_conflict_row_update (self);
}

TroveConflict *
sketch_conflict_row_get_conflict (SketchConflictRow *self)
{
  return self->conflict;
}
