/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveFragment.
 *
 * The objects of a fragment are in a step: that of the version that they were copied from, or one that was made of bytes, with an
 * origin of its own. So inserting and writing know one kind of fragment. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "state/excerpt.h"

#include "step.h"

struct _TroveFragment
{
  GObject parent_instance;
  TroveStep *step; /* owned; NULL: made by g_object_new () */
  TroveExcerpt excerpt;
};

/* FALSE for an object of another type, and for one that was made by g_object_new (). */
static inline gboolean
trove_fragment_is_made (TroveFragment *self)
{
  return TROVE_IS_FRAGMENT (self) && self->step != NULL;
}

/* The objects of a step. NULL with REMOVED. */
TroveFragment *trove_fragment_of_step (TroveStep *step, const TroveKey *keys, gsize n_keys, GError **error);
