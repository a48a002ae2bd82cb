/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Labels: numbers that order the objects of an owned list, so that the position of an object is found by binary search.
 *
 * A new label lies between those of its neighbours. Where there is no number between, the labels of up to
 * TROVE_LABELS_CHANGED objects around are spread anew. Where these are too dense as well, the label is equal to a neighbour's:
 * the search then reads all objects of that label.
 *
 * Labels at the ends of a list are 512 apart, and nearer where few numbers are left: 10^7 objects can be appended. */

#pragma once

#include "editor.h"

#define TROVE_LABELS_CHANGED 64

/* Chooses the label of an object that is to stand before the one at an index of a list, or at its end. Touches objects of the
 * list, and changes their labels, if it must. FALSE with the errors of trove_editor_touch (). */
gboolean trove_editor_choose_label (TroveEditor *self, const TroveSequenceNode *list, guint32 index,
                                    guint32 *label, GError **error);
