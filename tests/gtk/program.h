/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Program: random operations on a document of rows that a window shows. */

#pragma once

#include "test-support.h"
#include "window.h"

typedef struct
{
  TroveDocument *document; /* of the window */
  Window *window;
  TestRandom random;
  GPtrArray *held;        /* TroveObject, owned: handles that the program keeps */
  guint n_groups;         /* open */
  guint most;             /* objects: no more are added */
  guint n_steps;          /* steps that were run */
  guint n_operations[32]; /* of each kind: those that were done */
} Program;

void program_init (Program *self, guint64 seed);
void program_clear (Program *self);

/* Runs an operation, and checks all. */
void program_step (Program *self);
