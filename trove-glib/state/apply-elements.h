/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements: a value that two sides have changed is merged element by element.
 *
 *   before      a b c         a=1 b=2
 *   now         a   c d       a=1 b=3 c=4
 *   after       a b   e       a=5 b=2
 *   the result  a     d e     a=5 b=3 c=4
 *
 * A set is an array of strings, whose elements either are in it or not, so that its merges never fail. A dictionary has a value for
 * each key. Where both sides have changed the value of one key, the one of now stays. Elements of the result are sorted, so that
 * both sides get equal values. NULL is empty. */

#pragma once

#include "class-field.h"

/* Merges the values of a field that has the flag by_element, given as pointers as the data has them. TRUE if all changes from
 * before to after are in the result; FALSE if an element has a later value. Stores the merged value in result, to be freed with
 * trove_elements_free (), or NULL if it has the elements of now. */
gboolean trove_elements_merge (const TroveClassField *field, gconstpointer before, gconstpointer now,
                               gconstpointer after, gpointer *result);

/* Decides the conflict of a dictionary: the entries that ours and theirs have changed differently since base are as in chosen, all
 * others as in current. Any may be NULL. Returns the dictionary, or NULL if they are of several types, or all NULL. */
GVariant *trove_elements_choose (GVariant *base, GVariant *ours, GVariant *theirs, GVariant *chosen,
                                 GVariant *current);

void trove_elements_free (const TroveClassField *field, gpointer value);
