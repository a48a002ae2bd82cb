/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/properties-panel.h"

#include "draw/painter.h"
#include "ui/children.h"
#include "ui/property-values.h"
#include "ui/shapes.h"
#include "ui/window.h"

/* A property, and the property of its editor. */
typedef struct
{
  const char *name, *editor_property;
  const char *label; /* of a step */
  GBindingTransformFunc to_editor, from_editor;
  guint kinds; /* a bit for each kind of shape that has it */
} Kind;

#define ALL (~0u)
#define KIND(kind) (1u << SKETCH_##kind)
#define DRAWN (KIND (GROUP) - 1) /* all kinds but groups */

static const Kind kinds[] = {
  { "x", "value", "Move", sketch_round, sketch_copy_value, ~KIND (CONNECTOR) },
  { "y", "value", "Move", sketch_round, sketch_copy_value, ~KIND (CONNECTOR) },
  { "width", "value", "Resize", sketch_round, sketch_copy_value, ~(KIND (CONNECTOR) | KIND (TEXT)) },
  { "height", "value", "Resize", sketch_round, sketch_copy_value, ~(KIND (CONNECTOR) | KIND (TEXT)) },
  { "angle", "value", "Rotate", sketch_round, sketch_copy_value, ~KIND (CONNECTOR) },
  { "text", "text", "Edit Text", sketch_copy_value, sketch_copy_value, KIND (TEXT) },
  { "font-size", "value", "Change Font Size", sketch_round, sketch_copy_value, KIND (TEXT) },
  { "stroke", "rgba", "Change Stroke", sketch_color_to_rgba, sketch_rgba_to_color, ALL },
  { "fill", "rgba", "Change Fill", sketch_color_to_rgba, sketch_rgba_to_color,
    ~(KIND (LINE) | KIND (CONNECTOR) | KIND (TEXT) | KIND (GROUP)) },
  { "line-width", "value", "Change Line Width", sketch_round, sketch_copy_value,
    ~(KIND (TEXT) | KIND (GROUP)) },
  { "opacity", "value", "Change Opacity", sketch_to_percent, sketch_from_percent, ALL },
};

#define N_FIELDS G_N_ELEMENTS (kinds)

/* A property in the panel. */
typedef struct
{
  const Kind *kind;
  SketchPropertiesPanel *panel;
  GObject *editor;
  GtkWidget *row;
  GBinding *binding; /* from the source to the editor; NULL: the source has no such property */
} Field;

struct _SketchPropertiesPanel
{
  GtkWidget parent_instance;
  TroveDocument *document;
  SketchSelection *selection;
  SketchTools *tools;
  GObject *
      source; /* the selected shape; several, as SketchShapes; the tools, which have the style of new shapes */
  GtkWidget *content, *title;
  Field fields[N_FIELDS];
};

G_DEFINE_FINAL_TYPE (SketchPropertiesPanel, sketch_properties_panel, GTK_TYPE_WIDGET)

/* Editing */

/* The width and the height of a text are those of its letters. */
static gboolean
set_field (TroveObject *shape, const char *name, const GValue *value, GError **error)
{
  SketchShapeData data;

  if (!trove_object_set_field (shape, name, value, error))
    return FALSE;
  data = *(const SketchShapeData *) trove_object_peek_data (shape);
  if (data.kind != SKETCH_TEXT)
    return TRUE;
  sketch_measure_text (&data);
  return trove_object_set_data (shape, &data, error);
}

/* All edits of one property of one shape that follow each other are a step. */
static void
edit (Field *field, const GValue *value)
{
  SketchPropertiesPanel *self = field->panel;
  const char *name = field->kind->name;
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  g_autofree char *merge_id =
      g_strdup_printf ("%s-%" G_GUINT64_FORMAT "-%" G_GSIZE_FORMAT, name, n > 0 ? keys[0] : 0, n);
  GError *error = NULL;

  if (SKETCH_IS_SHAPES (self->source))
    sketch_shapes_set_field (SKETCH_SHAPES (self->source), name, value, &error);
  else
    set_field (TROVE_OBJECT (self->source), name, value, &error);
  sketch_window_commit_full (SKETCH_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), field->kind->label,
                             merge_id, error);
}

