/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Style sheets with simple selectors: "tag", ".class", "#id", "tag.class", and lists of them. Rules with others are not used. */

#pragma once

#include <glib.h>

GArray *sketch_svg_css_new (void);

/* Appends the rules of a style sheet. FALSE: there are more than anyone writes. */
gboolean sketch_svg_css_read (GArray *rules, const char *css);

/* Sorts rules, so that later ones are above earlier ones. */
void sketch_svg_css_sort (GArray *rules);

/* Puts what the rules say of an element, and then what its property "style" says, into its properties. */
void sketch_svg_css_apply (GArray *rules, const char *tag, GHashTable *properties);
