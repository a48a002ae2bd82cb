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
  const char *aborts_where; /* ALLOCATES_GLIB, where other states of the function never abort: this state in
                                 * words, for docs/aborts.md */
} Operation;

/* States in which a function aborts that never aborts in others. */
#define ABORTS_COPIED_BY_GLIB                                                                                \
  "GLib copies the element: the pool has GValues, or a boxed type that is stored as a pointer"
#define ABORTS_OTHER_NUMBERS "the pool has another type of numbers than the function returns"
#define ABORTS_ELSEWHERE "the call is on another thread than the owner's, and notes the release for the owner"
#define ABORTS_LAST_ARENA "the reader has the last reference to its arena, whose end GObject records"
#define ABORTS_LIMITED "the arena has a limit of bytes, so that its memory is measured"
#define ABORTS_IN_CONTEXT                                                                                    \
  "the call frees elements that a clear context clears; so do other calls that drop the last reference to "  \
  "them"

extern const Operation value_operations[], version_operations[], object_operations[];
extern const guint n_value_operations, n_version_operations, n_object_operations;

/* All of the three, in that order. */
guint n_operations (void);
const Operation *get_operation (guint i);
char *operation_name (const Operation *operation); /* free it */

/* Fails where the error is not NO_MEMORY with a message that names what was wanted. */
void operation_check_error (const Operation *operation, const GError *error);
