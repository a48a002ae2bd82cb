/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Thing: a class of document objects that own things in the list "children" and refer to things in the list "links". */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  guint64 value;
  const char *label;
  TroveKey target;
} ThingData;

GType thing_get_type (void);

/* A digest of all that a version has: objects, values, lists, owners and referrers. */
guint64 thing_digest (TroveVersion *version);
