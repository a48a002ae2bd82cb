/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document whose objects own and refer to each other, fragments of it, and pasting that succeeds. */

#pragma once

#include "list-fixture.h"

/* The objects of the current state with these keys. */
TroveFragment *copy_n (TroveDocument *document, const TroveKey *objects, gsize n);

#define copy(document, ...)                                                                                  \
  copy_n ((document), (const TroveKey[]){ __VA_ARGS__ },                                                     \
          sizeof ((const TroveKey[]){ __VA_ARGS__ }) / sizeof (TroveKey))

void paste (TroveFragment *fragment, TroveList *list, guint position);

/* Children 2, 3 and 4 of the root, with x 1, 2 and 3. 5 is a child of 2, and 6 a child of 5. 7 is the part of 3. 3 refers to 6, and
 * 6 to 4. 6 has links to 2, 4 and 2. */
void make (Fixture *f);
