/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "kept.h"

static GQuark
quark (void)
{
  return g_quark_from_static_string ("sketch-unsaved-marks");
}

void
sketch_keep_version (TroveDocument *document, TroveVersion *version, gboolean kept)
{
  if (trove_version_get_kept (version) == kept)
    return;
  trove_version_set_kept (version, kept);
  sketch_set_unsaved_marks (document, TRUE);
}

gboolean
sketch_has_unsaved_marks (TroveDocument *document)
{
  return g_object_get_qdata (G_OBJECT (document), quark ()) != NULL;
}

void
sketch_set_unsaved_marks (TroveDocument *document, gboolean unsaved)
{
  g_object_set_qdata (G_OBJECT (document), quark (), GINT_TO_POINTER (unsaved));
}
