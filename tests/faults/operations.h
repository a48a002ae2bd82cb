/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table of operations: the whole public face, each function in the states that differ in what they allocate. */

#pragma once

#include "stage.h"

/* What may fail: the call alone, and not what is made ready for it. TRUE: it begins. */
extern void (*fault_window) (gboolean begins);

#define FAULTY(call)                                                                                         \
  ({                                                                                                         \
    __auto_type result_ = (fault_window (TRUE), (call));                                                     \
    fault_window (FALSE);                                                                                    \
    result_;                                                                                                 \
  })
#define FAULTY_VOID(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    fault_window (TRUE);                                                                                     \
    call;                                                                                                    \
    fault_window (FALSE);                                                                                    \
  }                                                                                                          \
  G_STMT_END

/* Whose memory an operation takes, beside what the allocator may refuse without harm. */
typedef enum
{
  ALLOCATES_OURS, /* nothing else: it never aborts */
  ALLOCATES_GLIB, /* GLib's as well, which aborts when it gets none */
} Allocates;

typedef struct
{
  const char *symbol;
  const char *what; /* of several states, or NULL */
  gboolean (*act) (Stage *stage, GError **error);
  void (*prepare) (Stage *stage, guint variant);
  guint n_variants;
  Allocates allocates;
  const char
      *wanted; /* what a message of NO_MEMORY names, one of several between bars; NULL: there is none */
  void (*check) (Stage *stage); /* of the result, or NULL */
} Operation;

extern const Operation value_operations[], version_operations[], object_operations[];
extern const guint n_value_operations, n_version_operations, n_object_operations;

/* All of the three, in that order. */
guint n_operations (void);
const Operation *get_operation (guint i);
char *operation_name (const Operation *operation); /* free it */

/* Fails where the error is not NO_MEMORY with a message that names what was wanted. */
void operation_check_error (const Operation *operation, const GError *error);