/* The user has changed the editor if it has not the value that the binding sets. */
static void
editor_was_set (GObject *editor, GParamSpec *pspec, Field *field)
{
  const Kind *kind = field->kind;
  g_auto (GValue) shown = G_VALUE_INIT, value = G_VALUE_INIT, before = G_VALUE_INIT, edited = G_VALUE_INIT;
  GParamSpec *property;

  if (field->binding == NULL || trove_document_get_restoring (field->panel->document))
    return;
  property = g_object_class_find_property (G_OBJECT_GET_CLASS (field->panel->source),
                                           g_binding_get_source_property (field->binding));
  g_value_init (&before, property->value_type);
  g_value_init (&edited, property->value_type);
  g_value_init (&shown, pspec->value_type);
  g_value_init (&value, pspec->value_type);
  g_object_get_property (field->panel->source, property->name, &before);
  kind->to_editor (field->binding, &before, &shown, NULL);
  kind->from_editor (field->binding, &shown, &before, NULL);
  g_object_get_property (editor, pspec->name, &value);
  kind->from_editor (field->binding, &value, &edited, NULL);
  if (g_param_values_cmp (property, &before, &edited) == 0)
    return;
  if (field->panel->source == G_OBJECT (field->panel->tools))
    g_object_set_property (field->panel->source, property->name, &edited);
  else
    edit (field, &edited);
}

/* The color stays as it is, and cannot be seen. */
static void
clear_color (GtkColorChooser *editor)
{
  GdkRGBA rgba;

  gtk_color_chooser_get_rgba (editor, &rgba);
  rgba.alpha = 0;
  gtk_color_chooser_set_rgba (editor, &rgba);
}

/* Showing */

/* Binds the editor to a property of the source, if it has one. */
static void
bind_field (Field *field, GObject *source, const char *prefix, guint shape_kinds)
{
  const Kind *kind = field->kind;
  g_autofree char *name = g_strconcat (prefix, kind->name, NULL);
  const gboolean has = (kind->kinds & shape_kinds) != 0 &&
                       g_object_class_find_property (G_OBJECT_GET_CLASS (source), name) != NULL;

  g_clear_pointer (&field->binding, g_binding_unbind);
  gtk_widget_set_visible (field->row, has);
  if (has)
    field->binding = g_object_bind_property_full (source, name, field->editor, kind->editor_property,
                                                  G_BINDING_SYNC_CREATE, kind->to_editor, NULL, NULL, NULL);
}

/* Takes over the source. */
static void
show (SketchPropertiesPanel *self, GObject *source, const char *title, const char *prefix, guint shape_kinds)
{
  for (guint i = 0; i < N_FIELDS; i++)
    g_clear_pointer (&self->fields[i].binding, g_binding_unbind);
  g_clear_object (&self->source);
  self->source = source;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  for (guint i = 0; i < N_FIELDS; i++)
    bind_field (&self->fields[i], source, prefix, shape_kinds);
}

static guint find_kinds (TroveDocument *document, const TroveKey *keys, gsize n, guint depth);

static guint
find_kinds_of_group (TroveDocument *document, TroveKey group, guint depth)
{
  const guint n = depth < SKETCH_MAX_DEPTH ? trove_document_get_n_children (document, group, "children") : 0;
  g_autofree TroveKey *children = g_new (TroveKey, n);

  trove_document_get_children (document, group, "children", 0, children, n);
  return find_kinds (document, children, n, depth + 1);
}

