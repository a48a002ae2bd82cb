/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document program: bytes that are decoded into calls on a world. program.h runs it too. */

#pragma once

#include "world.h"

void document_program_run (World *world, const guint8 *bytes, gsize size);
