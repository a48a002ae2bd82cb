/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shared boxed: boxed values that objects of several versions point to.
 *
 * An edit copies the whole data of an object, and a boxed value that no edit changed must stay the same pointer: a type
 * that becomes no variant has nothing else to be compared by. Most boxed types have no reference count, so a table counts the
 * holders of each value. */

#pragma once

#include <glib-object.h>

/* Any thread may call these functions. Values are not NULL. */

/* Adds a holder to a value of the table. Any other value is copied, and its copy has one holder. */
gpointer trove_shared_boxed_ref (GType type, gconstpointer boxed);

/* Takes a holder from a value of the table. The last one frees it. */
void trove_shared_boxed_unref (GType type, gpointer boxed);

/* For tests: the number of values in the table. */
guint trove_shared_boxed_n_values (void);