/* The kinds of shapes that are drawn, those in groups among them. */
static guint
find_kinds (TroveDocument *document, const TroveKey *keys, gsize n, guint depth)
{
  guint found = 0;

  for (gsize i = 0; i < n && found != DRAWN; i++)
    {
      const SketchShapeData *shape = trove_document_peek (document, keys[i], NULL);

      if (shape != NULL)
        found |=
            shape->kind == SKETCH_GROUP ? find_kinds_of_group (document, keys[i], depth) : 1u << shape->kind;
    }
  return found;
}

static void
selection_was_changed (SketchPropertiesPanel *self)
{
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  const SketchShapeData *shape = n == 1 ? trove_document_peek (self->document, keys[0], NULL) : NULL;
  g_autofree char *title = g_strdup_printf ("%" G_GSIZE_FORMAT " Shapes", n);

  if (n == 0)
    show (self, g_object_ref (G_OBJECT (self->tools)), "New Shapes", "style-", ALL);
  else if (shape != NULL && shape->kind != SKETCH_GROUP)
    show (self, G_OBJECT (trove_document_lookup (self->document, keys[0])),
          sketch_kind_get_name (shape->kind), "", 1u << shape->kind);
  else
    show (self, G_OBJECT (sketch_shapes_new (self->document, keys, n)), n == 1 ? "Group" : title, "",
          KIND (GROUP) | find_kinds (self->document, keys, n, 0));
}

/* The class */

static void
drop_document (SketchPropertiesPanel *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    g_clear_pointer (&self->fields[i].binding, g_binding_unbind);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->source);
  g_clear_object (&self->tools);
  g_clear_object (&self->selection);
  g_clear_object (&self->document);
}

void
sketch_properties_panel_set_selection (SketchPropertiesPanel *self, TroveDocument *document,
                                       SketchSelection *selection, SketchTools *tools)
{
  g_return_if_fail (SKETCH_IS_PROPERTIES_PANEL (self));

  drop_document (self);
  self->document = g_object_ref (document);
  self->selection = g_object_ref (selection);
  self->tools = g_object_ref (tools);
  g_signal_connect_swapped (selection, "changed", G_CALLBACK (selection_was_changed), self);
  selection_was_changed (self);
}

static void
sketch_properties_panel_dispose (GObject *object)
{
  SketchPropertiesPanel *self = SKETCH_PROPERTIES_PANEL (object);

  drop_document (self);
  sketch_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (sketch_properties_panel_parent_class)->dispose (object);
}

static void
sketch_properties_panel_class_init (SketchPropertiesPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sketch_properties_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/properties-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SketchPropertiesPanel, content);
  gtk_widget_class_bind_template_child (widget_class, SketchPropertiesPanel, title);
  gtk_widget_class_bind_template_callback (widget_class, clear_color);
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *row = g_strconcat (kinds[i].name, "-row", NULL);

      gtk_widget_class_bind_template_child_full (widget_class, kinds[i].name, FALSE, 0);
      gtk_widget_class_bind_template_child_full (widget_class, row, FALSE, 0);
    }
}

static void
sketch_properties_panel_init (SketchPropertiesPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_FIELDS; i++)
    {
      Field *field = &self->fields[i];
      g_autofree char *row = g_strconcat (kinds[i].name, "-row", NULL);
      g_autofree char *signal = g_strconcat ("notify::", kinds[i].editor_property, NULL);

      field->kind = &kinds[i];
      field->panel = self;
      field->editor =
          gtk_widget_get_template_child (GTK_WIDGET (self), SKETCH_TYPE_PROPERTIES_PANEL, kinds[i].name);
      field->row =
          GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (self), SKETCH_TYPE_PROPERTIES_PANEL, row));
      g_signal_connect (field->editor, signal, G_CALLBACK (editor_was_set), field);
    }
}

GtkWidget *
sketch_properties_panel_new (void)
{
  return g_object_new (SKETCH_TYPE_PROPERTIES_PANEL, NULL);
}
