/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveVersion, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "handles.h"
#include "step.h"

struct _TroveVersion
{
  GObject parent_instance;
  TroveStep *step;       /* owned */
  TroveHandles *handles; /* of the objects that were asked for */
};

/* FALSE for a version of g_object_new (), which is of no document. */
static inline gboolean
trove_version_is_made (TroveVersion *self)
{
  return TROVE_IS_VERSION (self) && self->step != NULL;
}

/* A reference on the version of a step, which is made if there is none. Any thread. */
TroveVersion *trove_version_of (TroveStep *step);
