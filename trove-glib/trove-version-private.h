/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveVersion, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "handles.h"
#include "step-read.h"

struct _TroveVersion
{
  GObject parent_instance;
  TroveStep *step;                    /* owned */
  TroveHandles *handles;              /* of the objects that were asked for */
  _Atomic (const TroveState *) state; /* of the step; NULL: it was unread */
  atomic_uchar has_warned;            /* TRUE: that the step cannot be read */
};

/* FALSE for a version of g_object_new (), which is of no document. */
static inline gboolean
trove_version_is_made (TroveVersion *self)
{
  return TROVE_IS_VERSION (self) && self->step != NULL;
}

/* The state, which is read first. An empty one if it cannot be read, after a warning. */
const TroveState *trove_version_read_state (TroveVersion *self);

static inline const TroveState *
trove_version_state (TroveVersion *self)
{
  const TroveState *state = atomic_load_explicit (&self->state, memory_order_acquire);

  return G_LIKELY (state != NULL) ? state : trove_version_read_state (self);
}

/* A reference on the version of a step, which is made if there is none. Any thread. */
TroveVersion *trove_version_of (TroveStep *step);
