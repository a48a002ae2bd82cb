/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* State random: operations at random, most of which are good ones. */

#pragma once

#include "state-program.h"

typedef struct
{
  StateProgram *program;
  TestRandom *random;
  guint most_objects; /* more are made by other operations' mistakes at most */
  gboolean
      counted; /* objects have a value whose copies are counted; then comparing tells copied objects, too */
} StateRandom;

Operation state_random_operation (StateRandom *self);
