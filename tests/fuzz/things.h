/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Things: the class of all objects that targets read from bytes. */

#pragma once

#include <trove-glib/trove-glib.h>

/* A class with properties of all types. */
GType fuzz_thing_get_type (void);
