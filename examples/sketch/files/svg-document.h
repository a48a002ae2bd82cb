/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tree of an SVG file, with its ids and style sheets. */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

typedef struct
{
  char *name; /* of the file */
  xmlDoc *xml;
  GHashTable *ids;           /* id → xmlNode */
  GArray *rules;             /* of style sheets: svg-css.c has them */
  GCancellable *cancellable; /* not owned; NULL: none */
  GError *error;             /* the first one: all that is read after it is not used */
  guint n_elements;          /* that are drawn: one that is used twice counts twice */
  guint n_left_out;          /* elements and effects that are not known */
} SketchSvgDocument;

/* The name is for errors. The cancellable, which may be NULL, stays for as long as the document. */
SketchSvgDocument *sketch_svg_document_new (const char *name, const char *data, gsize length,
                                            GCancellable *cancellable, GError **error);
void sketch_svg_document_free (SketchSvgDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SketchSvgDocument, sketch_svg_document_free)

/* Notes an error at a node, with its line, unless there is one. */
void sketch_svg_document_fail (SketchSvgDocument *self, xmlNode *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The element with the id of a local reference, such as "#id" or "url(#id)". NULL: there is none. */
xmlNode *sketch_svg_document_find (SketchSvgDocument *self, const char *reference);

/* The name of an element of SVG. NULL: it is another node. */
const char *sketch_svg_get_element_name (xmlNode *node);

/* The properties of an element, by name: its attributes, above them what style sheets say, above them its attribute "style". */
GHashTable *sketch_svg_document_get_properties (SketchSvgDocument *self, xmlNode *node);
