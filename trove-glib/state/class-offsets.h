/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class offsets: where the fields of a class that is being made are in the data of objects. Offsets are given by an application,
 * which has a C struct, or chosen here. */

#pragma once

#include "trove-glib/trove-error.h"

#include "class.h"

/* Sets the offsets of the own fields, which are those of the specs, and the size and alignment of the data. */
gboolean trove_class_lay_out (TroveClass *self, gsize data_size, const TroveField *specs, guint n_specs,
                              GError **error);

/* Set an error that the class, or the property, cannot be stored, with the reason why, which they free. They return FALSE. */
gboolean trove_class_refuse_class (const TroveClass *self, TroveError code, char *why, GError **error);
gboolean trove_class_refuse_field (const TroveClass *self, const GParamSpec *pspec, char *why,
                                   GError **error);
