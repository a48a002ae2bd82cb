/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Watch: handles and lists of a document that are held, each with a mirror that is kept from signals alone. After a call, mirrors
 * equal the document, and a property was notified exactly if its value has changed. In each handler, all lists that are held equal
 * their mirrors. A difference aborts. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct _Watch Watch;

Watch *watch_new (TroveDocument *document);

/* Lets go of all. The document may be gone: then all objects were removed, and their lists are empty. */
void watch_free (Watch *self);

/* Holds the handle of an object and its lists, or lets go of them. */
void watch_toggle (Watch *self, TroveKey key);

/* Holds a handle without a mirror, until a handler or the end of the watch drops it. */
void watch_lend (Watch *self, TroveKey key);

guint watch_n_objects (const Watch *self);

/* Compares all with the document after a call. relaxed: memory or a copy may have failed. Then more may have been notified, and a
 * removed handle may have lost a value. */
void watch_check (Watch *self, gboolean relaxed);

/* After the document was dropped. */
void watch_check_gone (Watch *self);
